import { type DayBar, dayBars, type StatusLog, type Uptime, uptimeOf } from "../judge/uptime.ts";
import type { Gap, Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { knownTimezone } from "./check-schedule-input.ts";
import { getMonitor } from "./get-monitor.ts";
import { getProject } from "./get-project.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The stretches up to now of which uptime is told. */
export const UPTIME_PERIODS = { "24h": DAY_MS, "7d": 7 * DAY_MS, "30d": 30 * DAY_MS, "90d": 90 * DAY_MS } as const;
export type UptimePeriod = keyof typeof UPTIME_PERIODS;

/** So many days have a bar of their own. */
export const UPTIME_DAYS = 90;

/** How many hours a day of the longest kind has, in every zone. */
const LONGEST_DAY_MS = 26 * HOUR_MS;

/** The uptime of one monitor. */
export interface ShownUptime {
  readonly now: number;
  readonly timezone: string;
  readonly periods: Readonly<Record<UptimePeriod, Uptime & { readonly fromAt: number }>>;
  /** Oldest first; the last one is today, so far. */
  readonly days: readonly DayBar[];
}

/** How monitors stood since an instant, with our own gaps: what uptime is told from. */
async function statusLogs(
  app: App,
  monitors: readonly Monitor[],
  sinceAt: number,
): Promise<{ readonly logs: readonly StatusLog[]; readonly gaps: readonly Gap[] }> {
  const ids = monitors.map(({ id }) => id);
  const [changes, gaps] = await Promise.all([app.store.watch.statusChanges(ids, sinceAt), app.store.watch.gaps()]);
  const logs = monitors.map(({ id, createdAt, state }) => ({
    createdAt,
    status: state.status,
    changes: changes[id] ?? [],
  }));
  return { logs, gaps };
}

/** Tells how much a monitor was up, in the last hours and days and on each of the last days in a zone. */
export async function showUptime(
  app: App,
  caller: Caller,
  query: { readonly monitorId: string; readonly timezone?: string | undefined },
): Promise<ShownUptime> {
  const monitor = await getMonitor(app, caller, query);
  const timezone =
    query.timezone === undefined ? (await getProject(app, caller)).timezone : knownTimezone(query.timezone, "timezone");
  const now = await app.store.now();
  const { logs, gaps } = await statusLogs(app, [monitor], now - UPTIME_DAYS * DAY_MS - LONGEST_DAY_MS);
  const [log = { createdAt: monitor.createdAt, status: monitor.state.status, changes: [] }] = logs;
  const periodOf = (name: UptimePeriod): Uptime & { readonly fromAt: number } => {
    const fromAt = now - UPTIME_PERIODS[name];
    return { fromAt, ...uptimeOf(log, gaps, { fromAt, toAt: now }) };
  };
  const periods = { "24h": periodOf("24h"), "7d": periodOf("7d"), "30d": periodOf("30d"), "90d": periodOf("90d") };
  return { now, timezone, periods, days: dayBars(log, gaps, { days: UPTIME_DAYS, timezone, now }) };
}
