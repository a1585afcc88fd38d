import type { Actor, BadgeAddress, BadgeSubject } from "../../model/index.ts";
import { BADGES_ROTATED, type Badges, badgeAddressesOf, projectOfBadge, subjectOfBadge } from "../badge-tokens.ts";
import type { DynamoDeps } from "./deps.ts";
import { loadProjectItem } from "./load-projects.ts";
import { transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

/** The addresses of badges; null: there is no such project. */
export async function badgeAddresses(
  deps: DynamoDeps,
  projectId: string,
  subjects: readonly BadgeSubject[],
): Promise<readonly BadgeAddress[] | null> {
  const badges = await loadBadges(deps, projectId);
  return badges && badgeAddressesOf(deps.vault, badges, subjects);
}

/** What an address tells of; null when it was never given out, or was taken back. */
export async function badgeSubject(
  deps: DynamoDeps,
  address: BadgeAddress & { readonly tag: string | null },
): Promise<{ readonly projectId: string; readonly subject: BadgeSubject } | null> {
  const projectId = projectOfBadge(deps.vault, address);
  const badges = projectId === null ? null : await loadBadges(deps, projectId);
  const subject = badges && subjectOfBadge(deps.vault, badges, address);
  return badges && subject && { projectId: badges.projectId, subject };
}

/** Begins another round: every address that was given out is wrong from now on. */
export async function rotateBadges(deps: DynamoDeps, projectId: string, actor: Actor): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const item = await loadProjectItem(trx, projectId);
    if (item === null) return false;
    trx.put({ ...item, badgeRound: Number(item.badgeRound) + 1 });
    const at = trx.now;
    writeHistory(deps, trx, [{ projectId, at, kind: "badges-rotated", actor, text: BADGES_ROTATED }]);
    return true;
  });
}

async function loadBadges({ port }: DynamoDeps, projectId: string): Promise<Badges | null> {
  const item = await loadProjectItem(port, projectId);
  return item && { projectId, round: Number(item.badgeRound) };
}
