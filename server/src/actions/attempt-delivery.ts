import { type DeliverDeps, deliverMessage } from "../deliver/deliver-message.ts";
import type { Delivery } from "../deliver/delivery.ts";
import type { Clock } from "../lib/clock.ts";
import type { ClaimedMessage } from "../model/index.ts";
import { addressToAccount } from "./accounts/account-address.ts";
import type { App } from "./app.ts";

/** Tries once to deliver a claimed message and counts the attempt; settling it is the caller's. */
export async function attemptDelivery(
  app: App,
  message: ClaimedMessage,
  until: Pick<DeliverDeps, "handOver" | "limitMs">,
): Promise<Delivery> {
  const { providers: registry, http, log } = app;
  const { claimed, connect, instead } = await addressToAccount(app, message);
  const clock = await clockOfStore(app);
  const deps = { registry, http, connect, log, clock, random: Math.random, ...until };
  const delivery = await deliverMessage(claimed, deps);
  const { provider } = claimed.message;
  app.metrics.attempts.inc({ provider, outcome: delivery.attempt.outcome });
  app.metrics.attemptSeconds.observe({ provider }, delivery.attempt.durationMs / 1000);
  return instead === null ? delivery : { ...delivery, attempt: { ...delivery.attempt, reason: instead } };
}

/** The store compares what it is told with its own time: when a message is tried again, until when a target is left alone. */
async function clockOfStore({ store, clock }: Pick<App, "store" | "clock">): Promise<Clock> {
  const behindMs = (await store.now()) - clock.now();
  return { now: () => clock.now() + behindMs, sleep: (ms, signal) => clock.sleep(ms, signal) };
}
