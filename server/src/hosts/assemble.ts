import type { App } from "../actions/app.ts";
import { createChangeFeed } from "../actions/change-feed.ts";
import { createMailer } from "../actions/mailer.ts";
import { createMetrics, type Metrics } from "../actions/metrics.ts";
import { createOidcClient } from "../actions/oidc-client.ts";
import { createRecorder } from "../actions/record-signals.ts";
import { createRequestLimits } from "../actions/request-limits.ts";
import { packageVersion } from "../config/package-version.ts";
import { createBreakableConnect } from "../lib/break-off.ts";
import { systemClock } from "../lib/clock.ts";
import { createConnect } from "../lib/connect.ts";
import { createHttpClient } from "../lib/guarded-http-client.ts";
import { createResolveDns } from "../lib/resolve-dns.ts";
import { startLoops } from "../loops/start-loops.ts";
import { createProviderRegistry } from "../providers/registry.ts";
import { createProber, type Prober } from "../signals/probes/prober.ts";
import { hearOthers, relayTo, ringOthers } from "./hear-others.ts";

const STOPPING = { name: "stop", problem: "This process was asked to stop." } as const;

/** The parts of a process that runs, and how it ends, in this order. */
export interface Assembled {
  readonly app: App;
  /** Makes the process say that it is not ready; it goes on as before. */
  readonly beginStop: () => void;
  /** Ends what goes on by itself; what has no outcome soon is left to others. */
  readonly stopLoops: () => Promise<void>;
  /** Closes the ways out, when nobody uses them any more. */
  readonly close: () => Promise<void>;
}

/** What a host may have of its own. */
export interface AssembleOptions {
  /** Wraps the prober, to watch it. */
  readonly around?: (prober: Prober) => Prober;
  /** Is told when the store's schema has become one that this program does not understand. */
  readonly onOutgrown?: (reason: string) => void;
  readonly metrics?: Metrics;
}

/** Puts the parts together around a store, and starts the loops. */
export function assemble(
  { settings, store, log }: Pick<App, "settings" | "store" | "log">,
  { around = (prober) => prober, onOutgrown, metrics = createMetrics() }: AssembleOptions = {},
): Assembled {
  const { connect, breakOff } = createBreakableConnect(createConnect({ outgoing: settings.outgoing }));
  const connectToOwn = createConnect({ outgoing: "private" });
  const resolveDns = createResolveDns({ outgoing: settings.outgoing });
  const http = createHttpClient(connect);
  // The loops need the app and the app rings the loops: the bell is hung up once both stand.
  const bell = { ring: (): void => {}, readiness: (): ReturnType<App["readiness"]> => [] };
  const stopping = { is: false };
  const { doorbell } = store;
  const ringDelivery = (): void => {
    bell.ring();
    if (doorbell) ringOthers(doorbell);
  };
  const changes = createChangeFeed({ clock: systemClock, relay: doorbell && relayTo(doorbell) });
  const app: App = {
    settings,
    version: packageVersion(),
    store,
    clock: systemClock,
    log,
    http,
    connect,
    connectToOwn,
    providers: createProviderRegistry(),
    prober: around(createProber({ connect, clock: systemClock, resolveDns })),
    metrics,
    recorder: createRecorder({ store, metrics, changes, ringDelivery }),
    changes,
    readiness: () => (stopping.is ? [STOPPING] : bell.readiness()),
    ringDelivery,
    limits: createRequestLimits(settings, () => systemClock.now()),
    mailer: createMailer({ settings, connect: connectToOwn, clock: systemClock, log }),
    oidc: createOidcClient({ settings, connect: connectToOwn, clock: systemClock, log }),
  };
  const loops = startLoops(app, onOutgrown);
  bell.ring = loops.ringDelivery;
  bell.readiness = loops.readiness;
  if (doorbell) hearOthers(doorbell, { changes, limits: app.limits, ringDelivery: loops.ringDelivery });
  return {
    app,
    beginStop() {
      stopping.is = true;
    },
    stopLoops: () => loops.stop(breakOff),
    async close() {
      await app.mailer.close();
      await app.oidc?.close();
      await http.close();
      breakOff();
    },
  };
}
