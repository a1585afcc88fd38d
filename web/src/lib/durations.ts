const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Writes how long something took: `340 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${Number((ms / SECOND).toFixed(1))} s`;
  return twoParts(ms);
}

/** Writes a time span as people say it when a second more or less does not matter: `now`, `12 s`, `5 min`, `2 h 5 min`. */
export function formatSpan(ms: number): string {
  return ms < SECOND ? "now" : twoParts(ms);
}

/** What has just happened may lie so far ahead: the server tells its time to the second, and clocks here tick by the second. */
const CLOCK_SLACK = 2 * SECOND;

/** Writes how long ago or how far ahead an instant is: `just now`, `5 min ago`, `in 2 h 5 min`. */
export function formatRelative(at: number, now: number): string {
  const difference = at - now;
  const span = Math.abs(difference);
  if (span < 5 * SECOND) return difference > CLOCK_SLACK ? "in a moment" : "just now";
  return difference > 0 ? `in ${onePart(span)}` : `${onePart(span)} ago`;
}

/** The same instant is written anew after so long: nobody needs the seconds of an hour. */
export function tickOf(span: number): number {
  if (span < 2 * MINUTE) return SECOND;
  return span < 2 * HOUR ? 10 * SECOND : MINUTE;
}

const UNITS = [
  ["d", DAY],
  ["h", HOUR],
  ["min", MINUTE],
  ["s", SECOND],
] as const;

function twoParts(ms: number): string {
  const index = Math.max(
    0,
    UNITS.findIndex(([, size]) => ms >= size),
  );
  const [name, size] = UNITS[index] ?? ["s", SECOND];
  const whole = Math.floor(ms / size);
  const next = UNITS[index + 1];
  const rest = next === undefined ? 0 : Math.floor((ms % size) / next[1]);
  return rest === 0 || next === undefined ? `${whole} ${name}` : `${whole} ${name} ${rest} ${next[0]}`;
}

function onePart(ms: number): string {
  if (ms >= 2 * DAY) return `${Math.floor(ms / DAY)} d`;
  if (ms >= HOUR) return twoParts(ms);
  return ms >= MINUTE ? `${Math.floor(ms / MINUTE)} min` : `${Math.floor(ms / SECOND)} s`;
}
