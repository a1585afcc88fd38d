import { sql } from "kysely";
import type { Actor, Topic } from "../../model/index.ts";
import { cancelWaiting } from "./cancel-waiting.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { contains } from "./dialect.ts";
import { writeHistory } from "./write-history.ts";

/** Deletes a topic with its integrations; says what that cancels and which monitors name it still. */
export async function deleteTopic(deps: SqlDeps, trx: Db, topic: Topic, actor: Actor) {
  const names = new Map(topic.integrations.map((integration) => [integration.id, integration.name]));
  const cancelled = await cancelWaiting(deps, trx, [...names.keys()]);
  await trx.deleteFrom("topics").where("id", "=", topic.id).execute();
  const monitors = await trx
    .selectFrom("monitors")
    .select(["id", "config"])
    .where("project_id", "=", topic.projectId)
    .where(contains(sql.ref("config"), JSON.stringify(topic.name)))
    .execute();
  const text = `Topic ${topic.name} was deleted; ${cancelled.length} waiting messages were cancelled.`;
  await writeHistory(trx, [
    { projectId: topic.projectId, at: deps.now(), kind: "topic-deleted", actor, topicId: topic.id, text },
  ]);
  return {
    cancelled: cancelled.map((row) => ({
      id: row.id,
      event: row.event,
      integrationName: names.get(row.integration_id) ?? "",
    })),
    monitors: monitors.filter((row) => JSON.parse(row.config).topics.includes(topic.name)).map((row) => row.id),
  };
}
