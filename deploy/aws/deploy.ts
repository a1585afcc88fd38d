/** `npm run deploy`: builds the functions and brings the stack to what this checkout says. docs/aws.md */
import process from "node:process";
import { deployCalls } from "./cdk-arguments.ts";
import { buildBundle, runCdk } from "./run-cdk.ts";

const wanted = deployCalls(process.argv.slice(2));
if (wanted.kind === "refused") {
  process.stderr.write(`${wanted.message}\n`);
  process.exit(1);
}
buildBundle();
for (const args of wanted.calls) runCdk(args);
