import { actorName } from "../../model/index.ts";
import type { NewHistory } from "../new-history.ts";
import type { Db } from "./deps.ts";
import { insertRows, type Value } from "./row-statements.ts";

/** What stands in `project_id` of what belongs to no project. */
export const NO_PROJECT = "";

const COLUMNS = [
  "project_id",
  "at",
  "kind",
  "actor",
  "monitor_id",
  "topic_id",
  "text",
  "from_address",
  "account_id",
] as const;

/** Writes what happened, in the transaction of the change itself. */
export async function writeHistory(trx: Db, entries: readonly NewHistory[]): Promise<void> {
  if (entries.length === 0) return;
  await insertRows(trx, "history", COLUMNS, entries.map(rowOf));
}

function rowOf(entry: NewHistory): readonly Value[] {
  const { projectId, at, kind, actor, monitorId, topicId, text } = entry;
  const who = typeof actor === "string" ? null : actor;
  const accountId = entry.accountId ?? who?.accountId ?? null;
  const name = actorName(actor);
  return [
    projectId ?? NO_PROJECT,
    at,
    kind,
    name,
    monitorId ?? null,
    topicId ?? null,
    text,
    who?.from ?? null,
    accountId,
  ];
}
