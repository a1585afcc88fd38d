import type { App } from "../actions/app.ts";
import { deliverClaimed } from "../actions/deliver-claimed.ts";
import { LEASE_MS, PER_INTEGRATION } from "../actions/deliver-due.ts";
import { foldStorms } from "../actions/fold-storms.ts";
import type { ClaimedMessage } from "../model/index.ts";

/** So many messages are being sent at a time at most. */
const MAX_IN_FLIGHT = 1_000;
/** The rest is for integrations that have nothing in flight, so that many that hang cannot take all of it. */
const SHARED_IN_FLIGHT = 500;
const EVERY_MS = 500;
const EXPIRE_LIMIT = 500;

export interface Delivery {
  /** Claims what is due and starts to send it, without waiting for the targets; true when there may be more. */
  readonly round: () => Promise<boolean>;
  readonly everyMs: number;
  /** Says whom to wake when a message is done and its slot is free. */
  readonly onSlotFree: (wake: () => void) => void;
  /** Gives back what has no outcome yet: others send it at once. */
  readonly handOver: () => void;
  /** Waits until nothing is in flight. */
  readonly drain: () => Promise<void>;
}

/** Makes the delivery: a target that hangs fills its own slots and nobody else's. */
export function createDelivery(app: App): Delivery {
  const inFlight = new Set<Promise<void>>();
  const handingOver = new AbortController();
  let wake = (): void => {};
  return {
    everyMs: EVERY_MS,
    onSlotFree(listener) {
      wake = listener;
    },
    async round() {
      await app.store.outbox.expire(EXPIRE_LIMIT);
      await foldStorms(app);
      const isCrowded = inFlight.size >= SHARED_IN_FLIGHT;
      const limit = (isCrowded ? MAX_IN_FLIGHT : SHARED_IN_FLIGHT) - inFlight.size;
      if (limit <= 0) return false;
      const perIntegration = isCrowded ? 1 : PER_INTEGRATION;
      const claimed = await app.store.outbox.claim({ limit, perIntegration, leaseMs: LEASE_MS });
      for (const message of claimed) {
        const sending: Promise<void> = send(app, message, handingOver.signal).then(() => {
          inFlight.delete(sending);
          wake();
        });
        inFlight.add(sending);
      }
      return claimed.length > 0;
    },
    handOver: () => handingOver.abort(),
    async drain() {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

/** A delivery that could not be settled is claimed again when its lease ends. */
async function send(app: App, claimed: ClaimedMessage, handOver: AbortSignal): Promise<void> {
  try {
    await deliverClaimed(app, claimed, handOver);
  } catch (error) {
    app.log.error({ messageId: claimed.message.id, error: String(error) }, "a delivery was not settled");
  }
}
