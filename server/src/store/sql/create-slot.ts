import type { MonitorConfig } from "../../model/index.ts";
import { newSlot } from "../apply-signal.ts";
import { selfMadeIn } from "../batch.ts";
import type { ChangeOutcome, MonitorSeed } from "../ports.ts";
import type { Batch, Slot } from "./batch.ts";
import { configFault } from "./config-fault.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { loadProjects, loadTopicsByName } from "./load-topics.ts";
import { lockProject } from "./locks.ts";

interface Creation {
  readonly seed: MonitorSeed;
  readonly batch: Batch;
}

/** Makes the slot of a monitor that is not stored yet, or says what keeps it from being made. */
export async function createSlot(deps: SqlDeps, trx: Db, { seed, batch }: Creation): Promise<Slot | ChangeOutcome> {
  const { projectId, monitorId } = seed;
  if (seed.door !== null && (await countSelfMade(trx, projectId, batch)) >= deps.maxSelfMadeMonitors) {
    return { kind: "too-many" };
  }
  const topics = seed.config.topics ?? (await defaultTopics(trx, projectId));
  const config: MonitorConfig = { ...seed.config, topics };
  const fault = await configFault(trx, batch, { projectId, monitorId, wanted: config });
  if (fault) return fault;
  const slot = newSlot(seed, config, batch.now);
  return { ...slot, seq: null, oldSweepAt: null, version: 1, oldProbe: slot.probe };
}

/** The default topics that exist: one that was deleted must not keep a ping from being recorded. */
async function defaultTopics(trx: Db, projectId: string): Promise<readonly string[]> {
  const names = (await loadProjects(trx, [projectId])).get(projectId)?.defaultTopics ?? [];
  const known = await loadTopicsByName(trx, projectId, names);
  return names.filter((name) => known.has(name));
}

/** Monitors of the project that made themselves: counted once a batch, which keeps count from then on. */
async function countSelfMade(trx: Db, projectId: string, batch: Batch): Promise<number> {
  const known = batch.selfMade.get(projectId);
  if (known !== undefined) return known;
  await lockProject(trx, projectId);
  const stored = await trx
    .selectFrom("monitors")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("project_id", "=", projectId)
    .where("door", "is not", null)
    .executeTakeFirstOrThrow();
  const count = stored.count + selfMadeIn(batch, projectId);
  batch.selfMade.set(projectId, count);
  return count;
}
