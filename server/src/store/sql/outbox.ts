import { sql } from "kysely";
import { groupCommit } from "../../lib/group-commit.ts";
import type { Event } from "../../model/index.ts";
import { numberCursor, pageOf } from "../cursor.ts";
import type { MessageFilter, OutboxPort } from "../ports.ts";
import { endProbes } from "./breakers.ts";
import { claim, claimMessage } from "./claim.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { dueIds } from "./due-ids.ts";
import { expire } from "./expire.ts";
import { foldStorms } from "./fold-storms.ts";
import { isDead, isWaiting } from "./is-status.ts";
import { topicIdByName } from "./load-topics.ts";
import { attemptFromRow, messageFromRow, messageQuery } from "./message-row.ts";
import { type PublishItem, publish } from "./publish.ts";
import { replay } from "./replay.ts";
import { type SettleItem, settle } from "./settle.ts";

/** So many settlements or publications share one commit at most. */
const MAX_GROUP = 500;

/** Makes the outbox of a SQL store. */
export function createOutbox(deps: SqlDeps): OutboxPort {
  const settleSoon = groupCommit((items: readonly SettleItem[]) => settle(deps, items), MAX_GROUP);
  const publishSoon = groupCommit((items: readonly PublishItem[]) => publish(deps, items), MAX_GROUP);
  let lastIntegration = "";
  return {
    publish: (notification, idempotency) => publishSoon({ notification, idempotency }),
    foldStorms: () => foldStorms(deps),
    async claim(request) {
      const result = await claim(deps, request, lastIntegration);
      lastIntegration = result.lastIntegration;
      return result.claimed;
    },
    claimMessage: (messageId, leaseMs) => claimMessage(deps, messageId, leaseMs),
    dueIds: (limit) => dueIds(deps, limit),
    settle: (leaseId, settlement) => settleSoon({ leaseId, settlement }),
    async endLeases() {
      const now = deps.now();
      await deps.db
        .updateTable("messages")
        .set({ due_at: now })
        .where("lease_id", "is not", null)
        .where("due_at", ">", now)
        .execute();
      await endProbes(deps.db, now);
    },
    expire: (limit) => expire(deps, limit),
    replay: (projectId, select, actor) => replay(deps, projectId, select, actor),
    async get(projectId, messageId) {
      const row = await messageQuery(deps.db)
        .where("m.id", "=", messageId)
        .where("m.project_id", "=", projectId)
        .executeTakeFirst();
      if (!row) return null;
      const attempts = await deps.db
        .selectFrom("attempts")
        .selectAll()
        .where("message_id", "=", messageId)
        .orderBy("n")
        .execute();
      return { message: messageFromRow(row), attempts: attempts.map(attemptFromRow) };
    },
    list: (filter) => list(deps, filter),
    async facts(projectId, messageId) {
      const row = await deps.db
        .selectFrom("messages as m")
        .innerJoin("notifications as n", "n.id", "m.notification_id")
        .select(["m.event", "n.facts"])
        .where("m.id", "=", messageId)
        .where("m.project_id", "=", projectId)
        .executeTakeFirst();
      return row ? { event: row.event as Event, facts: JSON.parse(row.facts) } : null;
    },
    async countDead(projectId) {
      const row = await deps.db
        .selectFrom("messages")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("project_id", "=", projectId)
        .where(isDead)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    backlog: () => backlog(deps.db),
  };
}

/** Each figure from an index of its own, so that asking often costs little. */
async function backlog(db: Db): ReturnType<OutboxPort["backlog"]> {
  const found = await sql<Awaited<ReturnType<OutboxPort["backlog"]>>>`select
    (select count(*) from messages where ${isWaiting}) as waiting,
    (select min(due_at) from messages where ${isWaiting} and due_at is not null) as "oldestDueAt",
    (select count(*) from messages where ${isDead}) as dead,
    (select count(*) from breakers k where k.until_at is not null
      and exists (select 1 from integrations i where i.bucket_id = k.bucket_id)) as "openBreakers"`.execute(db);
  return found.rows[0] ?? { waiting: 0, oldestDueAt: null, dead: 0, openBreakers: 0 };
}

async function list(deps: SqlDeps, filter: MessageFilter) {
  const { db } = deps;
  const before = numberCursor(filter.cursor, Number.MAX_SAFE_INTEGER);
  let query = messageQuery(db).where("m.project_id", "=", filter.projectId).where("m.seq", "<", before);
  // An index of dead letters is taken only when the statement says so in its text.
  if (filter.status !== undefined) {
    query = filter.status === "dead" ? query.where(isDead) : query.where("m.status", "=", filter.status);
  }
  if (filter.monitorId !== undefined) query = query.where("m.monitor_id", "=", filter.monitorId);
  if (filter.integrationId !== undefined) query = query.where("m.integration_id", "=", filter.integrationId);
  if (filter.alertKey !== undefined) {
    const ofIncident = db.selectFrom("messages as a").select("a.seq").where("a.alert_key", "=", filter.alertKey);
    query = query.where("m.seq", "in", ofIncident);
  }
  if (filter.notificationId !== undefined) query = query.where("m.notification_id", "=", filter.notificationId);
  if (filter.digestId !== undefined) query = query.where("m.digest_id", "=", filter.digestId);
  if (filter.event !== undefined) query = query.where("m.event", "=", filter.event);
  if (filter.topic !== undefined) {
    query = query.where("m.topic_id", "=", (await topicIdByName(db, filter.projectId, filter.topic)) ?? "");
  }
  const { fromAt, toAt } = filter;
  if (fromAt !== undefined) {
    query = query.where("m.created_at", ">=", fromAt).where("m.seq", ">=", await firstSeqSince(db, fromAt));
  }
  if (toAt !== undefined) {
    query = query.where("m.created_at", "<", toAt).where("m.seq", "<", await firstSeqSince(db, toAt));
  }
  const rows = await query
    .orderBy("m.seq", "desc")
    .limit(filter.limit + 1)
    .execute();
  return pageOf(rows, filter.limit, messageFromRow, (row) => [row.seq]);
}

/** Where the messages of an instant begin, so that a stretch of time is one of the index. */
async function firstSeqSince(db: Db, at: number): Promise<number> {
  const row = await db
    .selectFrom("notifications as n")
    .innerJoin("messages as m", "m.notification_id", "n.id")
    .select("m.seq")
    .where("n.created_at", ">=", at)
    .orderBy("n.created_at")
    .orderBy("m.seq")
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? Number.MAX_SAFE_INTEGER;
}
