import type { Schedule } from "../../../api/schedules.ts";

/** When a job runs, in the words of a scheduler; `isOurs` is false where it is only an example. */
export interface SnippetTimes {
  readonly expression: string;
  readonly timezone: string | null;
  readonly isOurs: boolean;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ITEM = String.raw`(?:\*|\d+|[a-z]{3})(?:-(?:\d+|[a-z]{3}))?(?:\/\d+)?`;
const PLAIN_FIELD = new RegExp(`^${ITEM}(?:,${ITEM})*$`, "i");

/** The times as a crontab line has them; where the schedule cannot be said so, every day at three. */
export function cronTimes(schedule: Schedule): SnippetTimes {
  const found = schedule.type === "period" ? cronOfPeriod(schedule.periodSeconds) : plainCron(schedule);
  const timezone = schedule.type === "period" ? null : schedule.timezone;
  if (found !== null) return { expression: found, timezone, isOurs: true };
  return { expression: "0 3 * * *", timezone, isOurs: false };
}

/** The times as a systemd timer has them; where the schedule cannot be said so, every day at three. */
export function calendarTimes(schedule: Schedule): readonly SnippetTimes[] {
  if (schedule.type === "oncalendar") {
    const lines = schedule.expression.split("\n").map((line) => line.trim());
    const events = lines.filter((line) => line !== "");
    return events.map((expression) => ({ expression, timezone: schedule.timezone, isOurs: true }));
  }
  const { expression, timezone, isOurs } = cronTimes(schedule);
  const calendar = isOurs ? toCalendar(expression) : null;
  return [{ expression: calendar ?? "*-*-* 03:00:00", timezone, isOurs: calendar !== null }];
}

function cronOfPeriod(seconds: number): string | null {
  if (seconds === DAY) return "0 3 * * *";
  if (seconds === 7 * DAY) return "0 3 * * 1";
  if (seconds === HOUR) return "0 * * * *";
  if (seconds === MINUTE) return "* * * * *";
  if (seconds % HOUR === 0 && DAY % seconds === 0) return `0 */${seconds / HOUR} * * *`;
  if (seconds % MINUTE === 0 && HOUR % seconds === 0) return `*/${seconds / MINUTE} * * * *`;
  return null;
}

/** A crontab line that every cron knows; ours knows more, such as the last day of a month. */
function plainCron(schedule: Exclude<Schedule, { readonly type: "period" }>): string | null {
  if (schedule.type !== "cron") return null;
  const fields = schedule.expression.trim().split(/\s+/);
  const isNickname = fields.length === 1 && /^@[a-z]+$/i.test(fields[0] ?? "");
  const isPlain = fields.length === 5 && fields.every((field) => PLAIN_FIELD.test(field));
  return isNickname || isPlain ? fields.join(" ") : null;
}

const NICKNAMES: Readonly<Record<string, string>> = {
  "@hourly": "hourly",
  "@daily": "daily",
  "@midnight": "daily",
  "@weekly": "Sun *-*-* 00:00:00",
  "@monthly": "monthly",
  "@yearly": "yearly",
  "@annually": "yearly",
};
const DAY_NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A plain crontab line in the words of systemd; null where it says what those cannot, such as "the 1st or a Monday". */
function toCalendar(cron: string): string | null {
  const nickname = NICKNAMES[cron.toLowerCase()];
  if (nickname !== undefined) return nickname;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.split(" ");
  // In both fields of days cron wants one of them met, systemd both.
  if (day !== "*" && weekday !== "*") return null;
  const numbers = [minute, hour, day, month].map((field, index) => toNumbers(field, index < 2 ? 0 : 1));
  const days = toWeekdays(weekday);
  if (days === null || numbers.includes(null)) return null;
  const [minutes, hours, dates, months] = numbers;
  return `${days}*-${months}-${dates} ${hours}:${minutes}:00`;
}

function toNumbers(field: string, first: number): string | null {
  if (field === "*") return "*";
  const items = field.split(",").map((item) => {
    const [, step] = /^\*\/(\d+)$/.exec(item) ?? [];
    if (step !== undefined) return `${pad(first)}/${step}`;
    const [, from, to, by] = /^(\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(item) ?? [];
    if (from === undefined) return null;
    return `${pad(from)}${to === undefined ? "" : `..${pad(to)}`}${by === undefined ? "" : `/${by}`}`;
  });
  return items.includes(null) ? null : items.join(",");
}

function toWeekdays(field: string): string | null {
  if (field === "*") return "";
  const items = field.split(",").map((item) => {
    const [, from, to] = /^(\w+)(?:-(\w+))?$/.exec(item) ?? [];
    const ends = [from, to].filter((end) => end !== undefined).map(dayName);
    if (ends.length === 0 || ends.includes(null)) return null;
    // The week of systemd begins on Monday.
    return ends.length === 2 && ends[0] === "Sun" ? `Sun,Mon..${ends[1]}` : ends.join("..");
  });
  return items.includes(null) ? null : `${items.join(",")} `;
}

function dayName(text: string): string | null {
  if (/^\d$/.test(text)) return DAY_NAMES[Number(text)] ?? null;
  return DAY_NAMES.find((name) => name.toLowerCase() === text.toLowerCase()) ?? null;
}

function pad(number: number | string): string {
  return String(number).padStart(2, "0");
}
