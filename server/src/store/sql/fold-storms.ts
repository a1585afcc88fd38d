import { sql } from "kysely";
import { refill } from "../../lib/token-bucket.ts";
import type { Facts, MonitorFacts } from "../../model/index.ts";
import { routeDigest } from "../../route/route-digest.ts";
import { isStorm, MAX_FOLDED, STORM_PACE_MS } from "../../route/storm.ts";
import { foldedReason } from "../delivery-words.ts";
import type { FoldedStorm } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { isUntold, isWaiting } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";
import { loadProjects, loadTopicsById } from "./load-topics.ts";
import { lockLanes } from "./locks.ts";
import { writeNotifications } from "./write-notifications.ts";

/**
 * Puts one digest in the place of what waits for each integration that is in a storm.
 *
 * 1. A read without the write lock finds the storms; most rounds find none.
 * 2. Each is looked at again in a transaction of its own, because another process may have been quicker, and is marked:
 *    whoever comes second finds the mark and does nothing.
 * 3. Whole lanes are folded, and only those of which nothing was tried: then nobody can have seen a part of one, and what
 *    is told of a monitor later comes after the digest (take-due.ts).
 */
export async function foldStorms(deps: SqlDeps): Promise<readonly FoldedStorm[]> {
  const folded: FoldedStorm[] = [];
  for (const { id } of await stormy(deps.db, deps.now(), null)) {
    const storm = await deps.db.transaction().execute((trx) => fold(deps, trx, id));
    if (storm !== null) folded.push(storm);
  }
  return folded;
}

/** An integration that may be sent to and whose rate is limited, with the number of its messages that a digest could tell. */
interface Crowded {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly topic_id: string;
  readonly rate_tokens: number;
  readonly rate_per_ms: number;
  readonly tokens: number | null;
  readonly refilled_at: number | null;
  readonly untold: number;
}

/**
 * The integrations that are in a storm now. Not those that keep incidents, where each needs its own open and close; not
 * those whose last digest still waits, or went out a moment ago.
 */
async function stormy(db: Db, now: number, only: string | null): Promise<readonly Crowded[]> {
  const found = await sql<Crowded>`
    select i.id, i.name, i.provider, i.topic_id, i.rate_tokens, i.rate_per_ms, b.tokens, b.refilled_at,
      (select count(*) from (select 1 from messages m where m.integration_id = i.id and ${isUntold}
        order by m.seq limit ${MAX_FOLDED}) as t) as untold
    from integrations i left join buckets b on b.id = i.bucket_id left join breakers k on k.bucket_id = i.bucket_id
    where i.rate_tokens is not null and i.rate_per_ms is not null and i.keeps_incidents = 0
      and ${only === null ? sql`i.id in ${crowdedIds}` : sql`i.id = ${only}`}
      and i.enabled = 1 and i.suspended_at is null and k.until_at is null
      and coalesce(b.paused_until, 0) <= ${now} and coalesce(i.storm_at, 0) <= ${now - STORM_PACE_MS}
      and not exists (select 1 from messages d where d.status = 'waiting' and d.lane = i.id || ':digests')`.execute(db);
  return found.rows.filter(({ untold: count, rate_tokens, rate_per_ms: perMs, tokens, refilled_at: refilledAt }) => {
    const rate = { tokens: rate_tokens, perMs };
    const known = tokens === null || refilledAt === null ? null : { tokens, refilledAt };
    return isStorm({ count, tokens: refill(known, rate, now).tokens, rate });
  });
}

/** Steps from one integration with untold messages to the next by the index, however many messages each has. */
const crowdedIds = sql`(
  with recursive crowded (id) as (
    select min(m.integration_id) from messages m where ${isUntold}
    union all
    select (select min(m.integration_id) from messages m where ${isUntold} and m.integration_id > crowded.id)
    from crowded where crowded.id is not null
  ) select id from crowded where id is not null)`;

async function fold(deps: SqlDeps, trx: Db, integrationId: string): Promise<FoldedStorm | null> {
  const now = deps.now();
  const [storm] = await stormy(trx, now, integrationId);
  if (!storm || !(await mark(trx, integrationId, now))) return null;
  const [topic] = await loadTopicsById(trx, [storm.topic_id]);
  const project = topic && (await loadProjects(trx, [topic.projectId])).get(topic.projectId);
  const told = await loadUntold(trx, integrationId);
  if (!topic || !project || told.length === 0) return null;
  const folded = told.map(({ facts }) => facts);
  const notification = routeDigest({ project, topic, integration: storm, folded, now, baseUrl: deps.baseUrl });
  const [digest] = await writeNotifications(trx, [notification], now);
  if (!digest) throw new Error("a digest made no message");
  // It takes the turn of the oldest that it stands for, and what came in between does not overtake it.
  await trx
    .updateTable("messages")
    .set({ due_at: Math.min(...told.map(({ dueAt }) => dueAt ?? now)) })
    .where("id", "=", digest.id)
    .execute();
  await trx
    .updateTable("messages")
    .set({ status: "folded", due_at: null, finished_at: now, digest_id: digest.id })
    .set({ last_reason: foldedReason(digest.id) })
    .where("id", "in", jsonList(told.map(({ id }) => id)))
    .execute();
  const { name: integrationName, provider } = storm;
  const where = { projectId: project.id, topicId: topic.id, topic: topic.name };
  return { ...where, digestId: digest.id, integrationName, provider, messages: told.length };
}

/** False: another process made a digest meanwhile. */
async function mark(trx: Db, integrationId: string, now: number): Promise<boolean> {
  const row = await trx
    .updateTable("integrations")
    .set({ storm_at: now })
    .where("id", "=", integrationId)
    .where((eb) => eb.or([eb("storm_at", "is", null), eb("storm_at", "<=", now - STORM_PACE_MS)]))
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

interface Untold {
  readonly id: string;
  readonly dueAt: number | null;
  readonly facts: MonitorFacts;
}

/** The lanes that begin with a message that nobody has tried to send, with all that waits in them, in commit order. */
async function loadUntold(trx: Db, integrationId: string): Promise<readonly Untold[]> {
  const heads = await trx
    .selectFrom("messages as m")
    .select("m.lane")
    .where("m.integration_id", "=", integrationId)
    .where(isUntold)
    .orderBy("m.seq")
    .limit(MAX_FOLDED)
    .execute();
  const lanes = jsonList(heads.map(({ lane }) => lane));
  // Whoever adds to one of them, or makes its head pointless, has done so before or waits until the digest is there.
  await lockLanes(trx, lanes);
  const rows = await trx
    .selectFrom("messages as m")
    .innerJoin("notifications as n", "n.id", "m.notification_id")
    .select(["m.id", "m.due_at as dueAt", "n.facts"])
    .where(isWaiting)
    .where("m.lane", "in", lanes)
    .orderBy("m.seq")
    .execute();
  return rows.flatMap(({ id, dueAt, facts: text }) => {
    const facts: Facts = JSON.parse(text);
    return facts.type === "monitor" ? [{ id, dueAt, facts }] : [];
  });
}
