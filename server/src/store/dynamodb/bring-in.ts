import { type Actor, topicName } from "../../model/index.ts";
import type { BroughtIn, MonitorSeed, MonitorToBring, PeoplePort, TopicInput } from "../ports.ts";
import { createKeyIn, isKeyTaken, keyCode } from "./api-keys.ts";
import { createMonitorIn } from "./create-monitor-in.ts";
import type { DynamoDeps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import type { Key } from "./item.ts";
import { stateKey } from "./keys.ts";
import { addressItemKey } from "./load-monitors.ts";
import { loadTopic } from "./load-topics.ts";
import { putTopicIn } from "./put-topic.ts";
import { TooLarge, type Transaction, transact } from "./transact.ts";

type Things = Parameters<PeoplePort["bringIn"]>[0];
type Outcomes = Awaited<ReturnType<PeoplePort["bringIn"]>>;

/** What a monitor usually comes to in writes, what its key adds, and what a topic comes to without its integrations. */
const WRITES = { monitor: 6, key: 4, topic: 4 };
/** Less than MAX_TRANSACTION_WRITES by what the things of one transaction share. */
const MOST_WRITES = 90;
/** So many transactions at a time: one after another, ten thousand monitors would take longer than a function may. */
const PARALLEL = 8;

/**
 * Makes what is not there yet: each thing whole or not at all, and all in one transaction as long as one holds them.
 * More are made in as many as it takes; who begins again finds what is there already.
 */
export async function bringIn(deps: DynamoDeps, things: Things, actor: Actor): Promise<Outcomes> {
  const parts = inTransactions(things);
  const outcomes = new Map<Things, Outcomes>();
  // A monitor may tell a topic that comes with it.
  const most = things.topics.length > 0 ? 1 : PARALLEL;
  await inParallel(parts, most, async (part) => void outcomes.set(part, await bringPart(deps, part, actor)));
  return joined(parts.flatMap((part) => outcomes.get(part) ?? []));
}

/** What is too large for one transaction after all, because much has happened to it, is made in two. */
async function bringPart(deps: DynamoDeps, things: Things, actor: Actor): Promise<Outcomes> {
  try {
    return await transact(deps, (trx) => bringSome(deps, trx, things, actor));
  } catch (error) {
    const { monitors, topics } = things;
    const half = { monitors: Math.ceil(monitors.length / 2), topics: Math.ceil(topics.length / 2) };
    if (!(error instanceof TooLarge) || monitors.length + topics.length < 2) throw error;
    const first = { monitors: monitors.slice(0, half.monitors), topics: topics.slice(0, half.topics) };
    const second = { monitors: monitors.slice(half.monitors), topics: topics.slice(half.topics) };
    return joined([await bringPart(deps, first, actor), await bringPart(deps, second, actor)]);
  }
}

function joined(outcomes: readonly Outcomes[]): Outcomes {
  return {
    monitors: outcomes.flatMap(({ monitors }) => monitors),
    topics: outcomes.flatMap(({ topics }) => topics),
  };
}

/** Splits things into those that one transaction holds, topics first. */
function inTransactions({ monitors, topics }: Things): readonly Things[] {
  const parts: { readonly monitors: MonitorToBring[]; readonly topics: TopicInput[] }[] = [];
  let room = 0;
  const partFor = (writes: number) => {
    room -= writes;
    const last = parts.at(-1);
    if (last && room >= 0) return last;
    const part = { monitors: [], topics: [] };
    parts.push(part);
    room = MOST_WRITES - writes;
    return part;
  };
  for (const topic of topics) partFor(WRITES.topic + 2 * topic.integrations.length).topics.push(topic);
  for (const monitor of monitors) partFor(WRITES.monitor + (monitor.key ? WRITES.key : 0)).monitors.push(monitor);
  return parts;
}

async function bringSome(
  deps: DynamoDeps,
  trx: Transaction,
  { monitors, topics }: Things,
  actor: Actor,
): Promise<Outcomes> {
  const brought = { monitors: [] as BroughtIn[], topics: [] as BroughtIn[] };
  // Read at once what each would read for itself.
  await trx.getMany(monitors.flatMap((monitor) => keysOf(deps, monitor)));
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

function keysOf(deps: DynamoDeps, { seed, key }: MonitorToBring): readonly Key[] {
  const names = [doorAddress(seed), importedAddress(seed)].flatMap((address) => address ?? []);
  return [stateKey(seed.monitorId), ...names.map(addressItemKey), ...(key ? [keyCode(deps, key.value)] : [])];
}

async function isThere(trx: Transaction, seed: MonitorSeed): Promise<boolean> {
  const address = doorAddress(seed);
  return (await trx.get(address ? addressItemKey(address) : stateKey(seed.monitorId))) !== null;
}

async function isImported(trx: Transaction, seed: MonitorSeed): Promise<boolean> {
  const address = importedAddress(seed);
  return address !== null && (await trx.get(addressItemKey(address))) !== null;
}

function doorAddress({ projectId, door, doorKey }: MonitorSeed) {
  return door === null || doorKey === null ? null : ({ by: "door", projectId, door, doorKey } as const);
}

function importedAddress({ projectId, door, imported }: MonitorSeed) {
  if (door === null || !imported?.id) return null;
  return { by: "imported", projectId, door, importedId: imported.id } as const;
}
