import { type RawBuilder, sql } from "kysely";

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
