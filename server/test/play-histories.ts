import { expect } from "vitest";
import type { Signal } from "../src/model/index.ts";
import type { Store } from "../src/store/ports.ts";
import { createDice, type Dice } from "./chaos/dice.ts";
import type { Stage } from "./contracts/store/stage.ts";
import type { FakeClock } from "./fake-clock.ts";
import { HOUR, MINUTE, pingSignal, SECOND } from "./monitor-story.ts";
import { explainHistory, type Operation, type Outcome } from "./serial-order.ts";

/** Their clocks need not agree: the judge never works at an earlier time than the last signal's. */
export const SKEWS_MS = [0, 250, -400];
/** Bursts of one history. */
export const BURSTS = 3;
/** Operations that each store begins in a burst, one after another. */
const IN_A_ROW = 2;

/** One of several processes on the same data. */
export interface Player {
  readonly store: Store;
  readonly now: () => number;
}

/** What several processes do to one monitor at once, again and again, each seed another history. */
export interface Game {
  readonly stage: Stage;
  readonly clock: FakeClock;
  readonly players: readonly Player[];
  readonly seeds: readonly number[];
}

/**
 * Plays histories of success, fail, start, pause, resume, configuration and time, and looks whether each can be told as
 * if one operation had waited for the other; says how many operations overlapped. Had they waited for one another by
 * themselves, nothing would have been tried: more than one in a burst did.
 */
export async function playHistories({ stage, clock, players, seeds }: Game): Promise<number> {
  let overlapping = 0;
  for (const seed of seeds) {
    const dice = createDice(seed);
    const monitorId = await stage.monitor({ manualResume: dice.roll() < 0.5 });
    for (let burst = 0; burst < BURSTS; burst++) {
      const start = await look(stage.store, monitorId);
      const operations = await playBurst(players, monitorId, dice);
      const end = await look(stage.store, monitorId);
      const told = operations.map(({ name, outcomes }) => `${name}: ${JSON.stringify(outcomes)}`).join("\n");
      expect(explainHistory(start, operations, end), `seed ${seed}, burst ${burst}\n${told}`).not.toBeNull();
      overlapping += operations.filter((a) =>
        operations.some((b) => b !== a && b.beganAt < a.endedAt && a.beganAt < b.beganAt),
      ).length;
      // Often past the deadline of an hour and five minutes, so that time has something to say.
      clock.advance(dice.pick([SECOND, 30 * MINUTE, 2 * HOUR]));
    }
  }
  return overlapping;
}

function someSignal(dice: Dice): Signal {
  return dice.pick<Signal>([
    pingSignal("success"),
    pingSignal("success"),
    pingSignal("fail"),
    pingSignal("start"),
    { type: "time" },
    { type: "time" },
    { type: "pause", actor: "ann" },
    { type: "resume", actor: "ann" },
    { type: "configure", actor: "ann", patch: { failuresToDown: dice.between(1, 2) } },
  ]);
}

/** Lets all players work on one monitor at once, each one operation after another; says what each was answered. */
async function playBurst(players: readonly Player[], monitorId: string, dice: Dice): Promise<readonly Operation[]> {
  let place = 0;
  const plans = players.map(() =>
    Array.from({ length: IN_A_ROW }, () => Array.from({ length: dice.between(1, 2) }, () => someSignal(dice))),
  );
  const play = async ({ store, now }: Player, player: number): Promise<readonly Operation[]> => {
    const operations: Operation[] = [];
    for (const [turn, signals] of (plans[player] ?? []).entries()) {
      const beganAt = place++;
      const requests = signals.map((signal) => ({ address: { by: "id", monitorId } as const, signal }));
      const outcomes = await store.watch.change(requests);
      const name = `${player}.${turn} ${signals.map((signal) => describeSignal(signal)).join("+")}`;
      operations.push({ name, signals, now: now(), beganAt, endedAt: place++, outcomes });
    }
    return operations;
  };
  return (await Promise.all(players.map(play))).flat();
}

function describeSignal(signal: Signal): string {
  return signal.type === "ping" ? signal.action : signal.type;
}

async function look(store: Store, monitorId: string): Promise<Outcome> {
  const monitor = await store.watch.get({ by: "id", monitorId });
  if (!monitor) throw new Error("the monitor is gone");
  const { items } = await store.watch.pings(monitorId, { limit: 1_000 });
  return { monitor, pings: items.toReversed().map(({ kind }) => kind) };
}
