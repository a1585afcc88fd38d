import { foldedReason } from "../delivery-words.ts";
import { SUPERSEDED_REASON } from "../supersede.ts";
import type { DynamoDeps } from "./deps.ts";
import { type Ended, isSpent, type Lane, laneFromItem, laneItem, laneKey } from "./lane.ts";
import { ended, messageFromItem, messageItem, messageKey } from "./message-item.ts";
import { loadPace, overIn } from "./pace.ts";
import { type Transaction, transact } from "./transact.ts";

/** So many messages are ended in one transaction, beside their lane. */
const AT_ONCE = 90;

/** Ends the items of messages that their lane says are over. */
export async function flushLane(
  deps: DynamoDeps,
  { integrationId, name }: Pick<Lane, "integrationId" | "name">,
): Promise<void> {
  const key = laneKey(integrationId, name);
  for (let left = true; left; ) {
    left = await transact(deps, async (trx) => {
      const item = await trx.get(key);
      if (item === null) return false;
      const lane = laneFromItem(item);
      const over = overIn(lane, await loadPace(trx, integrationId));
      const some = over.slice(0, AT_ONCE);
      if (some.length === 0) return false;
      await endMessages(trx, some);
      putLane(trx, { ...lane, ended: lane.ended.filter((one) => !some.includes(one)) });
      return over.length > AT_ONCE;
    });
  }
}

/** Writes a lane that was read back, or deletes it when nobody needs it any more. */
export function putLane(trx: Transaction, lane: Lane): void {
  if (isSpent(lane)) trx.delete(laneKey(lane.integrationId, lane.name));
  else trx.put(laneItem(lane));
}

/** Writes into messages how they ended. */
export async function endMessages(trx: Transaction, endings: readonly Ended[]): Promise<void> {
  const items = await trx.getMany(endings.map(({ id }) => messageKey(id)));
  const byId = new Map(endings.map((one) => [one.id, one]));
  for (const item of items) {
    const message = messageFromItem(item, trx.now);
    const one = message && byId.get(message.id);
    if (message?.status === "waiting" && one) trx.put(messageItem(ended(message, endingOf(one))));
  }
}

/** How a message ended that was replaced in its lane. */
export function endingOf({ status, at, digestId, attemptCount, tryCount }: Ended) {
  const lastReason = digestId === null ? SUPERSEDED_REASON : foldedReason(digestId);
  return { status, finishedAt: at, lastReason, digestId: digestId ?? undefined, attemptCount, tryCount } as const;
}
