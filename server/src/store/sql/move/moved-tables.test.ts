import type { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openSqliteStage } from "../../../../test/sqlite-stage.ts";
import { MOVED_TABLES } from "./moved-tables.ts";

async function withDatabase(use: (db: DatabaseSync) => void): Promise<void> {
  const sqlite = await openSqliteStage();
  try {
    sqlite.raw(use);
  } finally {
    await sqlite.close();
  }
}

function namesOf(db: DatabaseSync): readonly string[] {
  const rows = db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all();
  return rows.map(({ name }) => String(name)).filter((name) => name !== "meta");
}

describe("the tables of a move", () => {
  it("are all that the schema has but `meta`, with their primary keys and what they count", () =>
    withDatabase((db) => {
      expect(MOVED_TABLES.map(({ name }) => name).toSorted()).toEqual(namesOf(db).toSorted());
      for (const { name, key, counts } of MOVED_TABLES) {
        const columns = db.prepare("select name, pk from pragma_table_info(?) where pk > 0 order by pk").all(name);
        const primary = columns.map((column) => String(column.name));
        // Gaps have none: they are moved in one batch.
        expect([name, key]).toEqual([name, name === "gaps" ? ["from_at", "to_at"] : primary]);
        const made = db.prepare("select sql from sqlite_master where name = ?").get(name);
        expect([name, counts]).toEqual([name, String(made?.sql).includes("autoincrement")]);
      }
    }));

  it("come behind those that they refer to", () =>
    withDatabase((db) => {
      const order = MOVED_TABLES.map(({ name }) => String(name));
      for (const { name } of MOVED_TABLES) {
        for (const { table } of db.prepare('select "table" from pragma_foreign_key_list(?)').all(name)) {
          expect(order.indexOf(String(table)), `${table} before ${name}`).toBeLessThan(order.indexOf(name));
        }
      }
    }));
});
