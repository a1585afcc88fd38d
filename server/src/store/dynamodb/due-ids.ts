import { cancelOrphans } from "./cancel-waiting.ts";
import type { DueMessage, DynamoDeps } from "./deps.ts";
import { mendLanes } from "./mend-lanes.ts";
import { dueLanes, paceFromItem, paceKey } from "./pace.ts";
import { isClosedOff, targetFromItem, targetKey, tokensOf } from "./target.ts";
import { integrationFromItem, integrationKey, type TargetOfTopic } from "./topic-items.ts";
import { loadLanes, markedIntegrations, unmark } from "./waiting.ts";

/** So many integrations are looked at side by side. */
const AT_ONCE = 16;
/** So many messages are told at once; the tick tells the rest. */
const TOLD_AT_ONCE = 200;

/** Messages that are due and may be sent now: what no word reached a sender about, or what it could not take then. */
export async function dueIds(deps: DynamoDeps, limit: number): Promise<readonly DueMessage[]> {
  const due = await dueOf(deps, await markedIntegrations(deps.port));
  return due.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, limit);
}

/** Tells a sender what waits for integrations that may be sent to again. */
export async function tellWaiting(deps: DynamoDeps, integrationIds: readonly string[]): Promise<void> {
  const due = (await dueOf(deps, integrationIds)).slice(0, TOLD_AT_ONCE);
  if (due.length > 0) deps.onDue(due);
}

async function dueOf(deps: DynamoDeps, integrationIds: readonly string[]): Promise<readonly DueMessage[]> {
  const due: DueMessage[] = [];
  for (let start = 0; start < integrationIds.length; start += AT_ONCE) {
    const some = integrationIds.slice(start, start + AT_ONCE);
    due.push(...(await Promise.all(some.map((id) => dueOfOne(deps, id)))).flat());
  }
  return due;
}

async function dueOfOne(deps: DynamoDeps, integrationId: string): Promise<readonly DueMessage[]> {
  const { port } = deps;
  const now = deps.now();
  const lanes = await loadLanes(port, integrationId);
  if (lanes.length === 0) {
    await unmark(deps, integrationId);
    return [];
  }
  const item = await port.get(integrationKey(integrationId));
  if (item === null) {
    await cancelOrphans(deps, [integrationId]);
    return [];
  }
  const pace = paceFromItem(integrationId, await port.get(paceKey(integrationId)));
  await mendLanes(deps, lanes, pace);
  const integration = integrationFromItem(item);
  if (!integration.enabled || integration.suspended !== null) return [];
  const room = await roomAt(deps, integration, now);
  return dueLanes(lanes, pace, { tokens: room, now })
    .slice(0, Math.floor(Math.min(room, lanes.length)))
    .flatMap(({ waiting: [entry], head: { dueAt } }) => (entry ? [{ id: entry.id, dueAt }] : []));
}

async function roomAt({ port }: DynamoDeps, { bucketId, rate }: TargetOfTopic, now: number): Promise<number> {
  const target = targetFromItem(bucketId, await port.get(targetKey(bucketId)));
  if (isClosedOff(target, now)) return 0;
  const tokens = tokensOf(target, rate, now);
  // A half open breaker lets one through.
  return target.breaker.open ? Math.min(1, tokens) : tokens;
}
