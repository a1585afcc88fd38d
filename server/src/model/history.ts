export const HISTORY_KINDS = [
  "monitor-created",
  "monitor-changed",
  "monitor-deleted",
  "status",
  "acknowledged",
  "incident-noted",
  "topic-created",
  "topic-changed",
  "topic-deleted",
  "hash-rotated",
  "alarm-token-created",
  "alarm-token-changed",
  "alarm-token-rotated",
  "alarm-token-revoked",
  "integration-suspended",
  "integration-resumed",
  "breaker-opened",
  "breaker-closed",
  "message-dead",
  "message-replayed",
  "key-created",
  "key-revoked",
  "project-created",
  "project-changed",
  "project-deleted",
  "member-joined",
  "member-changed",
  "member-left",
  "invite-created",
  "invite-deleted",
  "account-created",
  "account-changed",
  "account-deleted",
  "signed-in",
  "session-ended",
  "password-changed",
  "second-factor-changed",
  "instance-changed",
  "status-page-changed",
  "badges-rotated",
  "gap",
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** One thing that happened, written in the same transaction as the change itself. */
export interface HistoryEntry {
  readonly id: string;
  readonly projectId: string;
  readonly at: number;
  readonly kind: HistoryKind;
  /** Who did it: the name of an account or a key, `ping`, `time`, `delivery`. */
  readonly actor: string;
  /** The address that the request came from; null for what we did ourselves. */
  readonly from: string | null;
  /** The account that did it; null: no account. */
  readonly accountId: string | null;
  readonly monitorId: string | null;
  readonly topicId: string | null;
  /** One sentence. */
  readonly text: string;
}
