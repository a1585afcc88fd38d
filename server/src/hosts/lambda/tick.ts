import type { App } from "../../actions/app.ts";
import { foldStorms } from "../../actions/fold-storms.ts";
import { sendDueDigests } from "../../actions/send-due-digests.ts";
import { sweepOverdue } from "../../actions/sweep-overdue.ts";
import { SEND_LIMIT_MS } from "../../deliver/deliver-message.ts";
import { createDelivery } from "../../loops/deliver-loop.ts";
import { createProbing } from "../../loops/probe-loop.ts";
import { FAREWELL_MS, type Invocation } from "./invocation.ts";
import type { OutTray } from "./out-tray.ts";

/** What a new attempt or probe must have left to come to its end. */
const TO_BEGIN_MS = SEND_LIMIT_MS + 2 * FAREWELL_MS;
/** What has no outcome by then is given back, so that the next tick takes it up at once. */
const HAND_OVER_MS = 2 * FAREWELL_MS;
const PRUNE_LIMIT = 500;
/** Deleting costs, and waits for nobody: so many slices a minute. */
const PRUNE_ROUNDS = 4;

interface TickPart {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface TickDeps {
  readonly app: App;
  readonly tray: OutTray;
}

/**
 * Does what the passing of a minute brings about. Its parts do not know each other: one that fails is logged, the others
 * are done all the same, and the invocation fails in the end, so that its alarm sees it. Ticks may race.
 *
 * 1. What the queue does not bring is sent: messages due in more than 15 minutes, and whatever the queue lost.
 * 2. Overdue monitors are judged and digests of boards made. What that makes due goes to the queue, each to a function of
 *    its own, when storms were folded.
 * 3. Probes look, and what is in flight comes to its end. What retention no longer keeps is deleted.
 */
export async function tick(invocation: Invocation, { app, tray }: TickDeps): Promise<void> {
  const { store } = app;
  const delivery = createDelivery(app);
  const probing = createProbing(app);
  const hasTime = (ms: number): boolean => invocation.getRemainingTimeInMillis() > ms;
  const whileTime = async (ms: number, round: () => Promise<boolean>): Promise<void> => {
    while (hasTime(ms) && (await round()));
  };
  const done = new AbortController();
  const handOver = app.clock.sleep(invocation.getRemainingTimeInMillis() - HAND_OVER_MS, done.signal).then(() => {
    if (done.signal.aborted) return;
    delivery.handOver();
    probing.handOver();
  });
  let pruned = 0;
  const parts: readonly TickPart[] = [
    { name: "leftovers", run: () => whileTime(TO_BEGIN_MS, delivery.round) },
    { name: "sweep", run: () => whileTime(HAND_OVER_MS, () => sweepOverdue(app)) },
    { name: "digests", run: () => sendDueDigests(app) },
    { name: "storms", run: () => foldStorms(app) },
    { name: "queue", run: () => tray.flush() },
    { name: "probes", run: () => whileTime(TO_BEGIN_MS, probing.round) },
    { name: "probes in flight", run: () => probing.drain() },
    { name: "messages in flight", run: () => delivery.drain() },
    {
      name: "retention",
      run: () =>
        whileTime(HAND_OVER_MS, async () => ++pruned <= PRUNE_ROUNDS && (await store.watch.prune(PRUNE_LIMIT)) > 0),
    },
    { name: "queue at the end", run: () => tray.flush() },
  ];
  const failed: { readonly name: string; readonly error: unknown }[] = [];
  for (const { name, run } of parts) {
    try {
      await run();
    } catch (error) {
      app.log.error({ part: name, err: error }, "a part of the tick failed");
      failed.push({ name, error });
    }
  }
  done.abort("done");
  await handOver;
  if (failed.length === 0) return;
  const names = failed.map(({ name }) => name).join(", ");
  throw new Error(`the tick failed in part: ${names}`, { cause: failed[0]?.error });
}
