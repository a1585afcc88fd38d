import { sql } from "kysely";
import type { Attempt, NewNotification } from "../../model/index.ts";
import type { Settlement } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { insertRows, jsonList, jsonRows } from "./json-rows.ts";
import { ATTEMPT_COLUMNS } from "./message-row.ts";
import { type NewHistory, writeHistory } from "./write-history.ts";
import { promoteHeads, writeNotifications } from "./write-notifications.ts";

/** A settlement with the lease that it ends. */
export interface SettleItem {
  readonly leaseId: string;
  readonly settlement: Settlement;
}

interface LeasedRow {
  readonly id: string;
  readonly project_id: string;
  readonly topic_id: string;
  readonly integration_id: string;
  readonly monitor_id: string | null;
  readonly lane: string;
  readonly lease_id: string | null;
  readonly attempt_count: number;
  readonly try_count: number;
}

const UPDATE_COLUMNS = [
  "id",
  "status",
  "due_at",
  "attempt_count",
  "try_count",
  "uncertain",
  "finished_at",
  "last_reason",
  "receipt",
];

/**
 * Ends leases, many in one transaction. A lease that was taken over meanwhile finds no message and changes nothing:
 * its answer is false.
 */
export async function settle(deps: SqlDeps, items: readonly SettleItem[]): Promise<readonly boolean[]> {
  return await deps.db.transaction().execute(async (trx) => {
    const rows = await loadLeased(trx, items);
    const now = deps.now();
    const updates: unknown[][] = [];
    const attempts: unknown[][] = [];
    const history: NewHistory[] = [];
    const notices: NewNotification[] = [];
    const lanes: string[] = [];
    const answers: boolean[] = [];
    for (const { leaseId, settlement } of items) {
      const row = rows.get(leaseId);
      answers.push(row !== undefined);
      if (!row) continue;
      rows.delete(leaseId);
      updates.push(updateOf(row, settlement, now));
      attempts.push(attemptRow(row, settlement.attempt));
      if (settlement.kind !== "again") lanes.push(row.lane);
      if (settlement.kind === "dead") {
        history.push(deadEntry(row, settlement.attempt, now));
        notices.push(...(settlement.suspend?.notices ?? []));
      }
      await changeIntegration(deps, trx, { row, settlement, now, history });
    }
    await updateMessages(trx, updates);
    await insertRows(trx, "attempts", ATTEMPT_COLUMNS, attempts);
    await promoteHeads(trx, lanes, now);
    await writeHistory(trx, history);
    await writeNotifications(trx, notices, now);
    return answers;
  });
}

async function loadLeased(trx: Db, items: readonly SettleItem[]): Promise<Map<string, LeasedRow>> {
  const rows = await trx
    .selectFrom("messages")
    .select([
      "id",
      "project_id",
      "topic_id",
      "integration_id",
      "monitor_id",
      "lane",
      "lease_id",
      "attempt_count",
      "try_count",
    ])
    .where("lease_id", "in", jsonList(items.map((item) => item.leaseId)))
    .where("status", "=", "waiting")
    .execute();
  return new Map(rows.map((row) => [row.lease_id ?? "", row]));
}

function updateOf(row: LeasedRow, settlement: Settlement, now: number): unknown[] {
  const tries = row.try_count + 1;
  const { reason } = settlement.attempt;
  switch (settlement.kind) {
    case "finished": {
      const receipt = settlement.receipt === undefined ? null : JSON.stringify(settlement.receipt);
      return [row.id, settlement.status, null, row.attempt_count + 1, tries, 0, now, reason, receipt];
    }
    case "again": {
      const counted = row.attempt_count + (settlement.counts ? 1 : 0);
      const uncertain = settlement.uncertain ? 1 : 0;
      return [row.id, "waiting", settlement.dueAt, counted, tries, uncertain, null, reason, null];
    }
    case "dead":
      return [row.id, "dead", null, row.attempt_count + 1, tries, 0, now, reason, null];
  }
}

async function updateMessages(trx: Db, updates: readonly unknown[][]): Promise<void> {
  if (updates.length === 0) return;
  const assignments = UPDATE_COLUMNS.slice(1).map((column) => `${column} = r.${column}`);
  await sql`update messages as m set lease_id = null, ${sql.raw(assignments.join(", "))}
    from ${jsonRows(UPDATE_COLUMNS, updates)} as r where m.id = r.id`.execute(trx);
}

function attemptRow(row: LeasedRow, attempt: Attempt): unknown[] {
  const { at, durationMs, outcome, reason, answer } = attempt;
  return [row.id, row.try_count + 1, at, durationMs, outcome, reason, answer];
}

function deadEntry(row: LeasedRow, attempt: Attempt, now: number): NewHistory {
  return {
    projectId: row.project_id,
    at: now,
    kind: "message-dead",
    actor: "delivery",
    monitorId: row.monitor_id ?? undefined,
    topicId: row.topic_id,
    text: `Message ${row.id} was given up: ${attempt.reason}`,
  };
}

interface IntegrationChange {
  readonly row: LeasedRow;
  readonly settlement: Settlement;
  readonly now: number;
  readonly history: NewHistory[];
}

/** What an attempt taught about its target: suspended, paused, or with new credentials. */
async function changeIntegration(deps: SqlDeps, trx: Db, change: IntegrationChange): Promise<void> {
  const { row, settlement, now } = change;
  if (settlement.kind === "again" && settlement.pauseUntilAt !== undefined) {
    await pauseBucket(trx, row.integration_id, settlement.pauseUntilAt);
  }
  if (settlement.kind === "finished" && settlement.newCredentials !== undefined) {
    const credentials = deps.vault.seal(JSON.stringify(settlement.newCredentials));
    await trx.updateTable("integrations").set({ credentials }).where("id", "=", row.integration_id).execute();
  }
  if (settlement.kind === "dead" && settlement.suspend) {
    const { reason } = settlement.suspend;
    await trx
      .updateTable("integrations")
      .set({ suspended_at: now, suspended_reason: reason })
      .where("id", "=", row.integration_id)
      .where("suspended_at", "is", null)
      .execute();
    change.history.push({
      projectId: row.project_id,
      at: now,
      kind: "integration-suspended",
      actor: "delivery",
      topicId: row.topic_id,
      text: `An integration was suspended: ${reason}`,
    });
  }
}

async function pauseBucket(trx: Db, integrationId: string, until: number): Promise<void> {
  const bucket = trx.selectFrom("integrations").select("bucket_id").where("id", "=", integrationId);
  await sql`insert into buckets (id, paused_until, tokens, refilled_at)
    select bucket_id, ${until}, 0, ${until} from (${bucket}) where true
    on conflict (id) do update set paused_until = max(paused_until, excluded.paused_until)`.execute(trx);
}
