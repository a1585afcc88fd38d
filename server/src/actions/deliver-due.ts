import { SEND_LIMIT_MS } from "../deliver/deliver-message.ts";
import type { App } from "./app.ts";
import { deliverClaimed } from "./deliver-claimed.ts";
import { foldStorms } from "./fold-storms.ts";

/** Longer than the longest attempt, so that a lease is lost only by a sender that died. */
export const LEASE_MS = 2 * SEND_LIMIT_MS;
/** So many messages of one integration are in flight at a time. */
export const PER_INTEGRATION = 16;
const BATCH = 100;

/** Delivers what is due now, each message tried once, and waits for the outcomes; says how many were tried. */
export async function deliverDue(app: App): Promise<number> {
  await app.store.outbox.expire(BATCH);
  await foldStorms(app);
  const claimed = await app.store.outbox.claim({ limit: BATCH, perIntegration: PER_INTEGRATION, leaseMs: LEASE_MS });
  await Promise.all(claimed.map((message) => deliverClaimed(app, message)));
  return claimed.length;
}
