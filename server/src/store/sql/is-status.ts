import { type RawBuilder, sql } from "kysely";

/**
 * The statuses that have indexes of their own. They stand in the statement's text and not among its parameters: SQLite
 * takes a partial index only when it sees the index's own condition.
 */
export const isWaiting: RawBuilder<boolean> = sql<boolean>`status = 'waiting'`;
export const isDead: RawBuilder<boolean> = sql<boolean>`status = 'dead'`;
export const isIncidentOpen: RawBuilder<boolean> = sql<boolean>`closed_at is null`;
export const isIncidentClosed: RawBuilder<boolean> = sql<boolean>`closed_at is not null`;
