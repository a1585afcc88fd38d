import { sql } from "kysely";
import type { Attempt, NewNotification } from "../../model/index.ts";
import type { NewHistory } from "../new-history.ts";
import type { Settlement } from "../ports.ts";
import { type HeardOfTarget, noteOutcomes } from "./breakers.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { greatest } from "./dialect.ts";
import { isWaiting } from "./is-status.ts";
import { jsonList, jsonRows } from "./json-rows.ts";
import { promoteHeads } from "./lanes.ts";
import { lockIntegrations, lockLanes } from "./locks.ts";
import { ATTEMPT_COLUMNS } from "./message-row.ts";
import { insertRows, type Value } from "./row-statements.ts";
import { suspendIntegration } from "./suspend-integration.ts";
import { writeHistory } from "./write-history.ts";
import { writeNotifications } from "./write-notifications.ts";

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
  "finished_at",
  "last_reason",
  "receipt",
];

const NUMBERS = {
  due_at: "bigint",
  attempt_count: "bigint",
  try_count: "bigint",
  finished_at: "bigint",
  may_have_arrived: "bigint",
} as const;

/**
 * Ends leases, many in one transaction. A lease that was taken over meanwhile finds no message and changes nothing:
 * its answer is false.
 */
export async function settle(deps: SqlDeps, items: readonly SettleItem[]): Promise<readonly boolean[]> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockLearners(trx, items);
    const rows = await loadLeased(trx, items);
    const now = deps.now();
    const updates: Value[][] = [];
    const attempts: Value[][] = [];
    const history: NewHistory[] = [];
    const notices: NewNotification[] = [];
    const lanes: string[] = [];
    const answers: boolean[] = [];
    const heard: HeardOfTarget[] = [];
    const pauses: Value[][] = [];
    const renewed = new Map<string, unknown>();
    for (const { leaseId, settlement } of items) {
      const row = rows.get(leaseId);
      answers.push(row !== undefined);
      if (!row) continue;
      rows.delete(leaseId);
      updates.push(updateOf(row, settlement, now));
      attempts.push(attemptRow(row, settlement.attempt));
      heard.push({
        integrationId: row.integration_id,
        outcome: settlement.target,
        reason: settlement.attempt.reason,
      });
      if (settlement.kind !== "again") lanes.push(row.lane);
      else if (settlement.pauseUntilAt !== undefined) pauses.push([row.integration_id, settlement.pauseUntilAt]);
      if (settlement.kind === "dead") history.push(deadEntry(row, settlement.attempt, now));
      if (settlement.kind === "finished" && settlement.newCredentials !== undefined)
        renewed.set(row.integration_id, settlement.newCredentials);
      notices.push(...(await suspendAfter(trx, { row, settlement, now })));
    }
    await updateMessages(trx, updates);
    await renewCredentials(deps, trx, renewed);
    await pauseBuckets(trx, pauses);
    await noteOutcomes(trx, heard, now);
    await insertRows(trx, "attempts", ATTEMPT_COLUMNS, attempts);
    await promoteHeads(trx, lanes, now);
    await writeHistory(trx, history);
    await writeNotifications(trx, notices, now);
    return answers;
  });
}

/** Integrations that these attempts change are locked before any message is, with those that are told of it. */
async function lockLearners(trx: Db, items: readonly SettleItem[]): Promise<void> {
  const learning = items.filter(({ settlement }) => changesIntegration(settlement));
  if (learning.length === 0) return;
  const told = learning.flatMap(({ settlement }) =>
    settlement.kind === "dead" ? (settlement.suspend?.notices ?? []) : [],
  );
  const toldIds = told.flatMap(({ messages }) => messages.map(({ integrationId }) => integrationId));
  const leaseIds = learning.map(({ leaseId }) => leaseId);
  const ids = sql`(select integration_id from messages where lease_id in ${jsonList(leaseIds)}
    union all select id from integrations where id in ${jsonList(toldIds)})`;
  await lockIntegrations(trx, ids);
}

function changesIntegration(settlement: Settlement): boolean {
  if (settlement.kind === "finished") return settlement.newCredentials !== undefined;
  return settlement.kind === "dead" && settlement.suspend !== undefined;
}

async function loadLeased(trx: Db, items: readonly SettleItem[]): Promise<Map<string, LeasedRow>> {
  const leaseIds = jsonList(items.map((item) => item.leaseId));
  await lockLanes(trx, sql`(select lane from messages where lease_id in ${leaseIds})`);
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
    .where("lease_id", "in", leaseIds)
    .where(isWaiting)
    .execute();
  return new Map(rows.map((row) => [row.lease_id ?? "", row]));
}

function updateOf(row: LeasedRow, settlement: Settlement, now: number): Value[] {
  const tries = row.try_count + 1;
  const { reason } = settlement.attempt;
  switch (settlement.kind) {
    case "finished": {
      const receipt = (settlement.receipt ?? null) === null ? null : JSON.stringify(settlement.receipt);
      return [row.id, settlement.status, null, row.attempt_count + 1, tries, now, reason, receipt, 0];
    }
    case "again": {
      const counted = row.attempt_count + (settlement.counts ? 1 : 0);
      const uncertain = settlement.uncertain ? 1 : 0;
      return [row.id, "waiting", settlement.dueAt, counted, tries, null, reason, null, uncertain];
    }
    case "dead":
      return [row.id, "dead", null, row.attempt_count + 1, tries, now, reason, null, 0];
  }
}

async function updateMessages(trx: Db, updates: readonly Value[][]): Promise<void> {
  if (updates.length === 0) return;
  const assignments = UPDATE_COLUMNS.slice(1).map((column) => `${column} = r.${column}`);
  // What may have arrived once stays so, however surely the tries after it failed.
  await sql`update messages as m set lease_id = null, uncertain = m.uncertain + r.may_have_arrived,
      ${sql.raw(assignments.join(", "))}
    from ${jsonRows([...UPDATE_COLUMNS, "may_have_arrived"], updates, NUMBERS)} as r where m.id = r.id`.execute(trx);
}

function attemptRow(row: LeasedRow, attempt: Attempt): Value[] {
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

/** Gives a dead target up; says whom to tell: once, however many messages met it. */
async function suspendAfter(
  trx: Db,
  { row, settlement, now }: { readonly row: LeasedRow; readonly settlement: Settlement; readonly now: number },
): Promise<readonly NewNotification[]> {
  if (settlement.kind !== "dead" || !settlement.suspend) return [];
  const { reason, notices } = settlement.suspend;
  return (await suspendIntegration(trx, { integrationId: row.integration_id, reason, now })) ? notices : [];
}

async function renewCredentials({ vault }: SqlDeps, trx: Db, renewed: ReadonlyMap<string, unknown>): Promise<void> {
  for (const [integrationId, credentials] of renewed) {
    const sealed = vault.seal(JSON.stringify(credentials));
    await trx.updateTable("integrations").set({ credentials: sealed }).where("id", "=", integrationId).execute();
  }
}

/** Pauses the buckets of integrations, each until the latest instant told, in one order for all who do so at once. */
async function pauseBuckets(trx: Db, pauses: readonly Value[][]): Promise<void> {
  if (pauses.length === 0) return;
  const told = jsonRows(["integration_id", "until"], pauses, { until: "bigint" });
  await sql`insert into buckets (id, paused_until, tokens, refilled_at)
    select i.bucket_id, max(p.until), 0, max(p.until) from ${told} as p join integrations i on i.id = p.integration_id
    where true group by i.bucket_id order by i.bucket_id
    on conflict (id) do update set paused_until = ${greatest(sql`buckets.paused_until`, sql`excluded.paused_until`)}`.execute(
    trx,
  );
}
