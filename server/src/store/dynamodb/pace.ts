import { STORM_PACE_MS } from "../../route/storm.ts";
import { type Item, type Key, textOf } from "./item.ts";
import { DIGESTS, type Ended, isUntold, type Lane } from "./lane.ts";
import type { Transaction } from "./transact.ts";

/**
 * What those who claim many messages of one integration at a time agree by: each of them writes it, so that two never
 * have more in flight than may be.
 */
export interface Pace {
  readonly integrationId: string;
  /** When the last digest was begun. */
  readonly stormAt: number | null;
  /** A digest that is being made: the lanes behind it are taken already, and it has no message yet. */
  readonly gathering: string | null;
}

export const paceKey = (integrationId: string): Key => ({ pk: `INTEGRATION#${integrationId}`, sk: "PACE" });

/** Reads the item of a pace. */
export function paceFromItem(integrationId: string, item: Item | null | undefined): Pace {
  const stormAt = item?.stormAt === undefined ? null : Number(item.stormAt);
  return { integrationId, stormAt, gathering: textOf(item?.gathering) };
}

/** Writes a pace that was read in the same transaction. */
export function putPace(trx: Transaction, { integrationId, stormAt, gathering }: Pace): void {
  trx.put({ ...paceKey(integrationId), stormAt: stormAt ?? undefined, gathering: gathering ?? undefined });
}

/** Loads the pace of an integration. */
export async function loadPace(trx: Pick<Transaction, "get">, integrationId: string): Promise<Pace> {
  return paceFromItem(integrationId, await trx.get(paceKey(integrationId)));
}

/** True while the digest that told of a lane is not settled; `digests`: the lane of the integration's digests. */
export function isBehind({ behind }: Lane, pace: Pace, digests: Lane | undefined): boolean {
  if (behind === null) return false;
  return pace.gathering === behind || (digests?.waiting.some(({ id }) => id === behind) ?? false);
}

/** What is over in a lane; what a digest stands for that is still being made is read from its lanes until it is there. */
export function overIn({ ended }: Lane, { gathering }: Pace): readonly Ended[] {
  return ended.filter(({ digestId }) => digestId === null || digestId !== gathering);
}

/** True shortly after a digest. */
export function isAfterStorm({ stormAt }: Pace, now: number): boolean {
  return stormAt !== null && stormAt + STORM_PACE_MS > now;
}

/** What may leave now. */
interface Room {
  readonly tokens: number;
  readonly now: number;
}

/** True shortly after a digest, while more waits than may leave at once: it is gathered for the next digest. */
export function isGathering(pace: Pace, lanes: readonly Lane[], { tokens, now }: Room): boolean {
  return isAfterStorm(pace, now) && lanes.filter(isUntold).length > tokens;
}

/** The lanes whose head may be sent now, the longest due first. */
export function dueLanes(lanes: readonly Lane[], pace: Pace, room: Room): readonly Lane[] {
  const digests = lanes.find(({ name }) => name === DIGESTS);
  const isLater = isGathering(pace, lanes, room) ? isUntold : () => false;
  return lanes
    .filter((lane) => lane.waiting.length > 0 && lane.head.dueAt <= room.now)
    .filter((lane) => !isBehind(lane, pace, digests) && !isLater(lane))
    .toSorted(
      (a, b) => a.head.dueAt - b.head.dueAt || ((a.waiting[0]?.seq ?? "") < (b.waiting[0]?.seq ?? "") ? -1 : 1),
    );
}
