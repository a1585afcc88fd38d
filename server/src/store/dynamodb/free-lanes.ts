import type { DynamoDeps } from "./deps.ts";
import { tellWaiting } from "./due-ids.ts";
import { putLane } from "./flush-lane.ts";
import { DIGESTS, type Lane, laneFromItem, laneKey, without } from "./lane.ts";
import { isBehind, loadPace } from "./pace.ts";
import { type Transaction, transact } from "./transact.ts";
import { loadLanes } from "./waiting.ts";

/** So many lanes are written in one transaction. */
const AT_ONCE = 90;

/** Takes messages out of their lane and tells of a new head; a digest lets those go that wait for it. */
export function leaveLane(deps: DynamoDeps, trx: Transaction, lane: Lane, ids: ReadonlySet<string>): void {
  const next = without(lane, ids, trx.now);
  putLane(trx, next);
  const [head] = next.waiting;
  const isNew = head?.id !== lane.waiting[0]?.id;
  if (head && isNew && next.behind === null) trx.tellDue([{ id: head.id, dueAt: next.head.dueAt }]);
  if (lane.name === DIGESTS) trx.afterwards(() => freeLanes(deps, lane.integrationId));
}

/** Lets the lanes go whose digest is settled: what was told of their monitors since may be sent now. */
export async function freeLanes(deps: DynamoDeps, integrationId: string): Promise<void> {
  const lanes = await loadLanes(deps.port, integrationId);
  const digests = lanes.find(({ name }) => name === DIGESTS);
  const pace = await loadPace(deps.port, integrationId);
  const free = lanes.filter((lane) => lane.behind !== null && !isBehind(lane, pace, digests));
  for (let start = 0; start < free.length; start += AT_ONCE) {
    const keys = free.slice(start, start + AT_ONCE).map(({ name }) => laneKey(integrationId, name));
    await transact(deps, async (trx) => {
      for (const item of await trx.getMany(keys)) {
        const lane = laneFromItem(item);
        const isSame = free.some(({ name, behind }) => name === lane.name && behind === lane.behind);
        if (isSame) putLane(trx, { ...lane, behind: null });
      }
    });
  }
  await tellWaiting(deps, [integrationId]);
}
