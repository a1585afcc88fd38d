import { type Actor, type Topic, topicName } from "../../model/index.ts";
import { addressKey } from "../address-key.ts";
import type { BroughtIn, ChangeRequest, MonitorSeed, MonitorToBring, PeoplePort, TopicInput } from "../ports.ts";
import { changeInside } from "./change.ts";
import { createConfigCache, type Db, type SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import { createKey } from "./keys.ts";
import { loadMonitors } from "./load-monitors.ts";
import { loadTopic } from "./load-topics.ts";
import { putTopic } from "./put-topic.ts";

type Things = Parameters<PeoplePort["bringIn"]>[0];

/**
 * Makes what is not there yet, all in one transaction. What cannot be made is found before anything of it is written, so
 * that nothing is half there: no service without its key, no topic without its integrations.
 */
export async function bringIn(deps: SqlDeps, things: Things, actor: Actor) {
  return await deps.db.transaction().execute(async (trx) => {
    // Should the commit fail, no cache may remember what is read here.
    const own: SqlDeps = { ...deps, configs: createConfigCache(things.monitors.length + 1) };
    const topics: BroughtIn[] = [];
    for (const topic of things.topics) topics.push(await bringTopic(own, trx, topic, actor));
    return { monitors: await bringMonitors(own, trx, things.monitors, actor), topics };
  });
}

async function bringTopic(deps: SqlDeps, trx: Db, input: TopicInput, actor: Actor): Promise<BroughtIn> {
  const known: Topic | null = await loadTopic(trx, input.projectId, input.channel, input.topic);
  if (known !== null) return known.id === input.id ? { kind: "known" } : { kind: "refused", why: "name-taken" };
  const outcome = await putTopic(deps, trx, input, actor);
  switch (outcome.kind) {
    case "put":
      return { kind: "created", monitor: null };
    case "id-taken":
      return { kind: "refused", why: "id-taken" };
    case "credentials-missing":
      throw new Error(`the topic ${topicName(input.channel, input.topic)} comes without credentials`);
  }
}

async function bringMonitors(deps: SqlDeps, trx: Db, monitors: readonly MonitorToBring[], actor: Actor) {
  const verdicts = await judgeAll(deps, trx, monitors);
  const fresh = monitors.filter((_, index) => verdicts[index] === undefined);
  const requests = fresh.map(({ seed }): ChangeRequest => {
    return { address: addressOf(seed), signal: { type: "configure", actor, patch: {} }, createIfMissing: seed };
  });
  const outcomes = await changeInside(deps, trx, requests);
  const made: BroughtIn[] = [];
  for (const [index, { seed, key }] of fresh.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === "too-many" || outcome?.kind === "unknown-topics") {
      made.push({ kind: "refused", why: outcome.kind });
      continue;
    }
    if (outcome?.kind !== "changed") throw new Error("a monitor could not be brought in", { cause: outcome });
    made.push(outcome.created ? { kind: "created", monitor: outcome.monitor } : { kind: "known" });
    if (!outcome.created || key === null) continue;
    const { projectId, monitorId } = seed;
    const added = await createKey(deps, trx, { ...key, projectId, kind: "check-in", monitorId }, actor);
    if (added === "taken") throw new Error("a key was taken while it was made");
  }
  return verdicts.map((verdict) => verdict ?? made.shift() ?? { kind: "known" as const });
}

/** What is said of each monitor before any is made; undefined: it can be made. */
async function judgeAll(deps: SqlDeps, trx: Db, monitors: readonly MonitorToBring[]) {
  const seeds = monitors.map(({ seed }) => seed);
  const addresses = seeds.flatMap((seed) => [addressOf(seed), ...importedAddress(seed)]);
  const loaded = await loadMonitors(deps, trx, addresses);
  const codes = monitors.map(({ key }) => (key === null ? null : deps.vault.code(key.value)));
  const taken = await takenCodes(
    trx,
    codes.filter((code) => code !== null),
  );
  /** Ids that earlier ones of this call take. */
  const claimed = new Set<string>();
  return monitors.map(({ seed }, index): BroughtIn | undefined => {
    if (loaded.has(addressKey(addressOf(seed)))) return { kind: "known" };
    const ids = importedAddress(seed).map(addressKey);
    if (ids.some((id) => loaded.has(id) || claimed.has(id))) return { kind: "refused", why: "id-taken" };
    const code = codes[index] ?? null;
    if (code !== null && taken.has(code)) return { kind: "refused", why: "key-taken" };
    for (const id of ids) claimed.add(id);
    if (code !== null) taken.add(code);
    return undefined;
  });
}

async function takenCodes(trx: Db, codes: readonly string[]): Promise<Set<string>> {
  const rows = await trx.selectFrom("keys").select("code").where("code", "in", jsonList(codes)).execute();
  return new Set(rows.map(({ code }) => code));
}

function addressOf({ projectId, door, doorKey, monitorId }: MonitorSeed) {
  return door === null || doorKey === null
    ? ({ by: "id", projectId, monitorId } as const)
    : ({ by: "door", projectId, door, doorKey } as const);
}

function importedAddress({ projectId, door, imported }: MonitorSeed) {
  if (door === null || !imported?.id) return [];
  return [{ by: "imported", projectId, door, importedId: imported.id } as const];
}
