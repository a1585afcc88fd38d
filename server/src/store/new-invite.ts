import { newId } from "../lib/ids.ts";
import { type Actor, actorName, type Invite } from "../model/index.ts";
import type { NewHistory } from "./new-history.ts";
import type { NewInvite } from "./ports.ts";

const LIFETIME_MS = 7 * 24 * 3_600_000;

/** An invite, good for a week and once. */
export function inviteOf({ projectId, role, email }: NewInvite, actor: Actor, now: number): Invite {
  const expiresAt = now + LIFETIME_MS;
  return { id: newId(), projectId, role, email, invitedBy: actorName(actor), createdAt: now, expiresAt };
}

/** The line of the history that tells of an invite that was made. */
export function inviteCreated({ projectId, email, role, createdAt }: Invite, actor: Actor): NewHistory {
  const text = `An invite was made${email === null ? "" : ` for ${email}`}: ${role}.`;
  return { projectId, at: createdAt, kind: "invite-created", actor, text };
}

/** The line of the history that tells of an invite that was taken back. */
export function inviteDeleted(
  { projectId, email, role }: Pick<Invite, "projectId" | "email"> & { readonly role: string },
  at: number,
  actor: Actor,
): NewHistory {
  const text = `The invite${email === null ? "" : ` for ${email}`} (${role}) was taken back.`;
  return { projectId, at, kind: "invite-deleted", actor, text };
}
