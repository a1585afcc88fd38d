import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import type { App } from "../src/actions/app.ts";
import { type Bootstrapped, bootstrapProject } from "../src/actions/bootstrap-project.ts";
import { createChangeFeed } from "../src/actions/change-feed.ts";
import { deliverDue } from "../src/actions/deliver-due.ts";
import type { AccountMail } from "../src/actions/mailer.ts";
import { createMetrics } from "../src/actions/metrics.ts";
import { probeDue } from "../src/actions/probe-due.ts";
import { sweepOverdue } from "../src/actions/sweep-overdue.ts";
import { PROCESS_ROLES } from "../src/config/process-roles.ts";
import type { Settings } from "../src/config/settings.ts";
import { createApp } from "../src/hosts/create-app.ts";
import { createHttpApp } from "../src/http/create-http-app.ts";
import type { HttpClient } from "../src/lib/http-client.ts";
import { newSecret } from "../src/lib/ids.ts";
import type { Log } from "../src/lib/log.ts";
import { startLoops } from "../src/loops/start-loops.ts";
import type { KeyKind } from "../src/model/index.ts";
import { allPages } from "../src/pages/all-pages.ts";
import type { Store } from "../src/store/ports.ts";
import { openPostgresStore } from "../src/store/sql/postgres-store.ts";
import { openSqliteStore } from "../src/store/sql/sqlite-store.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { type LambdaGround, openLambdaGround, openLambdaMachine, openLambdaStore } from "./lambda/lambda-machine.ts";
import { createDatabase } from "./postgres-stage.ts";

/** Wednesday, 2026-03-04 12:00:00 UTC: far from any change of clocks. */
export const TEST_START_AT = Date.UTC(2026, 2, 4, 12);

export interface LogLine {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly text: string;
}

export interface TestApp {
  readonly app: App;
  readonly http: ReturnType<typeof createHttpApp>;
  readonly clock: FakeClock;
  readonly store: Store;
  readonly projectId: string;
  /** The id of the monitor that the first start made. */
  readonly firstMonitorId: string;
  /** One key of each kind. */
  readonly keys: Readonly<Record<KeyKind, string>>;
  readonly logLines: readonly LogLine[];
  /** What accounts were mailed; only with the setting of a mail server. */
  readonly mails: AccountMail[];
  /** Lets the sweep notice what is overdue at this instant. */
  sweep(): Promise<void>;
  /** Delivers what is due at this instant, until nothing is. */
  deliver(): Promise<void>;
  /** Runs the probes that are due at this instant, until none is. */
  probe(): Promise<void>;
  /** Sweeps, then delivers. */
  doDueWork(): Promise<void>;
  /** Lets time pass, then does what is due. */
  pass(ms: number): Promise<void>;
  /** Once closed: starts again on the same file, clock and keys, as a new process does; the disk is as told now. */
  reopen(options?: Pick<TestAppOptions, "maxPageCount" | "withLoops" | "database">): Promise<TestApp>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly startAt?: number;
  readonly settings?: Partial<Settings>;
  /** Wraps the store, to make it fail. */
  readonly wrapStore?: (store: Store) => Store;
  /** The SQLite file; in memory unless told. */
  readonly path?: string;
  /** Answers in place of the services that the app calls. */
  readonly wrapHttp?: (http: HttpClient) => HttpClient;
  /** A disk that is full: so many pages, and no more. */
  readonly maxPageCount?: number;
  /** How long a write waits for another program's lock. */
  readonly busyTimeoutMs?: number;
  /** The URL of a PostgreSQL database, or null for SQLite; as this run of the tests wants it unless told. */
  readonly database?: string | null;
  /** Runs the real loops on the fake clock, as the server does; `doDueWork` would only compete with them. */
  readonly withLoops?: boolean;
}

/** What outlives one process. */
interface Ground {
  readonly clock: FakeClock;
  readonly masterKey: Uint8Array;
  readonly firstMonitorId: string | null;
  readonly keys: TestApp["keys"] | null;
  /** The URL of the PostgreSQL database; null on SQLite, undefined before there is one. */
  readonly database?: string | null;
  /** The queue and the table of the functions, where this run of the tests wants the program as such. */
  readonly lambda: LambdaGround | null;
}

declare module "vitest" {
  interface ProvidedContext {
    /** What the whole program runs on. */
    engine: "sqlite" | "postgres" | "lambda";
  }
}

/** A PostgreSQL database where this run of the tests wants one. */
async function newDatabase(): Promise<string | null> {
  return inject("engine") === "postgres" ? await createDatabase() : null;
}

/** The whole program in this process on a fake clock, without loops and without a port. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = createFakeClock(options.startAt ?? TEST_START_AT);
  const lambda = inject("engine") === "lambda" ? await openLambdaGround(clock) : null;
  return await openApp({ clock, masterKey: randomBytes(32), firstMonitorId: null, keys: null, lambda }, options);
}

async function openApp(ground: Ground, options: TestAppOptions): Promise<TestApp> {
  const { clock, masterKey, lambda } = ground;
  const settings = testSettings(options.settings);
  const { path = ":memory:", maxPageCount, busyTimeoutMs, withLoops: stampedByHost = false } = options;
  const { baseUrl } = settings;
  const { maxPageCount: _freedWhenReopened, ...withoutPageLimit } = options;
  const file = { path, maxPageCount, busyTimeoutMs };
  const wanted = options.database === undefined ? ground.database : options.database;
  const database = wanted === undefined ? await newDatabase() : wanted;
  const common = { masterKey, baseUrl, stampedByHost };
  const real = lambda
    ? await openLambdaStore(lambda, { clock, masterKey, baseUrl })
    : database === null
      ? await openSqliteStore({ ...file, ...common }, clock.now)
      : await openPostgresStore({ url: database, now: clock.now, ...common });
  const store = options.wrapStore?.(real) ?? real;
  const logLines: LogLine[] = [];
  const mails: AccountMail[] = [];
  const made = await bootstrapProject({ settings, store: real });
  await real.watch.stampAlive({ starting: true });
  await real.outbox.endLeases();
  await real.watch.resumeProbes();
  const [project] = await real.people.projects();
  const firstMonitorId = made?.monitorId ?? ground.firstMonitorId;
  if (!project || firstMonitorId === null) throw new Error("a new store must have no project");
  const keys = made ? await makeKeys(real, project.id, made) : ground.keys;
  if (!keys) throw new Error("only an app that made its keys can be opened again");
  const { wrapHttp } = options;
  const log = recordingLog(logLines);
  const parts = { settings, store, clock, log, mails, wrapHttp, withLoops: stampedByHost };
  const { app, http, deliver, doDueWork, stop } = lambda
    ? await openLambdaMachine({ ...parts, masterKey, ground: lambda })
    : openMachine(parts);
  return {
    app,
    http,
    clock,
    store,
    projectId: project.id,
    firstMonitorId,
    keys,
    logLines,
    mails,
    async sweep() {
      while (await sweepOverdue(app));
    },
    async probe() {
      while ((await probeDue(app)) > 0);
    },
    deliver,
    doDueWork,
    async pass(ms) {
      clock.advance(ms);
      await doDueWork();
    },
    reopen: (changes = {}) =>
      openApp({ ...ground, firstMonitorId, keys, database }, { ...withoutPageLimit, ...changes }),
    async close() {
      await stop();
      await real.close();
    },
  };
}

/** The program, put together for one host or another. */
export interface Machine {
  readonly app: App;
  readonly http: ReturnType<typeof createHttpApp>;
  /** Delivers what is due at this instant, until nothing is. */
  deliver(): Promise<void>;
  /** Does what the host does by itself as time passes, until nothing is due. */
  doDueWork(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: FakeClock;
  readonly log: Log;
  readonly mails: AccountMail[];
  readonly wrapHttp: TestAppOptions["wrapHttp"];
  readonly withLoops: boolean;
}

/** The whole program as hosts/server.ts puts it together. */
function openMachine(parts: Parts): Machine {
  const { app, stop } = assemble(parts);
  const deliver = async (): Promise<void> => {
    while ((await deliverDue(app)) > 0);
  };
  return {
    app,
    http: createHttpApp(app, allPages),
    deliver,
    async doDueWork() {
      while (await sweepOverdue(app));
      await deliver();
    },
    stop,
  };
}

function assemble({ settings, store, clock, log, mails, wrapHttp, withLoops }: Parts): {
  app: App;
  stop: () => Promise<void>;
} {
  const bell = { ring: (): void => {}, readiness: (): ReturnType<App["readiness"]> => [] };
  const changes = createChangeFeed({ clock });
  const { app, close } = createApp({
    settings,
    version: "0.0.0-test",
    store,
    clock,
    log,
    metrics: createMetrics(),
    changes,
    aroundHttp: wrapHttp,
    readiness: () => bell.readiness(),
    ringDelivery: () => bell.ring(),
    mailer: { isSet: settings.smtpUrl !== null, send: (mail) => void mails.push(mail), close: async () => {} },
  });
  const loops = withLoops ? startLoops(app) : null;
  if (loops) Object.assign(bell, { ring: loops.ringDelivery, readiness: loops.readiness });
  const stop = async (): Promise<void> => {
    changes.close();
    await loops?.stop();
    await close();
  };
  return { app, stop };
}

async function makeKeys(store: Store, projectId: string, made: Bootstrapped): Promise<TestApp["keys"]> {
  return {
    write: made.writeKey,
    read: made.readKey,
    ping: made.pingKey,
    publish: await makeKey(store, projectId, "publish"),
    "check-in": await makeKey(store, projectId, "check-in"),
  };
}

async function makeKey(store: Store, projectId: string, kind: KeyKind): Promise<string> {
  const value = newSecret(`test_${kind}_`);
  await store.people.createKey({ projectId, kind, name: `${kind} key`, value }, "test");
  return value;
}

/** The settings that tests run with. */
export function testSettings(changes: Partial<Settings> = {}): Settings {
  return {
    host: "127.0.0.1",
    port: 7200,
    dataDir: "/nonexistent",
    roles: PROCESS_ROLES,
    stopDelaySeconds: 0,
    baseUrl: "http://watchbell.test",
    secretKey: null,
    outgoing: "private",
    trustedProxies: [],
    logLevel: "silent",
    pingBodyLimitBytes: 10_000,
    keyLimitPerMinute: null,
    addressLimitPerMinute: null,
    maxConnections: null,
    maxConnectionsPerAddress: null,
    bootstrapApiKey: null,
    bootstrapPingKey: null,
    openHeartbeat: false,
    databaseUrl: null,
    smtpUrl: null,
    mailFrom: null,
    oidcIssuer: null,
    oidcClientId: null,
    oidcClientSecret: null,
    oidcName: null,
    ...changes,
  };
}

function recordingLog(lines: LogLine[]): Log {
  const write = (level: string) => (fields: Record<string, unknown>, text: string) => {
    lines.push({ level, fields, text });
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
