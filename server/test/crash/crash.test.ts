import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChildServer, startChildServer } from "../child-server.ts";
import { type Sink, startSink } from "../sink.ts";

/**
 * A server under load is killed at random points, again and again. Afterwards the books must balance: every
 * acknowledged ping is in the store once, every acknowledged notification reached the target at least once, and repeats
 * carry the id of the first.
 */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 20);
const MONITORS = 24;
const PING_WORKERS = 12;
const PUBLISH_WORKERS = 4;
const API_KEY = "wbw_crash-test-write-key";
const PING_KEY = "crashtestpingkey000000";
const TOPIC_HASH = "crash-test-topic-hash";

interface Books {
  /** User agents of acknowledged pings, by slug. */
  readonly pings: Map<string, Set<string>>;
  /** Message ids that a publication was answered with. */
  readonly messages: Set<string>;
}

let dataDir: string;
let sink: Sink;
let running: ChildServer | null = null;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "watchbell-crash-"));
  // Every fifth message is refused the first time, every eleventh is answered late: kills find messages in all states.
  const refused = new Set<string>();
  sink = await startSink((received, response) => {
    const id = String(received.headers["webhook-id"]);
    const chance = id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2);
    if (chance % 5 === 0 && !refused.has(id)) {
      refused.add(id);
      response.writeHead(500).end();
    } else if (chance % 11 === 0) setTimeout(() => response.end("ok"), 50);
    else response.end("ok");
  });
});

afterAll(async () => {
  await running?.kill("SIGKILL");
  await sink.close();
  await rm(dataDir, { recursive: true, force: true });
});

it(`loses nothing that it acknowledged when it is killed ${ROUNDS} times`, { timeout: 600_000 }, async () => {
  const books: Books = { pings: new Map(), messages: new Set() };
  running = await start();
  await prepare(running.url);
  let afterKills = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const server: ChildServer = running ?? (await start());
    const load = startLoad(server.url, round, books);
    await waitMs(100 + Math.random() * 800);
    await server.kill("SIGKILL");
    running = null;
    afterKills += (await load.stop()).failed;
  }
  running = await start();
  await untilDelivered(running.url);

  let stored = 0;
  for (const [slug, acknowledged] of books.pings) {
    const seen = await storedPings(running.url, slug);
    const counts = Map.groupBy(seen, (userAgent) => userAgent);
    for (const userAgent of acknowledged) expect(counts.get(userAgent), `ping ${userAgent} of ${slug}`).toHaveLength(1);
    stored += seen.length;
  }
  const acknowledgedPings = [...books.pings.values()].reduce((sum, set) => sum + set.size, 0);
  const deliveries = Map.groupBy(sink.received, (received) => String(received.headers["webhook-id"]));
  for (const id of books.messages) expect(deliveries.has(id), `message ${id} reached the target`).toBe(true);
  const byToken = Map.groupBy(sink.received, (received) => tokenOf(received.body));
  for (const [token, repeats] of byToken) {
    if (token === null) continue;
    const ids = new Set(repeats.map((received) => received.headers["webhook-id"]));
    expect(ids.size, `publication ${token} came under one id`).toBe(1);
  }
  const transitions = await checkTransitions(running.url);
  const repeats = sink.received.length - deliveries.size;
  console.log(
    `${ROUNDS} kills; ${acknowledgedPings} pings acknowledged, ${stored} stored; ` +
      `${books.messages.size} publications acknowledged; ${transitions} transitions told; ` +
      `${sink.received.length} deliveries of ${deliveries.size} messages, ${repeats} repeats; ${afterKills} requests cut off`,
  );
  expect(acknowledgedPings).toBeGreaterThan(ROUNDS * 10);
  expect(books.messages.size).toBeGreaterThan(ROUNDS);
});

function start(): Promise<ChildServer> {
  return startChildServer({
    dataDir,
    env: { WATCHBELL_BOOTSTRAP_API_KEY: API_KEY, WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY },
  });
}

/** What the answers of the API hold, as far as this test reads them. */
interface Answer {
  readonly monitors: readonly { readonly id: string; readonly slug: string }[];
  readonly pings: readonly { readonly userAgent: string }[];
  readonly transitions: readonly { readonly to: string }[];
  readonly messages: readonly { readonly event: string }[];
  readonly nextCursor: string | null;
}

async function api(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { "X-Api-Key": API_KEY, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function prepare(url: string): Promise<void> {
  const integration = { name: "sink", provider: "webhook", credentials: { url: `${sink.url}/hook` } };
  await api(url, "PUT", "/api/v1/channels/default/topics/alerts", { integrations: [integration], hash: TOPIC_HASH });
  for (let n = 0; n < MONITORS; n += 1) {
    await api(url, "POST", "/api/v1/monitors", { name: `job ${n}`, slug: `job-${n}` });
  }
}

/** Sends pings and publications until stopped; only what was answered goes into the books. */
function startLoad(url: string, round: number, books: Books): { stop(): Promise<{ failed: number }> } {
  let stopped = false;
  let failed = 0;
  let n = 0;
  const ping = async (): Promise<void> => {
    const slug = `job-${Math.floor(Math.random() * MONITORS)}`;
    const userAgent = `round-${round}-ping-${n++}`;
    const action = Math.random() < 0.3 ? "/fail" : "";
    const response = await fetch(`${url}/ping/${PING_KEY}/${slug}${action}`, { headers: { "User-Agent": userAgent } });
    if (response.status !== 200) throw new Error(String(response.status));
    const acknowledged = books.pings.get(slug) ?? new Set();
    books.pings.set(slug, acknowledged.add(userAgent));
  };
  const publish = async (): Promise<void> => {
    const response = await fetch(`${url}/v1/notifications/default/alerts`, {
      method: "POST",
      headers: { "x-api-key": API_KEY, "x-topic-hash-x": TOPIC_HASH, "Content-Type": "application/json" },
      body: JSON.stringify({ metadata: { token: `round-${round}-token-${n++}-end` } }),
    });
    if (response.status !== 200) throw new Error(String(response.status));
    const ids = (await response.json()) as Record<string, string>;
    for (const id of Object.values(ids)) books.messages.add(id);
  };
  const work = async (act: () => Promise<void>): Promise<void> => {
    while (!stopped) {
      try {
        await act();
      } catch {
        // Cut off by the kill: not acknowledged, so it may be lost.
        failed += 1;
        await waitMs(5);
      }
    }
  };
  const workers = [
    ...Array.from({ length: PING_WORKERS }, () => work(ping)),
    ...Array.from({ length: PUBLISH_WORKERS }, () => work(publish)),
  ];
  return {
    async stop() {
      stopped = true;
      await Promise.all(workers);
      return { failed };
    },
  };
}

async function untilDelivered(url: string): Promise<void> {
  for (let round = 0; round < 600; round += 1) {
    const page = await api(url, "GET", "/api/v1/messages?status=waiting&limit=1");
    if (page.messages.length === 0) return;
    await waitMs(500);
  }
  throw new Error("messages still wait after five minutes");
}

async function storedPings(url: string, slug: string): Promise<string[]> {
  const { id } = await monitorBySlug(url, slug);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `&cursor=${cursor}`;
    const page: Answer = await api(url, "GET", `/api/v1/monitors/${id}/pings?limit=1000${query}`);
    seen.push(...page.pings.map((ping) => ping.userAgent));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

async function monitorBySlug(url: string, slug: string): Promise<{ id: string }> {
  const page = await api(url, "GET", `/api/v1/monitors?text=${slug}&limit=1000`);
  const found = page.monitors.find((monitor) => monitor.slug === slug);
  if (!found) throw new Error(`monitor ${slug} is gone`);
  return found;
}

/** Every outage that the store knows has its message, in whatever state it ended. */
async function checkTransitions(url: string): Promise<number> {
  let told = 0;
  for (let n = 0; n < MONITORS; n += 1) {
    const { id } = await monitorBySlug(url, `job-${n}`);
    const transitions = await api(url, "GET", `/api/v1/monitors/${id}/transitions?limit=1000`);
    const messages = await api(url, "GET", `/api/v1/messages?monitor=${id}&limit=1000`);
    const downs = transitions.transitions.filter((each) => each.to === "down").length;
    const events = messages.messages.filter((each) => each.event === "down").length;
    expect(events, `downs of job-${n} with their messages`).toBe(downs);
    told += downs;
  }
  return told;
}

function tokenOf(body: string): string | null {
  return /round-\d+-token-\d+-end/.exec(body)?.[0] ?? null;
}

function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
