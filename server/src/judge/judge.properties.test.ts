import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, pingSignal, SECOND, someConfig } from "../../test/monitor-story.ts";
import type { Gap, Monitor, MonitorConfig, Schedule, ShownStatus, Signal } from "../model/index.ts";
import { effectiveDeadline } from "./effective-deadline.ts";
import { judge } from "./judge.ts";
import { newMonitor } from "./new-monitor.ts";
import { statusAt } from "./status-at.ts";

const BEGIN = Date.UTC(2026, 10, 20);

const tolerance = {
  graceMs: fc.integer({ min: 0, max: HOUR }),
  allowedMisses: fc.integer({ min: 0, max: 3 }),
};

/** None of these ever ends. */
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("period" as const),
      periodMs: fc.integer({ min: SECOND, max: 3 * HOUR }),
      ...tolerance,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("cron" as const),
      expression: fc.constantFrom("*/20 * * * *", "30 3 * * *"),
      timezone: fc.constantFrom("UTC", "Europe/Riga"),
      ...tolerance,
    }),
  },
);

const config: fc.Arbitrary<MonitorConfig> = fc
  .record({
    schedule,
    manualResume: fc.boolean(),
    failuresToDown: fc.integer({ min: 1, max: 3 }),
    successesToUp: fc.integer({ min: 1, max: 3 }),
    expectFirstByAt: fc.option(fc.integer({ min: BEGIN, max: BEGIN + 3 * HOUR })),
  })
  .map((patch) => someConfig(patch));

const runId = fc.option(fc.constantFrom("run-a", "run-b"), { nil: undefined });
const ping = fc
  .tuple(fc.constantFrom("success" as const, "start" as const, "fail" as const, "log" as const), runId)
  .map(([action, id]) => pingSignal(action, id === undefined ? {} : { runId: id }));

const command: fc.Arbitrary<Signal> = fc.oneof(
  fc.constantFrom("pause" as const, "resume" as const, "acknowledge" as const).map((type) => ({ type, actor: "ann" })),
  fc
    .record({ schedule, severity: fc.constantFrom("critical" as const, "info" as const) }, { requiredKeys: [] })
    .map((patch) => ({ type: "configure" as const, actor: "ann", patch })),
);

const signal: fc.Arbitrary<Signal> = fc.oneof(
  { weight: 5, arbitrary: ping },
  { weight: 2, arbitrary: fc.constant<Signal>({ type: "time" }) },
  { weight: 2, arbitrary: command },
);

/** Signals with the time that passed before each; a clock may also step back. */
const steps = fc.array(fc.tuple(signal, fc.integer({ min: -MINUTE, max: 2 * HOUR })), { maxLength: 30 });

const gaps: fc.Arbitrary<readonly Gap[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 * HOUR }), fc.integer({ min: 0, max: HOUR })), { maxLength: 5 })
  .map((list) => list.map(([from, length]) => ({ fromAt: BEGIN + from, toAt: BEGIN + from + length })));

interface Life {
  readonly monitor: Monitor;
  readonly now: number;
  readonly changes: readonly { readonly from: string; readonly to: string; readonly at: number }[];
}

type Steps = readonly (readonly [Signal, number])[];

function live(
  start: MonitorConfig,
  signals: Steps,
  ours: readonly Gap[],
  look: (monitor: Monitor, now: number) => void = () => {},
): Life {
  let now = BEGIN;
  const seed = { projectId: "p", monitorId: "m", door: null, doorKey: null, config: start };
  let monitor = newMonitor(seed, now);
  const changes: { from: string; to: string; at: number }[] = [];
  for (const [next, passed] of signals) {
    now += passed;
    const judgement = judge(monitor, next, { now, gaps: ours });
    if (judgement.kind === "refused" || judgement.next === null) continue;
    monitor = judgement.next;
    changes.push(...judgement.transitions.map(({ from, to, at }) => ({ from, to, at })));
    look(monitor, now);
  }
  return { monitor, now, changes };
}

const HEALTH: Readonly<Record<ShownStatus, number>> = { paused: 0, new: 0, up: 0, late: 1, down: 2 };

describe("whatever happens to a monitor", () => {
  it("waiting never improves its health", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 6 * HOUR }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(config, steps, gaps, waits, (start, signals, ours, passing) => {
        const { monitor, now } = live(start, signals, ours);
        let at = now;
        let health = HEALTH[statusAt(monitor, { now, gaps: ours })];
        for (const wait of passing) {
          at += wait;
          const later = HEALTH[statusAt(monitor, { now: at, gaps: ours })];
          expect(later).toBeGreaterThanOrEqual(health);
          health = later;
        }
      }),
    );
  });

  it("what is shown is what a look at that moment would store", () => {
    fc.assert(
      fc.property(config, steps, gaps, fc.nat(6 * HOUR), (start, signals, ours, wait) => {
        const { monitor, now } = live(start, signals, ours);
        const context = { now: now + wait, gaps: ours };
        const looked = judge(monitor, { type: "time" }, context);
        const stored = looked.kind === "judged" ? looked.next?.state.status : null;
        const shown = statusAt(monitor, context);
        expect(stored).toBe(shown === "late" ? "up" : shown);
      }),
    );
  });

  it("the same signals in the same order give the same state", () => {
    fc.assert(
      fc.property(config, steps, gaps, (start, signals, ours) => {
        expect(live(start, signals, ours)).toEqual(live(start, signals, ours));
      }),
    );
  });

  it("sweeping between signals, or never, gives the same transitions", () => {
    const onward = fc.array(fc.tuple(signal, fc.nat(2 * HOUR)), { maxLength: 20 });
    fc.assert(
      fc.property(config, onward, gaps, (start, signals, ours) => {
        const swept = signals.flatMap(([next, passed]): Steps => {
          const half = Math.floor(passed / 2);
          return [
            [{ type: "time" }, half],
            [{ type: "time" }, passed - half],
            [next, 0],
          ];
        });
        const lazy = live(start, [...signals, [{ type: "time" }, 0]], ours);
        const busy = live(start, [...swept, [{ type: "time" }, 0]], ours);
        expect(busy.changes).toEqual(lazy.changes);
      }),
    );
  });

  it("a monitor that is up has a deadline, a monitor that is down or paused has none", () => {
    fc.assert(
      fc.property(config, steps, gaps, (start, signals, ours) => {
        live(start, signals, ours, ({ state }) => {
          // A new monitor may have one: by a start, or by a first signal that is expected.
          if (state.status === "new") return;
          expect(state.deadlineAt !== null).toBe(state.status === "up");
        });
      }),
    );
  });

  it("an incident is open while it is down and at no other time, and incidents are numbered without a hole", () => {
    fc.assert(
      fc.property(config, steps, gaps, (start, signals, ours) => {
        const { changes, monitor } = live(start, signals, ours, ({ state }) => {
          expect(state.incident !== null).toBe(state.status === "down");
          expect(state.incident?.n ?? state.incidentCount).toBe(state.incidentCount);
        });
        const opened = changes.filter(({ from, to }) => to === "down" && from !== "down");
        expect(monitor.state.incidentCount).toBe(opened.length);
      }),
    );
  });

  it("its transitions follow one another, in time and in status", () => {
    fc.assert(
      fc.property(config, steps, gaps, (start, signals, ours) => {
        const { changes, monitor } = live(start, signals, ours);
        let [status, at] = ["new", BEGIN];
        for (const change of changes) {
          expect(change.from).toBe(status);
          expect(change.at).toBeGreaterThanOrEqual(at);
          [status, at] = [change.to, change.at];
        }
        expect(monitor.state.status).toBe(status);
      }),
    );
  });

  it("time alone never changes what is paused, nor what is new and expects nothing", () => {
    fc.assert(
      fc.property(config, steps, gaps, fc.nat(300 * HOUR), (start, signals, ours, wait) => {
        const { monitor, now } = live(start, signals, ours);
        const { status, startedAt, expectedAt } = monitor.state;
        const expectsNothing = status === "new" && startedAt === null && expectedAt === null;
        fc.pre(status === "paused" || expectsNothing);
        const looked = judge(monitor, { type: "time" }, { now: now + wait, gaps: ours });
        expect(looked).toMatchObject({ transitions: [], lookAgainAt: null });
      }),
    );
  });

  it("looking again at the same time changes nothing", () => {
    fc.assert(
      fc.property(config, steps, gaps, fc.nat(6 * HOUR), (start, signals, ours, wait) => {
        const { monitor, now } = live(start, signals, ours);
        const context = { now: now + wait, gaps: ours };
        const once = judge(monitor, { type: "time" }, context);
        if (once.kind === "refused" || once.next === null) throw new Error("time is never refused and deletes nothing");
        const twice = judge(once.next, { type: "time" }, context);
        expect(twice).toMatchObject({ next: once.next, transitions: [], lookAgainAt: once.lookAgainAt });
      }),
    );
  });

  it("every ping is counted once and numbered", () => {
    fc.assert(
      fc.property(config, steps, gaps, (start, signals, ours) => {
        const { monitor } = live(start, signals, ours);
        expect(monitor.state.pingCount).toBe(signals.filter(([{ type }]) => type === "ping").length);
      }),
    );
  });

  it("a gap never brings a deadline forward", () => {
    fc.assert(
      fc.property(config, steps, gaps, (start, signals, ours) => {
        live(start, signals, ours, (monitor) => {
          const { at } = effectiveDeadline(monitor, ours);
          const { deadlineAt } = monitor.state;
          expect(at === null).toBe(deadlineAt === null);
          expect(at ?? 0).toBeGreaterThanOrEqual(deadlineAt ?? 0);
        });
      }),
    );
  });
});
