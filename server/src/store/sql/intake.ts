import { sql } from "kysely";
import type { Gap } from "../../model/index.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { greatest, isPostgres, locking } from "./dialect.ts";
import { isOutOfRoom } from "./unavailable.ts";
import { writeHistory } from "./write-history.ts";

/** Stamps come every 2 s; a stretch without one that is longer than this is a gap. */
const GAP_MS = 3_000;
/** Where others stamp too, a process looks for a gap a little early: their clocks may differ by so much. */
const SKEW_MS = 100;
/** More gaps than this are not kept in memory: the older ones have no deadline left to touch. */
const MAX_GAPS = 1_000;

/** The row of `intake` that says until when signals were taken in, and the one that says when some were last refused. */
const STAMP = 1;
const REFUSAL = 2;
/** So long after a refusal nobody says that signals can be taken in. */
const DOUBT_MS = 5_000;

/** Two processes may stamp for the first time at once. */
const LATER = greatest(sql.ref("intake.alive_at"), sql.ref("excluded.alive_at"));

/**
 * Says that signals can be taken in now. What passed since the last stamp is a gap when it was too long, when signals were
 * refused meanwhile, or when this process just started and is the only one. A clock that went back is no gap; the stamp
 * never goes back, and stays where it is as long as signals are refused.
 */
export async function stampAlive(deps: SqlDeps, starting: boolean): Promise<Gap | null> {
  await deps.clock?.sync();
  if (!deps.takesSignals) return await lookAtStamp(deps);
  // Another process may have been the one that noticed a gap.
  const known = deps.gaps.stampedAt === null || isPostgres(deps.db) ? null : deps.gaps.current;
  const { gap, stampedAt, gaps } = await deps.db.transaction().execute(async (trx) => {
    const last = await trx
      .selectFrom("intake")
      .select("alive_at")
      .where("id", "=", STAMP)
      .modifyEnd(locking("update"))
      .executeTakeFirst();
    const refusal = await trx.selectFrom("intake").select("alive_at").where("id", "=", REFUSAL).executeTakeFirst();
    const now = deps.now();
    const lastAt = last?.alive_at ?? now;
    const refusedAt = refusal?.alive_at ?? 0;
    const wasRefused = refusedAt > lastAt;
    const aliveAt = wasRefused && now - refusedAt < DOUBT_MS ? lastAt : Math.max(now, lastAt);
    await writeStamp(trx, STAMP, aliveAt);
    const isGap = aliveAt > lastAt && (starting || wasRefused || now - lastAt > GAP_MS);
    if (isGap) await writeGap(trx, { fromAt: lastAt, toAt: now });
    return {
      gap: isGap ? { fromAt: lastAt, toAt: now } : null,
      stampedAt: aliveAt,
      gaps: isGap || starting || known === null ? await loadGaps(trx) : known,
    };
  });
  // Read before the commit and kept after it: a gap that is stored is known, and one that is not stored is not.
  deps.gaps.current = gaps;
  deps.gaps.stampedAt = stampedAt;
  return gap;
}

/** Whoever takes no signals in must not say that they can be; what it judges by is what the others stamped. */
async function lookAtStamp(deps: SqlDeps): Promise<null> {
  const last = await deps.db.selectFrom("intake").select("alive_at").where("id", "=", 1).executeTakeFirst();
  deps.gaps.current = await loadGaps(deps.db);
  deps.gaps.stampedAt = last?.alive_at ?? deps.now();
  return null;
}

/**
 * Notes that signals were refused because the database cannot keep them: its disk is full, or broken. A stamp needs no new
 * page and may go well all the while; whoever stamps, in whatever process, then finds this. No process but one that
 * shares its database with others needs it: in a file of its own, where a ping finds no room, a stamp finds none either.
 */
export async function noteRefusal(deps: SqlDeps, error: unknown): Promise<void> {
  if (!deps.stampedByHost || !isPostgres(deps.db) || !isOutOfRoom(error)) return;
  // Where not even this can be written, nobody stamps either.
  await writeStamp(deps.db, REFUSAL, deps.now()).catch(() => {});
}

async function writeStamp(db: Db, id: number, at: number): Promise<void> {
  await db
    .insertInto("intake")
    .values({ id, alive_at: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ alive_at: LATER }))
    .execute();
}

/**
 * Stamps first when the host's last stamp is too old. A process that was stopped and goes on may judge before its next
 * stamp comes, and must know by then that it was away.
 */
export async function noticeGap(deps: SqlDeps): Promise<void> {
  if (!deps.stampedByHost || deps.gaps.stampedAt === null) return;
  if (isStampOld(deps, deps.now()) || deps.clock?.isSuspect()) await stampAlive(deps, false);
}

/**
 * The gaps to judge by at this instant, inside a transaction: with the one that this process is just coming out of, if
 * it was stopped since it looked for one. The next stamp writes it down.
 */
export async function gapsToJudgeBy(deps: SqlDeps, trx: Db, now: number): Promise<readonly Gap[]> {
  if (!deps.stampedByHost || deps.gaps.stampedAt === null || !isStampOld(deps, now)) return deps.gaps.current;
  const stored = await loadGaps(trx);
  const last = await trx.selectFrom("intake").select("alive_at").where("id", "=", STAMP).executeTakeFirst();
  const lastAt = last?.alive_at ?? now;
  return now - lastAt > GAP_MS ? [...stored, { fromAt: lastAt, toAt: now }] : stored;
}

function isStampOld({ gaps, db }: SqlDeps, now: number): boolean {
  const limit = isPostgres(db) ? GAP_MS - SKEW_MS : GAP_MS;
  return gaps.stampedAt !== null && now - gaps.stampedAt > limit;
}

async function loadGaps(db: Db): Promise<readonly Gap[]> {
  const rows = await db.selectFrom("gaps").selectAll().orderBy("to_at", "desc").limit(MAX_GAPS).execute();
  return rows.map((row) => ({ fromAt: row.from_at, toAt: row.to_at })).reverse();
}

async function writeGap(trx: Db, gap: Gap): Promise<void> {
  await trx.insertInto("gaps").values({ from_at: gap.fromAt, to_at: gap.toAt }).execute();
  const projects = await trx.selectFrom("projects").select("id").where("deleted_at", "is", null).execute();
  const seconds = Math.round((gap.toAt - gap.fromAt) / 1000);
  const text = `Watchbell could not take signals in for ${seconds} s, from ${new Date(gap.fromAt).toISOString()}.`;
  await writeHistory(
    trx,
    projects.map((project) => ({ projectId: project.id, at: gap.toAt, kind: "gap", actor: "time", text })),
  );
}
