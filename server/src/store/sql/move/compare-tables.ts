import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Value } from "../array-literal.ts";
import type { Database } from "../database.ts";
import { countRows, type MoveWatch, type Sides } from "./copy-tables.ts";
import { MOVED_TABLES, type MovedTable } from "./moved-tables.ts";
import { columnsOf, keyOf, type MovedRow, type RowKey, readBatch } from "./read-batch.ts";

/** What two databases have in one table. */
export interface Compared {
  readonly table: string;
  readonly rows: { readonly source: number; readonly target: number };
  /** SHA-256 over every value of every row in the order of the key, made the same way on both sides. */
  readonly checksum: { readonly source: string; readonly target: string };
  readonly isSame: boolean;
  /** The key of the first row that is not the same; null when all are. */
  readonly differsAt: string | null;
}

/** Reads every row of every table on both sides and compares them. Null: it was stopped. */
export async function compareTables(sides: Sides, watch: MoveWatch): Promise<readonly Compared[] | null> {
  const compared: Compared[] = [];
  for (const table of MOVED_TABLES) {
    const found = await compareTable(sides, table, watch);
    if (found === null) return null;
    compared.push(found);
  }
  return compared;
}

/** One side of a table as it is read: what was read so far, and where it goes on. */
interface Reading {
  readonly db: Kysely<Database>;
  readonly columns: readonly string[];
  readonly hash: ReturnType<typeof createHash>;
  rows: number;
  after: RowKey | null;
  isDone: boolean;
}

async function compareTable(sides: Sides, table: MovedTable, watch: MoveWatch): Promise<Compared | null> {
  const [source, target] = [await beginReading(sides.source, table), await beginReading(sides.target, table)];
  const of = await countRows(sides.source, table.name);
  let differsAt: string | null = null;
  if (source.columns.join() !== target.columns.join()) differsAt = `columns ${target.columns.join(", ")}`;
  while (!source.isDone || !target.isDone) {
    watch.onProgress({ step: "compare", table: table.name, rows: source.rows, of, isDone: false });
    if (watch.isStopped()) return null;
    const [ours, theirs] = [await readOn(source, table), await readOn(target, table)];
    differsAt ??= firstDifference(table, ours, theirs);
  }
  watch.onProgress({ step: "compare", table: table.name, rows: source.rows, of, isDone: true });
  const checksum = { source: source.hash.digest("hex"), target: target.hash.digest("hex") };
  const rows = { source: source.rows, target: target.rows };
  const isSame = differsAt === null && checksum.source === checksum.target && rows.source === rows.target;
  return { table: table.name, rows, checksum, isSame, differsAt };
}

async function beginReading(db: Kysely<Database>, table: MovedTable): Promise<Reading> {
  const columns = await columnsOf(db, table);
  return { db, columns, hash: createHash("sha256"), rows: 0, after: null, isDone: false };
}

async function readOn(reading: Reading, table: MovedTable): Promise<readonly MovedRow[]> {
  if (reading.isDone) return [];
  const batch = await readBatch(reading.db, table, reading);
  const last = batch.at(-1);
  for (const row of batch) reading.hash.update(rowText(row));
  reading.rows += batch.length;
  reading.isDone = last === undefined || batch.length < table.batch;
  if (last !== undefined) reading.after = keyOf(table, last);
  return batch;
}

function firstDifference(table: MovedTable, ours: readonly MovedRow[], theirs: readonly MovedRow[]): string | null {
  for (let n = 0; n < Math.max(ours.length, theirs.length); n++) {
    const [our, their] = [ours[n], theirs[n]];
    if (our !== undefined && their !== undefined && rowText(our) === rowText(their)) continue;
    const [row] = [our, their].filter((each) => each !== undefined);
    return row === undefined ? null : table.key.map((name, index) => `${name} ${String(row[index])}`).join(", ");
  }
  return null;
}

/** A row as one line that no other row has: numbers, texts, bytes and nothing are told apart. */
function rowText(row: MovedRow): string {
  return `${JSON.stringify(row.map(asJson))}\n`;
}

function asJson(value: Value): unknown {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("base64") } : value;
}
