import type { MonitorState, OpenIncident, StoredStatus } from "../../model/index.ts";
import type { ProbeTurn } from "../batch.ts";
import type { Item } from "./item.ts";
import { stateKey } from "./keys.ts";

/**
 * The attributes of a state. Every ping writes this item whole and every tick reads all of them, so their names are
 * short: the item stays far below the 1 kB that a write unit holds.
 */
export const STATE = {
  status: "s",
  statusSinceAt: "z",
  pingCount: "n",
  lastPingAt: "l",
  lastSignalAt: "h",
  startedAt: "b",
  startedRunId: "r",
  lastDurationMs: "t",
  failureCount: "f",
  failuresInRow: "i",
  successesInRow: "o",
  expectedAt: "e",
  deadlineAt: "d",
  incident: "x",
  incidentCount: "m",
  /** When the sweep looks at it; absent: never. */
  sweepAt: "a",
  /** When its probe is due, or the lease of the look under way ends; absent: never. */
  probeAt: "p",
  probeLease: "k",
  /** Transitions so far: the number of the last one. */
  transitionCount: "q",
  /** Which configuration belongs to it. */
  config: "c",
  /** Of an alarm: since when it is resolved; absent: it is not. */
  resolvedAt: "u",
} as const;

/** A state with what only the store knows of it. What was heard of an alarm stands in an item of its own. */
export interface StoredState {
  readonly state: Omit<MonitorState, "alarm">;
  readonly sweepAt: number | null;
  readonly probe: ProbeTurn;
  readonly transitionCount: number;
  readonly configVersion: string;
}

/** The item of a state; its version is the writer's business. */
export function stateItem(monitorId: string, stored: StoredState & { readonly resolvedAt: number | null }): Item {
  const { state } = stored;
  const incident = state.incident === null ? undefined : JSON.stringify(state.incident);
  return {
    ...stateKey(monitorId),
    [STATE.status]: state.status,
    [STATE.statusSinceAt]: state.statusSinceAt,
    [STATE.pingCount]: state.pingCount,
    [STATE.lastPingAt]: state.lastPingAt ?? undefined,
    [STATE.lastSignalAt]: state.lastSignalAt,
    [STATE.startedAt]: state.startedAt ?? undefined,
    [STATE.startedRunId]: state.startedRunId ?? undefined,
    [STATE.lastDurationMs]: state.lastDurationMs ?? undefined,
    [STATE.failureCount]: state.failureCount,
    [STATE.failuresInRow]: state.failuresInRow,
    [STATE.successesInRow]: state.successesInRow,
    [STATE.expectedAt]: state.expectedAt ?? undefined,
    [STATE.deadlineAt]: state.deadlineAt ?? undefined,
    [STATE.incident]: incident,
    [STATE.incidentCount]: state.incidentCount,
    [STATE.sweepAt]: stored.sweepAt ?? undefined,
    [STATE.probeAt]: stored.probe.at ?? undefined,
    [STATE.probeLease]: stored.probe.lease ?? undefined,
    [STATE.transitionCount]: stored.transitionCount,
    [STATE.config]: stored.configVersion,
    [STATE.resolvedAt]: stored.resolvedAt ?? undefined,
  };
}

/** Reads the item of a state. */
export function stateFromItem(item: Item): StoredState {
  const number = (name: string): number | null => (typeof item[name] === "number" ? item[name] : null);
  const text = (name: string): string | null => (typeof item[name] === "string" ? item[name] : null);
  const incident = text(STATE.incident);
  return {
    state: {
      status: text(STATE.status) as StoredStatus,
      statusSinceAt: number(STATE.statusSinceAt) ?? 0,
      pingCount: number(STATE.pingCount) ?? 0,
      lastPingAt: number(STATE.lastPingAt),
      lastSignalAt: number(STATE.lastSignalAt) ?? 0,
      startedAt: number(STATE.startedAt),
      startedRunId: text(STATE.startedRunId),
      lastDurationMs: number(STATE.lastDurationMs),
      failureCount: number(STATE.failureCount) ?? 0,
      failuresInRow: number(STATE.failuresInRow) ?? 0,
      successesInRow: number(STATE.successesInRow) ?? 0,
      expectedAt: number(STATE.expectedAt),
      deadlineAt: number(STATE.deadlineAt),
      incident: incident === null ? null : (JSON.parse(incident) as OpenIncident),
      incidentCount: number(STATE.incidentCount) ?? 0,
    },
    sweepAt: number(STATE.sweepAt),
    probe: { at: number(STATE.probeAt), lease: text(STATE.probeLease) },
    transitionCount: number(STATE.transitionCount) ?? 0,
    configVersion: text(STATE.config) ?? "",
  };
}
