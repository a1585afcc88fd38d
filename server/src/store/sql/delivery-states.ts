import type { DeliveryState } from "../../model/index.ts";
import { deliveryStateOf } from "../delivery-state.ts";
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
    .select(["i.id", "i.suspended_at as suspendedAt", "i.suspended_reason as suspendedReason", "i.storm_at as stormAt"])
    .select(["b.paused_until as pausedUntil", "k.since_at as brokenSinceAt", "k.until_at as brokenUntilAt"])
    .select("k.reason as failure")
    .where("i.topic_id", "in", jsonList(topicIds))
    .execute();
  return Object.fromEntries(rows.map(({ id, ...obstacles }) => [id, deliveryStateOf(obstacles, now)]));
}
