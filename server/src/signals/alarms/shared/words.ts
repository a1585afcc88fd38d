import type { AlarmState, Severity } from "../../../model/index.ts";

const SEVERITIES: Readonly<Record<Severity, readonly string[]>> = {
  critical: ["critical", "crit", "page", "fatal", "emergency", "disaster", "p1", "sev0", "sev1"],
  error: ["error", "err", "high", "major", "p2", "sev2"],
  warning: ["warning", "warn", "medium", "minor", "average", "low", "p3", "sev3"],
  info: ["info", "information", "informational", "notice", "none", "debug", "p4", "p5", "sev4"],
};

const STATES: Readonly<Record<AlarmState, readonly string[]>> = {
  firing: [
    "firing",
    "alert",
    "alerting",
    "alarm",
    "triggered",
    "trigger",
    "open",
    "active",
    "down",
    "problem",
    "failing",
  ],
  resolved: ["resolved", "resolve", "ok", "up", "closed", "normal", "recovered", "recovery", "inactive"],
  info: ["info", "event", "notice", "test"],
};

/** What other systems call a severity, as ours; null for a word that nobody knows. */
export function severityOfWord(word: string | null): Severity | null {
  return meaningOf(SEVERITIES, word);
}

/** What other systems call a state, as ours; null for a word that nobody knows. */
export function stateOfWord(word: string | null): AlarmState | null {
  return meaningOf(STATES, word);
}

function meaningOf<T extends string>(meanings: Readonly<Record<T, readonly string[]>>, word: string | null): T | null {
  if (word === null) return null;
  const wanted = word.trim().toLowerCase();
  const found = (Object.keys(meanings) as T[]).find((meaning) => meanings[meaning].includes(wanted));
  return found ?? null;
}
