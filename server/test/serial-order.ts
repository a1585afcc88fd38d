import { judge } from "../src/judge/judge.ts";
import type { Monitor, Signal } from "../src/model/index.ts";
import type { ChangeOutcome } from "../src/store/ports.ts";

/** Signals of one caller to one monitor, and what each was answered. */
export interface Operation {
  readonly name: string;
  readonly signals: readonly Signal[];
  /** The time of the store that took them in. */
  readonly now: number;
  /** Places in real time: an operation that had ended before another one began comes before it. */
  readonly beganAt: number;
  readonly endedAt: number;
  readonly outcomes: readonly ChangeOutcome[];
}

/** What is left behind: the monitor, and its pings, oldest first. */
export interface Outcome {
  readonly monitor: Monitor;
  readonly pings: readonly string[];
}

/**
 * Looks for an order, one operation after another, in which the judge gives every operation its answer and leaves the
 * monitor and its pings as they were found at the end (Wing and Gong's search). Operations that overlapped may stand in
 * any order; the others as they happened. Null: there is none, and the history was not as if one had waited for the other.
 */
export function explainHistory(
  start: Outcome,
  operations: readonly Operation[],
  end: Outcome,
): readonly Operation[] | null {
  const deadEnds = new Set<string>();
  const wanted = fingerprint(end);

  function search(
    state: Outcome,
    left: readonly Operation[],
    order: readonly Operation[],
  ): readonly Operation[] | null {
    if (left.length === 0) return fingerprint(state) === wanted ? order : null;
    const place = `${left.map(({ name }) => name).join()} ${fingerprint(state)}`;
    if (deadEnds.has(place)) return null;
    const firstEnd = Math.min(...left.map(({ endedAt }) => endedAt));
    for (const next of left) {
      if (next.beganAt > firstEnd) continue;
      const after = apply(state, next);
      const rest = left.filter((operation) => operation !== next);
      const found = after && search(after, rest, [...order, next]);
      if (found) return found;
    }
    deadEnds.add(place);
    return null;
  }
  return search(start, operations, []);
}

/** What an operation leaves behind, if the judge answers as it was answered. */
function apply(state: Outcome, operation: Operation): Outcome | null {
  let { monitor } = state;
  const pings = [...state.pings];
  for (const [index, signal] of operation.signals.entries()) {
    const judged = judge(monitor, signal, { now: operation.now, gaps: [] });
    const said =
      judged.kind === "refused"
        ? { kind: "refused", code: judged.code }
        : { kind: "changed", reason: judged.reason, transitions: judged.transitions };
    if (JSON.stringify(said) !== JSON.stringify(heard(operation.outcomes[index]))) return null;
    if (judged.kind === "refused" || judged.next === null) continue;
    monitor = judged.next;
    if (judged.ping) pings.push(judged.ping.kind);
  }
  return { monitor, pings };
}

/** The part of an answer that the judge gave. */
function heard(outcome: ChangeOutcome | undefined): unknown {
  if (outcome?.kind !== "changed") return outcome;
  return { kind: "changed", reason: outcome.reason, transitions: outcome.transitions };
}

function fingerprint({ monitor, pings }: Outcome): string {
  const state = Object.entries(monitor.state).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([state, monitor.config.failuresToDown, pings]);
}
