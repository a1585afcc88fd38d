import { countedTime } from "../judge/schedules/schedule.ts";
import { statusAt } from "../judge/status-at.ts";
import type { Monitor, Project, ShownStatus } from "../model/index.ts";
import { namesOfPulseKey, type PulseNames } from "../signals/pulse.ts";
import type { App } from "./app.ts";
import { settingsOfSchedule } from "./pulse-schedule.ts";

/**
 * How a pulse stands. `overdue`: its threshold has passed. `failed`: it reported a failure, and its threshold has not
 * passed. `late`: its threshold has passed, but Watchbell was away meanwhile and waits a little longer.
 */
export type PulseStanding = "overdue" | "failed" | "late" | "in-time" | "unknown" | "paused";

/** One pulse of the board. */
export interface BoardRow {
  readonly monitorId: string;
  readonly names: PulseNames;
  readonly standing: PulseStanding;
  readonly lastAt: number | null;
  /** Working time since the pulse, less its threshold; null when there is no pulse yet or no threshold. */
  readonly deltaMs: number | null;
}

/** What the board shows. */
export interface Board {
  readonly project: Project;
  readonly now: number;
  /** In the order of their names. */
  readonly rows: readonly BoardRow[];
}

/** As many monitors as the store lists at a time. */
const PAGE = 1_000;

/** Tells how all pulses of a project stand at this moment, by the store's clock. */
export async function showHeartbeatBoard(app: App, project: Project): Promise<Board> {
  const [now, gaps, pulses] = await Promise.all([app.store.now(), app.store.watch.gaps(), listPulses(app, project.id)]);
  return { project, now, rows: pulses.map((pulse) => rowOf(pulse, statusAt(pulse, { now, gaps }), now)) };
}

/** True for a pulse that must be told: it is down, by silence or by its own word. */
export function isToTell({ standing }: BoardRow): boolean {
  return standing === "overdue" || standing === "failed";
}

async function listPulses(app: App, projectId: string): Promise<readonly Monitor[]> {
  const pulses: Monitor[] = [];
  let cursor: string | undefined;
  do {
    const page = await app.store.watch.list({ projectId, door: "heartbeat", limit: PAGE, cursor });
    pulses.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pulses;
}

function rowOf(pulse: Monitor, status: ShownStatus, now: number): BoardRow {
  const { lastPingAt: lastAt } = pulse.state;
  const { schedule } = pulse.config;
  const { thresholdMs } = settingsOfSchedule(schedule);
  const hasDelta = lastAt !== null && thresholdMs !== null;
  const deltaMs = hasDelta ? countedTime(schedule, lastAt, Math.max(now, lastAt)) - thresholdMs : null;
  const names = namesOfPulseKey(pulse.doorKey ?? "[]");
  return { monitorId: pulse.id, names, standing: standingOf(status, deltaMs), lastAt, deltaMs };
}

function standingOf(status: ShownStatus, deltaMs: number | null): PulseStanding {
  switch (status) {
    case "down":
      return deltaMs !== null && deltaMs < 0 ? "failed" : "overdue";
    case "late":
      return "late";
    case "up":
      return "in-time";
    case "new":
      return "unknown";
    case "paused":
      return "paused";
  }
}
