import type { DatabaseSync } from "node:sqlite";

/** Of a message that could be sent but for its target's rate, when it is looked at again. */
const LOOK_AGAIN_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * The next instant at which a store has something to do, read behind its back; null when it never has. Probes are due a
 * little earlier than their interval by chance: they are looked at on the full minute, or more rarely, so that a story
 * knows when.
 */
export function nextDueAt(db: DatabaseSync, now: number, probesEveryMs = MINUTE_MS): number | null {
  const dueAt = db
    .prepare(DUE_AT)
    .all(probesEveryMs)
    .map(({ due_at: at }) => Number(at));
  const upcoming = dueAt.map((at) => (at > now ? at : now + LOOK_AGAIN_MS));
  return upcoming.length === 0 ? null : Math.min(...upcoming);
}

/** A number comes in as a floating one, which would not be divided as a whole one. */
const DUE_AT = `
  with step(ms) as (select cast(? as integer))
  select min(sweep_at) as due_at from monitor_states where sweep_at is not null having due_at is not null
  union all
  select (min(probe_at) + ms - 1) / ms * ms as due_at from monitor_states, step where probe_at is not null
    having due_at is not null
  union all
  select board_digest_at from projects where board_digest_at is not null
  union all
  select max(m.due_at, coalesce(b.paused_until, 0))
    from messages m join integrations i on i.id = m.integration_id left join buckets b on b.id = i.bucket_id
    where m.status = 'waiting' and m.due_at is not null`;
