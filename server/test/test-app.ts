import { randomBytes } from "node:crypto";
import type { App } from "../src/actions/app.ts";
import { bootstrapProject } from "../src/actions/bootstrap-project.ts";
import { deliverDue } from "../src/actions/deliver-due.ts";
import { createMetrics } from "../src/actions/metrics.ts";
import { createRecorder } from "../src/actions/record-signals.ts";
import { sweepOverdue } from "../src/actions/sweep-overdue.ts";
import type { Settings } from "../src/config/settings.ts";
import { createHttpApp } from "../src/http/create-http-app.ts";
import { createConnect } from "../src/lib/connect.ts";
import { createHttpClient } from "../src/lib/guarded-http-client.ts";
import { newSecret } from "../src/lib/ids.ts";
import type { Log } from "../src/lib/log.ts";
import type { KeyKind } from "../src/model/index.ts";
import { createProviderRegistry } from "../src/providers/registry.ts";
import type { Store } from "../src/store/ports.ts";
import { openSqliteStore } from "../src/store/sql/sqlite-store.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

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
  /** Sweeps and delivers what is due at this instant, until nothing is. */
  doDueWork(): Promise<void>;
  /** Lets time pass, then does what is due. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly startAt?: number;
  readonly settings?: Partial<Settings>;
  /** Wraps the store, to make it fail. */
  readonly wrapStore?: (store: Store) => Store;
}

/** The whole program in this process on an in-memory store and a fake clock, without loops and without a port. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = createFakeClock(options.startAt ?? TEST_START_AT);
  const settings = testSettings(options.settings);
  const real = await openSqliteStore(
    { path: ":memory:", masterKey: randomBytes(32), baseUrl: settings.baseUrl },
    clock.now,
  );
  const store = options.wrapStore?.(real) ?? real;
  const logLines: LogLine[] = [];
  const connect = createConnect({ outgoing: settings.outgoing });
  const outgoing = createHttpClient(connect);
  const metrics = createMetrics();
  const app: App = {
    settings,
    store,
    clock,
    log: recordingLog(logLines),
    http: outgoing,
    connect,
    providers: createProviderRegistry(),
    metrics,
    recorder: createRecorder({ store, metrics, ringDelivery: () => {} }),
    readiness: () => [],
    ringDelivery: () => {},
  };
  const made = await bootstrapProject({ settings, store: real });
  if (!made) throw new Error("a new store must have no project");
  await real.watch.stampAlive({ starting: true });
  const [project] = await real.people.projects();
  if (!project) throw new Error("bootstrap made no project");
  const keys = {
    write: made.writeKey,
    read: made.readKey,
    ping: made.pingKey,
    publish: await makeKey(real, project.id, "publish"),
    "check-in": await makeKey(real, project.id, "check-in"),
  };
  const doDueWork = async (): Promise<void> => {
    while (await sweepOverdue(app));
    while ((await deliverDue(app)) > 0);
  };
  return {
    app,
    http: createHttpApp(app),
    clock,
    store,
    projectId: project.id,
    firstMonitorId: made.monitorId,
    keys,
    logLines,
    doDueWork,
    async pass(ms) {
      clock.advance(ms);
      await doDueWork();
    },
    async close() {
      await outgoing.close();
      await real.close();
    },
  };
}

async function makeKey(store: Store, projectId: string, kind: KeyKind): Promise<string> {
  const value = newSecret(`test_${kind}_`);
  await store.people.createKey({ projectId, kind, name: `${kind} key`, value }, "test");
  return value;
}

function testSettings(changes: Partial<Settings> = {}): Settings {
  return {
    host: "127.0.0.1",
    port: 7200,
    dataDir: "/nonexistent",
    baseUrl: "http://watchbell.test",
    secretKey: null,
    outgoing: "private",
    trustedProxies: [],
    logLevel: "silent",
    pingBodyLimitBytes: 10_000,
    bootstrapApiKey: null,
    bootstrapPingKey: null,
    ...changes,
  };
}

function recordingLog(lines: LogLine[]): Log {
  const write = (level: string) => (fields: Record<string, unknown>, text: string) => {
    lines.push({ level, fields, text });
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
