import { type RawBuilder, sql } from "kysely";
import type { Database } from "./database.ts";
import type { Db } from "./deps.ts";

/**
 * Rows handed to a statement as one JSON parameter, so that a batch of any size is one statement with one text.
 * Each row is an array in the order of the columns. SQLite's side; another engine gets its own beside it.
 */
export function jsonRows(columns: readonly string[], rows: readonly (readonly unknown[])[]): RawBuilder<unknown> {
  const list = columns.map((column, index) => `value ->> ${index} as ${column}`).join(", ");
  return sql`(select ${sql.raw(list)} from json_each(${JSON.stringify(rows)}))`;
}

/** A list of values as one JSON parameter, for `where x in …`. */
export function jsonList(values: readonly (string | number)[]): RawBuilder<never> {
  return sql`(select value from json_each(${JSON.stringify(values)}))`;
}

/** Inserts rows of any number with one statement; none is no statement. */
export async function insertRows(
  db: Db,
  table: keyof Database,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.raw(`${table} (${columns.join(", ")})`);
  await sql`insert into ${names} select * from ${jsonRows(columns, rows)} where true`.execute(db);
}
