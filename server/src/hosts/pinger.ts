import { join } from "node:path";
import type { App } from "../actions/app.ts";
import { deliverDue } from "../actions/deliver-due.ts";
import { publish } from "../actions/publish.ts";
import { PINGER_TOPIC, type PingerPlan, syncPinger } from "../actions/sync-pinger.ts";
import { loadMasterKey } from "../config/master-key.ts";
import { pingerAuth } from "../config/pinger/pinger-auth.ts";
import type { PingerConfig } from "../config/pinger/pinger-config.ts";
import type { Settings } from "../config/settings.ts";
import { createPingerDoor } from "../http/doors/pinger.ts";
import { systemClock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { listInWords } from "../lib/words.ts";
import type { Scalar } from "../model/index.ts";
import { createProviderRegistry } from "../providers/registry.ts";
import type { Prober } from "../signals/probes/prober.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";
import { openWorkerStore } from "../store/sql/worker-store.ts";
import { assemble } from "./assemble.ts";
import { createGate } from "./gate.ts";
import { createPingerLog } from "./pinger-log.ts";
import type { RunningServer } from "./server.ts";

export interface PingerOptions {
  readonly pinger: PingerConfig;
  /** The settings of a server; its data folder is the one in which the ini lies. */
  readonly settings: Settings;
  /** Sends although the ini says `only_log`. */
  readonly send: boolean;
  readonly print: (line: string) => void;
}

/** The last message gets so long to go out before the process ends; what is left goes out after the next start. */
const FAREWELL_MS = 10_000;

/**
 * Runs an old `pinger.ini` as a small Watchbell of its own: its tasks are probes, its services a topic's integrations,
 * and only Py Pinger's own addresses are answered. State and log lie beside the ini.
 */
export async function startPinger(options: PingerOptions): Promise<RunningServer> {
  const { pinger, print } = options;
  const gate = createGate();
  const port = await gate.listen(options.settings);
  const settings: Settings = { ...options.settings, port, baseUrl: `http://${hostOf(options.settings.host)}:${port}` };
  const { dataDir, baseUrl } = settings;
  const undo: (() => unknown)[] = [() => gate.close()];
  try {
    const lock = lockDataFolder(dataDir);
    undo.unshift(() => lock.release());
    const now = (): number => systemClock.now();
    const log = createPingerLog({ path: join(dataDir, "pinger.log"), verbose: pinger.debug, now, print });
    const { key: masterKey } = loadMasterKey(settings);
    const path = join(dataDir, "pinger.db");
    const store = await openWorkerStore({ path, masterKey, baseUrl, stampedByHost: true });
    undo.unshift(() => store.close());
    const sends = options.send || !pinger.onlyLog;
    await store.watch.stampAlive({ starting: true });
    await store.outbox.endLeases();
    await store.watch.resumeProbes();
    const projectId = await syncPinger({ store, providers: createProviderRegistry() }, planOf(pinger, sends));
    const { app, stopLoops, close } = assemble(
      { settings, store, log },
      { around: (prober) => watched(prober, log, pinger.debugNow) },
    );
    undo.unshift(close);
    undo.unshift(stopLoops);
    tellStart(pinger, { log, sends, baseUrl });
    const watches = listInWords(pinger.urls);
    await tellTopic(app, projectId, { title: "Pinger has started", watches, ...greetingOf(pinger) });
    gate.setHandler(createPingerDoor(app, { projectId, urls: pinger.urls }).fetch);
    undo.unshift(() => sayGoodbye(app, projectId));
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await gate.close();
    for (const step of undo) await step();
  };
  return { address: baseUrl, stop };
}

function planOf(pinger: PingerConfig, sends: boolean): PingerPlan {
  const { urls, intervalMs, errorIntervalMs, services, token } = pinger;
  return { urls, intervalMs, errorIntervalMs, services, sends, auth: token && pingerAuth(token) };
}

function greetingOf({ greeting }: PingerConfig): Readonly<Record<string, Scalar>> {
  return greeting === null ? {} : { greeting };
}

function tellStart(
  pinger: PingerConfig,
  { log, sends, baseUrl }: { readonly log: Log; readonly sends: boolean; readonly baseUrl: string },
): void {
  if (pinger.greeting !== null) log.info({}, pinger.greeting);
  const names = pinger.services.map(({ name }) => name);
  log.info({ tasks: pinger.urls.length, everyS: pinger.intervalMs / 1_000, at: baseUrl }, "the pinger has started");
  for (const task of pinger.urls) log.info({ task }, "watching");
  if (names.length === 0) log.info({}, "nobody is told: no service is filled in");
  else if (sends) log.info({ services: names.join(",") }, "these are told");
  if (names.length === 0 || sends) return;
  log.warn(
    {},
    `only_log = true: nothing is sent to ${listInWords(names)}; the old program did send to Slack and HipChat`,
  );
  log.warn({}, "to send, set only_log = false, or start with --send");
}

/** Says something to all who are told; what cannot go out now waits in the store. */
async function tellTopic(app: App, projectId: string, metadata: Readonly<Record<string, Scalar>>): Promise<void> {
  const topic = await app.store.topics.get(projectId, PINGER_TOPIC.channel, PINGER_TOPIC.topic);
  if (topic?.integrations.some(({ enabled }) => enabled)) await publish(app, { topic, metadata });
}

async function sayGoodbye(app: App, projectId: string): Promise<void> {
  await tellTopic(app, projectId, { title: "Pinger has stopped" });
  app.log.info({}, "the pinger stops");
  const done = new AbortController();
  const sent = deliverDue(app).catch((error) => app.log.error({ error: String(error) }, "the last message waits"));
  await Promise.race([sent, app.clock.sleep(FAREWELL_MS, done.signal)]);
  done.abort("done");
}

/** A prober whose findings are logged: errors always, and what a decision was made of when that is wanted. */
function watched(prober: Prober, log: Log, tellDates: boolean): Prober {
  const bad = new Set<string>();
  return {
    async run(spec, credentials) {
      const outcome = await prober.run(spec, credentials);
      const task = "url" in spec ? spec.url : "";
      const { verdict, reason, details } = outcome;
      if (verdict === "error") log.warn({ task, reason }, "the task is in error");
      else if (verdict === "ok" && bad.has(task)) log.info({ task, reason }, "the task is ok again");
      else log.debug({ task, verdict, reason }, "the task was looked at");
      if (verdict === "error") bad.add(task);
      if (verdict === "ok") bad.delete(task);
      if (tellDates) log.info({ task, verdict, now: new Date().toISOString(), ...details }, "how it was decided");
      return outcome;
    },
  };
}

function hostOf(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
