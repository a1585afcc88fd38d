import type { WatchPort } from "../ports.ts";
import { change } from "./change.ts";
import type { DynamoDeps } from "./deps.ts";
import { readDue } from "./heartbeats.ts";
import { loadGaps, stampAlive } from "./intake.ts";
import { pageOfMonitors } from "./list-monitors.ts";
import { loadMonitor, loadMonitorsById } from "./load-monitors.ts";
import { createLogLines } from "./log-lines.ts";
import { createMonitorLog } from "./monitor-log.ts";
import { createPills } from "./pills.ts";
import { createProbes } from "./probes.ts";
import { prune } from "./prune.ts";
import { tally } from "./tally.ts";

/** Makes the watch port of a DynamoDB store. */
export function createWatch(deps: DynamoDeps): WatchPort {
  return {
    change: (requests) => change(deps, requests),
    async overdue(limit) {
      const due = await readDue(deps, "sweepAt", deps.now());
      return due.slice(0, limit).map(({ sk }) => sk);
    },
    get: (address) => loadMonitor(deps, deps.port, address),
    async getMany(projectId, monitorIds) {
      const loaded = await loadMonitorsById(deps, deps.port, monitorIds);
      const monitors = monitorIds.flatMap((id) => loaded.get(id) ?? []);
      return monitors.filter((monitor) => monitor.projectId === projectId);
    },
    list: (filter) => pageOfMonitors(deps, filter),
    ...createLogLines(deps),
    ...createProbes(deps),
    ...createPills(deps),
    ...createMonitorLog(deps),
    tally: (projectId, tag) => tally(deps, projectId, tag),
    stampAlive: ({ starting }) => stampAlive(deps, starting),
    gaps: () => loadGaps(deps),
    prune: (limit) => prune(deps, limit),
  };
}
