/**
 * Who writes at the same time on PostgreSQL waits for whom. SQLite lets one transaction write at a time: there all of
 * this is nothing.
 *
 * - A monitor, its configuration and its state belong to whoever holds its row in `monitor_states`. Several are locked in
 *   the order of their numbers.
 * - A lane belongs to whoever holds the messages that wait in it, in their order. Who adds to a lane holds its monitor
 *   too, so that two who find it empty cannot both be first.
 * - An integration that somebody makes a message for stays until that message is stored. Whoever holds integrations and
 *   messages took the integrations first, in the order of their ids, as monitors before these.
 * - The ways in which an account logs in belong to whoever holds its row.
 * - The number of monitors that made themselves is counted by whoever holds the project's row.
 *
 * What is read after a lock is as the one who held it before has left it. Two who wait for each other are told apart by
 * the database, and the one who lost begins again (postgres-database.ts).
 */
import { type Expression, type RawBuilder, sql } from "kysely";
import type { MonitorAddress } from "../ports.ts";
import type { Db } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { isWaiting } from "./is-status.ts";
import { jsonList, jsonRows } from "./json-rows.ts";

const TURNS = { migrate: 7_262_355_001, bootstrap: 7_262_355_002, operators: 7_262_355_003 } as const;

/** Waits until no other process does the same, until the transaction ends. */
export async function takeTurn(trx: Db, what: keyof typeof TURNS): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${sql.lit(TURNS[what])})`.execute(trx);
}

/** Locks the monitors named; says which these are. Null: all are. */
export async function lockMonitors(trx: Db, addresses: readonly MonitorAddress[]): Promise<ReadonlySet<number> | null> {
  if (!isPostgres(trx)) return null;
  const named = namedSeqs(addresses);
  if (named.length === 0) return new Set();
  const found = await sql<{ monitor_seq: number }>`select monitor_seq from monitor_states
    where monitor_seq in (${sql.join(named, sql` union all `)}) order by monitor_seq for update`.execute(trx);
  return new Set(found.rows.map((row) => row.monitor_seq));
}

/** Queries of the numbers of the monitors named, one for each way of naming them. */
function namedSeqs(addresses: readonly MonitorAddress[]): readonly RawBuilder<unknown>[] {
  const queries: RawBuilder<unknown>[] = [];
  const ids = addresses.flatMap((a) => (a.by === "id" ? [a.monitorId] : []));
  if (ids.length > 0) queries.push(sql`select seq from monitors where id in ${jsonList(ids)}`);
  const among = (columns: readonly string[], rows: readonly (readonly string[])[]): void => {
    if (rows.length === 0) return;
    queries.push(sql`select seq from monitors where (${sql.raw(columns.join(", "))}) in ${jsonRows(columns, rows)}`);
  };
  among(
    ["project_id", "slug"],
    addresses.flatMap((a) => (a.by === "slug" ? [[a.projectId, a.slug]] : [])),
  );
  among(
    ["project_id", "door", "door_key"],
    addresses.flatMap((a) => (a.by === "door" ? [[a.projectId, a.door, a.doorKey]] : [])),
  );
  among(
    ["project_id", "door", "imported_id"],
    addresses.flatMap((a) => (a.by === "imported" ? [[a.projectId, a.door, a.importedId]] : [])),
  );
  return queries;
}

/** Locks what waits in these lanes. */
export async function lockLanes(trx: Db, lanes: Expression<unknown>): Promise<void> {
  if (!isPostgres(trx)) return;
  await sql`select seq from messages where ${isWaiting} and lane in ${lanes} order by seq for update`.execute(trx);
}

/** Locks the breakers of the targets of these integrations, as far as there are any. */
export async function lockBreakers(trx: Db, integrationIds: readonly string[]): Promise<void> {
  if (!isPostgres(trx)) return;
  await sql`select bucket_id from breakers where bucket_id in (
    select bucket_id from integrations where id in ${jsonList(integrationIds)}) order by bucket_id for update`.execute(
    trx,
  );
}

/** Locks integrations that are about to be changed, or told about. */
export async function lockIntegrations(trx: Db, ids: Expression<unknown>): Promise<void> {
  if (!isPostgres(trx)) return;
  await sql`select id from integrations where id in ${ids} order by id for no key update`.execute(trx);
}

/** Keeps these integrations from being removed; says which there are. Null: nobody removes any meanwhile. */
export async function keepIntegrations(trx: Db, ids: readonly string[]): Promise<ReadonlySet<string> | null> {
  if (!isPostgres(trx)) return null;
  const found = await sql<{ id: string }>`
    select id from integrations where id in ${jsonList(ids)} order by id for key share`.execute(trx);
  return new Set(found.rows.map((row) => row.id));
}

/** Locks a topic that is about to be changed or deleted, with its integrations. */
export async function lockTopic(trx: Db, projectId: string, channel: string, topic: string): Promise<void> {
  if (!isPostgres(trx)) return;
  const topics = sql`select id from topics where project_id = ${projectId} and channel = ${channel} and topic = ${topic}`;
  // Not for update: whoever writes an integration twice looks whether its topic is there, and would wait here.
  await sql`${topics} for no key update`.execute(trx);
  await sql`select id from integrations where topic_id in (${topics}) order by id for update`.execute(trx);
}

/** Locks a project: what is counted or changed of it. */
export async function lockProject(trx: Db, projectId: string): Promise<void> {
  if (isPostgres(trx)) await sql`select id from projects where id = ${projectId} for no key update`.execute(trx);
}

/** Locks an account that is about to be deleted: nobody refers to it any more until that is done, or not done. */
export async function lockLeaver(trx: Db, accountId: string): Promise<void> {
  if (isPostgres(trx)) await sql`select id from accounts where id = ${accountId} for update`.execute(trx);
}

/** Locks an account: what is counted or changed of how it logs in. */
export async function lockAccount(trx: Db, accountId: string): Promise<void> {
  if (isPostgres(trx)) await sql`select id from accounts where id = ${accountId} for no key update`.execute(trx);
}
