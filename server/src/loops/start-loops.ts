import type { App } from "../actions/app.ts";
import { sendDueDigests } from "../actions/send-due-digests.ts";
import { sweepOverdue } from "../actions/sweep-overdue.ts";
import { createDelivery } from "./deliver-loop.ts";
import { createProbing } from "./probe-loop.ts";
import { type Loop, runLoop } from "./run-loop.ts";

const STAMP_EVERY_MS = 2_000;
const SWEEP_EVERY_MS = 200;
const DIGEST_EVERY_MS = 5_000;
const PRUNE_EVERY_MS = 30_000;
const PRUNE_LIMIT = 500;

/** A loop with how long it may be silent before the process calls itself unready. */
interface WatchedLoop {
  readonly loop: Loop;
  readonly maxSilentMs: number;
}

export interface Loops {
  readonly ringDelivery: () => void;
  readonly readiness: () => readonly { readonly name: string; readonly problem: string }[];
  /** Lets what is in flight end, then stops. */
  readonly stop: () => Promise<void>;
}

/** Starts the work that goes on by itself: stamping, sweeping, probing, delivering, pruning. */
export function startLoops(app: App): Loops {
  const { clock, store, log } = app;
  const onError = (name: string) => (error: unknown) =>
    log.error({ loop: name, error: error instanceof Error ? error.message : String(error) }, "a loop's round failed");
  const loop = (name: string, everyMs: number, round: () => Promise<boolean>): Loop =>
    runLoop({ name, clock, everyMs, round, onError: onError(name) });
  const stamp = loop("stamp", STAMP_EVERY_MS, async () => {
    const gap = await store.watch.stampAlive({ starting: false });
    if (gap) log.warn({ fromAt: gap.fromAt, toAt: gap.toAt }, "signals could not be taken in for a while");
    return false;
  });
  const sweep = loop("sweep", SWEEP_EVERY_MS, () => sweepOverdue(app));
  const delivery = createDelivery(app);
  const deliver = loop("deliver", delivery.everyMs, delivery.round);
  const digest = loop("digest", DIGEST_EVERY_MS, async () => {
    await sendDueDigests(app);
    return false;
  });
  const probing = createProbing(app);
  const probe = loop("probe", probing.everyMs, probing.round);
  const prune = loop("prune", PRUNE_EVERY_MS, async () => (await store.watch.prune(PRUNE_LIMIT)) > 0);
  const watched: readonly WatchedLoop[] = [
    { loop: stamp, maxSilentMs: 10_000 },
    { loop: sweep, maxSilentMs: 30_000 },
    { loop: deliver, maxSilentMs: 30_000 },
    { loop: digest, maxSilentMs: 60_000 },
    { loop: probe, maxSilentMs: 30_000 },
    { loop: prune, maxSilentMs: 600_000 },
  ];
  delivery.onSlotFree(deliver.ring);
  probing.onSlotFree(probe.ring);
  return {
    ringDelivery: deliver.ring,
    readiness: () =>
      watched
        .filter(({ loop: each, maxSilentMs }) => each.silentMs() > maxSilentMs)
        .map(({ loop: each }) => ({
          name: each.name,
          problem: `The ${each.name} loop has done nothing for ${Math.round(each.silentMs() / 1000)} s.`,
        })),
    async stop() {
      await Promise.all(watched.map(({ loop: each }) => each.stop()));
      await Promise.all([probing.drain(), delivery.drain()]);
    },
  };
}
