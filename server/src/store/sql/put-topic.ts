import { sql } from "kysely";
import { newId, newSecret } from "../../lib/ids.ts";
import { type Actor, type Integration, matchIntegrations, type Topic, topicName } from "../../model/index.ts";
import type { IntegrationInput, PutTopicOutcome, TopicInput } from "../ports.ts";
import { cancelWaiting } from "./cancel-waiting.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import { loadTopic } from "./load-topics.ts";
import { lockTopic } from "./locks.ts";
import { writeHistory } from "./write-history.ts";

/** Creates or replaces a topic inside a transaction; bootstrap uses it too. */
export async function putTopic(deps: SqlDeps, trx: Db, input: TopicInput, actor: Actor): Promise<PutTopicOutcome> {
  const { projectId, channel, topic } = input;
  await lockTopic(trx, projectId, channel, topic);
  const old = await loadTopic(trx, projectId, channel, topic);
  if (input.id !== undefined && input.id !== old?.id) {
    const owner = await trx.selectFrom("topics").select("id").where("id", "=", input.id).executeTakeFirst();
    if (owner || old) return { kind: "id-taken" };
  }
  const known = matchIntegrations(old?.integrations ?? [], input.integrations);
  const missing = input.integrations.find(
    (wanted, index) => wanted.credentials === null && (known[index] ?? null) === null,
  );
  if (missing) return { kind: "credentials-missing", integrationName: missing.name };
  const id = old?.id ?? input.id ?? newId();
  const hash = await writeTopic(deps, trx, { input, id, isNew: !old });
  await replaceIntegrations(deps, trx, { topicId: id, old, wanted: input.integrations, known });
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
  const stored = await loadTopic(trx, projectId, channel, topic);
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

/** Changes the hash; the caller writes the history. */
export async function setHash(deps: SqlDeps, trx: Db, topicId: string, hash: string): Promise<void> {
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
  /** Which of the old ones each wanted one is. */
  readonly known: readonly (Integration | null)[];
}

/** Those that are known keep their id; messages of those that go are cancelled. */
async function replaceIntegrations(deps: SqlDeps, trx: Db, change: ReplaceIntegrations): Promise<void> {
  const kept = change.known.flatMap((known) => known?.id ?? []);
  const gone = (change.old?.integrations ?? []).map(({ id }) => id).filter((id) => !kept.includes(id));
  await cancelWaiting(deps, trx, gone);
  await trx.deleteFrom("integrations").where("id", "in", jsonList(gone)).execute();
  const renamed = change.known.flatMap((known, index) =>
    known !== null && known.name !== change.wanted[index]?.name ? [known.id] : [],
  );
  // Two may change names with each other, and no two may have the same one even in between.
  await trx.updateTable("integrations").set({ name: sql<string>`id` }).where("id", "in", jsonList(renamed)).execute();
  for (const [position, wanted] of change.wanted.entries()) {
    const known = change.known[position];
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
