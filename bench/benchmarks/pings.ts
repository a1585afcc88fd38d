import { type Benchmark, type Figure, ofRounds, type Run } from "../lib/benchmark.ts";
import { makeDataFolder, monitorId, monitorSlug, PING_KEY } from "../lib/data-folder.ts";
import { type LoadResult, sendLoad } from "../lib/load.ts";
import { firstLine, startProgram } from "../lib/programs.ts";
import { startServer } from "../lib/server.ts";

const CONNECTIONS = 256;
const MONITORS = 1_000;
/** Of a bare node:http server's answers. */
const LEAST_RATIO = 0.35;

interface Way {
  readonly name: string;
  readonly url: string;
  readonly paths: readonly string[];
}

/**
 * Pings answered after their commit, beside what a bare node:http server answers. Both are processes of their own and
 * get the same load from a third one; the ways take turns, so that whatever else the machine does hurts them alike.
 */
export const pings: Benchmark = {
  name: "pings",
  about: `Durable pings a second through the whole path, ${CONNECTIONS} connections, against bare node:http.`,
  async measure(run) {
    const ways = await startWays(run);
    const rounds = run.quick ? 1 : 4;
    const seconds = run.quick ? 2 : 4;
    const results = ways.map((): LoadResult[] => []);
    for (const { url, paths } of ways) await sendLoad(run, { url, paths, connections: CONNECTIONS, seconds: 1 });
    for (let round = 0; round < rounds; round++) {
      for (const [index, { url, paths }] of ways.entries()) {
        results[index]?.push(await sendLoad(run, { url, paths, connections: CONNECTIONS, seconds }));
      }
    }
    const [bare = [], ...own] = results;
    return [...figures("bare node:http", bare), ...own.flatMap((each, index) => compared(ways[index + 1], each, bare))];
  },
};

async function startWays(run: Run): Promise<readonly Way[]> {
  const bare = await firstLine(startProgram(run, "bare-server"));
  const { url } = await startServer(run, await makeDataFolder(run, { monitors: MONITORS }));
  const numbers = Array.from({ length: MONITORS }, (_, index) => index + 1);
  return [
    { name: "bare node:http", url: `http://127.0.0.1:${bare}`, paths: ["/ping/bare"] },
    { name: "one monitor by id", url, paths: [`/ping/${monitorId(1)}`] },
    { name: "1,000 monitors by id", url, paths: numbers.map((n) => `/ping/${monitorId(n)}`) },
    {
      name: "1,000 monitors by ping key and slug",
      url,
      paths: numbers.map((n) => `/ping/${PING_KEY}/${monitorSlug(n)}`),
    },
  ];
}

function figures(name: string, results: readonly LoadResult[]): readonly Figure[] {
  return [
    ofRounds(
      name,
      "/s",
      results.map((result) => result.perSecond),
    ),
    ofRounds(
      `${name}, answer p50`,
      "ms",
      results.map((result) => result.p50Ms),
    ),
    ofRounds(
      `${name}, answer p99`,
      "ms",
      results.map((result) => result.p99Ms),
    ),
  ];
}

function compared(
  way: Way | undefined,
  results: readonly LoadResult[],
  bare: readonly LoadResult[],
): readonly Figure[] {
  const name = way?.name ?? "";
  const ratios = results.map((result, round) => result.perSecond / (bare[round]?.perSecond ?? Number.NaN));
  return [...figures(name, results), ofRounds(`${name}, of bare`, "×", ratios, { atLeast: LEAST_RATIO })];
}
