import type { App } from "../actions/app.ts";
import { sendDueDigests } from "../actions/send-due-digests.ts";
import { sweepOverdue } from "../actions/sweep-overdue.ts";
import type { ProcessRole } from "../config/process-roles.ts";
import { createDelivery, type Delivery } from "./deliver-loop.ts";
import { createProbing, type Probing } from "./probe-loop.ts";
import { runLoop } from "./run-loop.ts";

const STAMP_EVERY_MS = 2_000;
const SCHEMA_EVERY_MS = 5_000;
const LIMITS_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 200;
const DIGEST_EVERY_MS = 5_000;
const PRUNE_EVERY_MS = 30_000;
const PRUNE_LIMIT = 500;
/** So long a process that stops waits for the targets that it has asked, and for what it probes. */
const PATIENCE_MS = 5_000;

/** What a loop does, and how long it may be silent before the process calls itself unready. */
interface LoopPlan {
  readonly name: string;
  /** Who runs it; null: every process. */
  readonly role: ProcessRole | null;
  readonly everyMs: number;
  readonly maxSilentMs: number;
  readonly round: () => Promise<boolean>;
}

export interface Loops {
  /** The names of the loops that run. */
  readonly names: readonly string[];
  readonly ringDelivery: () => void;
  readonly readiness: () => readonly { readonly name: string; readonly problem: string }[];
  /**
   * Lets what is in flight end, then stops. What has no outcome after a while is given back for others to do at once;
   * `onHandOver` is called then, to break off what it still waits for.
   */
  readonly stop: (onHandOver?: () => void) => Promise<void>;
}

/**
 * Starts what goes on by itself in a process of these roles: stamping, sweeping, probing, delivering, pruning. When the
 * store has become one that this process must not work on, `onOutgrown` is told why.
 */
export function startLoops(app: App, onOutgrown: (reason: string) => void = () => {}): Loops {
  const { clock, log, settings } = app;
  const delivery = createDelivery(app);
  const probing = createProbing(app);
  const plans = planLoops(app, { delivery, probing, onOutgrown });
  const onError = (name: string) => (error: unknown) =>
    log.error({ loop: name, error: error instanceof Error ? error.message : String(error) }, "a loop's round failed");
  const running = plans
    .filter(({ role }) => role === null || settings.roles.includes(role))
    .map(({ name, everyMs, round, maxSilentMs }) => ({
      loop: runLoop({ name, clock, everyMs, round, onError: onError(name) }),
      maxSilentMs,
    }));
  const ringOf = (name: string): (() => void) =>
    running.find(({ loop }) => loop.name === name)?.loop.ring ?? (() => {});
  const ringDelivery = ringOf("deliver");
  delivery.onSlotFree(ringDelivery);
  probing.onSlotFree(ringOf("probe"));
  return {
    names: running.map(({ loop }) => loop.name),
    ringDelivery,
    readiness: () =>
      running
        .filter(({ loop, maxSilentMs }) => loop.silentMs() > maxSilentMs)
        .map(({ loop }) => ({
          name: loop.name,
          problem: `The ${loop.name} loop has done nothing for ${Math.round(loop.silentMs() / 1000)} s.`,
        })),
    async stop(onHandOver = () => {}) {
      const ended = new AbortController();
      const patience = clock.sleep(PATIENCE_MS, ended.signal).then(() => {
        if (ended.signal.aborted) return;
        probing.handOver();
        delivery.handOver();
        onHandOver();
      });
      await Promise.all(running.map(({ loop }) => loop.stop()));
      await Promise.all([probing.drain(), delivery.drain()]);
      ended.abort("drained");
      await patience;
    },
  };
}

/** Who sent much here, told to the processes that share the store; where there are none, there is nothing to run. */
function planLimits({ store, limits }: App): readonly LoopPlan[] {
  const { doorbell } = store;
  if (!doorbell) return [];
  const round = async (): Promise<boolean> => {
    const uses = limits.report();
    if (uses !== null) doorbell.say(JSON.stringify({ uses }), { keep: true });
    return false;
  };
  return [{ name: "limits", role: "http", everyMs: LIMITS_EVERY_MS, maxSilentMs: 30_000, round }];
}

/** What the passing of time brings about (overdue monitors, digests of boards, retention) is one role's work. */
function planLoops(
  app: App,
  {
    delivery,
    probing,
    onOutgrown,
  }: { readonly delivery: Delivery; readonly probing: Probing; readonly onOutgrown: (reason: string) => void },
): readonly LoopPlan[] {
  const { store, log } = app;
  const stamp = async (): Promise<boolean> => {
    const gap = await store.watch.stampAlive({ starting: false });
    if (gap) log.warn({ fromAt: gap.fromAt, toAt: gap.toAt }, "signals could not be taken in for a while");
    return false;
  };
  const schema = async (): Promise<boolean> => {
    const reason = await store.outgrown();
    if (reason !== null) onOutgrown(reason);
    return false;
  };
  const digest = async (): Promise<boolean> => {
    await sendDueDigests(app);
    return false;
  };
  const prune = async (): Promise<boolean> => (await store.watch.prune(PRUNE_LIMIT)) > 0;
  const sweep = (): Promise<boolean> => sweepOverdue(app);
  return [
    { name: "stamp", role: null, everyMs: STAMP_EVERY_MS, maxSilentMs: 10_000, round: stamp },
    { name: "schema", role: null, everyMs: SCHEMA_EVERY_MS, maxSilentMs: 60_000, round: schema },
    ...planLimits(app),
    { name: "sweep", role: "sweep", everyMs: SWEEP_EVERY_MS, maxSilentMs: 30_000, round: sweep },
    { name: "digest", role: "sweep", everyMs: DIGEST_EVERY_MS, maxSilentMs: 60_000, round: digest },
    { name: "prune", role: "sweep", everyMs: PRUNE_EVERY_MS, maxSilentMs: 600_000, round: prune },
    { name: "deliver", role: "deliver", everyMs: delivery.everyMs, maxSilentMs: 30_000, round: delivery.round },
    { name: "probe", role: "probe", everyMs: probing.everyMs, maxSilentMs: 30_000, round: probing.round },
  ];
}
