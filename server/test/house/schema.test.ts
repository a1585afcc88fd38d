import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { migrateSqlite } from "../../src/store/sql/sqlite-store.ts";
import { withFolder } from "../with-folder.ts";

const GOLDEN = join(import.meta.dirname, "schema.sql");

/** The schema as SQLite keeps it, one statement a paragraph, by name. */
async function dumpSchema(): Promise<string> {
  return await withFolder(async (folder) => {
    const path = join(folder, "watchbell.db");
    await migrateSqlite(path);
    const db = new DatabaseSync(path, { readOnly: true });
    const rows = db.prepare("select sql from sqlite_master where sql is not null order by type desc, name").all();
    db.close();
    const statements = rows.map(({ sql }) =>
      String(sql)
        .replace(/^ +/gm, "  ")
        .replace(/\n *\)$/, "\n)"),
    );
    return `${statements.filter((text) => !text.includes("sqlite_sequence")).join(";\n\n")};\n`;
  });
}

describe("the database schema", () => {
  it("is the one in schema.sql: a change of it shows in a review", async () => {
    // Made anew with: npx vitest run server/test/house/schema.test.ts --update
    await expect(await dumpSchema()).toMatchFileSnapshot(GOLDEN);
  });

  it("has a golden file that is not empty", () => {
    expect(readFileSync(GOLDEN, "utf8").match(/^CREATE TABLE/gm)?.length).toBeGreaterThan(10);
  });
});
