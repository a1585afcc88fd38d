import { sameText } from "../../lib/vault.ts";
import type { Actor, BadgeAddress, BadgeSubject } from "../../model/index.ts";
import type { SqlDeps } from "./deps.ts";
import { writeHistory } from "./write-history.ts";

/** Digits of the code that proves the badge of a project or of a tag. */
const CODE_LENGTH = 16;

/** A project and the round that its badges are in: nothing else is stored of them. */
interface Badges {
  readonly projectId: string;
  readonly round: number;
}

/** The addresses of badges, made from the ids and the master key. */
export async function badgeAddresses(
  deps: SqlDeps,
  projectId: string,
  subjects: readonly BadgeSubject[],
): Promise<readonly BadgeAddress[] | null> {
  const badges = await loadBadges(deps, projectId);
  if (badges === null) return null;
  const key = deps.vault.mask(projectId, KEY_USE);
  return subjects.map((subject) => ({ key, token: tokenOf(deps, badges, subject) }));
}

/** What an address tells of; null when it was never given out, or was taken back. */
export async function badgeSubject(
  deps: SqlDeps,
  { key, token, tag }: BadgeAddress & { readonly tag: string | null },
): Promise<{ readonly projectId: string; readonly subject: BadgeSubject } | null> {
  const projectId = deps.vault.unmask(key, KEY_USE);
  const badges = projectId === null ? null : await loadBadges(deps, projectId);
  if (badges === null) return null;
  const proved = (subject: BadgeSubject) =>
    sameText(token, tokenOf(deps, badges, subject)) ? { projectId: badges.projectId, subject } : null;
  if (tag !== null) return proved({ of: "tag", tag });
  const monitorId = deps.vault.unmask(token, monitorUse(badges));
  // A token that was made up gives the id of no monitor of this project.
  return monitorId === null
    ? proved({ of: "project" })
    : { projectId: badges.projectId, subject: { of: "monitor", monitorId } };
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
    const text = "All badges got new addresses; the old ones no longer work.";
    await writeHistory(trx, [{ projectId, at: deps.now(), kind: "badges-rotated", actor, text }]);
    return true;
  });
}

const KEY_USE = "badges";

function monitorUse({ projectId, round }: Badges): string {
  return `badge ${projectId} ${round}`;
}

function tokenOf({ vault }: SqlDeps, badges: Badges, subject: BadgeSubject): string {
  const { projectId, round } = badges;
  switch (subject.of) {
    case "monitor":
      return vault.mask(subject.monitorId, monitorUse(badges));
    case "project":
    case "tag": {
      const what = subject.of === "tag" ? [subject.of, subject.tag] : [subject.of];
      return vault.code(JSON.stringify(["badge", projectId, round, ...what])).slice(0, CODE_LENGTH);
    }
  }
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
