import type { DayBar } from "../judge/uptime.ts";
import { countInWords, durationInWords } from "../lib/words.ts";
import type { ShownStatus, StatusCounts } from "../model/index.ts";

/** A status in words that strangers understand. */
export const STATUS_WORDS: Readonly<Record<ShownStatus, string>> = {
  up: "Working",
  late: "Late",
  down: "Down",
  paused: "Paused",
  new: "No data yet",
};

/** How all that is shown stands: which colour it gets, a headline, and what more there is to say. */
export interface Verdict {
  readonly tone: "good" | "bad" | "none";
  readonly headline: string;
  /** Empty: nothing. */
  readonly detail: string;
}

/** Sums a page up. */
export function verdictOf(counts: StatusCounts): Verdict {
  const { up, late, down, paused } = counts;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return { tone: "none", headline: "Nothing is shown here yet", detail: "" };
  const asides = [
    late > 0 ? `${late} late, still within grace` : "",
    paused > 0 && paused < total ? `${paused} paused` : "",
  ].filter((text) => text !== "");
  if (down > 0) {
    const detail = [`${down} of ${countInWords(total, "system")} down`, ...asides].join(" · ");
    return { tone: "bad", headline: countInWords(down, "problem"), detail };
  }
  if (paused === total) return { tone: "none", headline: "Everything is paused", detail: "Nothing is watched now" };
  if (up + late === 0) return { tone: "none", headline: "No data yet", detail: "Nothing was heard so far" };
  return { tone: "good", headline: "All systems working", detail: asides.join(" · ") };
}

/** An uptime with as many digits as tell something: `100 %`, `99.98 %`, never 100 for less than all. */
export function percentInWords(percent: number): string {
  if (percent === 100 || percent === 0) return `${percent} %`;
  const digits = percent > 99.99 ? 3 : 2;
  return `${(Math.floor(percent * 10 ** digits) / 10 ** digits).toFixed(digits)} %`;
}

/** What one day was like, without its date. */
export function dayInWords({ percent, downMs, incidents }: DayBar): string {
  if (percent === null) return "no data";
  if (incidents === 0) return `${percentInWords(percent)} uptime`;
  const outages = countInWords(incidents, "outage");
  return `${percentInWords(percent)} uptime, ${outages}, ${downMs === 0 ? "while Watchbell was away" : `down ${durationInWords(downMs)}`}`;
}

/** Writes instants as people in a zone read them. */
export interface ZoneWords {
  readonly zone: string;
  /** `4 March 2026` */
  readonly date: (at: number) => string;
  /** `4 Mar` */
  readonly shortDate: (at: number) => string;
  /** `12:03` */
  readonly time: (at: number) => string;
  /** `2026-03-04`, to tell whether two instants are of one day. */
  readonly day: (at: number) => string;
}

/** The words of a zone; formats cost much, so they are made once a page and asked once for each instant. */
export function wordsOfZone(timezone: string): ZoneWords {
  const format = (options: Intl.DateTimeFormatOptions, locale = "en-GB"): ((at: number) => string) => {
    const made = new Intl.DateTimeFormat(locale, { timeZone: timezone, ...options });
    const known = new Map<number, string>();
    return (at) => {
      const words = known.get(at) ?? made.format(at);
      known.set(at, words);
      return words;
    };
  };
  return {
    zone: timezone,
    date: format({ day: "numeric", month: "long", year: "numeric" }),
    shortDate: format({ day: "numeric", month: "short" }),
    time: format({ hour: "2-digit", minute: "2-digit" }),
    day: format({ dateStyle: "short" }, "sv-SE"),
  };
}
