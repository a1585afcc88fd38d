import type { App } from "../actions/app.ts";
import { createMailer } from "../actions/mailer.ts";
import { createMetrics, type Metrics } from "../actions/metrics.ts";
import { createOidcClient } from "../actions/oidc-client.ts";
import { createRecorder } from "../actions/record-signals.ts";
import { createRequestLimits } from "../actions/request-limits.ts";
import { createBreakableConnect } from "../lib/break-off.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { createConnect } from "../lib/connect.ts";
import { createHttpClient } from "../lib/guarded-http-client.ts";
import type { HttpClient } from "../lib/http-client.ts";
import { createResolveDns } from "../lib/resolve-dns.ts";
import { createProviderRegistry } from "../providers/registry.ts";
import { createProber, type Prober } from "../signals/probes/prober.ts";

/** What hosts have of their own; the rest is the same everywhere. */
export interface AppParts
  extends Pick<App, "settings" | "version" | "store" | "log" | "changes" | "readiness" | "ringDelivery"> {
  readonly clock?: Clock | undefined;
  readonly metrics?: Metrics | undefined;
  /** Absent: callers wait as long as it takes. */
  readonly longestAnswerMs?: number | undefined;
  /** Absent: mails go out by themselves, from this process. */
  readonly mailer?: App["mailer"] | undefined;
  /** Wraps the prober, to watch it. */
  readonly around?: ((prober: Prober) => Prober) | undefined;
  /** Wraps the HTTP client, to answer in place of those that it asks. */
  readonly aroundHttp?: ((http: HttpClient) => HttpClient) | undefined;
}

/** What the actions work with, and how its ways out are closed. */
export interface CreatedApp {
  readonly app: App;
  /** Breaks off every connection to somebody else. */
  readonly breakOff: () => void;
  /** Closes the ways out, when nobody uses them any more. */
  readonly close: () => Promise<void>;
}

/** Puts together what the actions work with. */
export function createApp(parts: AppParts): CreatedApp {
  const { settings, version, store, log, changes, readiness, ringDelivery } = parts;
  const { clock = systemClock, metrics = createMetrics(), around = (prober) => prober } = parts;
  const { connect, breakOff } = createBreakableConnect(createConnect({ outgoing: settings.outgoing }));
  const connectToOwn = createConnect({ outgoing: "private" });
  const resolveDns = createResolveDns({ outgoing: settings.outgoing });
  const http = createHttpClient(connect);
  const app: App = {
    settings,
    version,
    store,
    clock,
    log,
    http: parts.aroundHttp?.(http) ?? http,
    connect,
    connectToOwn,
    providers: createProviderRegistry(),
    prober: around(createProber({ connect, clock, resolveDns })),
    metrics,
    recorder: createRecorder({ store, metrics, changes, ringDelivery }),
    changes,
    readiness,
    ringDelivery,
    longestAnswerMs: parts.longestAnswerMs ?? Number.POSITIVE_INFINITY,
    limits: createRequestLimits(settings, () => clock.now()),
    mailer: parts.mailer ?? createMailer({ settings, connect: connectToOwn, clock, log }),
    oidc: createOidcClient({ settings, connect: connectToOwn, clock, log }),
  };
  return { app, breakOff, close: () => closeAll(app, breakOff, () => http.close()) };
}

async function closeAll(app: App, breakOff: () => void, closeHttp: () => Promise<void>): Promise<void> {
  await app.mailer.close();
  await app.oidc?.close();
  await closeHttp();
  breakOff();
}
