import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Check } from "./check.ts";

/** 1 MB, as AWS counts it. */
const MOST_BYTES = 1_048_576;

/** Checks how much the functions of AWS Lambda read at every cold start. */
export const lambdaSize: Check = {
  name: "functions at cold start",
  remedy: "Import what only some invocations need when they need it, or see in scripts/lambda what else came along.",
  run(root) {
    const program = join(root, "scripts/lambda/print-size.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the bundle could not be made:\n${stderr}`);
    const loadedBytes = Number(stdout);
    const what = `reads ${loadedBytes} bytes, more than ${MOST_BYTES}`;
    return {
      looked: Math.round(loadedBytes / 1_000),
      unit: `kB of at most ${Math.floor(MOST_BYTES / 1_000)}`,
      findings: loadedBytes > MOST_BYTES ? [{ where: "lambda.mjs", what }] : [],
    };
  },
};
