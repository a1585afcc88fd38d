import { readFileSync } from "node:fs";

/** The version in package.json, two folders up from the source as from what is compiled of it. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
