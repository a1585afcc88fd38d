import { sql } from "kysely";
import { newId } from "../../lib/ids.ts";
import type { ClaimedMessage } from "../../model/index.ts";
import { LOST_REASON } from "../delivery-words.ts";
import type { Db } from "./deps.ts";
import { jsonList, jsonRows } from "./json-rows.ts";
import { ATTEMPT_COLUMNS, type MessageRow, messageFromRow } from "./message-row.ts";
import { insertRows } from "./row-statements.ts";

/** A message that is about to be leased, with what its integration sends it with. */
export interface Taken {
  readonly row: MessageRow;
  readonly model: string | null;
  readonly credentials: unknown;
}

/** Leases messages, of any number of integrations; those whose lease had lapsed get their lost try written down. */
export async function lease(
  trx: Db,
  taken: readonly Taken[],
  { leaseMs, now }: { readonly leaseMs: number; readonly now: number },
): Promise<readonly ClaimedMessage[]> {
  if (taken.length === 0) return [];
  const leased = taken.map((each) => ({ ...each, leaseId: newId(), lost: each.row.lease_id === null ? 0 : 1 }));
  const values = leased.map(({ row, leaseId, lost }) => [row.id, leaseId, lost]);
  await sql`update messages as m set lease_id = r.lease_id, due_at = ${now + leaseMs}, uncertain = m.uncertain + r.lost,
      attempt_count = m.attempt_count + r.lost, try_count = m.try_count + r.lost
    from ${jsonRows(["id", "lease_id", "lost"], values, { lost: "bigint" })} as r where m.id = r.id`.execute(trx);
  await writeLostTries(
    trx,
    leased.filter((entry) => entry.lost === 1).map(({ row }) => row),
  );
  const rows = taken.map(({ row }) => row);
  const facts = await loadFacts(trx, rows);
  const receipts = await loadReceipts(trx, rows);
  return leased.map(({ row, model, credentials, leaseId, lost }) => ({
    message: messageFromRow({ ...row, attempt_count: row.attempt_count + lost }),
    leaseId,
    facts: JSON.parse(facts.get(row.notification_id) ?? "null"),
    model,
    credentials,
    mayHaveArrived: row.uncertain + lost,
    previous: receipts.get(receiptKey(row)) ?? null,
  }));
}

/** Writes down the tries of messages whose lease lapsed: whether they arrived, nobody knows. */
export async function writeLostTries(
  trx: Db,
  rows: readonly Pick<MessageRow, "id" | "try_count" | "due_at">[],
): Promise<void> {
  const attempts = rows.map((row) => [row.id, row.try_count + 1, row.due_at, 0, "unknown", LOST_REASON, null]);
  await insertRows(trx, "attempts", ATTEMPT_COLUMNS, attempts);
}

async function loadFacts(trx: Db, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map((row) => row.notification_id))];
  const found = await trx
    .selectFrom("notifications")
    .select(["id", "facts"])
    .where("id", "in", jsonList(ids))
    .execute();
  return new Map(found.map((row) => [row.id, row.facts]));
}

/** The newest receipt of each alert key at each integration. */
async function loadReceipts(trx: Db, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, unknown>> {
  const keys = [...new Set(rows.flatMap((row) => row.alert_key ?? []))];
  if (keys.length === 0) return new Map();
  const found = await trx
    .selectFrom("messages")
    .select(["integration_id", "alert_key", "receipt"])
    .where("alert_key", "in", jsonList(keys))
    .where("integration_id", "in", jsonList([...new Set(rows.map((row) => row.integration_id))]))
    .where("receipt", "is not", null)
    .orderBy("seq")
    .execute();
  return new Map(found.map((row) => [receiptKey(row), JSON.parse(row.receipt ?? "null")]));
}

/** What no alert key is part of has no receipt. */
function receiptKey(row: Pick<MessageRow, "integration_id" | "alert_key">): string {
  return `${row.integration_id} ${row.alert_key ?? ""}`;
}
