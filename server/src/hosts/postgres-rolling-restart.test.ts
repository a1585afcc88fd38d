import { describe, expect, it } from "vitest";
import { type ChildServer, startChildServer } from "../../test/child-server.ts";
import { createDatabase, postgresMissing } from "../../test/postgres-stage.ts";
import { type ReadyProxy, startReadyProxy } from "../../test/ready-proxy.ts";
import { type SharedServers, shareServers } from "../../test/shared-servers.ts";
import { type Sink, startSink } from "../../test/sink.ts";
import { withFolder } from "../../test/with-folder.ts";

const missing = postgresMissing();
const PING_KEY = "rollingrestartping000";
const TOPIC_HASH = "rolling-restart-topic-hash";
const JOBS = 6;
const PUBLISHERS = 2;
/** Longer than the proxy takes to notice that a process is not ready. */
const STOP_DELAY = "1";

/** Seldom enough for the target not to count as broken. */
const RARELY = 29;

/** What was answered with 200, by what tells it apart. */
interface Books {
  readonly pings: Map<string, Set<string>>;
  readonly messages: Set<string>;
  readonly refusals: string[];
}

/** A target that does not answer the first try of some messages, so that a process is stopped while it waits. */
async function startSlowSink(): Promise<Sink & { readonly answered: Map<string, number> }> {
  const tried = new Set<string>();
  const answered = new Map<string, number>();
  const sink = await startSink(({ headers }, response) => {
    const id = String(headers["webhook-id"]);
    const hangs = Number.parseInt(id.slice(-4), 16) % RARELY === 0 && !tried.has(id);
    tried.add(id);
    if (hangs) return;
    answered.set(id, (answered.get(id) ?? 0) + 1);
    response.end("ok");
  });
  return { ...sink, answered };
}

async function prepare(shared: SharedServers, server: { readonly address: string }, sink: Sink): Promise<void> {
  const hook = { name: "sink", provider: "webhook", credentials: { url: sink.url } };
  await shared.api(server, "PUT", "/channels/default/topics/alerts", { integrations: [hook], hash: TOPIC_HASH });
  for (let n = 0; n < JOBS; n++) await shared.api(server, "POST", "/monitors", { name: `job ${n}`, slug: `job-${n}` });
}

/** Pings and publishes one after another until stopped; nothing is sent twice. */
function startLoad(url: string, apiKey: string): { stop(): Promise<Books> } {
  const books: Books = { pings: new Map(), messages: new Set(), refusals: [] };
  let isOver = false;
  const ping = async (worker: number, n: number): Promise<void> => {
    const userAgent = `worker-${worker}-ping-${n}`;
    const path = `/ping/${PING_KEY}/job-${worker}${n % 4 === 0 ? "/fail" : ""}`;
    const answer = await fetch(url + path, { headers: { "User-Agent": userAgent } });
    if (answer.status !== 200) return void books.refusals.push(`ping ${answer.status}`);
    const slug = `job-${worker}`;
    books.pings.set(slug, (books.pings.get(slug) ?? new Set()).add(userAgent));
  };
  const publish = async (worker: number, n: number): Promise<void> => {
    const headers = { "x-api-key": apiKey, "x-topic-hash-x": TOPIC_HASH, "Content-Type": "application/json" };
    const body = JSON.stringify({ metadata: { token: `${worker}-${n}` } });
    const answer = await fetch(`${url}/v1/notifications/default/alerts`, { method: "POST", headers, body });
    if (answer.status !== 200) return void books.refusals.push(`publication ${answer.status}`);
    for (const id of Object.values((await answer.json()) as Record<string, string>)) books.messages.add(id);
  };
  const work = async (act: (worker: number, n: number) => Promise<void>, worker: number): Promise<void> => {
    for (let n = 0; !isOver; n++) {
      await act(worker, n).catch((error: unknown) => books.refusals.push(String(error)));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const workers = [
    ...Array.from({ length: JOBS }, (_, worker) => work(ping, worker)),
    ...Array.from({ length: PUBLISHERS }, (_, worker) => work(publish, worker)),
  ];
  return {
    async stop() {
      isOver = true;
      await Promise.all(workers);
      return books;
    },
  };
}

async function storedUserAgents(shared: SharedServers, server: { readonly address: string }, slug: string) {
  const { monitors } = await shared.api(server, "GET", "/monitors?limit=100");
  const { id } = monitors.find((monitor: { slug: string }) => monitor.slug === slug);
  const found: string[] = [];
  for (let cursor = ""; ; ) {
    const page = await shared.api(server, "GET", `/monitors/${id}/pings?limit=1000${cursor}`);
    found.push(...page.pings.map((each: { userAgent: string }) => each.userAgent));
    if (page.nextCursor === null) return found;
    cursor = `&cursor=${page.nextCursor}`;
  }
}

/** Restarts each process in turn, the way an operator does; says how long each stop took. */
async function rollOver(
  servers: ChildServer[],
  proxy: ReadyProxy,
  start: (port: number) => Promise<ChildServer>,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (const [n, server] of servers.entries()) {
    const startedAt = performance.now();
    expect(await server.kill("SIGTERM")).toBe(0);
    tookMs.push(performance.now() - startedAt);
    await proxy.sees(server.url, false);
    servers[n] = await start(Number(new URL(server.url).port));
    await proxy.sees(server.url, true);
  }
  return tookMs;
}

describe.skipIf(missing !== null)(`a rolling restart${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it("refuses nothing, loses nothing and delivers nothing twice that was answered", { timeout: 400_000 }, () =>
    withFolder(async (dataDir) => {
      const shared = shareServers({ databaseUrl: await createDatabase(), dataDir });
      const env = { ...shared.env, WATCHBELL_STOP_DELAY: STOP_DELAY, WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY };
      const start = (port: number): Promise<ChildServer> =>
        startChildServer({ dataDir, port, env: { ...env, WATCHBELL_PORT: String(port) } });
      const sink = await startSlowSink();
      const servers = [await start(0), ...(await Promise.all([start(0), start(0)]))];
      const proxy = await startReadyProxy(servers.map(({ url }) => url));
      try {
        await Promise.all(servers.map(({ url }) => proxy.sees(url, true)));
        await prepare(shared, { address: proxy.url }, sink);
        const load = startLoad(proxy.url, shared.apiKey);
        const rolled = await rollOver(servers, proxy, start).finally(load.stop);
        const books = await load.stop();

        expect({ refusals: books.refusals, failures: proxy.failures() }).toEqual({ refusals: [], failures: 0 });
        for (const ms of rolled) expect(ms).toBeLessThan(15_000);
        for (const [slug, acknowledged] of books.pings) {
          const stored = await storedUserAgents(shared, { address: proxy.url }, slug);
          expect(stored.toSorted(), `the pings of ${slug}`).toEqual([...acknowledged].toSorted());
        }
        const missing = () => [...books.messages].filter((id) => !sink.answered.has(id));
        await expect.poll(missing, { timeout: 90_000, interval: 500 }).toEqual([]);
        expect([...sink.answered].filter(([, times]) => times > 1)).toEqual([]);
        expect(books.messages.size).toBeGreaterThan(50);
        const pings = [...books.pings.values()].reduce((sum, { size }) => sum + size, 0);
        const stops = rolled.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(", ");
        console.log(`${pings} pings and ${books.messages.size} publications; 3 stops took ${stops}`);
      } finally {
        await proxy.close();
        for (const server of servers) await server.kill("SIGKILL");
        await sink.close();
      }
    }),
  );
});
