import { describeSchedule } from "../judge/schedules/schedule.ts";
import { type Monitor, type Severity, severityOf } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { type ShownMonitor, showMonitors } from "./show-monitors.ts";

/** A monitor as a table of all of them shows it. */
export interface MonitorRow extends ShownMonitor {
  readonly severity: Severity;
  /** In plain English; null for an alarm, which nobody expects. */
  readonly scheduleText: string | null;
}

/** So many are read in one go: signals that come meanwhile are taken in between. */
const PAGE = 1_000;

/** Every monitor of the caller's project, by name, or those of these ids. */
export async function listMonitorRows(
  app: App,
  caller: Caller,
  monitorIds: readonly string[] | null,
): Promise<readonly MonitorRow[]> {
  const texts = new Map<string, string>();
  if (monitorIds !== null) return rowsOf(app, texts, await app.store.watch.getMany(caller.projectId, monitorIds));
  const rows: MonitorRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await app.store.watch.list({ projectId: caller.projectId, limit: PAGE, cursor });
    rows.push(...(await rowsOf(app, texts, page.items)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

async function rowsOf(
  app: App,
  texts: Map<string, string>,
  monitors: readonly Monitor[],
): Promise<readonly MonitorRow[]> {
  const shown = await showMonitors(app, monitors);
  return shown.map((each) => ({
    ...each,
    severity: severityOf(each.monitor),
    scheduleText: scheduleText(texts, each.monitor),
  }));
}

/** Most monitors of a project share a few schedules. */
function scheduleText(texts: Map<string, string>, { config }: Monitor): string | null {
  if (config.kind === "alarm") return null;
  const key = JSON.stringify(config.schedule);
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = describeSchedule(config.schedule);
  texts.set(key, text);
  return text;
}
