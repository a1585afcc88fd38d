import type { App } from "../../actions/app.ts";
import { foldStorms } from "../../actions/fold-storms.ts";
import { sendDueDigests } from "../../actions/send-due-digests.ts";
import { sweepOverdue } from "../../actions/sweep-overdue.ts";
import { SEND_LIMIT_MS } from "../../deliver/deliver-message.ts";
import { createProbing } from "../../loops/probe-loop.ts";
import type { QueueItem } from "./due-queue.ts";
import { FAREWELL_MS, type Invocation } from "./invocation.ts";
import type { OutTray } from "./out-tray.ts";

/** What a new attempt or probe must have left to come to its end. */
const TO_BEGIN_MS = SEND_LIMIT_MS + 2 * FAREWELL_MS;
/** What has no outcome by then is given back, so that the next tick takes it up at once. */
const HAND_OVER_MS = 2 * FAREWELL_MS;
/** So many messages are told the queue again each minute; the next tick tells the rest. */
const LEFTOVERS = 1_000;
const EXPIRE_LIMIT = 500;
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
 * 1. Overdue monitors are judged and digests of boards made. When storms were folded, what that makes due goes to the
 *    queue, and with it what the queue did not bring: what was due in more than 15 minutes, what had to wait for its
 *    target, and whatever the queue lost. What is past its age limit is given up.
 * 2. Probes look, and what is in flight comes to its end. What retention no longer keeps is deleted.
 */
export async function tick(invocation: Invocation, { app, tray }: TickDeps): Promise<void> {
  const { store } = app;
  const probing = createProbing(app);
  const hasTime = (ms: number): boolean => invocation.getRemainingTimeInMillis() > ms;
  const whileTime = async (ms: number, round: () => Promise<boolean>): Promise<void> => {
    while (hasTime(ms) && (await round()));
  };
  const done = new AbortController();
  const handOver = app.clock.sleep(invocation.getRemainingTimeInMillis() - HAND_OVER_MS, done.signal).then(() => {
    if (!done.signal.aborted) probing.handOver();
  });
  let pruned = 0;
  const parts: readonly TickPart[] = [
    { name: "sweep", run: () => whileTime(HAND_OVER_MS, () => sweepOverdue(app)) },
    { name: "digests", run: () => sendDueDigests(app) },
    {
      name: "age limits",
      run: () => whileTime(HAND_OVER_MS, async () => (await store.outbox.expire(EXPIRE_LIMIT)) === EXPIRE_LIMIT),
    },
    { name: "storms", run: () => foldStorms(app) },
    { name: "leftovers", run: async () => tray.put(await leftovers(app)) },
    { name: "queue", run: () => tray.flush() },
    { name: "probes", run: () => whileTime(TO_BEGIN_MS, probing.round) },
    { name: "probes in flight", run: () => probing.drain() },
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

/** What the queue is bringing right now may be told it twice: whoever comes second finds nothing left to send. */
async function leftovers({ store }: App): Promise<readonly QueueItem[]> {
  const due = await store.outbox.dueIds(LEFTOVERS);
  return due.map(({ id, dueAt }) => ({ kind: "message", id, dueAt }));
}
