import type { Kysely } from "kysely";
import type { Database } from "../database.ts";
import { readMeta } from "../migrate.ts";
import { MoveRefused } from "./move-refused.ts";
import { MOVED_TABLES } from "./moved-tables.ts";

/** Throws MoveRefused when a database holds anything: a move never mixes two installations. */
export async function refuseData(db: Kysely<Database>, name: string): Promise<void> {
  const filled: string[] = [];
  for (const table of MOVED_TABLES) {
    if ((await db.selectFrom(table.name).selectAll().limit(1).execute()).length > 0) filled.push(table.name);
  }
  if ((await readMeta(db, "key_fingerprint")) !== null) filled.push("meta");
  if (filled.length === 0) return;
  throw new MoveRefused(
    `${name} holds other data already (${filled.slice(0, 3).join(", ")}${filled.length > 3 ? ", …" : ""}). Move into an empty database: make one with \`create database\`, or drop this one if nobody needs it.`,
  );
}
