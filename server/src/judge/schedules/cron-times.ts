import { Cron } from "croner";
import type { CronExpression, MonthDays, WeekDays } from "./cron-expression.ts";
import type { DueTimes } from "./due-times.ts";
import type { Zone } from "./zone.ts";

/**
 * When a crontab line is due, by the rules of Debian's cron. croner only matches the local clock's digits (read as UTC,
 * so it knows no change of the clock); what a change means is decided here, because cron tells two sorts of job apart:
 *
 * - a line whose minute or hour field begins with `*` follows real time: what the clock skips is not run, what it shows
 *   twice is run twice;
 * - any other line runs at fixed times: what the clock skips is run once right after, what it shows twice only the first
 *   time. croner's own handling skips the line when the gap ends on the next date, as in America/Nuuk.
 */
export function cronTimes(expression: CronExpression, zone: Zone): DueTimes {
  const cron = new Cron(pattern(expression), {
    paused: true,
    mode: "5-part",
    utcOffset: 0,
    domAndDow: expression.bothDays,
  });
  const match = (afterLocal: number): number | null => cron.nextRun(new Date(afterLocal))?.getTime() ?? null;
  const wild = expression.minute.star || expression.hour.star;
  return { next: (after) => (wild ? nextWild(match, zone, after) : nextFixed(match, zone, after)) };
}

type Match = (afterLocal: number) => number | null;

function nextFixed(match: Match, zone: Zone, after: number): number | null {
  for (let local = match(zone.localOf(after)); local !== null; local = match(local)) {
    const time = zone.resolve(local);
    const at = time.kind === "twice" ? time.first : time.at;
    if (at > after) return at;
  }
  return null;
}

function nextWild(match: Match, zone: Zone, after: number): number | null {
  const now = zone.localOf(after);
  const shown = zone.resolve(now);
  let local = match(now);
  if (shown.kind === "twice" && after < shown.second && (local === null || local >= shown.overlap.to)) {
    // The first showing of the repeated stretch has no further match: the second one begins it anew.
    const again = match(shown.overlap.from - 1);
    if (again !== null && again < shown.overlap.to) return again + (shown.second - now);
  }
  while (local !== null) {
    const time = zone.resolve(local);
    if (time.kind === "once") return time.at;
    if (time.kind === "twice") return time.first > after ? time.first : time.second;
    local = match(time.gap.to - 1);
  }
  return null;
}

/** The line in plain numbers, so that croner need not read names, ranges or steps. */
function pattern({ minute, hour, day, month, weekday }: CronExpression): string {
  return [
    minute.numbers.join(","),
    hour.numbers.join(","),
    dayPattern(day),
    month.numbers.join(","),
    weekdayPattern(weekday),
  ].join(" ");
}

/** croner takes `*` for "says nothing about the day", so a list of all days must stay a list. */
function dayPattern(day: MonthDays): string {
  if (day.lastWorkday) return "LW";
  if (day.star && day.numbers.length === 31) return "*";
  return [...day.numbers, ...day.nearest.map((n) => `${n}W`), ...(day.last ? ["L"] : [])].join(",");
}

function weekdayPattern({ star, numbers, nth }: WeekDays): string {
  if (star && numbers.length === 7) return "*";
  return [...numbers, ...nth.map(({ weekday, n }) => (n === "last" ? `${weekday}L` : `${weekday}#${n}`))].join(",");
}
