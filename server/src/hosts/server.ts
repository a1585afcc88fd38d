import { makeSetUpLink } from "../actions/accounts/set-up.ts";
import { type Bootstrapped, bootstrapProject } from "../actions/bootstrap-project.ts";
import { createMetrics, type Metrics } from "../actions/metrics.ts";
import type { Settings } from "../config/settings.ts";
import { createHttpApp } from "../http/create-http-app.ts";
import { openDashboard } from "../http/dashboard/open-dashboard.ts";
import { createHealthApp } from "../http/health/create-health-app.ts";
import type { Log } from "../lib/log.ts";
import { createLog } from "../lib/pino-log.ts";
import { allPages } from "../pages/all-pages.ts";
import { type Assembled, assemble } from "./assemble.ts";
import type { ConnectionEvents, ConnectionLimits } from "./connection-limits.ts";
import { createGate, type Gate } from "./gate.ts";
import { openStore, withPlace } from "./open-store.ts";
import { firstStartLines, listenAddress, setUpLines, startLines } from "./start-lines.ts";

const NO_DASHBOARD =
  "Warning: the dashboard is not built: `npm run build:dashboard` in the source folder, then restart.";

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:7200`. */
  readonly address: string;
  /**
   * Says that it is not ready, answers what is in flight, lets deliveries end or hands them over, and closes the store.
   */
  stop(): Promise<void>;
}

/** A server that notices when it does not fit its database any more. */
export interface WatchfulServer extends RunningServer {
  /** Settles when it cannot go on, with the reason: the database was changed under it. It is to be stopped then. */
  readonly outgrown: Promise<string>;
}

export interface ServerOptions {
  readonly print: (line: string) => void;
}

/**
 * Runs Watchbell as one process: alone on SQLite, or one of several on PostgreSQL.
 *
 * 1. The port is taken first, so that a port in use is told before anything is written; requests get 503 until ready.
 * 2. The store is opened, the first project made if there is none.
 * 3. What passed since the last stamp becomes a gap, of one that shares its store only when nobody else stamped meanwhile;
 *    then the loops start and requests are taken in.
 */
export async function startServer(wanted: Settings, options: ServerOptions): Promise<WatchfulServer> {
  const log = createLog({ level: wanted.logLevel });
  const metrics = createMetrics();
  const gate = createGate({ limits: connectionLimits(wanted), events: connectionEvents(metrics) });
  const port = await gate.listen(wanted);
  const settings = withRealPort(wanted, port);
  const undo: (() => unknown)[] = [() => gate.close()];
  const outgrown = Promise.withResolvers<string>();
  try {
    // Whatever this process writes, the database above all, is for its own user only.
    process.umask(0o077);
    const { store, isAlone, keySource, warning, close } = await openStore(settings);
    undo.unshift(close);
    const made = await bootstrapProject({ settings, store });
    const takesRequests = settings.roles.includes("http");
    const setUpLink = takesRequests ? await makeSetUpLink({ settings, store }, { replaces: isAlone }) : null;
    await store.watch.stampAlive({ starting: isAlone });
    if (isAlone) {
      // Nobody else sends: what a killed process had in hand need not wait for its lease to end.
      await store.outbox.endLeases();
      await store.watch.resumeProbes();
    }
    const assembled = assemble({ settings, store, log }, { metrics, onOutgrown: outgrown.resolve });
    const { app } = assembled;
    undo.unshift(assembled.stopLoops, assembled.close);
    const dashboard = takesRequests ? openDashboard() : null;
    gate.setHandler(takesRequests ? createHttpApp(app, { ...allPages, dashboard }).fetch : createHealthApp(app).fetch);
    tell({ settings, made, setUpLink, keySource, warning }, options.print, log);
    if (takesRequests && dashboard === null) options.print(NO_DASHBOARD);
    const stop = (): Promise<void> => stopAll({ ...assembled, gate, settings, closeStore: close });
    return { address: listenAddress(settings), stop, outgrown: outgrown.promise };
  } catch (error) {
    for (const step of undo) await step();
    throw withPlace(error, settings);
  }
}

function connectionLimits(settings: Settings): ConnectionLimits {
  const { maxConnections, maxConnectionsPerAddress: maxPerAddress, trustedProxies } = settings;
  return { maxConnections, maxPerAddress, trustedProxies };
}

function connectionEvents(metrics: Metrics): ConnectionEvents {
  return {
    opened: () => metrics.connections.inc(),
    closed: () => metrics.connections.dec(),
    refused: (why) => metrics.refusedConnections.inc({ why }),
    cutOff: () => metrics.cutOffConnections.inc(),
  };
}

/** With port 0 the default base URL is known only now. */
function withRealPort(settings: Settings, port: number): Settings {
  const baseUrl = settings.baseUrl === "http://localhost:0" ? `http://localhost:${port}` : settings.baseUrl;
  return Object.freeze({ ...settings, port, baseUrl });
}

interface Start {
  readonly settings: Settings;
  readonly made: Bootstrapped | null;
  readonly setUpLink: string | null;
  readonly keySource: string;
  readonly warning: string | null;
}

function tell(start: Start, print: (line: string) => void, log: Log): void {
  const { settings, made, setUpLink, keySource, warning } = start;
  for (const line of startLines(settings, keySource)) print(line);
  if (made) for (const line of firstStartLines(settings, made)) print(line);
  if (setUpLink !== null) for (const line of setUpLines(setUpLink, settings)) print(line);
  if (warning) print(`Warning: ${warning}`);
  log.info({ port: settings.port, outgoing: settings.outgoing }, "watchbell started");
}

interface Ending extends Assembled {
  readonly gate: Gate;
  readonly settings: Settings;
  readonly closeStore: () => Promise<void>;
}

/**
 * 1. It says that it is not ready and sends its clients away, and goes on for as long as proxies take to notice.
 * 2. Streams that would go on for ever are ended; no new connections; what is in flight is answered, and what goes on by
 *    itself ends or is handed over.
 * 3. When nobody uses them any more, the ways out and the store are closed.
 */
async function stopAll({ app, gate, settings, ...ending }: Ending): Promise<void> {
  ending.beginStop();
  gate.sendAway();
  await app.clock.sleep(settings.stopDelaySeconds * 1_000);
  app.changes.close();
  await Promise.all([gate.close(), ending.stopLoops()]);
  await ending.close();
  await ending.closeStore();
}
