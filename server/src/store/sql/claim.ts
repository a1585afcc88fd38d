import { sql } from "kysely";
import type { ClaimedMessage } from "../../model/index.ts";
import { UNREADABLE_REASON } from "../delivery-words.ts";
import type { ClaimRequest } from "../ports.ts";
import { startProbe } from "./breakers.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { locking } from "./dialect.ts";
import { isWaiting } from "./is-status.ts";
import { jsonList } from "./json-rows.ts";
import { lease, type Taken } from "./lease.ts";
import { lockReady } from "./lock-ready.ts";
import { messageQuery } from "./message-row.ts";
import { suspendIntegration } from "./suspend-integration.ts";
import { isBehindDigest, takeDue, takeToken } from "./take-due.ts";

/** An integration that has something due and may be sent to. */
interface Ready {
  readonly id: string;
  readonly model: string | null;
  readonly credentials: string;
  readonly bucket_id: string;
  readonly rate_tokens: number | null;
  readonly rate_per_ms: number | null;
  readonly in_flight: number;
  readonly storm_at: number | null;
  /** Set while the target's breaker is half open. */
  readonly broken_until: number | null;
}

/**
 * Leases due messages, heads of lanes only (others have no due time), fairly over the integrations.
 *
 * While a message is leased its due time is the lease's end: when the sender dies it becomes due again by itself, and
 * the new lease id makes the old sender's settlement void. Integrations that are disabled, suspended, paused by a rate
 * limit, busy with as many messages as they may, or whose target's breaker is open are passed over; what waits for them
 * hinders nobody. A breaker that is half open lets one message through.
 */
export async function claim(
  deps: SqlDeps,
  request: ClaimRequest,
  afterIntegration: string,
): Promise<{ readonly claimed: readonly ClaimedMessage[]; readonly lastIntegration: string }> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const ready = rotate(await lockReady(trx, now, (ids) => readyIntegrations(trx, now, ids)), afterIntegration);
    const taken: Taken[] = [];
    let lastIntegration = afterIntegration;
    for (const integration of ready) {
      const left = request.limit - taken.length;
      if (left <= 0) break;
      const room = Math.min(left, request.perIntegration - integration.in_flight);
      if (room <= 0) continue;
      const credentials = await readCredentials(deps, trx, integration);
      if (!credentials) continue;
      const isProbe = integration.broken_until !== null;
      const rows = await takeDue(trx, { integration, room: isProbe ? 1 : room, now });
      if (rows.length === 0) continue;
      const { bucket_id: bucketId } = integration;
      if (isProbe && !(await startProbe(trx, { bucketId, now, leaseMs: request.leaseMs }))) continue;
      const { model } = integration;
      taken.push(...rows.map((row) => ({ row, model, credentials: credentials.value })));
      lastIntegration = integration.id;
    }
    return { claimed: await lease(trx, taken, { leaseMs: request.leaseMs, now }), lastIntegration };
  });
}

/** Claims one message by id, when it is due and its integration may be sent to; a test waits for no rate. */
export async function claimMessage(deps: SqlDeps, messageId: string, leaseMs: number): Promise<ClaimedMessage | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const row = await messageQuery(trx)
      .where("m.id", "=", messageId)
      .where(isWaiting)
      .where("m.due_at", "<=", now)
      .modifyEnd(locking("update of m skip locked"))
      .executeTakeFirst();
    if (!row || (await isBehindDigest(trx, row))) return null;
    let query = trx
      .selectFrom("integrations")
      .select(["id", "model", "credentials", "bucket_id", "rate_tokens", "rate_per_ms"])
      .where("id", "=", row.integration_id);
    // A test goes also where nothing else does: to find out is what it is for.
    if (row.event !== "test") query = query.where("enabled", "=", 1).where("suspended_at", "is", null);
    const integration = await query.executeTakeFirst();
    const credentials = integration && (await readCredentials(deps, trx, integration));
    if (!credentials) return null;
    if (row.event !== "test" && !(await takeToken(trx, integration, now))) return null;
    if (row.event !== "test" && !(await mayAsk(trx, integration.bucket_id, { now, leaseMs }))) return null;
    const { model } = integration;
    return (await lease(trx, [{ row, model, credentials: credentials.value }], { leaseMs, now }))[0] ?? null;
  });
}

/** False while the breaker of the target is open; the turn of a half open one is taken. */
async function mayAsk(trx: Db, bucketId: string, turn: { readonly now: number; readonly leaseMs: number }) {
  const open = await trx
    .selectFrom("breakers")
    .select("until_at")
    .where("bucket_id", "=", bucketId)
    .where("until_at", "is not", null)
    .executeTakeFirst();
  return open === undefined || (await startProbe(trx, { bucketId, ...turn }));
}

/** Steps from one integration with a due message to the next by the index, however many messages each has. */
const WITH_DUE = sql`(
  with recursive due (id) as (
    select min(integration_id) from messages where status = 'waiting' and due_at is not null
    union all
    select (select min(m.integration_id) from messages m
      where m.status = 'waiting' and m.due_at is not null and m.integration_id > due.id)
    from due where due.id is not null
  ) select id from due where id is not null)`;

/** The integrations that something may be sent to; of these only, where they are given. */
async function readyIntegrations(trx: Db, now: number, ids: readonly string[] | null): Promise<readonly Ready[]> {
  const found =
    await sql<Ready>`select i.id, i.model, i.credentials, i.bucket_id, i.rate_tokens, i.rate_per_ms, i.storm_at,
      (select count(*) from messages l
        where l.integration_id = i.id and l.lease_id is not null and l.due_at > ${now}) as in_flight,
      k.until_at as broken_until
    from integrations i left join buckets b on b.id = i.bucket_id left join breakers k on k.bucket_id = i.bucket_id
    where i.id in ${ids === null ? WITH_DUE : jsonList(ids)} and i.enabled = 1 and i.suspended_at is null and coalesce(b.paused_until, 0) <= ${now}
      and coalesce(k.until_at, 0) <= ${now}
      and exists (select 1 from messages m where m.integration_id = i.id and m.status = 'waiting' and m.due_at <= ${now})
    order by i.id`.execute(trx);
  return found.rows;
}

function rotate(ready: readonly Ready[], after: string): readonly Ready[] {
  const start = ready.findIndex((integration) => integration.id > after);
  return start <= 0 ? ready : [...ready.slice(start), ...ready.slice(0, start)];
}

/** Null when they cannot be opened: then this integration alone is given up, so that no other is held up by it. */
async function readCredentials(
  deps: SqlDeps,
  trx: Db,
  integration: Pick<Ready, "id" | "credentials">,
): Promise<{ readonly value: unknown } | null> {
  try {
    return { value: JSON.parse(deps.vault.open(integration.credentials)) };
  } catch {
    // Damaged or sealed with another key: the reason stands where people look.
    await suspendIntegration(trx, { integrationId: integration.id, reason: UNREADABLE_REASON, now: deps.now() });
    return null;
  }
}
