import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { DueQueue, QueueItem } from "./due-queue.ts";

/** So long the queue can hold a message back (Amazon SQS Developer Guide, "Quotas", 2026); what is due later is the tick's. */
const LONGEST_DELAY_MS = 15 * 60_000;

/** What an invocation has for the queue. A function stands still once it has answered, so it sends before that. */
export interface OutTray {
  put(items: readonly QueueItem[]): void;
  /** Sends what was put in; what cannot be sent is logged. Never throws. */
  flush(): Promise<void>;
}

export interface OutTrayDeps {
  readonly queue: DueQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes an empty tray. */
export function createOutTray({ queue, clock, log }: OutTrayDeps): OutTray {
  let items: QueueItem[] = [];
  let sending = Promise.resolve();
  const send = async (): Promise<void> => {
    const now = clock.now();
    const taken = soonOnce(items, now);
    items = [];
    if (taken.length === 0) return;
    const left = await queue.send(taken, now);
    const mails = left.filter(({ kind }) => kind === "mail").length;
    if (left.length > mails)
      log.warn({ messages: left.length - mails }, "the queue did not take messages; the next tick tells it again");
    if (mails > 0) log.error({ mails }, "the queue did not take mails to accounts: they are lost");
  };
  return {
    put: (more) => void items.push(...more),
    flush() {
      sending = sending.then(send);
      return sending;
    },
  };
}

/** Each message once, for the earliest time that was named, unless that is too far away. */
function soonOnce(items: readonly QueueItem[], now: number): readonly QueueItem[] {
  const messages = new Map<string, QueueItem & { readonly kind: "message" }>();
  for (const item of items) {
    if (item.kind === "message" && item.dueAt < (messages.get(item.id)?.dueAt ?? now + LONGEST_DELAY_MS))
      messages.set(item.id, item);
  }
  return [...messages.values(), ...items.filter(({ kind }) => kind === "mail")];
}
