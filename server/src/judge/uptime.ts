import type { Gap, StoredStatus, StoredTransition } from "../model/index.ts";
import { zoneOf } from "./schedules/zone.ts";

/** What is needed of a transition here. */
export type StatusChange = Pick<StoredTransition, "at" | "from" | "to">;

/** How a monitor stood over time. */
export interface StatusLog {
  readonly createdAt: number;
  /** The stored status now. */
  readonly status: StoredStatus;
  /**
   * Its transitions, oldest first: at least all since the beginning of what is asked for. None at all means that it has
   * been as it is since then.
   */
  readonly changes: readonly StatusChange[];
}

/** A stretch of time; `toAt` is exclusive. */
export interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** How much of a stretch a monitor was up and down; what counts as neither is left out of both. */
export interface Uptime {
  readonly upMs: number;
  readonly downMs: number;
  /** Share of the counted time that it was up, 0 to 100, cut to three decimals: 100 means not down for a moment. Null: nothing counted. */
  readonly percent: number | null;
  /** How many incidents touch the stretch. */
  readonly incidents: number;
}

/** The uptime of one local day. */
export interface DayBar extends Uptime, Span {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
}

interface Stretch extends Span {
  readonly status: StoredStatus;
}

const DAY_MS = 86_400_000;

/**
 * How much of a stretch a monitor was up.
 *
 * - `up` counts as up, from the transition to it; a monitor that is late still is up.
 * - `down` counts as down, from the deadline or the failure that made it so until the transition that ends it.
 * - `new`, `paused` and the time before it was made count as neither.
 * - What lies in one of our own gaps counts as neither, whatever the status was: nobody looked.
 *
 * An incident counts in each stretch that it touches, also one that lies in a gap as a whole.
 */
export function uptimeOf(log: StatusLog, gaps: readonly Gap[], span: Span): Uptime {
  return measure(stretchesOf(log, span), mergedGaps(gaps), span);
}

/** The uptime of each of the last local days, oldest first; the last one is today, so far. */
export function dayBars(
  log: StatusLog,
  gaps: readonly Gap[],
  { days, timezone, now }: { readonly days: number; readonly timezone: string; readonly now: number },
): readonly DayBar[] {
  const spans = localDays(days, timezone, now);
  const whole = { fromAt: spans[0]?.fromAt ?? now, toAt: now };
  const stretches = stretchesOf(log, whole);
  const away = mergedGaps(gaps);
  return spans.map((span) => ({
    ...span,
    ...measure(within(stretches, span), within(away, span), span),
  }));
}

/** The last local days with their midnights, oldest first; today ends now. Days have 23, 24 or 25 hours. */
function localDays(days: number, timezone: string, now: number): readonly (Span & { readonly date: string })[] {
  const zone = zoneOf(timezone);
  const today = Math.floor(zone.localOf(now) / DAY_MS);
  const midnight = (day: number): number => {
    const time = zone.resolve(day * DAY_MS);
    return time.kind === "twice" ? time.first : time.at;
  };
  return Array.from({ length: days }, (_, index) => {
    const day = today - days + 1 + index;
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    return { date, fromAt: midnight(day), toAt: day === today ? now : midnight(day + 1) };
  });
}

/** What the monitor was, stretch by stretch, within a span; the time before it was made is in none. */
function stretchesOf({ createdAt, status, changes }: StatusLog, span: Span): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const add = (fromAt: number, toAt: number, was: StoredStatus): void => {
    const stretch = clip({ fromAt: Math.max(fromAt, createdAt), toAt }, span);
    if (stretch.fromAt >= stretch.toAt) return;
    const last = stretches.at(-1);
    // A change of severity while down changes no status.
    if (last?.status === was) stretches[stretches.length - 1] = { ...last, toAt: stretch.toAt };
    else stretches.push({ ...stretch, status: was });
  };
  let since = createdAt;
  for (const change of changes) {
    add(since, change.at, change.from);
    since = Math.max(since, change.at);
  }
  add(since, span.toAt, changes.at(-1)?.to ?? status);
  return stretches;
}

function measure(stretches: readonly Stretch[], gaps: readonly Gap[], span: Span): Uptime {
  let upMs = 0;
  let downMs = 0;
  let incidents = 0;
  for (const stretch of stretches) {
    const { status } = stretch;
    if (status !== "up" && status !== "down") continue;
    const clipped = clip(stretch, span);
    const counted = clipped.toAt - clipped.fromAt - overlapMs(gaps, clipped);
    if (status === "up") upMs += counted;
    else {
      downMs += counted;
      incidents += 1;
    }
  }
  const total = upMs + downMs;
  return { upMs, downMs, percent: total === 0 ? null : Math.floor((upMs / total) * 100_000) / 1_000, incidents };
}

function overlapMs(gaps: readonly Gap[], span: Span): number {
  let ms = 0;
  for (const gap of gaps) {
    const { fromAt, toAt } = clip(gap, span);
    ms += Math.max(0, toAt - fromAt);
  }
  return ms;
}

/** The gaps in order, those that touch each other as one, so that nothing is left out twice. */
function mergedGaps(gaps: readonly Gap[]): readonly Gap[] {
  const merged: Gap[] = [];
  for (const gap of gaps.toSorted((a, b) => a.fromAt - b.fromAt)) {
    const last = merged.at(-1);
    if (last === undefined || gap.fromAt > last.toAt) merged.push(gap);
    else merged[merged.length - 1] = { fromAt: last.fromAt, toAt: Math.max(last.toAt, gap.toAt) };
  }
  return merged;
}

function within<S extends Span>(spans: readonly S[], { fromAt, toAt }: Span): readonly S[] {
  return spans.filter((span) => span.fromAt < toAt && span.toAt > fromAt);
}

function clip(span: Span, { fromAt, toAt }: Span): Span {
  return { fromAt: Math.max(span.fromAt, fromAt), toAt: Math.min(span.toAt, toAt) };
}
