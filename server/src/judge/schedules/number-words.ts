import { listInWords } from "../../lib/words.ts";

const LONG_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** The parts of ascending numbers that follow each other without a gap, as first and last. */
export function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

/** Numbers as a list in which three and more in a row are a range: `1, 5–9 and 12`. */
export function rangesInWords(numbers: readonly number[], name: (number: number) => string = String): string {
  const parts = runsOf(numbers).flatMap(([first, last]) =>
    last - first >= 2 ? [`${name(first)}–${name(last)}`] : first === last ? [name(first)] : [name(first), name(last)],
  );
  return listInWords(parts);
}

/** The distance of numbers that lie evenly; null when they do not, or are too few to say so. */
export function evenStep(numbers: readonly number[], atLeast: number): number | null {
  const [first, second] = numbers;
  if (first === undefined || second === undefined || numbers.length < atLeast) return null;
  const step = second - first;
  return numbers.every((number, index) => number === first + index * step) ? step : null;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}

/** Names of weekdays, Monday being 0: `Mon–Fri`, `Monday and Thursday`. */
export function weekdaysInWords(weekdays: readonly number[]): string {
  const long = (day: number): string => LONG_DAYS[day] ?? "";
  const hasRange = runsOf(weekdays).some(([first, last]) => last - first >= 2);
  return rangesInWords(weekdays, hasRange ? (day) => long(day).slice(0, 3) : long);
}

/** Names of months: `January–March`. */
export function monthsInWords(months: readonly number[]): string {
  return rangesInWords(months, (month) => MONTHS[month - 1] ?? "");
}

/** A time of the day, `09:05`. */
export function timeInWords(hour: number, minute: number): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** A duration, exactly: `1 hour 30 minutes`; `largest` is the unit to begin with. */
export function exactDuration(ms: number, largest: "day" | "hour" = "day"): string {
  const units = [
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1_000],
    ["millisecond", 1],
  ] as const;
  let rest = ms;
  const parts: string[] = [];
  for (const [unit, unitMs] of largest === "hour" ? units.slice(1) : units) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.join(" ");
}
