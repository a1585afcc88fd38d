import type { Kysely } from "kysely";
import type { Database } from "../database.ts";
import { setMeta } from "../migrate.ts";
import { insertRows } from "../row-statements.ts";
import { MOVED_TABLES } from "./moved-tables.ts";
import { columnsOf, keyOf, type RowKey, readBatch } from "./read-batch.ts";

/** How far a move has come; kept in the target in the same transaction as the rows. */
export interface Position {
  /** Tables that are whole. */
  readonly tables: number;
  /** Rows of the table after them. */
  readonly rows: number;
  /** The key of the last of these rows. */
  readonly after: RowKey | null;
}

/** The two databases of a move. */
export interface Sides {
  readonly source: Kysely<Database>;
  readonly target: Kysely<Database>;
}

/** What a move tells while it works, and by what it is stopped. */
export interface MoveWatch {
  /** Called before each table and after each batch. */
  readonly onProgress: (progress: MoveProgress) => void;
  /** True once somebody wants it to stop; then it ends behind the batch that it is at. */
  readonly isStopped: () => boolean;
}

export interface MoveProgress {
  readonly step: "copy" | "compare";
  readonly table: string;
  /** Rows done, of all that were counted in this table at its begin. */
  readonly rows: number;
  readonly of: number;
  /** True behind the last row. */
  readonly isDone: boolean;
}

/** Where the position stands in `meta`. */
export const POSITION = "move_position";
const START: Position = { tables: 0, rows: 0, after: null };

/**
 * Copies table by table, batch by batch in the order of the key; a batch and the position behind it are one transaction,
 * so that what was stopped or killed goes on with the first row that is not there. False: it was stopped.
 */
export async function copyTables(sides: Sides, from: Position | null, watch: MoveWatch): Promise<boolean> {
  let position = from ?? START;
  while (position.tables < MOVED_TABLES.length) {
    const copied = await copyTable(sides, position, watch);
    if (copied === "stopped") return false;
    position = copied;
  }
  return true;
}

async function copyTable({ source, target }: Sides, from: Position, watch: MoveWatch): Promise<Position | "stopped"> {
  const table = MOVED_TABLES[from.tables];
  if (table === undefined) throw new Error("a move has no such table");
  const columns = await columnsOf(source, table);
  const of = await countRows(source, table.name);
  let { rows, after } = from;
  const tell = (isDone: boolean): void => watch.onProgress({ step: "copy", table: table.name, rows, of, isDone });
  tell(false);
  for (;;) {
    if (watch.isStopped()) return "stopped";
    const batch = await readBatch(source, table, { columns, after });
    const last = batch.at(-1);
    const isLast = last === undefined || batch.length < table.batch;
    rows += batch.length;
    after = last === undefined ? after : keyOf(table, last);
    const position = isLast ? { tables: from.tables + 1, rows: 0, after: null } : { tables: from.tables, rows, after };
    await target.transaction().execute(async (trx) => {
      await insertRows(trx, table.name, columns, batch);
      await setMeta(trx, POSITION, JSON.stringify(position));
    });
    tell(isLast);
    if (isLast) return position;
  }
}

/** How many rows a table has. */
export async function countRows(db: Kysely<Database>, table: keyof Database): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((rows) => rows.fn.countAll<number>().as("rows"))
    .executeTakeFirst();
  return Number(row?.rows ?? 0);
}
