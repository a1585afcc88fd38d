import type { DeliveryState } from "../../model/index.ts";
import { STORM_PACE_MS } from "../../route/storm.ts";
import type { SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";

/** How delivery to each integration of these topics stands, by the integration's id. */
export async function deliveryStates(
  deps: SqlDeps,
  topicIds: readonly string[],
): Promise<Readonly<Record<string, DeliveryState>>> {
  const now = deps.now();
  const rows = await deps.db
    .selectFrom("integrations as i")
    .leftJoin("buckets as b", "b.id", "i.bucket_id")
    .leftJoin("breakers as k", "k.bucket_id", "i.bucket_id")
    .select(["i.id", "i.suspended_at", "i.suspended_reason", "i.storm_at", "b.paused_until"])
    .select(["k.since_at", "k.until_at", "k.reason as failure"])
    .where("i.topic_id", "in", jsonList(topicIds))
    .execute();
  return Object.fromEntries(rows.map((row) => [row.id, stateOf(row, now)]));
}

interface Row {
  readonly suspended_at: number | null;
  readonly suspended_reason: string | null;
  readonly storm_at: number | null;
  readonly paused_until: number | null;
  readonly since_at: number | null;
  readonly until_at: number | null;
  readonly failure: string | null;
}

/** The one that holds up most comes first. */
function stateOf(row: Row, now: number): DeliveryState {
  const { suspended_at: suspendedAt, since_at: sinceAt, until_at: untilAt } = row;
  if (suspendedAt !== null) {
    return { kind: "suspended", sinceAt: suspendedAt, reason: row.suspended_reason ?? "" };
  }
  if (sinceAt !== null && untilAt !== null) return { kind: "failing", sinceAt, untilAt, reason: row.failure ?? "" };
  const pausedUntil = row.paused_until ?? 0;
  if (pausedUntil > now) return { kind: "limited", untilAt: pausedUntil };
  const stormUntil = row.storm_at === null ? 0 : row.storm_at + STORM_PACE_MS;
  return stormUntil > now ? { kind: "storm", untilAt: stormUntil } : { kind: "working" };
}
