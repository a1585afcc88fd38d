/** The units that people give durations in, in seconds. */
const UNIT_SECONDS = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
  weeks: 604_800,
} as const;

/** A unit of a duration that is typed. */
export type DurationUnit = keyof typeof UNIT_SECONDS;
/** Every unit, the shortest first. */
export const DURATION_UNITS = Object.keys(UNIT_SECONDS) as readonly DurationUnit[];

/** A duration as it is typed: the number may be no number yet. */
export interface DurationValue {
  readonly count: string;
  readonly unit: DurationUnit;
}

/** A duration as it is typed, in the largest unit that divides it. */
export function durationValue(seconds: number): DurationValue {
  const unit = DURATION_UNITS.findLast((each) => seconds > 0 && seconds % UNIT_SECONDS[each] === 0) ?? "seconds";
  return { count: String(seconds / UNIT_SECONDS[unit]), unit };
}

/** What was typed, in seconds; NaN while it is no number. */
export function secondsOf({ count, unit }: DurationValue): number {
  return numberOf(count) * UNIT_SECONDS[unit];
}

/** A number as it was typed; NaN when it is none. */
export function numberOf(typed: string): number {
  return typed.trim() === "" ? Number.NaN : Number(typed);
}
