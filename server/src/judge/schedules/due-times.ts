import type { WorkingTime } from "./working-time.ts";

/** A series of due times without a beginning: the first one after an instant, null when none is left. */
export interface DueTimes {
  next(after: number): number | null;
}

/**
 * So many due times outside working time in a row, and none will ever fall in it. Each of them passes at least one
 * stretch of working time too, and how the two series lie to each other repeats within a year.
 */
const MAX_REJECTED = 1_000;

/** The due times that fall in working time. */
export function dueInWorkingTime(times: DueTimes, working: WorkingTime): DueTimes {
  const next = (after: number): number | null => {
    let at = times.next(after);
    for (let rejected = 0; at !== null && rejected < MAX_REJECTED; rejected += 1) {
      const openAt = working.openFrom(at);
      if (openAt === at || openAt === null) return openAt;
      at = times.next(openAt - 1);
    }
    return null;
  };
  return { next };
}

/** Due times counted from an instant. */
export interface CountedDueTimes {
  /** The `n`-th due time after an instant, counted from 1; null when there are fewer. */
  nth(after: number, n: number): number | null;
}

/** A part of the series that was computed: between `after` and the first, and between neighbours, lies no due time. */
interface Known {
  after: number;
  dueAt: number[];
  /** True: nothing comes after the last one. */
  ended: boolean;
}

const MAX_PARTS = 4;
const MAX_BEHIND = 128;

/**
 * Counts due times and keeps those it computed. Monitors of one expression ask at about the same time, and all instants
 * between two due times have the same answer, so nearly every ping finds its answer here.
 */
export function countDueTimes(times: DueTimes): CountedDueTimes {
  /** The one used last comes first. */
  let parts: Known[] = [];

  const partFor = (after: number): Known => {
    const found = parts.find(
      (part) => after >= part.after && (part.ended || after < (part.dueAt.at(-1) ?? part.after)),
    );
    if (found === parts[0] && found !== undefined) return found;
    const part = found ?? startPart(parts, times.next(after), after);
    parts = [part, ...parts.filter((other) => other !== part).slice(0, MAX_PARTS - 1)];
    return part;
  };

  const nth = (after: number, n: number): number | null => {
    const part = partFor(after);
    const from = countUpTo(part.dueAt, after);
    while (!part.ended && part.dueAt.length < from + n) {
      const next = times.next(part.dueAt.at(-1) ?? part.after);
      if (next === null) part.ended = true;
      else part.dueAt.push(next);
    }
    const at = part.dueAt[from + n - 1] ?? null;
    if (from > MAX_BEHIND) {
      part.after = part.dueAt[from - 1] ?? part.after;
      part.dueAt.splice(0, from);
    }
    return at;
  };

  return { nth };
}

/** A new part, or a known one that begins with the same due time. */
function startPart(parts: readonly Known[], next: number | null, after: number): Known {
  const known = parts.find((part) => next !== null && part.dueAt[0] === next);
  if (known === undefined) return { after, dueAt: next === null ? [] : [next], ended: next === null };
  known.after = Math.min(known.after, after);
  return known;
}

/** How many of the ascending instants are not after `limit`. */
function countUpTo(instants: readonly number[], limit: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
