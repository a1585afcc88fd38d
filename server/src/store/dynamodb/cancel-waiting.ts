import { CANCELLED_REASON } from "../delivery-words.ts";
import type { DynamoDeps } from "./deps.ts";
import { endMessages, putLane } from "./flush-lane.ts";
import { type Lane, laneFromItem, laneKey } from "./lane.ts";
import { ended, messageFromItem, messageItem, messageKey } from "./message-item.ts";
import { paceKey } from "./pace.ts";
import { transact } from "./transact.ts";
import { loadLanes } from "./waiting.ts";

/** So many messages are cancelled in one transaction, beside their lane. */
const AT_ONCE = 90;

/**
 * Cancels what still waits for integrations that are gone, also what is being sent, lane by lane. Nobody can send it any
 * more from the moment at which the integration is gone; a step that is lost is made by whoever meets the lane next.
 */
export async function cancelOrphans(deps: DynamoDeps, integrationIds: readonly string[]): Promise<void> {
  for (const integrationId of integrationIds) {
    const lanes = await loadLanes(deps.port, integrationId);
    for (let start = 0; start < lanes.length; start += 8) {
      await Promise.all(lanes.slice(start, start + 8).map((lane) => cancelLane(deps, lane)));
    }
    await deps.port.write({ kind: "delete", key: paceKey(integrationId), when: "any" });
  }
}

async function cancelLane(deps: DynamoDeps, { integrationId, name }: Lane): Promise<void> {
  const key = laneKey(integrationId, name);
  for (let left = true; left; ) {
    left = await transact(deps, async (trx) => {
      const item = await trx.get(key);
      if (item === null) return false;
      const lane = laneFromItem(item);
      const over = lane.ended.slice(0, AT_ONCE);
      await endMessages(trx, over);
      const some = over.length > 0 ? [] : lane.waiting.slice(0, AT_ONCE);
      const items = await trx.getMany(some.map(({ id }) => messageKey(id)));
      for (const one of items) {
        const message = messageFromItem(one, trx.now);
        if (message?.status !== "waiting") continue;
        const isHead = message.id === lane.waiting[0]?.id;
        const { attemptCount, tryCount } = isHead ? lane.head : message;
        const how = { status: "cancelled", finishedAt: trx.now, lastReason: CANCELLED_REASON } as const;
        trx.put(messageItem(ended(message, { ...how, attemptCount, tryCount })));
      }
      const next = {
        ...lane,
        waiting: lane.waiting.slice(some.length),
        ended: lane.ended.slice(AT_ONCE),
        head: { ...lane.head, leaseId: null },
        behind: null,
      };
      putLane(trx, next);
      return next.waiting.length > 0 || next.ended.length > 0;
    });
  }
}
