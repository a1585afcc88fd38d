import { routePublication } from "../../server/src/route/route-publication.ts";
import { type Benchmark, type Figure, ofRounds, type Run } from "../lib/benchmark.ts";
import { type BenchmarkDatabase, fillDatabase, openStoreOn, startDatabase } from "../lib/postgres.ts";

const OVERDUE = 100;
const LIMIT = 500;
const FEW = 10_000;
const MANY = 1_000_000;
/** So many look-ups make one round: a single one is too short to be measured. */
const LOOKUPS = 50;
const INTEGRATIONS = 10;
const CLAIM = { limit: 500, perIntegration: 50, leaseMs: 60_000 };

type Store = Awaited<ReturnType<typeof openStoreOn>>;

/** What the sweep's question costs on PostgreSQL among a million, and how fast messages are claimed and settled. */
export const postgresStore: Benchmark = {
  name: "postgres-store",
  about: `Finding ${OVERDUE} overdue monitors among a million and among ten thousand on PostgreSQL, and messages claimed and settled a second, store in this process.`,
  async measure(run) {
    const few = await open(run, FEW);
    const many = await open(run, run.quick ? MANY / 10 : MANY);
    if (!few || !many) return [];
    return [...(await measureSweep(run, few.store, many.store)), ...(await measureOutbox(run, many))];
  },
};

interface Opened {
  readonly database: BenchmarkDatabase;
  readonly store: Store;
}

async function open(run: Run, monitors: number): Promise<Opened | null> {
  const database = await startDatabase(run);
  if (database === null) return null;
  await fillDatabase(database, { monitors, overdue: OVERDUE });
  const store = await openStoreOn(database.url);
  run.stack.defer(() => store.close());
  const found = await store.watch.overdue(LIMIT);
  if (found.length !== OVERDUE) throw new Error(`${found.length} overdue monitors were found, not ${OVERDUE}`);
  return { database, store };
}

async function measureSweep(run: Run, few: Store, many: Store): Promise<readonly Figure[]> {
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < (run.quick ? 3 : 15); round++) {
    times.few.push(await timeLookup(few));
    times.many.push(await timeLookup(many));
  }
  const ratio = times.many.map((ms, round) => ms / (times.few[round] ?? Number.NaN));
  return [
    ofRounds(`among ${FEW.toLocaleString("en-US")}`, "ms", times.few),
    ofRounds(`among ${(run.quick ? MANY / 10 : MANY).toLocaleString("en-US")}`, "ms", times.many),
    ofRounds("larger against smaller", "×", ratio, { atMost: 2 }),
  ];
}

async function timeLookup(store: Store): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < LOOKUPS; n++) await store.watch.overdue(LIMIT);
  return (performance.now() - startedAt) / LOOKUPS;
}

async function measureOutbox(run: Run, { store }: Opened): Promise<readonly Figure[]> {
  const messages = run.quick ? 2_000 : 10_000;
  const [project] = await store.people.projects();
  if (!project) throw new Error("there is no project");
  const integrations = Array.from({ length: INTEGRATIONS }, (_, n) => ({
    name: `sink-${n}`,
    provider: "webhook",
    model: null,
    credentials: { url: `http://127.0.0.1:9/${n}` },
    notifyOn: null,
    enabled: true,
    keepsIncidents: false,
    rate: null,
  }));
  const outcome = await store.topics.put(
    { projectId: project.id, channel: "bench", topic: "sink", integrations },
    "bench",
  );
  if (outcome.kind !== "put") throw new Error(`the topic was not put: ${outcome.kind}`);
  const rounds = { published: [] as number[], settled: [] as number[] };
  for (let round = 0; round < (run.quick ? 1 : 3); round++) {
    const publication = (n: number) =>
      routePublication({ project, topic: outcome.topic, metadata: { n }, now: Date.now() });
    const publishing = performance.now();
    const wanted = messages / INTEGRATIONS;
    await Promise.all(Array.from({ length: wanted }, (_, n) => store.outbox.publish(publication(n))));
    rounds.published.push(perSecond(messages, publishing));
    const settling = performance.now();
    await settleAll(store, messages);
    rounds.settled.push(perSecond(messages, settling));
  }
  return [
    ofRounds("messages published", "/s", rounds.published),
    ofRounds("messages claimed and settled", "/s", rounds.settled, { atLeast: 1_000 }),
  ];
}

function perSecond(count: number, since: number): number {
  return count / ((performance.now() - since) / 1000);
}

async function settleAll(store: Store, messages: number): Promise<void> {
  for (let settled = 0; settled < messages; ) {
    const claimed = await store.outbox.claim(CLAIM);
    if (claimed.length === 0) throw new Error(`only ${settled} of ${messages} messages could be claimed`);
    const attempt = {
      n: 1,
      at: Date.now(),
      durationMs: 1,
      outcome: "delivered",
      reason: "HTTP 200.",
      answer: null,
    } as const;
    const settlement = { kind: "finished", status: "delivered", attempt, receipt: null } as const;
    await Promise.all(claimed.map(({ leaseId }) => store.outbox.settle(leaseId, settlement)));
    settled += claimed.length;
  }
}
