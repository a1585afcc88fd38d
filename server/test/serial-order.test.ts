import { describe, expect, it } from "vitest";
import { judge } from "../src/judge/judge.ts";
import { newMonitor } from "../src/judge/new-monitor.ts";
import type { Monitor, Signal } from "../src/model/index.ts";
import type { ChangeOutcome } from "../src/store/ports.ts";
import { MINUTE, pingSignal, someConfig } from "./monitor-story.ts";
import { explainHistory, type Operation, type Outcome } from "./serial-order.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const FRESH: Outcome = {
  monitor: newMonitor(
    { monitorId: "m", projectId: "p", door: null, doorKey: null, config: someConfig(), lastPingAt: undefined },
    NOW,
  ),
  pings: [],
};

/** Plays signals one after another, each as an operation of its own that overlaps all the others. */
function play(signals: readonly Signal[]): { readonly operations: readonly Operation[]; readonly end: Outcome } {
  let monitor: Monitor = FRESH.monitor;
  const pings: string[] = [];
  const operations = signals.map((signal, index): Operation => {
    const judged = judge(monitor, signal, { now: NOW + MINUTE, gaps: [] });
    if (judged.kind === "refused" || judged.next === null) throw new Error("this story refuses nothing");
    monitor = judged.next;
    if (judged.ping) pings.push(judged.ping.kind);
    const { reason, transitions } = judged;
    const outcome: ChangeOutcome = {
      kind: "changed",
      monitorId: "m",
      projectId: "p",
      created: false,
      reason,
      transitions,
      monitor: null,
    };
    return { name: `op-${index}`, signals: [signal], now: NOW + MINUTE, beganAt: 0, endedAt: 9, outcomes: [outcome] };
  });
  return { operations, end: { monitor, pings } };
}

describe("explainHistory", () => {
  const { operations, end } = play([pingSignal("success"), pingSignal("fail"), { type: "pause", actor: "ann" }]);

  it("finds the order in which overlapping operations were judged", () => {
    const found = explainHistory(FRESH, operations.toReversed(), end);
    expect(found?.map(({ name }) => name)).toEqual(["op-0", "op-1", "op-2"]);
  });

  it("finds none when an answer was lost on the way to the store", () => {
    const lost = play([pingSignal("success"), { type: "pause", actor: "ann" }]);
    expect(explainHistory(FRESH, operations, lost.end)).toBeNull();
  });

  it("finds none when two were judged on the same state", () => {
    const [first] = operations;
    if (!first) throw new Error("nothing was played");
    const twice = [first, { ...first, name: "op-again" }];
    expect(explainHistory(FRESH, twice, play([pingSignal("success"), pingSignal("success")]).end)).toBeNull();
  });

  it("finds none when the only order contradicts what ended before what began", () => {
    const swapped = operations.map((operation, index) => ({
      ...operation,
      beganAt: 9 - 3 * index,
      endedAt: 10 - 3 * index,
    }));
    expect(explainHistory(FRESH, swapped, end)).toBeNull();
  });
});
