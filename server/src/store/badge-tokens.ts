import { sameText, type Vault } from "../lib/vault.ts";
import type { BadgeAddress, BadgeSubject } from "../model/index.ts";

/** Digits of the code that proves the badge of a project or of a tag. */
const CODE_LENGTH = 16;

const KEY_USE = "badges";

/** A project and the round that its badges are in: nothing else is stored of them. */
export interface Badges {
  readonly projectId: string;
  readonly round: number;
}

/** The addresses of badges, made from the ids and the master key. */
export function badgeAddressesOf(
  vault: Vault,
  badges: Badges,
  subjects: readonly BadgeSubject[],
): readonly BadgeAddress[] {
  const key = vault.mask(badges.projectId, KEY_USE);
  return subjects.map((subject) => ({ key, token: tokenOf(vault, badges, subject) }));
}

/** The project that the key of an address names, which need not exist; null: it cannot be one. */
export function projectOfBadge(vault: Vault, { key }: Pick<BadgeAddress, "key">): string | null {
  return vault.unmask(key, KEY_USE);
}

/** What an address tells of; null when it was never given out, or was taken back. */
export function subjectOfBadge(
  vault: Vault,
  badges: Badges,
  { token, tag }: Pick<BadgeAddress, "token"> & { readonly tag: string | null },
): BadgeSubject | null {
  const proved = (subject: BadgeSubject) => (sameText(token, tokenOf(vault, badges, subject)) ? subject : null);
  if (tag !== null) return proved({ of: "tag", tag });
  const monitorId = vault.unmask(token, monitorUse(badges));
  // A token that was made up gives the id of no monitor of this project.
  return monitorId === null ? proved({ of: "project" }) : { of: "monitor", monitorId };
}

function monitorUse({ projectId, round }: Badges): string {
  return `badge ${projectId} ${round}`;
}

function tokenOf(vault: Vault, badges: Badges, subject: BadgeSubject): string {
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

/** What the history says when all badges got new addresses. */
export const BADGES_ROTATED = "All badges got new addresses; the old ones no longer work.";
