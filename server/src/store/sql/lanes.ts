import type { NewMessage, NewNotification } from "../../model/index.ts";
import type { Waiting } from "../supersede.ts";
import type { Db } from "./deps.ts";
import { locking } from "./dialect.ts";
import { isWaiting } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";

/** Messages that tell of no monitor need no order: each is a lane of its own. Digests go one after another. */
export function laneOf(notification: NewNotification, message: NewMessage): string | null {
  if (notification.event === "digest") return digestLane(message.integrationId);
  return notification.monitorId === null ? null : `${message.integrationId}:${notification.monitorId}`;
}

/** The lane of an integration's digests. */
export function digestLane(integrationId: string): string {
  return `${integrationId}:digests`;
}

/** Loads what waits in the lanes of these notifications, heads first; empty lanes are absent. */
export async function loadLanes(trx: Db, notifications: readonly NewNotification[]): Promise<Map<string, Waiting[]>> {
  const names = new Set(notifications.flatMap((n) => n.messages.flatMap((message) => laneOf(n, message) ?? [])));
  const lanes = new Map<string, Waiting[]>();
  if (names.size === 0) return lanes;
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "event", "alert_key", "lane", "lease_id", "uncertain"])
    .where(isWaiting)
    .where("lane", "in", jsonList([...names]))
    .orderBy("seq")
    .modifyEnd(locking("update"))
    .execute();
  for (const row of rows) {
    const list = lanes.get(row.lane) ?? [];
    list.push({
      id: row.id,
      event: row.event,
      alertKey: row.alert_key,
      untouched: row.lease_id === null && row.uncertain === 0,
    });
    lanes.set(row.lane, list);
  }
  return lanes;
}

/** Makes the first waiting message of each lane due, where it was waiting behind one that is gone. */
export async function promoteHeads(trx: Db, lanes: readonly string[], now: number): Promise<void> {
  if (lanes.length === 0) return;
  const heads = trx
    .selectFrom("messages")
    .select((eb) => eb.fn.min("seq").as("seq"))
    .where(isWaiting)
    .where("lane", "in", jsonList(lanes))
    .groupBy("lane");
  await trx
    .updateTable("messages")
    .set({ due_at: now })
    .where("seq", "in", heads)
    .where("due_at", "is", null)
    .execute();
}
