import { type RawBuilder, sql } from "kysely";

/**
 * The statuses that have indexes of their own. They stand in the statement's text and not among its parameters: SQLite
 * takes a partial index only when it sees the index's own condition.
 */
export const isWaiting: RawBuilder<boolean> = sql<boolean>`status = 'waiting'`;
export const isDead: RawBuilder<boolean> = sql<boolean>`status = 'dead'`;
export const isIncidentOpen: RawBuilder<boolean> = sql<boolean>`closed_at is null`;
export const isIncidentClosed: RawBuilder<boolean> = sql<boolean>`closed_at is not null`;

/**
 * Messages `m` about a monitor that head their lane and that nobody has tried to send: those that a digest may tell. A
 * replayed message is a lane of its own; whoever asked for it wants it as it is.
 */
export const isUntold: RawBuilder<boolean> = sql<boolean>`m.status = 'waiting' and m.due_at is not null
  and m.lease_id is null and m.monitor_id is not null and m.try_count = 0 and m.lane <> m.id`;
