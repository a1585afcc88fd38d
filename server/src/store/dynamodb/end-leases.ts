import type { DynamoDeps } from "./deps.ts";
import { putLane } from "./flush-lane.ts";
import { isInFlight, type Lane, laneFromItem, laneKey } from "./lane.ts";
import { loadTarget, probed, putTarget } from "./target.ts";
import { integrationFromItem, integrationKey } from "./topic-items.ts";
import { transact } from "./transact.ts";
import { loadLanes, markedIntegrations } from "./waiting.ts";

/** Ends every lease at once, and the turns of those who asked a target whose breaker is half open. */
export async function endLeases(deps: DynamoDeps): Promise<void> {
  for (const integrationId of await markedIntegrations(deps.port)) {
    const lanes = await loadLanes(deps.port, integrationId);
    const leased = lanes.filter((lane) => isInFlight(lane, deps.now()));
    for (const lane of leased) await endLease(deps, lane);
    await endProbe(deps, integrationId);
  }
}

async function endLease(deps: DynamoDeps, { integrationId, name }: Lane): Promise<void> {
  await transact(deps, async (trx) => {
    const item = await trx.get(laneKey(integrationId, name));
    const lane = item && laneFromItem(item);
    if (lane && isInFlight(lane, trx.now)) putLane(trx, { ...lane, head: { ...lane.head, dueAt: trx.now } });
  });
}

async function endProbe(deps: DynamoDeps, integrationId: string): Promise<void> {
  await transact(deps, async (trx) => {
    const item = await trx.get(integrationKey(integrationId));
    if (item === null) return;
    const target = await loadTarget(trx, integrationFromItem(item).bucketId);
    if (!target.breaker.open?.probing) return;
    const { breaker } = probed(target, trx.now);
    const open = breaker.open && { ...breaker.open, probing: false };
    putTarget(trx, { ...target, breaker: { ...breaker, open } });
  });
}
