import type { AlarmEventPair, AlarmState } from "../../../model/index.ts";

/** An event's place in its family: what stays open until its end is heard. */
export interface Phase {
  /** The name without its phase: the same from beginning to end. */
  readonly family: string;
  readonly state: Exclude<AlarmState, "info">;
}

/** Phases at the end of a name, as in `Instance:SystemFailure.Reboot:Executing`. */
const PHASES: Readonly<Record<string, Phase["state"]>> = {
  Executing: "firing",
  Executed: "resolved",
  Avoided: "resolved",
  Canceled: "resolved",
};

/** Whole names that belong together. */
const NAMES: Readonly<Record<string, Phase>> = {
  Agent_Status_Stopped: { family: "Agent_Status", state: "firing" },
  Agent_Status_Running: { family: "Agent_Status", state: "resolved" },
};

/** A paired event ends after so long, should its end never be heard. */
export const PAIRED_ENDS_AFTER_MS = 24 * 3_600_000;

/** Finds an event in the pairing table, the owner's own pairs first; null for one whose end CloudMonitor never tells. */
export function phaseOf(name: string, pairs: readonly AlarmEventPair[]): Phase | null {
  for (const { opens, ends } of pairs) {
    if (name === opens) return ends.length === 0 ? null : { family: opens, state: "firing" };
    if (ends.includes(name)) return { family: opens, state: "resolved" };
  }
  if (Object.hasOwn(NAMES, name)) return NAMES[name] ?? null;
  const colon = name.lastIndexOf(":");
  if (colon <= 0) return null;
  const phase = name.slice(colon + 1);
  const state = Object.hasOwn(PHASES, phase) ? PHASES[phase] : undefined;
  return state === undefined ? null : { family: name.slice(0, colon), state };
}
