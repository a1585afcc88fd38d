import type { HistoryEntry } from "../../api/history.ts";

type Kind = HistoryEntry["kind"];

/** What each kind of entry is called where one filters. */
const WORDS: Readonly<Record<Kind, string>> = {
  "monitor-created": "Monitor made",
  "monitor-changed": "Monitor changed",
  "monitor-deleted": "Monitor deleted",
  status: "Status changed",
  acknowledged: "Outage acknowledged",
  "incident-noted": "Note written",
  "topic-created": "Topic made",
  "topic-changed": "Topic changed",
  "topic-deleted": "Topic deleted",
  "hash-rotated": "Topic hash rotated",
  "alarm-token-created": "Alarm token made",
  "alarm-token-changed": "Alarm token changed",
  "alarm-token-rotated": "Alarm token rotated",
  "alarm-token-revoked": "Alarm token revoked",
  "integration-suspended": "Integration suspended",
  "integration-resumed": "Integration resumed",
  "breaker-opened": "Breaker opened",
  "breaker-closed": "Breaker closed",
  "message-dead": "Message given up",
  "message-replayed": "Message replayed",
  "key-created": "Key made",
  "key-revoked": "Key revoked",
  "project-created": "Project made",
  "project-changed": "Project changed",
  "project-deleted": "Project deleted",
  "member-joined": "Member joined",
  "member-changed": "Role changed",
  "member-left": "Member left",
  "invite-created": "Invitation made",
  "invite-deleted": "Invitation taken back",
  "account-created": "Account made",
  "account-deleted": "Account deleted",
  "account-changed": "Account changed",
  "signed-in": "Logged in",
  "session-ended": "Session ended",
  "password-changed": "Password changed",
  "second-factor-changed": "Second factor changed",
  "instance-changed": "Sign-up changed",
  "status-page-changed": "Status page changed",
  "badges-rotated": "Badges rotated",
  gap: "Gap of Watchbell itself",
};

const group = (name: string, ...kinds: readonly Kind[]) => ({
  name,
  kinds: kinds.map((kind) => ({ kind, label: WORDS[kind] })),
});

/** What can happen in a project, as it is chosen from. What concerns an account alone stands in its own history. */
export const HISTORY_GROUPS = [
  group("Monitors", "monitor-created", "monitor-changed", "monitor-deleted", "status", "gap"),
  group("Incidents", "acknowledged", "incident-noted"),
  group(
    "Topics and messages",
    "topic-created",
    "topic-changed",
    "topic-deleted",
    "hash-rotated",
    "integration-suspended",
    "integration-resumed",
    "breaker-opened",
    "breaker-closed",
    "message-dead",
    "message-replayed",
  ),
  group(
    "Alarm tokens and keys",
    "alarm-token-created",
    "alarm-token-changed",
    "alarm-token-rotated",
    "alarm-token-revoked",
    "key-created",
    "key-revoked",
  ),
  group("Members", "member-joined", "member-changed", "member-left", "invite-created", "invite-deleted"),
  group("Project", "project-created", "project-changed", "status-page-changed", "badges-rotated", "instance-changed"),
] as const;

/** The kind that a filter names; nothing when there is none of this name. */
export function kindOf(name: string | undefined): Kind | undefined {
  return HISTORY_GROUPS.flatMap(({ kinds }) => kinds).find(({ kind }) => kind === name)?.kind;
}
