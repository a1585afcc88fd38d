import { type RawBuilder, sql } from "kysely";
import { arrayLiteral, type Value } from "./array-literal.ts";
import { perDialect } from "./dialect.ts";

type ColumnType = "text" | "bigint" | "double precision";

/**
 * Rows handed to a statement as parameters, so that a batch of any size is one statement with one text: on SQLite all
 * of them as one JSON text, on PostgreSQL an array a column. Each row is an array in the order of the columns, which
 * are text unless told.
 */
export function jsonRows(
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  types: Readonly<Record<string, ColumnType>> = {},
): RawBuilder<unknown> {
  const fields = columns.map((column, index) => `value ->> ${index} as ${column}`).join(", ");
  return perDialect({
    sqlite: () => sql`(select ${sql.raw(fields)} from json_each(${JSON.stringify(rows)}))`,
    postgres: () => {
      const arrays = columns.map((column, index) => {
        const values = rows.map((row) => row[index] ?? null);
        return sql`${arrayLiteral(values)}::${sql.raw(types[column] ?? "text")}[]`;
      });
      return sql`(select * from unnest(${sql.join(arrays)}) as given (${sql.raw(columns.join(", "))}))`;
    },
  });
}

/** A list of texts as one parameter, for `where x in …`. */
export function jsonList(values: readonly string[]): RawBuilder<never> {
  return listOf(values, "text");
}

/** A list of numbers as one parameter, for `where x in …`. */
export function numberList(values: readonly number[]): RawBuilder<never> {
  return listOf(values, "bigint");
}

function listOf(values: readonly (string | number)[], type: ColumnType): RawBuilder<never> {
  return perDialect({
    sqlite: () => sql`(select value from json_each(${JSON.stringify(values)}))`,
    postgres: () => sql`(select unnest(${arrayLiteral(values)}::${sql.raw(type)}[]))`,
  });
}
