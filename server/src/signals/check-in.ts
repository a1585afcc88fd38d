/** The words for an interval between check-ins. */
export const INTERVAL_UNITS = ["minutes", "hours", "days", "weeks"] as const;
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

/** How often a service checks in. */
export interface CheckInInterval {
  readonly every: number;
  readonly unit: IntervalUnit;
}

const UNIT_MS: Readonly<Record<IntervalUnit, number>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 7 * 86_400_000,
};

/** An interval as a duration. */
export function intervalMs({ every, unit }: CheckInInterval): number {
  return every * UNIT_MS[unit];
}

/** A duration in the largest unit that divides it; null when that is less than a minute. */
export function intervalOf(ms: number): CheckInInterval | null {
  const unit = INTERVAL_UNITS.findLast((candidate) => ms % UNIT_MS[candidate] === 0);
  return unit === undefined ? null : { every: ms / UNIT_MS[unit], unit };
}
