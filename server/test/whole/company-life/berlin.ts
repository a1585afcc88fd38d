const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Sunday, 2026-03-29: at 02:00 the clocks of Berlin go to 03:00. */
const SUMMER_FROM = "2026-03-29T03:00";
const SKIPPED_FROM = "2026-03-29T02:00";

/** An instant of a wall clock in Berlin, `2026-03-29T09:00`; of the program's own arithmetic nothing is used. */
export function berlin(local: string): number {
  if (local >= SKIPPED_FROM && local < SUMMER_FROM) throw new Error(`no clock in Berlin ever shows ${local}`);
  return Date.parse(`${local}${local >= SUMMER_FROM ? "+02:00" : "+01:00"}`);
}

const FORMAT = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "medium" });

/** What a wall clock in Berlin shows, with its offset: `2026-03-29T09:00:00+02:00`. */
export function inBerlin(at: number): string {
  const local = FORMAT.format(at).replace(" ", "T");
  const hours = Math.round((Date.parse(`${local}Z`) - at) / HOUR_MS);
  return `${local}+0${hours}:00`;
}

/** The dates from one to another, both included. */
export function days(from: string, to: string): readonly string[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, n) => new Date(first + n * DAY_MS).toISOString().slice(0, 10));
}

/** True for Monday to Friday. */
export function isWeekday(date: string): boolean {
  return ![0, 6].includes(new Date(date).getUTCDay());
}

/** True for Sunday. */
export function isSunday(date: string): boolean {
  return new Date(date).getUTCDay() === 0;
}

/** These times of these days, as wall clocks show them. */
export function timesOf(dates: readonly string[], times: readonly string[]): readonly number[] {
  return dates.flatMap((date) => times.map((time) => berlin(`${date}T${time}`)));
}

/** Instants so far apart in elapsed time, the last one before the end. */
export function every(ms: number, from: string, until: string): readonly number[] {
  const first = berlin(from);
  return Array.from({ length: Math.ceil((berlin(until) - first) / ms) }, (_, n) => first + n * ms);
}

/** Those instants that are not in a stretch, its end excluded. */
export function without(instants: readonly number[], from: string, until: string): readonly number[] {
  return instants.filter((at) => at < berlin(from) || at >= berlin(until));
}
