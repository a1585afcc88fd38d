import type { ServerResponse } from "node:http";
import { routePublication } from "../../server/src/route/route-publication.ts";
import { type Received, startSink } from "../../server/test/sink.ts";
import { type Benchmark, ofRounds, type Run } from "../lib/benchmark.ts";
import { makeDataFolder, openStore } from "../lib/data-folder.ts";
import { stopChild } from "../lib/programs.ts";
import { api, startServer } from "../lib/server.ts";

const LEAST_PER_SECOND = 1_000;
/** The others keep at least this share of their pace while one target hangs; the rest is what the machine varies by. */
const LEAST_SHARE = 0.9;
const HANGING_MESSAGES = 200;
const GIVE_UP_MS = 60_000;

interface Scene {
  readonly name: string;
  readonly integrations: number;
  readonly hanging: boolean;
}

const SCENES: readonly Scene[] = [
  { name: "one integration", integrations: 1, hanging: false },
  { name: "ten integrations", integrations: 10, hanging: false },
  { name: "ten, and one target that hangs", integrations: 10, hanging: true },
];

/** How fast a backlog goes out, and whether a target that never answers slows the others down. */
export const deliveries: Benchmark = {
  name: "deliveries",
  about: "Messages a second over HTTP to a sink on this machine, all waiting in the store when the server starts.",
  async measure(run) {
    const rounds = run.quick ? 1 : 3;
    const messages = run.quick ? 1_000 : 4_000;
    const results = SCENES.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, scene] of SCENES.entries()) results[index]?.push(await play(run, scene, messages));
    }
    const [one = [], ten = [], besides = []] = results;
    const shares = besides.map((rate, round) => rate / (ten[round] ?? Number.NaN));
    return [
      ofRounds("one integration, at most 16 in flight", "/s", one),
      ofRounds("ten integrations", "/s", ten, { atLeast: LEAST_PER_SECOND }),
      ofRounds("ten, and one target that hangs", "/s", besides, { atLeast: LEAST_PER_SECOND }),
      ofRounds("with the hanging one against without", "×", shares, { atLeast: LEAST_SHARE }),
    ];
  },
};

/** Deliveries a second from the first to the last. */
async function play(run: Run, scene: Scene, messages: number): Promise<number> {
  const times: number[] = [];
  const done = Promise.withResolvers<void>();
  const sink = await startSink((received: Received, response: ServerResponse) => {
    // The hanging target takes the request and never answers.
    if (received.path.startsWith("/hang")) return;
    times.push(performance.now());
    response.end("ok");
    if (times.length === messages) done.resolve();
  });
  run.stack.defer(() => sink.close());
  const dataDir = await makeDataFolder(run, { monitors: 0 });
  await queue(run, dataDir, { scene, messages, target: sink.url });
  const server = await startServer(run, dataDir);
  const giveUp = setTimeout(
    () =>
      done.reject(new Error(`${scene.name}: only ${times.length} messages came, the server said ${server.output()}`)),
    GIVE_UP_MS,
  );
  await done.promise.finally(() => clearTimeout(giveUp));
  // Its hanging requests would hold up a stop in order.
  server.child.kill("SIGKILL");
  await stopChild(server.child);
  await sink.close();
  const [first = 0] = times;
  return (messages - 1) / (((times.at(-1) ?? first) - first) / 1000);
}

interface Queue {
  readonly scene: Scene;
  readonly messages: number;
  readonly target: string;
}

/** Makes the topics by the API, and fills the outbox while no server runs. */
async function queue(run: Run, dataDir: string, { scene, messages, target }: Queue): Promise<void> {
  const server = await startServer(run, dataDir);
  const integrations = Array.from({ length: scene.integrations }, (_, n) => integration(`sink-${n}`, `${target}/hook`));
  await api(server.url, "PUT", "/channels/bench/topics/sink", { integrations });
  await api(server.url, "PUT", "/channels/bench/topics/hang", {
    integrations: [integration("hang", `${target}/hang`)],
  });
  await stopChild(server.child);
  const store = await openStore(dataDir);
  if (scene.hanging) await publish(store, "hang", HANGING_MESSAGES);
  await publish(store, "sink", messages / scene.integrations);
  await store.close();
}

/** Over HTTP, of a provider that has no rate of its own. */
function integration(name: string, url: string) {
  return { name, provider: "apprise", credentials: { url, key: name } };
}

async function publish(store: Awaited<ReturnType<typeof openStore>>, name: string, times: number): Promise<void> {
  const [project] = await store.people.projects();
  const topic = project && (await store.topics.get(project.id, "bench", name));
  if (!project || !topic) throw new Error(`there is no topic ${name}`);
  const publications = Array.from({ length: times }, (_, n) =>
    store.outbox.publish(routePublication({ project, topic, metadata: { n }, now: Date.now() })),
  );
  await Promise.all(publications);
}
