import { afterNoOutcome, afterOutcome, type Breaker, CLOSED, type TargetOutcome } from "../../lib/circuit-breaker.ts";
import { sayFlip } from "../delivery-words.ts";
import type { Db } from "./deps.ts";
import { locking } from "./dialect.ts";
import { jsonList } from "./json-rows.ts";
import { lockBreakers } from "./locks.ts";
import type { BreakersTable } from "./outbox-tables.ts";
import { writeHistory } from "./write-history.ts";

/** What one attempt said of its target, with the attempt's reason. */
export interface HeardOfTarget {
  readonly integrationId: string;
  /** Undefined: it asked nobody, or did not wait for the answer. */
  readonly outcome: TargetOutcome | undefined;
  readonly reason: string;
}

/**
 * Moves the breakers on, in the order of what was heard. Integrations with the same credentials have one target and so
 * one breaker; a target that does well has no row, so that hearing so costs no write.
 */
export async function noteOutcomes(trx: Db, heard: readonly HeardOfTarget[], now: number): Promise<void> {
  if (heard.length === 0) return;
  await lockBreakers(
    trx,
    heard.map(({ integrationId }) => integrationId),
  );
  const buckets = await loadBreakers(trx, new Set(heard.map(({ integrationId }) => integrationId)));
  const changed = new Set<Known>();
  for (const { integrationId, outcome, reason } of heard) {
    const known = buckets.get(integrationId);
    if (!known) continue;
    const next = outcome === undefined ? afterNoOutcome(known.breaker, now) : afterOutcome(known.breaker, outcome, now);
    if (next === known.breaker || (next.outcomes === 0 && known.breaker === CLOSED)) continue;
    if (outcome === "ill") known.reason = reason;
    known.breaker = next.outcomes === 0 && next.open === null ? CLOSED : next;
    changed.add(known);
  }
  // In one order for all: of targets that nobody knew to be ill there is no row yet that could be locked before.
  for (const known of [...changed].toSorted((a, b) => (a.bucketId < b.bucketId ? -1 : 1))) await write(trx, known);
  await tellFlips(trx, [...changed].filter(isFlipped), now);
}

/** A breaker as it is being moved on. */
interface Known {
  readonly bucketId: string;
  readonly isStored: boolean;
  readonly wasOpen: boolean;
  breaker: Breaker;
  reason: string;
}

/** The breakers by integration; integrations that were removed meanwhile are absent. */
async function loadBreakers(trx: Db, integrationIds: ReadonlySet<string>): Promise<ReadonlyMap<string, Known>> {
  const rows = await trx
    .selectFrom("integrations as i")
    .leftJoin("breakers as k", "k.bucket_id", "i.bucket_id")
    .select(["i.id", "i.bucket_id as bucketId", "k.outcomes", "k.since_at", "k.until_at", "k.wait_ms", "k.probing"])
    .select("k.reason")
    .where("i.id", "in", jsonList([...integrationIds]))
    .orderBy("i.bucket_id")
    .execute();
  const byBucket = new Map<string, Known>();
  return new Map(
    rows.map(({ id, bucketId, outcomes, reason, ...row }) => {
      const breaker = outcomes === null ? CLOSED : { outcomes, open: openOf(row) };
      const fresh = { bucketId, isStored: outcomes !== null, wasOpen: breaker.open !== null, breaker };
      const known = byBucket.get(bucketId) ?? { ...fresh, reason: reason ?? "" };
      byBucket.set(bucketId, known);
      return [id, known];
    }),
  );
}

type OpenColumns = Pick<BreakersTable, "since_at" | "until_at" | "wait_ms">;

function openOf(row: OpenColumns & { readonly probing: number | null }): Breaker["open"] {
  const { since_at: sinceAt, until_at: untilAt, wait_ms: waitMs, probing } = row;
  if (sinceAt === null || untilAt === null || waitMs === null) return null;
  return { sinceAt, untilAt, waitMs, probing: probing === 1 };
}

async function write(trx: Db, { bucketId, isStored, breaker, reason }: Known): Promise<void> {
  if (breaker === CLOSED) {
    if (isStored) await trx.deleteFrom("breakers").where("bucket_id", "=", bucketId).execute();
    return;
  }
  const { outcomes, open } = breaker;
  const columns = {
    outcomes,
    since_at: open?.sinceAt ?? null,
    until_at: open?.untilAt ?? null,
    wait_ms: open?.waitMs ?? null,
    probing: open?.probing ? 1 : 0,
    reason,
  };
  await trx
    .insertInto("breakers")
    .values({ bucket_id: bucketId, ...columns })
    .onConflict((conflict) => conflict.column("bucket_id").doUpdateSet(columns))
    .execute();
}

function isFlipped({ wasOpen, breaker }: Known): boolean {
  return wasOpen !== (breaker.open !== null);
}

/** Writes down, for every integration that leads to the target, that it is asked no more for a while, or again. */
async function tellFlips(trx: Db, flipped: readonly Known[], now: number): Promise<void> {
  if (flipped.length === 0) return;
  const byBucket = new Map(flipped.map((known) => [known.bucketId, known]));
  const rows = await trx
    .selectFrom("integrations as i")
    .innerJoin("topics as t", "t.id", "i.topic_id")
    .select(["i.name", "i.bucket_id", "i.topic_id", "t.project_id"])
    .where("i.bucket_id", "in", jsonList([...byBucket.keys()]))
    .orderBy("i.id")
    .execute();
  const entries = rows.flatMap(({ name, bucket_id, topic_id: topicId, project_id: projectId }) => {
    const known = byBucket.get(bucket_id);
    return known
      ? [{ projectId, topicId, at: now, actor: "delivery", ...sayFlip(name, known.breaker, known.reason) }]
      : [];
  });
  await writeHistory(trx, entries);
}

/**
 * Takes the turn of the one caller that may ask a target whose breaker is half open; false: somebody else has it, or is
 * just learning how the target does.
 */
export async function startProbe(
  trx: Db,
  { bucketId, now, leaseMs }: { readonly bucketId: string; readonly now: number; readonly leaseMs: number },
): Promise<boolean> {
  const row = await trx
    .updateTable("breakers")
    .set({ probing: 1, until_at: now + leaseMs })
    .where("bucket_id", "in", (of) =>
      of
        .selectFrom("breakers")
        .select("bucket_id")
        .where("bucket_id", "=", bucketId)
        .where("until_at", "<=", now)
        .modifyEnd(locking("update skip locked")),
    )
    .returning("bucket_id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Lets another caller ask at once, where the one that was asking is dead. */
export async function endProbes(trx: Db, now: number): Promise<void> {
  await trx.updateTable("breakers").set({ until_at: now, probing: 0 }).where("probing", "=", 1).execute();
}
