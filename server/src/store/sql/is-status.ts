import { type RawBuilder, sql } from "kysely";

/**
 * The statuses that have indexes of their own. They stand in the statement's text and not among its parameters: SQLite
 * takes a partial index only when it sees the index's own condition.
 */
export const isWaiting: RawBuilder<boolean> = sql<boolean>`status = 'waiting'`;
export const isDead: RawBuilder<boolean> = sql<boolean>`status = 'dead'`;
