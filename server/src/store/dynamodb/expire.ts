import { EXPIRED_REASON } from "../delivery-words.ts";
import type { DynamoDeps } from "./deps.ts";
import { type Entry, isInFlight, type Lane, laneFromItem, laneKey } from "./lane.ts";
import { lostAttempt } from "./lease.ts";
import { leaveLane } from "./leave-lane.ts";
import { attemptItem, deadItem, ended, messageFromItem, messageItem, messageKey } from "./message-item.ts";
import { type Transaction, transact } from "./transact.ts";
import { loadLanes, markedIntegrations } from "./waiting.ts";
import { writeHistory } from "./write-history.ts";

/** So many messages end in one transaction, with three items each beside their lane. */
const AT_ONCE = 30;

/** Gives up messages past their age limit that nobody is sending right now; says how many. */
export async function expire(deps: DynamoDeps, limit: number): Promise<number> {
  let gone = 0;
  for (const integrationId of await markedIntegrations(deps.port)) {
    for (const lane of await loadLanes(deps.port, integrationId)) {
      while (gone < limit && expired(lane, deps.now()).length > 0) {
        const some = await expireIn(deps, lane, Math.min(AT_ONCE, limit - gone));
        if (some === 0) break;
        gone += some;
      }
      if (gone >= limit) return gone;
    }
  }
  return gone;
}

/** What waits past its age limit and is not being sent. */
function expired(lane: Lane, now: number): readonly Entry[] {
  return lane.waiting.filter(({ expiresAt }, index) => expiresAt <= now && !(index === 0 && isInFlight(lane, now)));
}

async function expireIn(deps: DynamoDeps, { integrationId, name }: Lane, limit: number): Promise<number> {
  return await transact(deps, async (trx) => {
    const item = await trx.get(laneKey(integrationId, name));
    if (item === null) return 0;
    const lane = laneFromItem(item);
    const some = expired(lane, trx.now).slice(0, limit);
    await trx.getMany(some.map(({ id }) => messageKey(id)));
    for (const entry of some) await endOne(deps, trx, lane, entry);
    leaveLane(deps, trx, lane, new Set(some.map(({ id }) => id)));
    return some.length;
  });
}

async function endOne(deps: DynamoDeps, trx: Transaction, lane: Lane, { id }: Entry): Promise<void> {
  const message = messageFromItem(await trx.get(messageKey(id)), trx.now);
  if (message === null) return;
  const isHead = lane.waiting[0]?.id === id;
  const { attemptCount, tryCount, lastReason } = isHead ? lane.head : message;
  const lost = isHead && lane.head.leaseId !== null ? 1 : 0;
  if (lost) trx.create(attemptItem(id, lostAttempt(lane)));
  const over = ended(message, {
    status: "dead",
    finishedAt: trx.now,
    lastReason: lastReason === null ? EXPIRED_REASON : `${EXPIRED_REASON} Before: ${lastReason}`,
    attemptCount: attemptCount + lost,
    tryCount: tryCount + lost,
  });
  trx.put(messageItem(over));
  trx.create(deadItem(over));
  const { projectId, topicId, monitorId } = message;
  const text = `Message ${id} was given up. ${EXPIRED_REASON}`;
  const who = { kind: "message-dead", actor: "delivery", monitorId: monitorId ?? undefined } as const;
  writeHistory(deps, trx, [{ projectId, at: trx.now, topicId, text, ...who }]);
}
