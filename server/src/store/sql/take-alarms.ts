import { sql } from "kysely";
import { StoreUnavailable } from "../../model/index.ts";
import { IDEMPOTENCY_WINDOW_MS } from "../message-retention.ts";
import type { AlarmIntake, AlarmItem, AlarmTaken, ChangeOutcome, ChangeRequest } from "../ports.ts";
import { changeEachAlone, changeInside } from "./change.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { jsonList, jsonRows } from "./json-rows.ts";
import { asStoreError } from "./unavailable.ts";
import { writeNotifications } from "./write-notifications.ts";

/** Bodies that a topic keeps at most, however often a system repeats itself. */
const KEPT_BODIES = 1_000;

/** One item on its way through a batch. */
interface Entry {
  readonly intake: AlarmIntake;
  readonly item: AlarmItem;
  repeated: boolean;
  outcome: ChangeOutcome | null;
  published: boolean;
}

/**
 * Takes alarms in, many requests in one transaction.
 *
 * 1. What was delivered before is left out, by its event id.
 * 2. The rest is judged and routed; what cannot be judged is undone alone.
 * 3. What no monitor told, because it cannot resolve or could not be judged, is published: no alarm is dropped.
 * 4. The body is kept, beside the monitors that it spoke of.
 */
export async function takeAlarms(deps: SqlDeps, intakes: readonly AlarmIntake[]): Promise<readonly AlarmTaken[]> {
  if (intakes.length === 0) return [];
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const entries = intakes.flatMap((intake) =>
      intake.items.map((item): Entry => ({ intake, item, repeated: false, outcome: null, published: false })),
    );
    await markRepeats(trx, entries, now);
    const fresh = entries.filter((entry) => !entry.repeated);
    await judgeEntries(deps, trx, fresh);
    for (const entry of fresh) entry.published = mustBePublished(entry);
    const publications = fresh.filter((entry) => entry.published).map(({ item }) => item.publication);
    await writeNotifications(trx, publications, now);
    await rememberEvents(trx, fresh, now);
    for (const intake of intakes) await keepBody(trx, intake, { fresh: fresh.filter((e) => e.intake === intake), now });
    await trimBodies(trx, intakes);
    return intakes.map((intake) => takenOf(entries.filter((entry) => entry.intake === intake)));
  });
}

function eventKey({ intake, item }: Pick<Entry, "intake" | "item">): readonly [string, string] | null {
  return item.eventId === null ? null : [intake.topicId, `alarm\n${intake.source}\n${item.eventId}`];
}

async function markRepeats(trx: Db, entries: readonly Entry[], now: number): Promise<void> {
  const keys = entries.flatMap((entry) => {
    const key = eventKey(entry);
    return key === null ? [] : [key];
  });
  if (keys.length === 0) return;
  if (isPostgres(trx)) return await claimEvents(trx, entries, now);
  const rows = await trx
    .selectFrom("idempotency")
    .select(["topic_id", "key"])
    .where(sql<boolean>`(topic_id, key) in ${jsonRows(["topic_id", "key"], keys)}`)
    .where("created_at", ">", now - IDEMPOTENCY_WINDOW_MS)
    .execute();
  const known = new Set(rows.map((row) => JSON.stringify([row.topic_id, row.key])));
  for (const entry of entries) {
    const key = eventKey(entry);
    if (key === null) continue;
    entry.repeated = known.has(JSON.stringify(key));
    known.add(JSON.stringify(key));
  }
}

/**
 * Two processes may take the same delivery in at once: whoever writes its key first has it, the other one waits and finds
 * it repeated.
 */
async function claimEvents(trx: Db, entries: readonly Entry[], now: number): Promise<void> {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = eventKey(entry);
    if (key === null) continue;
    const text = JSON.stringify(key);
    byKey.set(text, [...(byKey.get(text) ?? []), entry]);
  }
  const keys = [...byKey.keys()].toSorted().map((text): readonly string[] => JSON.parse(text));
  const claimed = await sql<{ topic_id: string; key: string }>`
    insert into idempotency (topic_id, key, body_hash, answer, created_at)
    select topic_id, key, '', '[]', cast(${now} as bigint) from ${jsonRows(["topic_id", "key"], keys)} as k
    on conflict (topic_id, key) do update set body_hash = '', answer = '[]', created_at = excluded.created_at
      where idempotency.created_at <= ${now - IDEMPOTENCY_WINDOW_MS}
    returning topic_id, key`.execute(trx);
  const own = new Set(claimed.rows.map((row) => JSON.stringify([row.topic_id, row.key])));
  for (const [text, same] of byKey) for (const [n, entry] of same.entries()) entry.repeated = n > 0 || !own.has(text);
}

async function judgeEntries(deps: SqlDeps, trx: Db, entries: readonly Entry[]): Promise<void> {
  const judged = entries.filter(({ item }) => item.change !== null);
  const requests = judged.flatMap(({ item }) => item.change ?? []);
  const outcomes = await changeSafely(deps, trx, requests);
  for (const [index, entry] of judged.entries()) entry.outcome = outcomes[index] ?? null;
}

async function changeSafely(
  deps: SqlDeps,
  trx: Db,
  requests: readonly ChangeRequest[],
): Promise<readonly ChangeOutcome[]> {
  if (requests.length === 0) return [];
  await sql`savepoint alarms`.execute(trx);
  try {
    const outcomes = await changeInside(deps, trx, requests);
    await sql`release alarms`.execute(trx);
    return outcomes;
  } catch (error) {
    if (asStoreError(error) instanceof StoreUnavailable) throw error;
    await sql`rollback to alarms`.execute(trx);
    await sql`release alarms`.execute(trx);
    return await changeEachAlone(deps, trx, requests);
  }
}

/** True for what no monitor tells: a report without one, one that could not be judged, an end of nothing. */
function mustBePublished({ item, outcome }: Entry): boolean {
  if (outcome === null || outcome.kind !== "changed") return true;
  return item.toldUnlessItEnds && !outcome.transitions.some((transition) => transition.from === "down");
}

async function rememberEvents(trx: Db, entries: readonly Entry[], now: number): Promise<void> {
  for (const entry of entries) {
    const key = eventKey(entry);
    if (key === null) continue;
    const fresh = { body_hash: "", answer: "[]", created_at: now };
    await trx
      .insertInto("idempotency")
      .values({ topic_id: key[0], key: key[1], ...fresh })
      .onConflict((conflict) => conflict.columns(["topic_id", "key"]).doUpdateSet(fresh))
      .execute();
  }
}

/** A request that only repeats another one has been kept already. */
async function keepBody(
  trx: Db,
  intake: AlarmIntake,
  { fresh, now }: { readonly fresh: readonly Entry[]; readonly now: number },
): Promise<void> {
  if (fresh.length === 0) return;
  const { id, contentType, bytes, totalBytes, unparsed } = intake.body;
  const { seq } = await trx
    .insertInto("alarm_bodies")
    .values({
      id,
      project_id: intake.projectId,
      topic_id: intake.topicId,
      source: intake.source,
      at: now,
      content_type: contentType,
      total_bytes: totalBytes,
      unparsed,
      body: bytes,
    })
    .returning("seq")
    .executeTakeFirstOrThrow();
  const ids = fresh.flatMap(({ outcome }) => (outcome?.kind === "changed" ? [outcome.monitorId] : []));
  await sql`insert into alarm_body_monitors (monitor_seq, body_seq)
    select seq, ${seq} from monitors where id in ${jsonList(ids)}`.execute(trx);
}

/** The oldest bodies make room for the new ones, once for each topic of a batch, in one order for all who do so at once. */
async function trimBodies(trx: Db, intakes: readonly AlarmIntake[]): Promise<void> {
  for (const topicId of [...new Set(intakes.map((intake) => intake.topicId))].toSorted()) {
    await sql`delete from alarm_bodies where topic_id = ${topicId} and seq <= (select seq from alarm_bodies
      where topic_id = ${topicId} order by seq desc limit 1 offset ${KEPT_BODIES})`.execute(trx);
  }
}

function takenOf(entries: readonly Entry[]): AlarmTaken {
  return {
    reports: entries.map(({ repeated, outcome, published }) => ({
      kind: repeated ? "repeated" : published ? "published" : "judged",
      outcome,
    })),
  };
}
