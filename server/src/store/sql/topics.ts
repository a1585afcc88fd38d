import { newSecret } from "../../lib/ids.ts";
import { sameText } from "../../lib/vault.ts";
import { type Actor, topicName } from "../../model/index.ts";
import type { TopicsPort } from "../ports.ts";
import { deleteTopic } from "./delete-topic.ts";
import { deliveryStates } from "./delivery-states.ts";
import type { SqlDeps } from "./deps.ts";
import { loadTopic, withIntegrations } from "./load-topics.ts";
import { lockTopic } from "./locks.ts";
import { putTopic, setHash } from "./put-topic.ts";
import { writeHistory } from "./write-history.ts";

/** Makes the topics port of a SQL store. */
export function createTopics(deps: SqlDeps): TopicsPort {
  const { db, vault } = deps;
  return {
    put: (input, actor) => db.transaction().execute((trx) => putTopic(deps, trx, input, actor)),
    get: (projectId, channel, topic) => loadTopic(db, projectId, channel, topic),
    async list(projectId) {
      const rows = await db
        .selectFrom("topics")
        .selectAll()
        .where("project_id", "=", projectId)
        .orderBy("channel")
        .orderBy("topic")
        .execute();
      return await withIntegrations(db, rows);
    },
    async hasHash(topicId, hash) {
      const row = await db.selectFrom("topics").select("hash_code").where("id", "=", topicId).executeTakeFirst();
      return sameText(row?.hash_code ?? "", vault.code(hash));
    },
    async showHash(topicId) {
      const row = await db.selectFrom("topics").select("hash_sealed").where("id", "=", topicId).executeTakeFirst();
      return row ? vault.open(row.hash_sealed) : null;
    },
    rotateHash: (topicId, actor) => rotateHash(deps, topicId, actor),
    delete: (projectId, channel, topic, actor) =>
      db.transaction().execute(async (trx) => {
        await lockTopic(trx, projectId, channel, topic);
        const found = await loadTopic(trx, projectId, channel, topic);
        return found ? await deleteTopic(deps, trx, found, actor) : null;
      }),
    deliveryStates: (topicIds) => deliveryStates(deps, topicIds),
    async credentials(integrationId) {
      const row = await db
        .selectFrom("integrations")
        .select("credentials")
        .where("id", "=", integrationId)
        .executeTakeFirst();
      return row ? JSON.parse(vault.open(row.credentials)) : null;
    },
    resume: (integrationId, actor) => resume(deps, integrationId, actor),
  };
}

async function rotateHash(deps: SqlDeps, topicId: string, actor: Actor): Promise<string> {
  return await deps.db.transaction().execute(async (trx) => {
    const hash = newSecret();
    await setHash(deps, trx, topicId, hash);
    const topic = await trx.selectFrom("topics").selectAll().where("id", "=", topicId).executeTakeFirstOrThrow();
    const text = `The hash of topic ${topicName(topic.channel, topic.topic)} was changed.`;
    await writeHistory(trx, [
      { projectId: topic.project_id, at: deps.now(), kind: "hash-rotated", actor, topicId, text },
    ]);
    return hash;
  });
}

async function resume(deps: SqlDeps, integrationId: string, actor: Actor): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("integrations as i")
      .innerJoin("topics as t", "t.id", "i.topic_id")
      .select(["i.name", "t.project_id", "t.id"])
      .where("i.id", "=", integrationId)
      .where("i.suspended_at", "is not", null)
      .executeTakeFirst();
    if (!row) return;
    await trx
      .updateTable("integrations")
      .set({ suspended_at: null, suspended_reason: null })
      .where("id", "=", integrationId)
      .execute();
    const text = `Integration ${row.name} works again.`;
    await writeHistory(trx, [
      { projectId: row.project_id, at: deps.now(), kind: "integration-resumed", actor, topicId: row.id, text },
    ]);
  });
}
