import { newId } from "../lib/ids.ts";
import { withoutUser } from "../lib/without-user.ts";
import {
  type AuthType,
  type Monitor,
  type MonitorConfig,
  type ProbeAuth,
  type TaskProbeSpec,
  topicName,
} from "../model/index.ts";
import type { BootstrapSeed, IntegrationInput, MonitorSeed, TopicInput } from "../store/ports.ts";
import type { App } from "./app.ts";
import { completeConfig } from "./monitor-defaults.ts";

/** What a process that watches a fixed list of tasks is told to do. */
export interface PingerPlan {
  readonly urls: readonly string[];
  readonly intervalMs: number;
  readonly errorIntervalMs: number;
  readonly services: readonly { readonly name: string; readonly credentials: Readonly<Record<string, string>> }[];
  /** False: nothing is sent outside. */
  readonly sends: boolean;
  /** How the tasks are asked; null: without credentials. */
  readonly auth: { readonly type: AuthType; readonly credentials: Readonly<Record<string, unknown>> } | null;
}

const ACTOR = "pinger.ini";
const CHANNEL = "pinger";
const TOPIC = "alerts";
const TIMEOUT_MS = 10_000;

/** The topic that all of its tasks tell. */
export const PINGER_TOPIC = { channel: CHANNEL, topic: TOPIC, name: topicName(CHANNEL, TOPIC) };

/**
 * Brings the store to what the plan says: its topic, and one probe for each address. Those that stay keep their state
 * and history, those that are no longer named are deleted. Says the project.
 */
export async function syncPinger(app: Pick<App, "store" | "providers">, plan: PingerPlan): Promise<string> {
  const { store } = app;
  const spec = await probeSpec(app, plan);
  const [known] = await store.people.projects();
  const projectId = known?.id ?? newId();
  const topic = topicInput(app, plan, projectId);
  const [first = ""] = plan.urls;
  if (!known) await store.people.bootstrap(bootstrapSeed(topic, seedOf(projectId, first, configOf(first, spec, plan))));
  const put = await store.topics.put(topic, ACTOR);
  if (put.kind !== "put") throw new Error("the topic of the pinger was not put", { cause: put });
  await removeOthers(app, projectId, plan.urls);
  const outcomes = await store.watch.change(
    plan.urls.map((url) => {
      const config = configOf(url, spec, plan);
      const { kind: _same, ...patch } = config;
      return {
        address: { by: "door", projectId, door: "import", doorKey: url },
        signal: { type: "configure", actor: ACTOR, patch },
        createIfMissing: seedOf(projectId, url, config),
      } as const;
    }),
  );
  const failed = outcomes.find(({ kind }) => kind !== "changed");
  if (failed) throw new Error("a task could not be taken over", { cause: failed });
  return projectId;
}

async function probeSpec({ store }: Pick<App, "store">, plan: PingerPlan): Promise<Omit<TaskProbeSpec, "url">> {
  const { auth } = plan;
  const sealed: ProbeAuth | null =
    auth === null
      ? null
      : { type: auth.type, set: Object.keys(auth.credentials), sealed: await store.seal(auth.credentials) };
  const { errorIntervalMs } = plan;
  return { type: "task", verifyCertificate: true, auth: sealed, timeoutMs: TIMEOUT_MS, retries: 0, errorIntervalMs };
}

function configOf(url: string, spec: Omit<TaskProbeSpec, "url">, { intervalMs }: PingerPlan): MonitorConfig {
  const schedule = { type: "period", periodMs: intervalMs, graceMs: 0, allowedMisses: 0 } as const;
  const config = completeConfig({
    name: withoutUser(url),
    schedule,
    probe: { ...spec, url },
    notifyOn: ["down", "up"],
  });
  return { ...config, topics: [PINGER_TOPIC.name] };
}

function seedOf(projectId: string, url: string, config: MonitorConfig): MonitorSeed {
  return { projectId, monitorId: newId(), door: "import", doorKey: url, config };
}

function topicInput({ providers }: Pick<App, "providers">, plan: PingerPlan, projectId: string): TopicInput {
  const integrations = plan.services.map(({ name, credentials }): IntegrationInput => {
    const provider = providers.get(name);
    if (provider === null) throw new Error(`there is no provider ${name}`);
    const { keepsIncidents, rate } = provider;
    return {
      name,
      provider: name,
      model: null,
      credentials: provider.Credentials.parse(credentials),
      notifyOn: null,
      enabled: plan.sends,
      keepsIncidents,
      rate,
    };
  });
  return { projectId, channel: CHANNEL, topic: TOPIC, integrations };
}

function bootstrapSeed(topic: TopicInput, monitor: MonitorSeed): BootstrapSeed {
  const { projectId } = topic;
  return { projectId, projectName: "pinger", timezone: "UTC", keys: [], topic, monitor };
}

async function removeOthers({ store }: Pick<App, "store">, projectId: string, urls: readonly string[]): Promise<void> {
  const gone: Monitor[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.watch.list({ projectId, limit: 1_000, cursor });
    gone.push(...page.items.filter(({ doorKey }) => doorKey === null || !urls.includes(doorKey)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (gone.length === 0) return;
  await store.watch.change(
    gone.map(({ id }) => ({ address: { by: "id", monitorId: id }, signal: { type: "delete", actor: ACTOR } })),
  );
}
