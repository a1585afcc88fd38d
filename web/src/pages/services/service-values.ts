import type { Service } from "../../api/services.ts";
import { formatDuration } from "../../lib/durations.ts";

/** The units of an interval between check-ins. */
export const INTERVAL_UNITS = ["minutes", "hours", "days", "weeks"] as const;
type IntervalUnit = (typeof INTERVAL_UNITS)[number];

/** A service as it is typed. */
export interface ServiceValues {
  readonly name: string;
  readonly every: string;
  readonly unit: IntervalUnit;
  readonly threshold: string;
  readonly topic: string | null;
}

/** A service before anything is typed. */
export const NEW_SERVICE: ServiceValues = { name: "", every: "1", unit: "days", threshold: "0", topic: null };

const UNIT_MS: Readonly<Record<IntervalUnit, number>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

const isCount = (typed: string, least: number): boolean =>
  /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number.isSafeInteger(Number(typed));

/** What can be told to be wrong before the API is asked, by the name of the field. */
export function checkService({ name, every, threshold }: ServiceValues): Record<string, string> {
  return {
    ...(name.trim() === "" && { name: "Give it a name." }),
    ...(!isCount(every, 1) && { "interval.every": "Give a whole number from 1 on." }),
    ...(!isCount(threshold, 0) && { threshold: "Give a whole number; 0 allows none to be missed." }),
  };
}

/** What was typed, as the API takes it. */
export function serviceBody({ name, every, unit, threshold, topic }: ServiceValues) {
  return { name: name.trim(), interval: { every: Number(every), unit }, threshold: Number(threshold), topic };
}

/** After how long a service is dead, in words; null while a number is missing. */
export function deadAfter(values: ServiceValues): string | null {
  if (!isCount(values.every, 1) || !isCount(values.threshold, 0)) return null;
  return formatDuration(Number(values.every) * UNIT_MS[values.unit] * (Number(values.threshold) + 1));
}

function everyInWords(interval: Service["interval"]): string {
  if (interval === null) return "by its schedule";
  const { every, unit } = interval;
  return every === 1 ? `every ${unit.slice(0, -1)}` : `every ${every} ${unit}`;
}

/** How a service was set up, in words: `every 2 hours, 1 may be missed`. */
export function serviceInWords({ interval, threshold }: Pick<Service, "interval" | "threshold">): string {
  return `${everyInWords(interval)}, ${threshold === 0 ? "none" : threshold} may be missed`;
}
