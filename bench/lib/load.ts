import type { Run } from "./benchmark.ts";
import { startProgram, wholeOutput } from "./programs.ts";

/** What the load generator is asked for. */
export interface LoadJob {
  readonly url: string;
  /** Taken in turn by the connections. */
  readonly paths: readonly string[];
  /** Sent with POST, taken in turn as the paths are; absent: GET without a body. */
  readonly bodies?: readonly string[];
  readonly contentType?: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. */
export interface LoadResult {
  /** Answers of 2xx a second. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly answered: number;
  readonly failed: number;
}

/** Sends load from a process of its own, one request at a time on each connection; any answer but 2xx fails the benchmark. */
export async function sendLoad(run: Run, job: LoadJob): Promise<LoadResult> {
  const output = await wholeOutput(startProgram(run, "load-generator", [JSON.stringify(job)]));
  const result = JSON.parse(output) as LoadResult;
  if (result.failed > 0) throw new Error(`${result.failed} of ${result.answered} requests to ${job.url} failed`);
  return result;
}
