import { deleteMonitor, pruneDeleted } from "./delete-monitors.ts";
import type { DynamoDeps } from "./deps.ts";
import { readDue } from "./heartbeats.ts";
import { loadStored } from "./load-monitors.ts";
import { finishMoves } from "./move-pulses.ts";
import { pruneProjects } from "./prune-projects.ts";
import { transact } from "./transact.ts";
import { releaseMonitor } from "./write-changes.ts";
import { writeHistory } from "./write-history.ts";

const RESOLVED_ALARMS_MS = 30 * 86_400_000;

/**
 * Takes away what DynamoDB does not expire by itself: alarms that have been resolved for long, and what is left of
 * monitors and projects that were deleted. Says how many items went.
 */
export async function prune(deps: DynamoDeps, limit: number): Promise<number> {
  const moved = await finishMoves(deps);
  const gone = (await pruneAlarms(deps, limit)) + (await pruneDeleted(deps, limit));
  return moved + gone + (await pruneProjects(deps, limit));
}

/** Deletes the monitors of alarms that have been resolved for long: the next report makes them anew. */
async function pruneAlarms(deps: DynamoDeps, limit: number): Promise<number> {
  const before = deps.now() - RESOLVED_ALARMS_MS - 1;
  const old = (await readDue(deps, "resolvedAt", before)).slice(0, limit);
  let gone = 0;
  for (const { sk: id } of old) gone += await pruneAlarm(deps, id, before);
  return gone;
}

async function pruneAlarm(deps: DynamoDeps, id: string, before: number): Promise<number> {
  return await transact(deps, async (trx) => {
    const loaded = (await loadStored(deps, trx, [id])).get(id);
    const state = loaded?.monitor.state;
    if (!loaded || state?.status !== "up" || state.statusSinceAt > before) return 0;
    await releaseMonitor(deps, trx, loaded);
    await deleteMonitor(trx, loaded);
    const { projectId, config } = loaded.monitor;
    const text = `Alarm ${config.name} was deleted: it has been resolved for 30 days.`;
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "monitor-deleted", actor: "time", monitorId: id, text }]);
    return 1;
  });
}
