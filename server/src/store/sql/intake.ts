import type { Gap } from "../../model/index.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { writeHistory } from "./write-history.ts";

/** Stamps come every 2 s; a stretch without one that is longer than this is a gap. */
const GAP_MS = 3_000;
/** More gaps than this are not kept in memory: the older ones have no deadline left to touch. */
const MAX_GAPS = 1_000;

/**
 * Says that signals can be taken in now. What passed since the last stamp is a gap when it was too long, or when this
 * process just started and is the only one. A clock that went back is no gap; the stamp never goes back.
 */
export async function stampAlive(deps: SqlDeps, starting: boolean): Promise<Gap | null> {
  const known = deps.gaps.stampedAt === null ? null : deps.gaps.current;
  const { gap, stampedAt, gaps } = await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const last = await trx.selectFrom("intake").select("alive_at").where("id", "=", 1).executeTakeFirst();
    const lastAt = last?.alive_at ?? now;
    const aliveAt = Math.max(now, lastAt);
    await trx
      .insertInto("intake")
      .values({ id: 1, alive_at: aliveAt })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ alive_at: aliveAt }))
      .execute();
    const isGap = now > lastAt && (starting || now - lastAt > GAP_MS);
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

/**
 * Stamps first when the host's last stamp is too old. A process that was stopped and goes on may judge before its next
 * stamp comes, and must know by then that it was away.
 */
export async function noticeGap(deps: SqlDeps): Promise<void> {
  const { stampedAt } = deps.gaps;
  if (!deps.stampedByHost || stampedAt === null || deps.now() - stampedAt <= GAP_MS) return;
  await stampAlive(deps, false);
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
