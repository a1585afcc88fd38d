import { it } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type {
  Attempt,
  ClaimedMessage,
  Message,
  MonitorConfig,
  NewMessage,
  NewNotification,
  PingAction,
  Signal,
  Topic,
} from "../../../src/model/index.ts";
import type {
  ChangeOutcome,
  ChangeRequest,
  ClaimRequest,
  IntegrationInput,
  MonitorAddress,
  MonitorSeed,
  Settlement,
  Store,
} from "../../../src/store/ports.ts";
import type { FakeClock } from "../../fake-clock.ts";
import { every, HOUR, MINUTE, type PingOptions, pingSignal, someConfig } from "../../monitor-story.ts";

/** An engine to be held to the contract. */
export interface StoreEngine {
  readonly name: string;
  /** Opens an empty store whose schema is up to date. */
  readonly open: (options: StoreOptions) => Promise<OpenStore>;
  /** False when the engine tells the time itself: what needs time to pass is not tested there. */
  readonly hasFakeClock: boolean;
  /** What the engine does not promise, by the title of the test, with the reason. */
  readonly skips?: Readonly<Record<string, string>> | undefined;
}

export interface StoreOptions {
  readonly maxSelfMadeMonitors?: number | undefined;
}

export interface OpenStore {
  readonly store: Store;
  /** Moves the store's time; an engine without a fake clock gives one that nobody reads. */
  readonly clock: FakeClock;
  /** Closes the store and opens it again on the same data. */
  readonly reopen: () => Promise<Store>;
  readonly close: () => Promise<void>;
}

export const PROJECT_ID = "11111111-1111-4111-8111-111111111111";
export const WRITE_KEY = "first-write-key-0123456789";
export const PING_KEY = "first-ping-key-0123456789";
/** The topic that bootstrap makes. */
export const FIRST_TOPIC = "default+alerts";

/** A store with its first project, and short ways to do what the tests do over and over. */
export interface Stage extends OpenStore {
  /** The topic `default+alerts` with one integration, `first`. */
  readonly topic: Topic;
  /** Makes a monitor, due every hour with 5 minutes of grace; says its id. */
  monitor(config?: Partial<MonitorConfig>): Promise<string>;
  send(monitorId: string, signal: Signal): Promise<ChangeOutcome>;
  ping(monitorId: string, action?: PingAction, options?: PingOptions): Promise<ChangeOutcome>;
  /** Makes a topic of the channel `team`, or replaces its integrations. */
  putTopic(topic: string, integrations: readonly Partial<IntegrationInput>[]): Promise<Topic>;
  /** Publishes to every integration of the topic; says the ids of the messages. */
  publish(topic: Topic, change?: Partial<NewMessage>): Promise<readonly string[]>;
  claim(request?: Partial<ClaimRequest>): Promise<readonly ClaimedMessage[]>;
  /** Claims all that is due and settles it as delivered; says the events in order. */
  deliverAll(): Promise<readonly string[]>;
  /** Judges what is overdue, as the sweep does; says how many monitors it looked at. */
  sweep(): Promise<number>;
  message(id: string): Promise<Message>;
  /** All messages of the project, oldest first. */
  messages(): Promise<readonly Message[]>;
}

type StageTest = (stage: Stage) => Promise<void>;

export interface TestNeeds extends StoreOptions {
  /** The test lets time pass. */
  readonly time?: boolean;
}

/** Makes the function with which a suite says its tests: each gets a stage of its own. */
export function tester(engine: StoreEngine) {
  return (title: string, test: StageTest, needs: TestNeeds = {}): void => {
    const reason =
      engine.skips?.[title] ?? (needs.time && !engine.hasFakeClock ? "this engine tells the time itself" : undefined);
    it(title, async (context) => {
      if (reason !== undefined) return context.skip(reason);
      const open = await engine.open(needs);
      try {
        await test(await createStage(open));
      } finally {
        await open.close();
      }
    });
  };
}

/** Sets a stage on an open, empty store. */
export async function createStage(open: OpenStore): Promise<Stage> {
  const { store } = open;
  await store.people.bootstrap(firstProject());
  await store.watch.stampAlive({ starting: true });
  const topic = await store.topics.get(PROJECT_ID, "default", "alerts");
  if (!topic) throw new Error("bootstrap made no topic");
  const stage: Stage = {
    ...open,
    topic,
    async monitor(config = {}) {
      const monitorId = newId();
      const outcome = await changeOne(store, createRequest(monitorId, config));
      if (outcome.kind !== "changed") throw new Error(`the monitor was not made: ${JSON.stringify(outcome)}`);
      return monitorId;
    },
    send: (monitorId, signal) => changeOne(store, { address: { by: "id", monitorId }, signal }),
    ping: (monitorId, action = "success", options) => stage.send(monitorId, pingSignal(action, options)),
    async putTopic(name, integrations) {
      const input = {
        projectId: PROJECT_ID,
        channel: "team",
        topic: name,
        integrations: integrations.map(integration),
      };
      const outcome = await store.topics.put(input, "ann");
      if (outcome.kind !== "put") throw new Error(`the topic was not put: ${outcome.kind}`);
      return outcome.topic;
    },
    async publish(to, change) {
      const outcome = await store.outbox.publish(publication(to, change));
      if (outcome.kind !== "published") throw new Error(`nothing was published: ${outcome.kind}`);
      return outcome.messages.map((message) => message.id);
    },
    claim: (request) => store.outbox.claim({ limit: 100, perIntegration: 100, leaseMs: MINUTE, ...request }),
    deliverAll: () => deliverAll(stage),
    async sweep() {
      const ids = await store.watch.overdue(100);
      const requests = ids.map((monitorId): ChangeRequest => ({ address: { by: "id", monitorId }, signal: TIME }));
      await store.watch.change(requests);
      return ids.length;
    },
    async message(id) {
      const found = await store.outbox.get(PROJECT_ID, id);
      if (!found) throw new Error(`there is no message ${id}`);
      return found.message;
    },
    messages: async () => (await store.outbox.list({ projectId: PROJECT_ID, limit: 1000 })).items.toReversed(),
  };
  return stage;
}

export const TIME: Signal = { type: "time" };

/** What the first start asks for. */
export function firstProject() {
  return {
    projectId: PROJECT_ID,
    projectName: "default",
    timezone: "UTC",
    keys: [
      { kind: "write", name: "first write key", value: WRITE_KEY },
      { kind: "ping", name: "first ping key", value: PING_KEY },
    ],
    topic: {
      projectId: PROJECT_ID,
      channel: "default",
      topic: "alerts",
      integrations: [integration({ name: "first" })],
    },
    monitor: seed(newId(), { name: "first", slug: "first" }),
  } as const;
}

/** What a monitor starts as. */
export function seed(monitorId: string, config: Partial<MonitorConfig>, door?: Partial<MonitorSeed>): MonitorSeed {
  const defaults = { slug: null, schedule: every(HOUR, 5 * MINUTE), topics: [FIRST_TOPIC] };
  return {
    projectId: PROJECT_ID,
    monitorId,
    door: null,
    doorKey: null,
    config: someConfig({ ...defaults, ...config }),
    ...door,
  };
}

/** Makes a monitor by its id. */
export function createRequest(monitorId: string, config: Partial<MonitorConfig> = {}): ChangeRequest {
  return {
    address: { by: "id", monitorId },
    signal: { type: "configure", actor: "ann", patch: {} },
    createIfMissing: seed(monitorId, config),
  };
}

/** A ping that makes its monitor, as `create=1` does; two of the same slug mean the same monitor. */
export function selfMaking(slug: string, signal: Signal = pingSignal("success")): ChangeRequest {
  const address: MonitorAddress = { by: "slug", projectId: PROJECT_ID, slug };
  return { address, signal, createIfMissing: seed(newId(), { name: slug, slug }, { door: "slug", doorKey: slug }) };
}

/** Sends one request alone. */
export async function changeOne(store: Store, request: ChangeRequest): Promise<ChangeOutcome> {
  const [outcome] = await store.watch.change([request]);
  if (!outcome) throw new Error("a request got no outcome");
  return outcome;
}

/** An outcome that must be a change. */
export function changed(outcome: ChangeOutcome | undefined): Extract<ChangeOutcome, { kind: "changed" }> {
  if (outcome?.kind !== "changed") throw new Error(`not changed: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** An integration with nothing special. */
export function integration(change: Partial<IntegrationInput> = {}): IntegrationInput {
  return {
    name: "hook",
    provider: "webhook",
    model: null,
    credentials: { url: `https://example.org/${change.name ?? "hook"}` },
    notifyOn: null,
    enabled: true,
    keepsIncidents: false,
    rate: null,
    ...change,
  };
}

/** A publication to every integration of a topic. */
export function publication(topic: Topic, change: Partial<NewMessage> = {}): NewNotification {
  return {
    event: "publication",
    projectId: PROJECT_ID,
    topicId: topic.id,
    monitorId: null,
    alertKey: null,
    facts: { type: "publication", projectName: "default", topic: topic.name, at: 0, metadata: { text: "hello" } },
    messages: topic.integrations.map(({ id, name }) => ({
      integrationId: id,
      integrationName: name,
      reason: "It was published.",
      waitingDown: "keep",
      onlyIfSuperseding: false,
      ...change,
    })),
  };
}

/** An attempt with that outcome. */
export function attempt(outcome: Attempt["outcome"], reason = `It was ${outcome}.`): Attempt {
  return { n: 1, at: 0, durationMs: 12, outcome, reason, answer: null };
}

export const DELIVERED: Settlement = {
  kind: "finished",
  status: "delivered",
  attempt: attempt("delivered"),
  receipt: null,
};

export const DEAD: Settlement = { kind: "dead", attempt: attempt("rejected") };

/** Given up together with its target. */
export function suspending(reason: string, notices: readonly NewNotification[] = []): Settlement {
  return { kind: "dead", attempt: attempt("rejected"), suspend: { reason, notices } };
}

/** Delivered, with what the target and the provider gave back. */
export function deliveredWith(given: { readonly receipt?: unknown; readonly newCredentials?: unknown }): Settlement {
  return { kind: "finished", status: "delivered", attempt: attempt("delivered"), receipt: null, ...given };
}

/** To be tried again at that time, after a failure that surely reached nobody. */
export function again(dueAt: number, change: Partial<Extract<Settlement, { kind: "again" }>> = {}): Settlement {
  return { kind: "again", dueAt, attempt: attempt("retry"), counts: true, uncertain: false, ...change };
}

async function deliverAll(stage: Stage): Promise<readonly string[]> {
  const events: string[] = [];
  for (;;) {
    const claimed = await stage.claim();
    if (claimed.length === 0) return events;
    for (const { message, leaseId } of claimed) {
      events.push(message.event);
      await stage.store.outbox.settle(leaseId, DELIVERED);
    }
  }
}

/** The only one of a list. */
export function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (items.length !== 1 || item === undefined) throw new Error(`expected one, got ${items.length}`);
  return item;
}

/** All items of a list, page by page; the pages' sizes are told. */
export async function allPages<Item>(
  read: (cursor: string | undefined) => Promise<{ items: readonly Item[]; nextCursor: string | null }>,
): Promise<{ readonly items: readonly Item[]; readonly sizes: readonly number[] }> {
  const items: Item[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    sizes.push(page.items.length);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { items, sizes };
}
