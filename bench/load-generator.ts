/** A process of its own that sends requests with autocannon; its argument is a LoadJob as JSON, it prints a LoadResult. */
import autocannon from "autocannon";
import type { LoadJob, LoadResult } from "./lib/load.ts";

/** So many requests does each connection go round in: enough to cover a thousand paths, few enough to be made quickly. */
const REQUESTS_PER_CONNECTION = 40;

const job = JSON.parse(process.argv[2] ?? "") as LoadJob;
let next = 0;
const result = await autocannon({
  url: job.url,
  connections: job.connections,
  pipelining: 1,
  duration: job.seconds,
  setupClient: (client) => {
    const { paths, bodies = [], contentType = "application/json" } = job;
    const count = Math.min(REQUESTS_PER_CONNECTION, Math.max(paths.length, bodies.length));
    // Neighbouring connections begin at different requests, so that a batch holds many monitors.
    const turns = Array.from({ length: count }, () => next++);
    const post = (turn: number) =>
      bodies.length === 0
        ? { method: "GET" }
        : { method: "POST", headers: { "content-type": contentType }, body: bodies[turn % bodies.length] ?? "" };
    client.setRequests(turns.map((turn) => ({ path: paths[turn % paths.length] ?? "/", ...post(turn) })));
  },
});
const answer: LoadResult = {
  perSecond: result["2xx"] / result.duration,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
  maxMs: result.latency.max,
  answered: result["2xx"],
  failed: result.non2xx + result.errors,
};
process.stdout.write(JSON.stringify(answer));
