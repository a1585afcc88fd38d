import { readFileSync } from "node:fs";
import { inject } from "vitest";

/** What is different on AWS Lambda, by the names that docs/lambda.md gives it: the only place where it is listed. */
export const DIFFERENCES: readonly string[] = [
  ...readFileSync(new URL("../../../docs/lambda.md", import.meta.url), "utf8").matchAll(
    /^\| `([a-z]+(?:-[a-z]+)+)` \|/gm,
  ),
].map(([, name = ""]) => name);

/** True where a story is told on AWS Lambda and cannot hold because of this difference; one that is not listed is no excuse. */
export function differsOnLambda(name: string): boolean {
  if (!DIFFERENCES.includes(name)) throw new Error(`docs/lambda.md lists no difference with the name ${name}`);
  return inject("engine") === "lambda";
}
