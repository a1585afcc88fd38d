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
  "message-dead",
  "message-replayed",
  "key-created",
  "key-revoked",
  "project-changed",
  "gap",
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** One thing that happened, written in the same transaction as the change itself. */
export interface HistoryEntry {
  readonly id: string;
  readonly projectId: string;
  readonly at: number;
  readonly kind: HistoryKind;
  /** Who did it: a key's name, `ping`, `time`, `delivery`. */
  readonly actor: string;
  readonly monitorId: string | null;
  readonly topicId: string | null;
  /** One sentence. */
  readonly text: string;
}
