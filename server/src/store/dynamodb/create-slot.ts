import type { MonitorConfig } from "../../model/index.ts";
import { newSlot } from "../apply-signal.ts";
import { selfMadeIn } from "../batch.ts";
import type { ChangeOutcome, MonitorSeed } from "../ports.ts";
import { configFault } from "./config-fault.ts";
import { finishDeletion, goneKey } from "./delete-monitors.ts";
import type { DynamoDeps } from "./deps.ts";
import type { MonitorBatch, MonitorSlot } from "./fold.ts";
import { loadProjects } from "./load-projects.ts";
import { loadTopicsByName } from "./load-topics.ts";
import { hasPlaces } from "./self-made.ts";
import type { Transaction } from "./transact.ts";

interface Creation {
  readonly seed: MonitorSeed;
  readonly batch: MonitorBatch;
}

/** Makes the slot of a monitor that is not stored yet, or says what keeps it from being made. */
export async function createSlot(
  deps: DynamoDeps,
  trx: Transaction,
  { seed, batch }: Creation,
): Promise<MonitorSlot | ChangeOutcome> {
  const { projectId, monitorId } = seed;
  // What this batch has made itself takes its places when it is written.
  const wanted = selfMadeIn(batch, projectId) + 1;
  if (seed.door !== null && !(await hasPlaces(deps, trx, projectId, wanted))) return { kind: "too-many" };
  const topics = seed.config.topics ?? (await defaultTopics(trx, projectId));
  const config: MonitorConfig = { ...seed.config, topics };
  const fault = await configFault(trx, batch, { projectId, monitorId, wanted: config });
  if (fault) return fault;
  // The log of one that had this id must not become the new one's.
  if ((await trx.get(goneKey(monitorId))) !== null) await finishDeletion(deps, monitorId);
  return { ...newSlot(seed, config, batch.now), loaded: null };
}

/** The default topics that exist: one that was deleted must not keep a ping from being recorded. */
async function defaultTopics(trx: Transaction, projectId: string): Promise<readonly string[]> {
  const names = (await loadProjects(trx, [projectId])).get(projectId)?.defaultTopics ?? [];
  const known = await loadTopicsByName(trx, projectId, names);
  return names.filter((name) => known.has(name));
}
