const DAY_MS = 86_400_000;

/**
 * What a local time means in a zone. Local times are written as the epoch milliseconds that the same digits would be in
 * UTC. `twice`: the clock was put back and shows it again; `gap`: the clock was put forward and never shows it.
 */
export type LocalTime =
  | { readonly kind: "once"; readonly at: number }
  | { readonly kind: "twice"; readonly first: number; readonly second: number; readonly overlap: LocalStretch }
  | { readonly kind: "gap"; readonly at: number; readonly gap: LocalStretch };

/** Local times from `from` up to, not including, `to`. */
export interface LocalStretch {
  readonly from: number;
  readonly to: number;
}

/** Zone arithmetic for one time zone. */
export interface Zone {
  /** How far the local clock is ahead of UTC at an instant. */
  offsetAt(at: number): number;
  /** What the local clock shows at an instant. */
  localOf(at: number): number;
  /** The instants at which the local clock shows a time; for a gap the instant at which it ends. */
  resolve(local: number): LocalTime;
  /** The first change of the local clock within `(after, until]`, a stretch of a few days; null when there is none. */
  changeWithin(after: number, until: number): number | null;
}

const OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

function readOffset(text: string): number {
  const match = OFFSET.exec(text);
  if (match === null) throw new Error(`The platform names a zone's offset in an unknown form: ${text}`);
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -ms : ms;
}

/**
 * Asking the platform for an offset takes a microsecond and more; a day without a change of the clock has one offset,
 * so two questions a day are enough, and they are kept.
 */
function createZone(timezone: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const ask = (at: number): number => readOffset(format.format(at));
  const offsets = new Map<number, number>();
  const changes = new Map<number, number>();

  const offsetAtDay = (day: number): number => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    if (offsets.size > 10_000) offsets.clear();
    const offset = ask(day * DAY_MS);
    offsets.set(day, offset);
    return offset;
  };

  /** The first millisecond with the later offset, in a UTC day that begins and ends with different ones. */
  const changeInDay = (day: number): number => {
    const known = changes.get(day);
    if (known !== undefined) return known;
    const before = offsetAtDay(day);
    let low = day * DAY_MS;
    let high = low + DAY_MS;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (ask(middle) === before) low = middle;
      else high = middle;
    }
    changes.set(day, high);
    return high;
  };

  const offsetAt = (at: number): number => {
    const day = Math.floor(at / DAY_MS);
    const before = offsetAtDay(day);
    const after = offsetAtDay(day + 1);
    return before === after || at < changeInDay(day) ? before : after;
  };

  const changeWithin = (after: number, until: number): number | null => {
    for (let day = Math.floor(after / DAY_MS); day * DAY_MS <= until; day += 1) {
      if (offsetAtDay(day) === offsetAtDay(day + 1)) continue;
      const at = changeInDay(day);
      if (at > after && at <= until) return at;
    }
    return null;
  };

  const resolve = (local: number): LocalTime => {
    // Offsets are less than a day, so the instant asked for lies within a day of the digits read as UTC.
    const changeAt = changeWithin(local - DAY_MS, local + DAY_MS);
    if (changeAt === null) return { kind: "once", at: local - offsetAt(local) };
    const before = offsetAt(changeAt - 1);
    const after = offsetAt(changeAt);
    const from = changeAt + Math.min(before, after);
    const to = changeAt + Math.max(before, after);
    if (local < from) return { kind: "once", at: local - before };
    if (local >= to) return { kind: "once", at: local - after };
    if (after > before) return { kind: "gap", at: changeAt, gap: { from, to } };
    return { kind: "twice", first: local - before, second: local - after, overlap: { from, to } };
  };

  return { offsetAt, localOf: (at) => at + offsetAt(at), resolve, changeWithin };
}

/**
 * Zones that were asked for. A cache in a pure room does no harm here: a zone's answers never change while the process
 * lives, the table is small (there are some 600 names), and without it each judgement would make a formatter again.
 */
const zones = new Map<string, Zone>();

/** Zone arithmetic for a zone name that `canonicalTimezone` accepts. */
export function zoneOf(timezone: string): Zone {
  const known = zones.get(timezone);
  if (known !== undefined) return known;
  const zone = createZone(timezone);
  if (zones.size >= 1_000) zones.clear();
  zones.set(timezone, zone);
  return zone;
}
