import { type Kysely, sql } from "kysely";
import type { Database } from "../database.ts";
import { isPostgres } from "../dialect.ts";
import type { Sides } from "./copy-tables.ts";
import { MOVED_TABLES } from "./moved-tables.ts";

/** Lets the target count on where the source was: no number is given twice, also none whose row was deleted. */
export async function copyCounters({ source, target }: Sides): Promise<void> {
  for (const { name } of MOVED_TABLES.filter(({ counts }) => counts)) {
    const last = await lastNumber(source, name);
    if (last > 0) await setLastNumber(target, name, last);
  }
}

/** The last number that was given in a table; 0: none yet. */
async function lastNumber(db: Kysely<Database>, table: string): Promise<number> {
  const query = isPostgres(db)
    ? sql<{
        last: number;
      }>`select coalesce(pg_sequence_last_value(pg_get_serial_sequence(${table}, 'seq')::regclass), 0) as last`
    : sql<{ last: number }>`select coalesce(max(seq), 0) as last from sqlite_sequence where name = ${table}`;
  return (await query.execute(db)).rows[0]?.last ?? 0;
}

async function setLastNumber(db: Kysely<Database>, table: string, last: number): Promise<void> {
  if (isPostgres(db)) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'seq'), ${last})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
}
