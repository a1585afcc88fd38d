import { type Actor, topicName } from "../../model/index.ts";
import type { BroughtIn, MonitorSeed, MonitorToBring, PeoplePort, TopicInput } from "../ports.ts";
import { createKeyIn, isKeyTaken } from "./api-keys.ts";
import { createMonitorIn } from "./create-monitor-in.ts";
import type { DynamoDeps } from "./deps.ts";
import { stateKey } from "./keys.ts";
import { addressItemKey } from "./load-monitors.ts";
import { loadTopic } from "./load-topics.ts";
import { putTopicIn } from "./put-topic.ts";
import { type Transaction, transact } from "./transact.ts";

type Things = Parameters<PeoplePort["bringIn"]>[0];
type Outcomes = Awaited<ReturnType<PeoplePort["bringIn"]>>;

/** What a monitor with its names, its key and its lines of history comes to at most, in writes. */
const WRITES_OF_A_MONITOR = 16;
const WRITES_OF_A_TOPIC = 4;
/** Less than MAX_TRANSACTION_WRITES by what the things of one transaction share. */
const MOST_WRITES = 90;

/**
 * Makes what is not there yet: each thing whole or not at all, and all in one transaction as long as one holds them.
 * More are made in as many as it takes, one after another; who begins again finds what is there already.
 */
export async function bringIn(deps: DynamoDeps, things: Things, actor: Actor): Promise<Outcomes> {
  const outcomes = { monitors: [] as BroughtIn[], topics: [] as BroughtIn[] };
  for (const some of inTransactions(things)) {
    const { monitors, topics } = await transact(deps, (trx) => bringSome(deps, trx, some, actor));
    outcomes.monitors.push(...monitors);
    outcomes.topics.push(...topics);
  }
  return outcomes;
}

/** Splits things into those that one transaction holds, topics first. */
function inTransactions({ monitors, topics }: Things): readonly Things[] {
  const parts: { monitors: MonitorToBring[]; topics: TopicInput[] }[] = [];
  let room = 0;
  const partFor = (writes: number) => {
    const last = parts.at(-1);
    room -= writes;
    if (last && room >= 0) return last;
    const part = { monitors: [], topics: [] };
    parts.push(part);
    room = MOST_WRITES - writes;
    return part;
  };
  for (const topic of topics) partFor(WRITES_OF_A_TOPIC + 2 * topic.integrations.length).topics.push(topic);
  for (const monitor of monitors) partFor(WRITES_OF_A_MONITOR).monitors.push(monitor);
  return parts;
}

async function bringSome(
  deps: DynamoDeps,
  trx: Transaction,
  { monitors, topics }: Things,
  actor: Actor,
): Promise<Outcomes> {
  const brought = { monitors: [] as BroughtIn[], topics: [] as BroughtIn[] };
  for (const topic of topics) brought.topics.push(await bringTopic(deps, trx, topic, actor));
  for (const monitor of monitors) brought.monitors.push(await bringMonitor(deps, trx, monitor, actor));
  return brought;
}

async function bringTopic(deps: DynamoDeps, trx: Transaction, input: TopicInput, actor: Actor): Promise<BroughtIn> {
  const known = await loadTopic(trx, input.projectId, input.channel, input.topic);
  if (known !== null) return known.id === input.id ? { kind: "known" } : { kind: "refused", why: "name-taken" };
  const outcome = await putTopicIn(deps, trx, input, actor);
  switch (outcome.kind) {
    case "put":
      return { kind: "created", monitor: null };
    case "id-taken":
      return { kind: "refused", why: "id-taken" };
    case "credentials-missing":
      throw new Error(`the topic ${topicName(input.channel, input.topic)} comes without credentials`);
  }
}

/** What keeps a monitor from being made is found before anything of it is written: no service without its key. */
async function bringMonitor(
  deps: DynamoDeps,
  trx: Transaction,
  { seed, key }: MonitorToBring,
  actor: Actor,
): Promise<BroughtIn> {
  const { projectId, monitorId } = seed;
  if (await isThere(trx, seed)) return { kind: "known" };
  if (await isImported(trx, seed)) return { kind: "refused", why: "id-taken" };
  if (key !== null && (await isKeyTaken(deps, trx, key.value))) return { kind: "refused", why: "key-taken" };
  if ((await trx.get(stateKey(monitorId))) !== null) throw new Error(`monitor ${monitorId} is there already`);
  const outcome = await createMonitorIn(deps, trx, seed, { type: "configure", actor, patch: {} });
  if (outcome.kind === "too-many" || outcome.kind === "unknown-topics") return { kind: "refused", why: outcome.kind };
  if (outcome.kind !== "changed") throw new Error("a monitor could not be brought in", { cause: outcome });
  if (key !== null) {
    const added = await createKeyIn(deps, trx, { ...key, projectId, kind: "check-in", monitorId }, actor);
    if (added === "taken") throw new Error("a key was taken while it was made");
  }
  return { kind: "created", monitor: outcome.monitor };
}

async function isThere(trx: Transaction, { projectId, door, doorKey, monitorId }: MonitorSeed): Promise<boolean> {
  if (door === null || doorKey === null) return (await trx.get(stateKey(monitorId))) !== null;
  return (await trx.get(addressItemKey({ by: "door", projectId, door, doorKey }))) !== null;
}

async function isImported(trx: Transaction, { projectId, door, imported }: MonitorSeed): Promise<boolean> {
  if (door === null || !imported?.id) return false;
  return (await trx.get(addressItemKey({ by: "imported", projectId, door, importedId: imported.id }))) !== null;
}
