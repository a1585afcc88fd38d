import type { Monitor, ProbeResult, ProbeVerdict } from "../model/index.ts";
import type { App } from "./app.ts";

/** How a task stands, once it was looked at. */
export interface ShownTask {
  readonly url: string;
  readonly monitorId: string;
  /** Of the last look. */
  readonly verdict: ProbeVerdict;
  readonly looks: number;
  readonly errors: number;
  /** What the task last said of itself, in this look or an earlier one. */
  readonly process: string | null;
  readonly server: string | null;
  readonly sleepStartAt: number | null;
  readonly sleepEndAt: number | null;
}

/** A task that cannot be reached says nothing of itself: so far back is looked for when it last did. */
const LOOKED_BACK = 50;

/** How the tasks stand that were looked at, in the order of their addresses. */
export async function listTasks(
  app: Pick<App, "store">,
  projectId: string,
  urls: readonly string[],
): Promise<readonly ShownTask[]> {
  const tasks = await Promise.all(urls.map((url) => findTask(app, projectId, url)));
  return tasks.filter((task) => task !== null);
}

/** How one task stands; null when there is none of this address, or when it was not looked at yet. */
export async function findTask(app: Pick<App, "store">, projectId: string, url: string): Promise<ShownTask | null> {
  const { watch } = app.store;
  const monitor = await watch.get({ by: "door", projectId, door: "import", doorKey: url });
  if (monitor === null) return null;
  const { items } = await watch.results(monitor.id, { limit: LOOKED_BACK });
  return items[0] === undefined ? null : shown(url, monitor, [items[0], ...items.slice(1)]);
}

function shown(url: string, { id, state }: Monitor, results: readonly [ProbeResult, ...ProbeResult[]]): ShownTask {
  const [last] = results;
  const told = results.find(({ details }) => details.lastRun !== undefined)?.details;
  return {
    url,
    monitorId: id,
    verdict: last.verdict,
    looks: state.pingCount,
    errors: state.failureCount,
    process: textOrNull(told?.process),
    server: textOrNull(told?.server),
    sleepStartAt: instantOrNull(told?.sleepStart),
    sleepEndAt: instantOrNull(told?.sleepEnd),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function instantOrNull(value: unknown): number | null {
  return typeof value === "string" ? Date.parse(value) : null;
}
