/** A process of its own that keeps the disk busy under the folder named: it writes 64 MB and flushes them, over and over. */
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const MEGABYTE = Buffer.alloc(1_048_576, 1);
const MEGABYTES = 64;
const file = openSync(join(process.argv[2] ?? "", "busy"), "w");

function round(): void {
  for (let n = 0; n < MEGABYTES; n++) writeSync(file, MEGABYTE, 0, MEGABYTE.length, n * MEGABYTE.length);
  fsyncSync(file);
  setImmediate(round);
}
round();
process.on("disconnect", () => {
  closeSync(file);
  process.exit();
});
