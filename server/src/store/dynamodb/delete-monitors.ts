import { forgetKeys } from "./api-keys.ts";
import { deleteItems } from "./delete-items.ts";
import type { DynamoDeps } from "./deps.ts";
import { incidentKey } from "./incident-items.ts";
import type { Key } from "./item.ts";
import { monitorKey, stateKey } from "./keys.ts";
import type { LoadedMonitor } from "./load-monitors.ts";
import { alarmKey } from "./monitor-item.ts";
import type { Transaction } from "./transact.ts";

/** So many items are deleted at a time. */
const AT_A_TIME = 100;

const GONE = "GONE";

/** The key of the note that the log of a deleted monitor is to be taken away. */
export function goneKey(monitorId: string): Key {
  return { pk: GONE, sk: monitorId };
}

/**
 * Deletes what makes a monitor one; its names and their count are the caller's business. Its log is more than a
 * transaction can delete: nobody sees it any more, and `finishDeletion` takes it away.
 */
export async function deleteMonitor(trx: Transaction, { monitor }: LoadedMonitor): Promise<void> {
  const { id, state } = monitor;
  const open = state.incident === null ? [] : [incidentKey(id, state.incident.n)];
  const keys = [stateKey(id), monitorKey(id), ...(state.alarm === null ? [] : [alarmKey(id)]), ...open];
  await trx.getMany([...keys, goneKey(id)]);
  for (const key of keys) trx.delete(key);
  trx.put({ ...goneKey(id) });
}

/** Takes away what is left of a deleted monitor; says how many items that was. May be done twice. */
export async function finishDeletion(deps: DynamoDeps, monitorId: string, limit = Number.POSITIVE_INFINITY) {
  let gone = 0;
  while (gone < limit) {
    const pk = monitorKey(monitorId).pk;
    const { items } = await deps.port.query({ pk, limit: Math.min(AT_A_TIME, limit - gone) });
    if (items.length === 0) {
      await deps.port.write({ kind: "delete", key: goneKey(monitorId), when: "any" });
      break;
    }
    await forgetKeys(deps.port, items);
    await deleteItems(deps.port, items);
    gone += items.length;
  }
  return gone;
}

/** Takes away what is left of deleted monitors, so many items at most; says how many. */
export async function pruneDeleted(deps: DynamoDeps, limit: number): Promise<number> {
  const { items } = await deps.port.query({ pk: GONE, limit });
  let gone = 0;
  for (const { sk } of items) if (gone < limit) gone += await finishDeletion(deps, sk, limit - gone);
  return gone;
}
