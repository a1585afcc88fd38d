import { sql } from "kysely";
import type { Db } from "./deps.ts";
import { isPostgres } from "./dialect.ts";
import { jsonList, jsonRows } from "./json-rows.ts";

/** What must be known of an integration to claim for it alone. */
interface Claimable {
  readonly id: string;
  readonly bucket_id: string;
  readonly rate_tokens: number | null;
}

/**
 * Takes the integrations that are ready for this claim alone, with their token buckets, so that two who claim at once
 * never send more than may be in flight, nor spend a token twice. What another one claims for just now is left to it.
 * On PostgreSQL only; `look` looks, and looks again at those that could be taken.
 */
export async function lockReady<Ready extends Claimable>(
  trx: Db,
  now: number,
  look: (ids: readonly string[] | null) => Promise<readonly Ready[]>,
): Promise<readonly Ready[]> {
  const seen = await look(null);
  if (seen.length === 0 || !isPostgres(trx)) return seen;
  const ids = jsonList(seen.map(({ id }) => id));
  const taken = await sql<{ id: string }>`
    select id from integrations where id in ${ids} order by id for no key update skip locked`.execute(trx);
  const buckets = await lockBuckets(trx, seen, now);
  const again = await look(taken.rows.map(({ id }) => id));
  return again.filter(({ bucket_id, rate_tokens }) => rate_tokens === null || buckets.has(bucket_id));
}

/** Locks the buckets of those that have one, each full when it is new; says which could be locked. */
async function lockBuckets(trx: Db, ready: readonly Claimable[], now: number): Promise<ReadonlySet<string>> {
  const sizes = new Map(ready.flatMap((r) => (r.rate_tokens === null ? [] : [[r.bucket_id, r.rate_tokens] as const])));
  if (sizes.size === 0) return new Set();
  const full = [...sizes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, tokens]) => [id, 0, tokens, now]);
  const columns = ["id", "paused_until", "tokens", "refilled_at"];
  const types = { paused_until: "bigint", tokens: "double precision", refilled_at: "bigint" } as const;
  await sql`insert into buckets (${sql.raw(columns.join(", "))})
    select * from ${jsonRows(columns, full, types)} as b on conflict (id) do nothing`.execute(trx);
  const ids = jsonList([...sizes.keys()]);
  const taken = await sql<{ id: string }>`
    select id from buckets where id in ${ids} order by id for update skip locked`.execute(trx);
  return new Set(taken.rows.map(({ id }) => id));
}
