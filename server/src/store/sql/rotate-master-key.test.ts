import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe } from "vitest";
import { type RotationGround, testRotation } from "../../../test/contracts/rotation.ts";
import { openSqliteStore } from "./sqlite-store.ts";

async function openGround(): Promise<RotationGround> {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-rotate-"));
  const path = join(folder, "watchbell.db");
  const raw = <Result>(use: (db: DatabaseSync) => Result): Result => {
    const db = new DatabaseSync(path);
    try {
      return use(db);
    } finally {
      db.close();
    }
  };
  const rowsOf = (db: DatabaseSync) =>
    db
      .prepare("select name from sqlite_master where type = 'table'")
      .all()
      .map(({ name }) => [String(name), db.prepare(`select * from "${name}"`).all()] as const);
  return {
    place: { engine: "sqlite", path },
    open: (masterKey) => openSqliteStore({ path, masterKey, baseUrl: "https://watchbell.test" }, () => 0),
    rows: async () => new Map(raw(rowsOf)),
    run: async (text) => raw((db) => db.exec(text)),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

describe("changing the master key on SQLite", () => {
  testRotation(openGround);
});
