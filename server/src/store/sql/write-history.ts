import type { HistoryKind } from "../../model/index.ts";
import type { Db } from "./deps.ts";
import { insertRows } from "./row-statements.ts";

/** One line of the history, to be written with the change that it tells. */
export interface NewHistory {
  readonly projectId: string;
  readonly at: number;
  readonly kind: HistoryKind;
  readonly actor: string;
  readonly monitorId?: string | undefined;
  readonly topicId?: string | undefined;
  readonly text: string;
}

const COLUMNS = ["project_id", "at", "kind", "actor", "monitor_id", "topic_id", "text"] as const;

/** Writes what happened, in the transaction of the change itself. */
export async function writeHistory(trx: Db, entries: readonly NewHistory[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((e) => [e.projectId, e.at, e.kind, e.actor, e.monitorId ?? null, e.topicId ?? null, e.text]);
  await insertRows(trx, "history", COLUMNS, rows);
}
