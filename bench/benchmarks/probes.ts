import { completeConfig } from "../../server/src/actions/monitor-defaults.ts";
import type { ProbeSpec, Schedule } from "../../server/src/model/index.ts";
import { startSink } from "../../server/test/sink.ts";
import { type Benchmark, ofRounds, type Run } from "../lib/benchmark.ts";
import { makeDataFolder, openStore } from "../lib/data-folder.ts";
import { stopChild } from "../lib/programs.ts";
import { startServer } from "../lib/server.ts";

const LEAST_PER_SECOND = 200;
/** Each has a port of its own, so that one host's share of the slots is not the limit. */
const HOSTS = 20;
/** Every second: more than can be done, so that what is done is the measure. */
const PROBES = 2_000;
const HANGING = 200;

/** How many looks a second one process does and records, and whether a host that hangs costs the others anything. */
export const probes: Benchmark = {
  name: "probes",
  about: `HTTP probes a second to ${HOSTS} ports of this machine, without a pool, each result stored.`,
  async measure(run) {
    const rounds = run.quick ? 1 : 3;
    const seconds = run.quick ? 3 : 8;
    const plain: number[] = [];
    const besides: number[] = [];
    for (let round = 0; round < rounds; round++) {
      plain.push(await play(run, seconds, 0));
      besides.push(await play(run, seconds, HANGING));
    }
    return [
      ofRounds("all well", "/s", plain, { atLeast: LEAST_PER_SECOND }),
      ofRounds(`besides ${HANGING} of a host that hangs`, "/s", besides, { atLeast: LEAST_PER_SECOND }),
    ];
  },
};

/** Looks a second that reach the targets, once the first has. */
async function play(run: Run, seconds: number, hanging: number): Promise<number> {
  let looks = 0;
  const first = Promise.withResolvers<void>();
  const sinks = await Promise.all(
    Array.from({ length: HOSTS }, () =>
      startSink((_, response) => {
        looks += 1;
        first.resolve();
        response.end("ok");
      }),
    ),
  );
  // Takes the request and never answers.
  const silent = await startSink(() => {});
  for (const sink of [...sinks, silent]) run.stack.defer(() => sink.close());
  const folder = await makeDataFolder(run, { monitors: 0 });
  const urls = Array.from({ length: PROBES }, (_, n) => sinks[n % HOSTS]?.url ?? "");
  await makeProbes(folder, [...Array.from({ length: hanging }, () => silent.url), ...urls]);
  const server = await startServer(run, folder);
  await first.promise;
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const perSecond = (looks - before) / seconds;
  await stopChild(server.child);
  return perSecond;
}

const EVERY_SECOND: Schedule = { type: "period", periodMs: 1_000, graceMs: 0, allowedMisses: 0 };

async function makeProbes(folder: string, urls: readonly string[]): Promise<void> {
  const store = await openStore(folder);
  const [project] = await store.people.projects();
  if (!project) throw new Error("the data folder has no project");
  const made = urls.map((url, n) => {
    const monitorId = `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
    const config = {
      ...completeConfig({ name: `probe ${n}`, schedule: EVERY_SECOND, probe: specOf(url) }),
      topics: [],
    };
    return {
      address: { by: "id", monitorId, projectId: project.id },
      signal: { type: "configure", actor: "bench", patch: {} },
      createIfMissing: { projectId: project.id, monitorId, door: null, doorKey: null, config },
    } as const;
  });
  await store.watch.change(made);
  await store.close();
}

function specOf(url: string): ProbeSpec {
  return {
    type: "http",
    url,
    method: "GET",
    headers: {},
    body: null,
    maxRedirects: 0,
    verifyCertificate: true,
    auth: null,
    conditions: [],
    timeoutMs: 60_000,
    retries: 0,
    errorIntervalMs: null,
  };
}
