import { newId, newSecret } from "../../lib/ids.ts";
import { sameText } from "../../lib/vault.ts";
import { type Topic, topicName } from "../../model/index.ts";
import type { IntegrationInput, PutTopicOutcome, TopicInput, TopicsPort } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import { withIntegrations } from "./load-topics.ts";
import { writeHistory } from "./write-history.ts";

/** Makes the topics port of a SQL store. */
export function createTopics(deps: SqlDeps): TopicsPort {
  const { db, vault } = deps;
  return {
    put: (input, actor) => db.transaction().execute((trx) => putTopic(deps, trx, input, actor)),
    get: (projectId, channel, topic) => getTopic(db, projectId, channel, topic),
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
        const found = await getTopic(trx, projectId, channel, topic);
        return found ? await deleteTopic(deps, trx, found, actor) : null;
      }),
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

async function getTopic(db: Db, projectId: string, channel: string, topic: string): Promise<Topic | null> {
  const rows = await db
    .selectFrom("topics")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("channel", "=", channel)
    .where("topic", "=", topic)
    .execute();
  return (await withIntegrations(db, rows))[0] ?? null;
}

/** Creates or replaces a topic inside a transaction; bootstrap uses it too. */
export async function putTopic(deps: SqlDeps, trx: Db, input: TopicInput, actor: string): Promise<PutTopicOutcome> {
  const { projectId, channel, topic } = input;
  const old = await getTopic(trx, projectId, channel, topic);
  if (input.id !== undefined && input.id !== old?.id) {
    const owner = await trx.selectFrom("topics").select("id").where("id", "=", input.id).executeTakeFirst();
    if (owner || old) return { kind: "id-taken" };
  }
  const missing = input.integrations.find(
    (wanted) =>
      wanted.credentials === null &&
      !old?.integrations.some((known) => known.name === wanted.name && known.provider === wanted.provider),
  );
  if (missing) return { kind: "credentials-missing", integrationName: missing.name };
  const id = old?.id ?? input.id ?? newId();
  const hash = await writeTopic(deps, trx, { input, id, isNew: !old });
  await replaceIntegrations(deps, trx, { topicId: id, old, wanted: input.integrations });
  const name = topicName(channel, topic);
  await writeHistory(trx, [
    {
      projectId,
      at: deps.now(),
      kind: old ? "topic-changed" : "topic-created",
      actor,
      topicId: id,
      text: `Topic ${name} was ${old ? "changed" : "made"}.`,
    },
  ]);
  const stored = await getTopic(trx, projectId, channel, topic);
  if (!stored) throw new Error("a topic vanished while it was written");
  return { kind: "put", created: !old, topic: stored, hash };
}

interface WriteTopic {
  readonly input: TopicInput;
  readonly id: string;
  readonly isNew: boolean;
}

/** Writes the topic's own row; says its hash. */
async function writeTopic(deps: SqlDeps, trx: Db, { input, id, isNew }: WriteTopic): Promise<string> {
  const { vault } = deps;
  if (isNew) {
    const hash = input.hash ?? newSecret();
    await trx
      .insertInto("topics")
      .values({
        id,
        project_id: input.projectId,
        channel: input.channel,
        topic: input.topic,
        hash_code: vault.code(hash),
        hash_sealed: vault.seal(hash),
        created_at: deps.now(),
      })
      .execute();
    return hash;
  }
  if (input.hash !== undefined) {
    await setHash(deps, trx, id, input.hash);
    return input.hash;
  }
  const row = await trx.selectFrom("topics").select("hash_sealed").where("id", "=", id).executeTakeFirstOrThrow();
  return vault.open(row.hash_sealed);
}

async function setHash(deps: SqlDeps, trx: Db, topicId: string, hash: string): Promise<void> {
  await trx
    .updateTable("topics")
    .set({ hash_code: deps.vault.code(hash), hash_sealed: deps.vault.seal(hash) })
    .where("id", "=", topicId)
    .execute();
}

interface ReplaceIntegrations {
  readonly topicId: string;
  readonly old: Topic | null;
  readonly wanted: readonly IntegrationInput[];
}

/** Those with the same name and provider keep their id; messages of those that go are cancelled. */
async function replaceIntegrations(deps: SqlDeps, trx: Db, change: ReplaceIntegrations): Promise<void> {
  const old = change.old?.integrations ?? [];
  const same = (wanted: IntegrationInput) =>
    old.find((known) => known.name === wanted.name && known.provider === wanted.provider);
  const kept = new Set(change.wanted.flatMap((wanted) => same(wanted)?.id ?? []));
  const gone = old.filter((known) => !kept.has(known.id)).map((known) => known.id);
  await cancelWaiting(deps, trx, gone);
  await trx.deleteFrom("integrations").where("id", "in", jsonList(gone)).execute();
  for (const [position, wanted] of change.wanted.entries()) {
    const known = same(wanted);
    const columns = integrationColumns(deps, wanted, position);
    if (known) await trx.updateTable("integrations").set(columns).where("id", "=", known.id).execute();
    else await insertIntegration(trx, change.topicId, columns);
  }
}

type IntegrationColumns = ReturnType<typeof integrationColumns>;

async function insertIntegration(trx: Db, topicId: string, columns: IntegrationColumns): Promise<void> {
  const { credentials, bucket_id } = columns;
  if (credentials === undefined || bucket_id === undefined) throw new Error("a new integration needs credentials");
  await trx
    .insertInto("integrations")
    .values({ id: newId(), topic_id: topicId, ...columns, credentials, bucket_id })
    .execute();
}

function integrationColumns(deps: SqlDeps, wanted: IntegrationInput, position: number) {
  const text = wanted.credentials === null ? null : JSON.stringify(wanted.credentials);
  return {
    position,
    name: wanted.name,
    provider: wanted.provider,
    model: wanted.model,
    notify_on: wanted.notifyOn ? JSON.stringify(wanted.notifyOn) : null,
    enabled: wanted.enabled ? 1 : 0,
    keeps_incidents: wanted.keepsIncidents ? 1 : 0,
    rate_tokens: wanted.rate?.tokens ?? null,
    rate_per_ms: wanted.rate?.perMs ?? null,
    // New credentials are a new chance for a target that was given up.
    ...(text !== null && {
      credentials: deps.vault.seal(text),
      bucket_id: deps.vault.code(`${wanted.provider}\n${text}`),
      suspended_at: null,
      suspended_reason: null,
    }),
  };
}

async function cancelWaiting(deps: SqlDeps, trx: Db, integrationIds: readonly string[]) {
  if (integrationIds.length === 0) return [];
  const now = deps.now();
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "event", "integration_id"])
    .where("status", "=", "waiting")
    .where("integration_id", "in", jsonList(integrationIds))
    .execute();
  await trx
    .updateTable("messages")
    .set({
      status: "cancelled",
      due_at: null,
      lease_id: null,
      finished_at: now,
      last_reason: "Its integration was removed.",
    })
    .where("id", "in", jsonList(rows.map((row) => row.id)))
    .execute();
  return rows;
}

async function deleteTopic(deps: SqlDeps, trx: Db, topic: Topic, actor: string) {
  const names = new Map(topic.integrations.map((integration) => [integration.id, integration.name]));
  const cancelled = await cancelWaiting(deps, trx, [...names.keys()]);
  await trx.deleteFrom("topics").where("id", "=", topic.id).execute();
  const monitors = await trx
    .selectFrom("monitors")
    .select(["id", "config"])
    .where("project_id", "=", topic.projectId)
    .where("config", "like", `%${JSON.stringify(topic.name).replaceAll("%", "_")}%`)
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
    monitors: monitors
      .filter((row) => JSON.parse(row.config).topics.includes(topic.name))
      .map((row) => row.id),
  };
}

async function rotateHash(deps: SqlDeps, topicId: string, actor: string): Promise<string> {
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

async function resume(deps: SqlDeps, integrationId: string, actor: string): Promise<void> {
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
