import { digestAfter } from "../project-patch.ts";
import type { SqlDeps } from "./deps.ts";

/** The projects whose board has a digest due, the longest due first. */
export async function dueDigests(deps: SqlDeps) {
  const rows = await deps.db
    .selectFrom("projects")
    .select(["id", "board_digest_at"])
    .where("board_digest_at", "<=", deps.now())
    .orderBy("board_digest_at")
    .execute();
  return rows.flatMap(({ id, board_digest_at: dueAt }) => (dueAt === null ? [] : [{ projectId: id, dueAt }]));
}

/** Sets when the next digest is due. Another process, or a change of the board, may have done so meanwhile. */
export async function digestSent(deps: SqlDeps, projectId: string, dueAt: number): Promise<void> {
  const { db } = deps;
  const row = await db
    .selectFrom("projects")
    .select("board_digest_every_ms as everyMs")
    .where("id", "=", projectId)
    .executeTakeFirst();
  if (!row) return;
  await db
    .updateTable("projects")
    .set({ board_digest_at: digestAfter(dueAt, row.everyMs, deps.now()) })
    .where("id", "=", projectId)
    .where("board_digest_at", "=", dueAt)
    .execute();
}
