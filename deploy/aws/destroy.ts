/** `npm run destroy`: asks, and deletes the stack; the table and the master key only with `--with-data`. docs/aws.md */
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { destroyCalls } from "./cdk-arguments.ts";
import { buildBundle, runCdk } from "./run-cdk.ts";

/** What must be typed. */
const WORD = { keep: "delete", withData: "delete everything" } as const;

async function ask(withData: boolean): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write("Nobody is there to ask. Say --yes if you mean it.\n");
    return false;
  }
  const what = withData
    ? "This deletes Watchbell on AWS with its table and its master key. Nobody can bring them back."
    : "This deletes Watchbell on AWS. The table and the master key stay: docs/aws.md tells how to use them again.";
  const word = withData ? WORD.withData : WORD.keep;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${what}\nType "${word}" to go on: `);
  terminal.close();
  return answer.trim() === word;
}

const wanted = destroyCalls(process.argv.slice(2));
if (wanted.kind === "refused") {
  process.stderr.write(`${wanted.message}\n`);
  process.exit(1);
}
if (!wanted.isConfirmed && !(await ask(wanted.withData === true))) {
  process.stderr.write("Nothing was deleted.\n");
  process.exit(1);
}
// The CDK reads the stack from the app, and the app names the bundle.
buildBundle();
for (const args of wanted.calls) runCdk(args);
