import { sql } from "kysely";
import { newId } from "../../lib/ids.ts";
import { refill } from "../../lib/token-bucket.ts";
import type { ClaimedMessage } from "../../model/index.ts";
import type { ClaimRequest } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { insertRows, jsonList, jsonRows } from "./json-rows.ts";
import { ATTEMPT_COLUMNS, type MessageRow, messageFromRow, messageQuery } from "./message-row.ts";

/** An integration that has something due and may be sent to. */
interface Ready {
  readonly id: string;
  readonly model: string | null;
  readonly credentials: string;
  readonly bucket_id: string;
  readonly rate_tokens: number | null;
  readonly rate_per_ms: number | null;
  readonly tokens: number | null;
  readonly refilled_at: number | null;
  readonly in_flight: number;
}

const LOST_REASON = "The sender stopped before it could tell what became of this attempt.";

/**
 * Leases due messages, heads of lanes only (others have no due time), fairly over the integrations.
 *
 * While a message is leased its due time is the lease's end: when the sender dies it becomes due again by itself, and
 * the new lease id makes the old sender's settlement void. Integrations that are disabled, suspended, paused by a rate
 * limit or busy with as many messages as they may are passed over; what waits for them hinders nobody.
 */
export async function claim(
  deps: SqlDeps,
  request: ClaimRequest,
  afterIntegration: string,
): Promise<{ readonly claimed: readonly ClaimedMessage[]; readonly lastIntegration: string }> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const ready = rotate(await readyIntegrations(trx, now), afterIntegration);
    const claimed: ClaimedMessage[] = [];
    let lastIntegration = afterIntegration;
    for (const integration of ready) {
      const left = request.limit - claimed.length;
      if (left <= 0) break;
      const room = Math.min(left, request.perIntegration - integration.in_flight);
      const rows = await takeTokens(trx, { integration, room, now });
      if (rows.length === 0) continue;
      claimed.push(...(await lease(deps, trx, { rows, integration, leaseMs: request.leaseMs, now })));
      lastIntegration = integration.id;
    }
    return { claimed, lastIntegration };
  });
}

/** Claims one message by id, when it is due and its integration may be sent to; rate limits are the caller's affair. */
export async function claimMessage(deps: SqlDeps, messageId: string, leaseMs: number): Promise<ClaimedMessage | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const row = await messageQuery(trx)
      .where("m.id", "=", messageId)
      .where("m.status", "=", "waiting")
      .where("m.due_at", "<=", now)
      .executeTakeFirst();
    if (!row) return null;
    const integration = await trx
      .selectFrom("integrations")
      .select(["id", "model", "credentials"])
      .where("id", "=", row.integration_id)
      .executeTakeFirst();
    if (!integration) return null;
    return (await lease(deps, trx, { rows: [row], integration, leaseMs, now }))[0] ?? null;
  });
}

/** Steps from one integration with a due message to the next by the index, however many messages each has. */
async function readyIntegrations(trx: Db, now: number): Promise<readonly Ready[]> {
  const found = await sql<Ready>`
    with recursive due (id) as (
      select min(integration_id) from messages where status = 'waiting' and due_at is not null
      union all
      select (select min(m.integration_id) from messages m
        where m.status = 'waiting' and m.due_at is not null and m.integration_id > due.id)
      from due where due.id is not null
    )
    select i.id, i.model, i.credentials, i.bucket_id, i.rate_tokens, i.rate_per_ms, b.tokens, b.refilled_at,
      (select count(*) from messages l
        where l.integration_id = i.id and l.lease_id is not null and l.due_at > ${now}) as in_flight
    from due join integrations i on i.id = due.id left join buckets b on b.id = i.bucket_id
    where i.enabled = 1 and i.suspended_at is null and coalesce(b.paused_until, 0) <= ${now}
      and exists (select 1 from messages m where m.integration_id = i.id and m.status = 'waiting' and m.due_at <= ${now})
    order by i.id`.execute(trx);
  return found.rows;
}

function rotate(ready: readonly Ready[], after: string): readonly Ready[] {
  const start = ready.findIndex((integration) => integration.id > after);
  return start <= 0 ? ready : [...ready.slice(start), ...ready.slice(0, start)];
}

interface TakeInput {
  readonly integration: Ready;
  readonly room: number;
  readonly now: number;
}

/** The due messages that the integration's bucket has tokens for; the tokens are gone. */
async function takeTokens(trx: Db, { integration, room, now }: TakeInput): Promise<readonly MessageRow[]> {
  if (room <= 0) return [];
  const { rate_tokens: tokens, rate_per_ms: perMs } = integration;
  if (tokens === null || perMs === null) return await dueMessages(trx, integration.id, room, now);
  const known = await trx.selectFrom("buckets").selectAll().where("id", "=", integration.bucket_id).executeTakeFirst();
  if ((known?.paused_until ?? 0) > now) return [];
  const bucket = refill(known ? { tokens: known.tokens, refilledAt: known.refilled_at } : null, { tokens, perMs }, now);
  const rows = await dueMessages(trx, integration.id, Math.min(room, Math.floor(bucket.tokens)), now);
  const left = { tokens: bucket.tokens - rows.length, refilled_at: now };
  await trx
    .insertInto("buckets")
    .values({ id: integration.bucket_id, paused_until: 0, ...left })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(left))
    .execute();
  return rows;
}

async function dueMessages(trx: Db, integrationId: string, limit: number, now: number): Promise<readonly MessageRow[]> {
  if (limit <= 0) return [];
  return await messageQuery(trx)
    .where("m.integration_id", "=", integrationId)
    .where("m.status", "=", "waiting")
    .where("m.due_at", "<=", now)
    .orderBy("m.due_at")
    .orderBy("m.seq")
    .limit(limit)
    .execute();
}

interface LeaseInput {
  readonly rows: readonly MessageRow[];
  readonly integration: Pick<Ready, "model" | "credentials">;
  readonly leaseMs: number;
  readonly now: number;
}

async function lease(deps: SqlDeps, trx: Db, input: LeaseInput): Promise<readonly ClaimedMessage[]> {
  const { rows, integration, now } = input;
  const leased = rows.map((row) => ({ row, leaseId: newId(), lost: row.lease_id === null ? 0 : 1 }));
  const values = leased.map(({ row, leaseId, lost }) => [row.id, leaseId, lost]);
  await sql`update messages as m set lease_id = r.lease_id, due_at = ${now + input.leaseMs}, uncertain = 1,
      attempt_count = m.attempt_count + r.lost, try_count = m.try_count + r.lost
    from ${jsonRows(["id", "lease_id", "lost"], values)} as r where m.id = r.id`.execute(trx);
  const lost = leased.filter((entry) => entry.lost === 1).map(({ row }) => row);
  const attempts = lost.map((row) => [row.id, row.try_count + 1, row.due_at, 0, "unknown", LOST_REASON, null]);
  await insertRows(trx, "attempts", ATTEMPT_COLUMNS, attempts);
  const facts = await loadFacts(trx, rows);
  const receipts = await loadReceipts(trx, rows);
  const credentials: unknown = JSON.parse(deps.vault.open(integration.credentials));
  return leased.map(({ row, leaseId, lost }) => ({
    message: messageFromRow({ ...row, attempt_count: row.attempt_count + lost }),
    leaseId,
    facts: JSON.parse(facts.get(row.notification_id) ?? "null"),
    model: integration.model,
    credentials,
    previous: row.alert_key === null ? null : (receipts.get(row.alert_key) ?? null),
  }));
}

async function loadFacts(trx: Db, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map((row) => row.notification_id))];
  const found = await trx.selectFrom("notifications").select(["id", "facts"]).where("id", "in", jsonList(ids)).execute();
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
