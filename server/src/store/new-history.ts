import type { Actor, HistoryKind } from "../model/index.ts";

/** One line of the history, to be written with the change that it tells. */
export interface NewHistory {
  /** Null: it belongs to an account and to no project. */
  readonly projectId: string | null;
  readonly at: number;
  readonly kind: HistoryKind;
  readonly actor: Actor;
  readonly monitorId?: string | undefined;
  readonly topicId?: string | undefined;
  /** Whose it is when it belongs to no project. */
  readonly accountId?: string | undefined;
  readonly text: string;
}
