import type { Event, NewMessage, NewNotification } from "../model/index.ts";

/** A message that waits in a lane: what superseding and the order need to know. */
export interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly alertKey: string | null;
  /** False once somebody may have seen it: leased, or sent with an unknown outcome. */
  readonly untouched: boolean;
}

/** What is said of a message that an `up` made pointless. */
export const SUPERSEDED_REASON = "The outage was over before this was sent.";

/** The waiting messages of the same incident that an `up` makes pointless. */
export function replacedBy<Entry extends Waiting>(
  notification: Pick<NewNotification, "alertKey">,
  message: NewMessage,
  waiting: readonly Entry[],
): Entry[] {
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
  notification: Pick<NewNotification, "event">,
  message: NewMessage,
  replaced: readonly Waiting[],
): Event | null {
  const nobodyKnows = replaced.some((entry) => entry.event === "down");
  if (!nobodyKnows) return message.onlyIfSuperseding ? null : notification.event;
  return message.waitingDown === "supersede-silently" ? null : "was-down";
}
