import type { Benchmark } from "../lib/benchmark.ts";
import { temporaryFolder } from "../lib/data-folder.ts";
import { measureFsync } from "../lib/fsync.ts";

/** The disk's own pace, beside which the other figures are to be read. */
export const fsync: Benchmark = {
  name: "fsync",
  about: "One page appended to a file and flushed, again and again.",
  async measure(run) {
    const { p50Ms, p99Ms } = measureFsync(await temporaryFolder(run), run.quick ? 100 : 500);
    return [
      { name: "fsync, median", value: p50Ms, unit: "ms" },
      { name: "fsync, p99", value: p99Ms, unit: "ms" },
    ];
  },
};
