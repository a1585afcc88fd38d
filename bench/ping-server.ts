/**
 * A process of its own that takes pings in with its store in the main thread or in a worker: its arguments are `main`
 * or `worker`, and a data folder. It prints its port; asked by a message, it answers with the delays of its event loop
 * since the last time.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createChangeFeed } from "../server/src/actions/change-feed.ts";
import { createMailer } from "../server/src/actions/mailer.ts";
import { createMetrics } from "../server/src/actions/metrics.ts";
import { createRecorder } from "../server/src/actions/record-signals.ts";
import { createRequestLimits } from "../server/src/actions/request-limits.ts";
import { createGate } from "../server/src/hosts/gate.ts";
import { createHttpApp } from "../server/src/http/create-http-app.ts";
import { systemClock } from "../server/src/lib/clock.ts";
import { createConnect } from "../server/src/lib/connect.ts";
import { createHttpClient } from "../server/src/lib/guarded-http-client.ts";
import { createLog } from "../server/src/lib/pino-log.ts";
import { createResolveDns } from "../server/src/lib/resolve-dns.ts";
import { allPages } from "../server/src/pages/all-pages.ts";
import { createProviderRegistry } from "../server/src/providers/registry.ts";
import { createProber } from "../server/src/signals/probes/prober.ts";
import { openWorkerStore } from "../server/src/store/sql/worker-store.ts";
import { benchmarkSettings, databasePath, masterKey, openStore } from "./lib/data-folder.ts";

/** What the parent is told. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

const [thread, dataDir = ""] = process.argv.slice(2);
const settings = benchmarkSettings(dataDir);
const options = { path: databasePath(dataDir), masterKey: masterKey(), baseUrl: settings.baseUrl };
const store = thread === "worker" ? await openWorkerStore(options) : await openStore(dataDir);
const connect = createConnect({ outgoing: settings.outgoing });
const connectToOwn = createConnect({ outgoing: "private" });
const metrics = createMetrics();
const ringDelivery = (): void => {};
const changes = createChangeFeed({ clock: systemClock });
const http = createHttpApp(
  {
    settings,
    version: "bench",
    store,
    clock: systemClock,
    log: createLog({ level: "warn" }),
    http: createHttpClient(connect),
    connect,
    connectToOwn,
    providers: createProviderRegistry(),
    prober: createProber({
      connect,
      clock: systemClock,
      resolveDns: createResolveDns({ outgoing: settings.outgoing }),
    }),
    metrics,
    recorder: createRecorder({ store, metrics, changes, ringDelivery }),
    changes,
    readiness: () => [],
    ringDelivery,
    longestAnswerMs: Number.POSITIVE_INFINITY,
    limits: createRequestLimits(settings, () => systemClock.now()),
    mailer: createMailer({ settings, connect: connectToOwn, clock: systemClock, log: createLog({ level: "warn" }) }),
    oidc: null,
  },
  allPages,
);
const gate = createGate();
gate.setHandler(http.fetch);
process.stdout.write(`${await gate.listen({ host: "127.0.0.1", port: 0 })}\n`);

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
process.on("message", () => {
  const told: LoopDelay = { p99Ms: delays.percentile(99) / 1e6, maxMs: delays.max / 1e6 };
  delays.reset();
  process.send?.(told);
});
process.on("disconnect", () => process.exit());
