import type { DynamoDeps } from "./deps.ts";
import { flushLane, putLane } from "./flush-lane.ts";
import { DIGESTS, type Lane, laneFromItem, laneKey } from "./lane.ts";
import { isBehind, overIn, type Pace } from "./pace.ts";
import { transact } from "./transact.ts";

/** So many lanes are written in one transaction. */
const AT_ONCE = 90;

/**
 * Does what should have followed a commit on lanes, and was not where a process died: messages that are over get their
 * end written, and lanes whose digest is settled are behind it no longer. Nothing depends on it, but it would pile up.
 */
export async function mendLanes(deps: DynamoDeps, lanes: readonly Lane[], pace: Pace): Promise<void> {
  const digests = lanes.find(({ name }) => name === DIGESTS);
  for (const lane of lanes) if (overIn(lane, pace).length > 0) await flushLane(deps, lane);
  const free = lanes.filter((lane) => lane.behind !== null && !isBehind(lane, pace, digests));
  for (let start = 0; start < free.length; start += AT_ONCE) await freeSome(deps, free.slice(start, start + AT_ONCE));
}

async function freeSome(deps: DynamoDeps, free: readonly Lane[]): Promise<void> {
  const behind = new Map(free.map((lane) => [lane.name, lane.behind]));
  const keys = free.map(({ integrationId, name }) => laneKey(integrationId, name));
  await transact(deps, async (trx) => {
    for (const item of await trx.getMany(keys)) {
      const lane = laneFromItem(item);
      if (behind.get(lane.name) === lane.behind) putLane(trx, { ...lane, behind: null });
    }
  });
}
