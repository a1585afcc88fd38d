/** Bundles the functions in a folder of its own, and prints how many bytes every start reads. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleLambda } from "./bundle-lambda.ts";

const folder = mkdtempSync(join(tmpdir(), "watchbell-lambda-size-"));
try {
  const { loadedBytes } = await bundleLambda(join(import.meta.dirname, "../.."), folder);
  process.stdout.write(`${loadedBytes}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
