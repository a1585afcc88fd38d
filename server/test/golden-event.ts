import { readFileSync } from "node:fs";

/** An event as AWS hands it to a function, from server/test/fixtures/lambda; `replace` puts other words into its text. */
export function goldenEvent(name: string, replace: Readonly<Record<string, string>> = {}): unknown {
  const text = readFileSync(new URL(`./fixtures/lambda/${name}.json`, import.meta.url), "utf8");
  return JSON.parse(Object.entries(replace).reduce((done, [from, to]) => done.replaceAll(from, to), text));
}
