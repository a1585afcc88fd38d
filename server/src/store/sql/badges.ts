import type { Actor, BadgeAddress, BadgeSubject } from "../../model/index.ts";
import { BADGES_ROTATED, type Badges, badgeAddressesOf, projectOfBadge, subjectOfBadge } from "../badge-tokens.ts";
import type { SqlDeps } from "./deps.ts";
import { writeHistory } from "./write-history.ts";

/** The addresses of badges; null: there is no such project. */
export async function badgeAddresses(
  deps: SqlDeps,
  projectId: string,
  subjects: readonly BadgeSubject[],
): Promise<readonly BadgeAddress[] | null> {
  const badges = await loadBadges(deps, projectId);
  return badges && badgeAddressesOf(deps.vault, badges, subjects);
}

/** What an address tells of; null when it was never given out, or was taken back. */
export async function badgeSubject(
  deps: SqlDeps,
  address: BadgeAddress & { readonly tag: string | null },
): Promise<{ readonly projectId: string; readonly subject: BadgeSubject } | null> {
  const projectId = projectOfBadge(deps.vault, address);
  const badges = projectId === null ? null : await loadBadges(deps, projectId);
  const subject = badges && subjectOfBadge(deps.vault, badges, address);
  return badges && subject && { projectId: badges.projectId, subject };
}

/** Begins another round: every address that was given out is wrong from now on. */
export async function rotateBadges(deps: SqlDeps, projectId: string, actor: Actor): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable("projects")
      .set((column) => ({ badge_round: column("badge_round", "+", 1) }))
      .where("id", "=", projectId)
      .where("deleted_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (!row) return false;
    await writeHistory(trx, [{ projectId, at: deps.now(), kind: "badges-rotated", actor, text: BADGES_ROTATED }]);
    return true;
  });
}

async function loadBadges(deps: SqlDeps, projectId: string): Promise<Badges | null> {
  const row = await deps.db
    .selectFrom("projects")
    .select("badge_round")
    .where("id", "=", projectId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row ? { projectId, round: row.badge_round } : null;
}
