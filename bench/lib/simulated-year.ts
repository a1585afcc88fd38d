import { bootstrapProject } from "../../server/src/actions/bootstrap-project.ts";
import { completeConfig } from "../../server/src/actions/monitor-defaults.ts";
import type { PingAction, Signal } from "../../server/src/model/index.ts";
import type { ChangeRequest, Settlement, Store } from "../../server/src/store/ports.ts";
import { benchmarkSettings, monitorId } from "./data-folder.ts";

const MONITORS = 100;
const PINGS_A_DAY = 12;
/** So many monitors fail once a day, and are well again with their next ping. */
const FAILING = 10;
const DAY_MS = 86_400_000;
const START_AT = Date.UTC(2026, 0, 1);
const PRUNE_LIMIT = 500;
const PAGE = 500;
const TOPIC = "default+alerts";

/** A store that lives through days in moments, on a clock of its own. */
export interface Year {
  readonly store: Store;
  readonly clock: { at: number };
  pings: number;
}

/** Opens a store with monitors that tell a topic with one target. */
export async function beginYear(open: (now: () => number) => Promise<Store>): Promise<Year> {
  const clock = { at: START_AT };
  const store = await open(() => clock.at);
  await bootstrapProject({ settings: benchmarkSettings("/nowhere"), store });
  const [project] = await store.people.projects();
  if (!project) throw new Error("no project was made");
  const target = { name: "target", provider: "log", model: null, credentials: {}, notifyOn: null };
  const integrations = [{ ...target, enabled: true, keepsIncidents: false, rate: null }];
  await store.topics.put({ projectId: project.id, channel: "default", topic: "alerts", integrations }, "bench");
  const requests = Array.from({ length: MONITORS }, (_, n): ChangeRequest => {
    const config = { ...completeConfig({ name: `job ${n}` }), topics: [TOPIC] };
    const seed = { projectId: project.id, monitorId: monitorId(n), door: null, doorKey: null, config };
    return { ...to(n, { type: "configure", actor: "bench", patch: {} }), createIfMissing: seed };
  });
  await store.watch.change(requests);
  return { store, clock, pings: 0 };
}

/** One day: pings, failures and their messages, and at its end what the loop that prunes does. */
export async function passDay(year: Year, day: number): Promise<void> {
  const { store, clock } = year;
  const failing = new Set(Array.from({ length: FAILING }, (_, n) => (day * FAILING + n) % MONITORS));
  for (let hour = 0; hour < PINGS_A_DAY; hour++) {
    clock.at += DAY_MS / PINGS_A_DAY;
    const all = Array.from({ length: MONITORS }, (_, n) =>
      to(n, ping(hour === 3 && failing.has(n) ? "fail" : "success", n)),
    );
    await store.watch.change(all);
    year.pings += all.length;
    if (hour === 3 || hour === 4) await deliver(store);
  }
  while ((await store.watch.prune(PRUNE_LIMIT)) > 0);
}

async function deliver(store: Store): Promise<void> {
  for (;;) {
    const claimed = await store.outbox.claim({ limit: PAGE, perIntegration: PAGE, leaseMs: DAY_MS });
    if (claimed.length === 0) return;
    for (const { leaseId } of claimed) await store.outbox.settle(leaseId, DELIVERED);
  }
}

const DELIVERED: Settlement = {
  kind: "finished",
  status: "delivered",
  attempt: { n: 1, at: 0, durationMs: 5, outcome: "delivered", reason: "status 200", answer: "ok" },
  receipt: null,
};

function to(n: number, signal: Signal): ChangeRequest {
  return { address: { by: "id", monitorId: monitorId(n) }, signal };
}

/** One monitor in four says something. */
function ping(action: PingAction, n: number): Signal {
  const body = n % 4 === 0 ? new TextEncoder().encode(`${"all is well. ".repeat(40)}${n}`) : null;
  const contentType = body === null ? null : "text/plain";
  const source = { method: "POST", scheme: "http", remoteAddress: "203.0.113.7", userAgent: "curl/8.5.0", contentType };
  return { type: "ping", action, exitStatus: null, runId: null, source, body } as Signal;
}
