import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Value } from "../array-literal.ts";
import type { Database } from "../database.ts";
import { columnTypesOf } from "../dialect.ts";
import type { MovedTable } from "./moved-tables.ts";

/** A row as both databases have it: its values in the order of the columns. */
export type MovedRow = readonly Value[];

/** The values of a row's key. */
export type RowKey = readonly (string | number)[];

/** The columns of a table: those of its key, then the others by name. */
export async function columnsOf(db: Kysely<Database>, { name, key }: MovedTable): Promise<readonly string[]> {
  const types = columnTypesOf(db);
  const all = types ? [...(types.get(name)?.keys() ?? [])] : await sqliteColumns(db, name);
  return [...key, ...all.filter((column) => !key.includes(column)).toSorted()];
}

async function sqliteColumns(db: Kysely<Database>, name: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${name})`.execute(db);
  return rows.map((row) => row.name);
}

interface Page {
  readonly columns: readonly string[];
  /** The key of the last row before; null: from the first one. */
  readonly after: RowKey | null;
}

/** The next rows of a table by key; fewer than its batch: there are no more. */
export async function readBatch(
  db: Kysely<Database>,
  table: MovedTable,
  { columns, after }: Page,
): Promise<readonly MovedRow[]> {
  const list = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));
  const values = (key: RowKey): RawBuilder<unknown> => sql.join(key.map((value) => sql`${value}`));
  const from = after === null ? sql`` : sql`where (${list(table.key)}) > (${values(after)})`;
  const { rows } = await sql<Record<string, Value>>`select ${list(columns)} from ${sql.table(table.name)} ${from}
    order by ${list(table.key)} limit ${sql.lit(table.batch)}`.execute(db);
  return rows.map((row) => columns.map((column) => canonical(row[column] ?? null)));
}

/** The one difference in what the databases can hold: PostgreSQL's texts have every character but this one. */
function canonical(value: Value): Value {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

/** The key of a row. */
export function keyOf({ key }: MovedTable, row: MovedRow): RowKey {
  return row.slice(0, key.length).map((value) => (typeof value === "number" ? value : String(value)));
}
