import { sql } from "kysely";
import { newId } from "../../lib/ids.ts";
import type { ClaimedMessage } from "../../model/index.ts";
import { LOST_REASON } from "../delivery-words.ts";
import type { Db } from "./deps.ts";
import { jsonList, jsonRows } from "./json-rows.ts";
import { ATTEMPT_COLUMNS, type MessageRow, messageFromRow } from "./message-row.ts";
import { insertRows } from "./row-statements.ts";

interface LeaseInput {
  readonly rows: readonly MessageRow[];
  readonly model: string | null;
  readonly credentials: unknown;
  readonly leaseMs: number;
  readonly now: number;
}

/** Leases messages of one integration; those whose lease had lapsed get their lost try written down. */
export async function lease(trx: Db, input: LeaseInput): Promise<readonly ClaimedMessage[]> {
  const { rows, now } = input;
  const leased = rows.map((row) => ({ row, leaseId: newId(), lost: row.lease_id === null ? 0 : 1 }));
  const values = leased.map(({ row, leaseId, lost }) => [row.id, leaseId, lost]);
  await sql`update messages as m set lease_id = r.lease_id, due_at = ${now + input.leaseMs}, uncertain = m.uncertain + r.lost,
      attempt_count = m.attempt_count + r.lost, try_count = m.try_count + r.lost
    from ${jsonRows(["id", "lease_id", "lost"], values, { lost: "bigint" })} as r where m.id = r.id`.execute(trx);
  await writeLostTries(
    trx,
    leased.filter((entry) => entry.lost === 1).map(({ row }) => row),
  );
  const facts = await loadFacts(trx, rows);
  const receipts = await loadReceipts(trx, rows);
  return leased.map(({ row, leaseId, lost }) => ({
    message: messageFromRow({ ...row, attempt_count: row.attempt_count + lost }),
    leaseId,
    facts: JSON.parse(facts.get(row.notification_id) ?? "null"),
    model: input.model,
    credentials: input.credentials,
    mayHaveArrived: row.uncertain + lost,
    previous: row.alert_key === null ? null : (receipts.get(row.alert_key) ?? null),
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

/** The newest receipt of each alert key; all rows are of one integration. */
async function loadReceipts(trx: Db, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, unknown>> {
  const keys = [...new Set(rows.flatMap((row) => row.alert_key ?? []))];
  const integrationId = rows[0]?.integration_id;
  if (keys.length === 0 || integrationId === undefined) return new Map();
  const found = await trx
    .selectFrom("messages")
    .select(["alert_key", "receipt"])
    .where("alert_key", "in", jsonList(keys))
    .where("integration_id", "=", integrationId)
    .where("receipt", "is not", null)
    .orderBy("seq")
    .execute();
  return new Map(found.map((row) => [row.alert_key ?? "", JSON.parse(row.receipt ?? "null")]));
}
