import type { NewMessage, NewNotification } from "../../model/index.ts";
import type { Db } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import type { Waiting } from "./lanes.ts";

/** The waiting messages of the same incident that an `up` makes pointless. */
export function replacedBy(notification: NewNotification, message: NewMessage, waiting: readonly Waiting[]): Waiting[] {
  if (message.waitingDown === "keep") return [];
  return waiting.filter(
    (entry) =>
      entry.untouched &&
      entry.alertKey === notification.alertKey &&
      (entry.event === "down" || entry.event === "changed"),
  );
}

/** What is told in the end; null: nothing. */
export function eventToTell(
  notification: NewNotification,
  message: NewMessage,
  replaced: readonly Waiting[],
): string | null {
  const nobodyKnows = replaced.some((entry) => entry.event === "down");
  if (!nobodyKnows) return message.onlyIfSuperseding ? null : notification.event;
  return message.waitingDown === "supersede-silently" ? null : "was-down";
}

/** Finishes messages that an `up` made pointless. */
export async function markSuperseded(trx: Db, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable("messages")
    .set({
      status: "superseded",
      due_at: null,
      finished_at: now,
      last_reason: "The outage was over before this was sent.",
    })
    .where("id", "in", jsonList(ids))
    .execute();
}
