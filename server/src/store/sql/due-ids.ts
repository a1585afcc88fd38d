import { sql } from "kysely";
import type { OutboxPort } from "../ports.ts";
import type { SqlDeps } from "./deps.ts";

/** Messages that may be claimed now, the longest due first. */
export async function dueIds({ db, now }: SqlDeps, limit: number): ReturnType<OutboxPort["dueIds"]> {
  const at = now();
  const found = await sql<{ id: string; dueAt: number }>`
    select m.id, m.due_at as "dueAt" from messages m
      join integrations i on i.id = m.integration_id
      left join buckets b on b.id = i.bucket_id left join breakers k on k.bucket_id = i.bucket_id
    where m.status = 'waiting' and m.due_at <= ${at} and i.enabled = 1 and i.suspended_at is null
      and coalesce(b.paused_until, 0) <= ${at} and coalesce(k.until_at, 0) <= ${at}
    order by m.due_at, m.seq limit ${limit}`.execute(db);
  return found.rows;
}
