import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { quantile } from "./benchmark.ts";

const PAGE = Buffer.alloc(4096, 1);

/** How long the disk takes to keep one page appended to a file, as a commit of SQLite does; in milliseconds. */
export function measureFsync(folder: string, times: number): { readonly p50Ms: number; readonly p99Ms: number } {
  const file = openSync(join(folder, "fsync"), "w");
  const durations = Array.from({ length: times }, () => {
    const startedAt = performance.now();
    writeSync(file, PAGE);
    fdatasyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  return { p50Ms: quantile(durations, 0.5), p99Ms: quantile(durations, 0.99) };
}
