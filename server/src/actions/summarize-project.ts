import { statusAt } from "../judge/status-at.ts";
import type { ShownStatus } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** A project at a glance. */
export interface Summary {
  /** Monitors by the status that people see. */
  readonly monitors: Readonly<Record<ShownStatus, number>>;
  readonly openIncidents: number;
  readonly deadMessages: number;
  readonly suspendedIntegrations: number;
}

/** Counts what stands how in the caller's project. */
export async function summarizeProject(app: App, { projectId }: Caller): Promise<Summary> {
  const { watch, incidents, outbox, topics } = app.store;
  const [tally, gaps, now, openIncidents, deadMessages, all] = await Promise.all([
    watch.tally(projectId),
    watch.gaps(),
    app.store.now(),
    incidents.countOpen(projectId),
    outbox.countDead(projectId),
    topics.list(projectId),
  ]);
  const monitors = { ...tally.counts };
  for (const monitor of tally.overdue) monitors[statusAt(monitor, { now, gaps })] += 1;
  const integrations = all.flatMap((topic) => topic.integrations);
  const suspendedIntegrations = integrations.filter(({ suspended }) => suspended !== null).length;
  return { monitors, openIncidents, deadMessages, suspendedIntegrations };
}
