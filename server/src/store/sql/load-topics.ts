import { sql } from "kysely";
import type { Project, Topic } from "../../model/index.ts";
import type { Db } from "./deps.ts";
import { jsonList } from "./json-rows.ts";
import { projectFromRow, topicFromRows } from "./rows.ts";

/** Loads projects by id; one that was deleted is absent. */
export async function loadProjects(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Project>> {
  const rows = await db
    .selectFrom("projects")
    .selectAll()
    .where("id", "in", jsonList(ids))
    .where("deleted_at", "is", null)
    .execute();
  return new Map(rows.map((row) => [row.id, projectFromRow(row)]));
}

/** Loads the topics of a project with their integrations, by full name; names that do not exist are absent. */
export async function loadTopicsByName(
  db: Db,
  projectId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Topic>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom("topics")
    .selectAll()
    .where("project_id", "=", projectId)
    .where(sql<string>`channel || '+' || topic`, "in", jsonList(names))
    .execute();
  return new Map((await withIntegrations(db, rows)).map((topic) => [topic.name, topic]));
}

/** Loads topics by id; those that do not exist are absent. */
export async function loadTopicsById(db: Db, ids: readonly string[]): Promise<readonly Topic[]> {
  return await withIntegrations(
    db,
    await db.selectFrom("topics").selectAll().where("id", "in", jsonList(ids)).execute(),
  );
}

type TopicRow = Parameters<typeof topicFromRows>[0];

/** Adds the integrations, in their order. */
export async function withIntegrations(db: Db, rows: readonly TopicRow[]): Promise<readonly Topic[]> {
  if (rows.length === 0) return [];
  const integrations = await db
    .selectFrom("integrations")
    .selectAll()
    .where("topic_id", "in", jsonList(rows.map((row) => row.id)))
    .orderBy("position")
    .execute();
  return rows.map((row) =>
    topicFromRows(
      row,
      integrations.filter((integration) => integration.topic_id === row.id),
    ),
  );
}

/** Finds a topic's id by its full name; null when there is none. */
export async function topicIdByName(db: Db, projectId: string, name: string): Promise<string | null> {
  return (await loadTopicsByName(db, projectId, [name])).get(name)?.id ?? null;
}

/** Loads one topic by the halves of its name; null when there is none. */
export async function loadTopic(db: Db, projectId: string, channel: string, topic: string): Promise<Topic | null> {
  const rows = await db
    .selectFrom("topics")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("channel", "=", channel)
    .where("topic", "=", topic)
    .execute();
  return (await withIntegrations(db, rows))[0] ?? null;
}
