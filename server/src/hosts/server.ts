import { mkdirSync } from "node:fs";
import { makeSetUpLink } from "../actions/accounts/set-up.ts";
import { type Bootstrapped, bootstrapProject } from "../actions/bootstrap-project.ts";
import { databasePath } from "../config/data-paths.ts";
import { loadMasterKey } from "../config/master-key.ts";
import type { Settings } from "../config/settings.ts";
import { createHttpApp } from "../http/create-http-app.ts";
import { openDashboard } from "../http/dashboard/open-dashboard.ts";
import { systemClock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { createLog } from "../lib/pino-log.ts";
import { StoreUnavailable } from "../model/index.ts";
import { allPages } from "../pages/all-pages.ts";
import { rememberKeys } from "../store/remember-keys.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";
import { openWorkerStore } from "../store/sql/worker-store.ts";
import { assemble } from "./assemble.ts";
import { createGate, type Gate } from "./gate.ts";
import { firstStartLines, setUpLines, startLines } from "./start-lines.ts";

const NO_DASHBOARD =
  "Warning: the dashboard is not built: `npm run build:dashboard` in the source folder, then restart.";

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:7200`. */
  readonly address: string;
  /** Answers what is in flight, lets deliveries end, and closes the store. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly print: (line: string) => void;
}

/**
 * Runs Watchbell as one process on SQLite.
 *
 * 1. The port is taken first, so that a port in use is told before anything is written; requests get 503 until ready.
 * 2. The data folder is locked, the store opened in its thread, the first project made if there is none.
 * 3. What passed since the last stamp becomes a gap, then the loops start and requests are taken in.
 */
export async function startServer(wanted: Settings, options: ServerOptions): Promise<RunningServer> {
  const log = createLog({ level: wanted.logLevel });
  const gate = createGate();
  const port = await gate.listen(wanted);
  const settings = withRealPort(wanted, port);
  const undo: (() => unknown)[] = [() => gate.close()];
  let endStreams = (): void => {};
  try {
    // Whatever this process writes, the database above all, is for its own user only.
    process.umask(0o077);
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
    const lock = lockDataFolder(settings.dataDir);
    undo.unshift(() => lock.release());
    const masterKey = loadMasterKey(settings);
    const path = databasePath(settings.dataDir);
    const { baseUrl } = settings;
    const opened = await openWorkerStore({ path, masterKey: masterKey.key, baseUrl, stampedByHost: true });
    const store = rememberKeys(opened, () => systemClock.now());
    undo.unshift(() => store.close());
    const made = await bootstrapProject({ settings, store });
    const setUpLink = await makeSetUpLink({ settings, store });
    await store.watch.stampAlive({ starting: true });
    // The lock says that nobody else sends: what a killed process had in hand need not wait for its lease to end.
    await store.outbox.endLeases();
    await store.watch.resumeProbes();
    const { app, stopLoops } = assemble({ settings, store, log });
    undo.unshift(stopLoops);
    endStreams = () => app.changes.close();
    const dashboard = openDashboard();
    gate.setHandler(createHttpApp(app, { ...allPages, dashboard }).fetch);
    tell({ settings, made, setUpLink, keySource: masterKey.source, warning: masterKey.warning }, options.print, log);
    if (dashboard === null) options.print(NO_DASHBOARD);
  } catch (error) {
    for (const step of undo) await step();
    throw withPlace(error, settings);
  }
  return { address: `http://${hostForUrl(settings.host)}:${port}`, stop: () => stopAll(gate, endStreams, undo) };
}

/** A store that cannot work at the start stops the start: its owner must be told where to look. */
function withPlace(error: unknown, { dataDir }: Settings): unknown {
  if (!(error instanceof StoreUnavailable) || error.message.includes(dataDir)) return error;
  const hint = `Look at ${databasePath(dataDir)}: it must belong to the user that runs Watchbell, with space left on its disk.`;
  return new StoreUnavailable(`${error.message} ${hint}`, { cause: error });
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
  if (setUpLink !== null) for (const line of setUpLines(setUpLink)) print(line);
  if (warning) print(`Warning: ${warning}`);
  log.info({ port: settings.port, outgoing: settings.outgoing }, "watchbell started");
}

function hostForUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Streams that would go on for ever are ended; other requests in flight are answered before the store closes. */
async function stopAll(gate: Gate, endStreams: () => void, undo: readonly (() => unknown)[]): Promise<void> {
  endStreams();
  await gate.close();
  for (const step of undo) await step();
}
