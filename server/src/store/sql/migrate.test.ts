import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createStage, firstProject, WRITE_KEY } from "../../../test/contracts/store/stage.ts";
import { openSqliteStage, TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { withFolder } from "../../../test/with-folder.ts";
import { WrongMasterKey } from "../wrong-master-key.ts";
import { SCHEMA_VERSION, SchemaTooNew } from "./migrate.ts";
import { statementFor } from "./migration-statement.ts";
import { reads } from "./migrations/0005-reads.ts";
import { migrateSqlite, openSqliteStore } from "./sqlite-store.ts";

const OPTIONS = { masterKey: TEST_MASTER_KEY, baseUrl: "https://watchbell.test" };

function setMeta(path: string, name: string, value: string): void {
  const db = new DatabaseSync(path);
  db.prepare("insert or replace into meta (name, value) values (?, ?)").run(name, value);
  db.close();
}

function open(path: string) {
  return openSqliteStore({ ...OPTIONS, path }, () => 0);
}

describe("migrating", () => {
  it("finds the incidents of before in the transitions", async () => {
    const sqlite = await openSqliteStage();
    const stage = await createStage(sqlite);
    const [over, open] = [await stage.monitor(), await stage.monitor()];
    for (const action of ["fail", "success", "fail"] as const) await stage.ping(over, action);
    await stage.send(over, { type: "pause", actor: "ann" });
    await stage.ping(open, "fail");
    await stage.send(open, { type: "acknowledge", actor: "ann" });
    const dump = (db: DatabaseSync) => db.prepare("select * from incidents order by monitor_seq, n").all();
    const [before, after] = sqlite.raw((db) => {
      const was = dump(db);
      db.exec("delete from incidents; delete from sqlite_sequence where name = 'incidents'");
      const texts = reads.statements.map((each) => statementFor("sqlite", each) ?? "");
      for (const text of texts.filter((each) => /^(insert|update)/.test(each))) db.exec(text);
      return [was, dump(db)];
    });
    expect(before).toHaveLength(3);
    expect(after).toEqual(before);
    await sqlite.close();
  });

  it("makes the newest schema of an empty file, and does nothing the second time", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      expect(await migrateSqlite(path)).toEqual({ from: 0, to: SCHEMA_VERSION });
      const copy = join(folder, "copy.db");
      copyFileSync(path, copy);
      expect(await migrateSqlite(path)).toEqual({ from: SCHEMA_VERSION, to: SCHEMA_VERSION });
      expect(schemaOf(path)).toEqual(schemaOf(copy));
    }));

  it("leaves nothing of a step that failed, so that it can be tried again", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      const db = new DatabaseSync(path);
      db.exec("create table history (something_else text)");
      db.close();
      await expect(migrateSqlite(path)).rejects.toThrow();
      const again = new DatabaseSync(path);
      expect(again.prepare("select name from sqlite_master where name = 'projects'").all()).toEqual([]);
      again.exec("drop table history");
      again.close();
      expect(await migrateSqlite(path)).toEqual({ from: 0, to: SCHEMA_VERSION });
    }));

  it("refuses a newer schema that this program would not understand, and touches nothing", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      await migrateSqlite(path);
      setMeta(path, "schema_version", String(SCHEMA_VERSION + 2));
      setMeta(path, "schema_breaking_version", String(SCHEMA_VERSION + 1));
      await expect(open(path)).rejects.toBeInstanceOf(SchemaTooNew);
      await expect(migrateSqlite(path)).rejects.toBeInstanceOf(SchemaTooNew);
    }));

  it("tells a program that runs when a newer one makes the database its own, and not when it only adds things", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      const store = await open(path);
      expect(await store.outgrown()).toBeNull();
      setMeta(path, "schema_version", String(SCHEMA_VERSION + 2));
      expect(await store.outgrown()).toBeNull();
      setMeta(path, "schema_breaking_version", String(SCHEMA_VERSION + 1));
      expect(await store.outgrown()).toBe(
        `The database has schema ${SCHEMA_VERSION + 2}; this Watchbell knows schemas up to ${SCHEMA_VERSION}. Start the newer version that wrote it.`,
      );
      await store.close();
    }));

  it("tells a program that was cut off when the database was moved away or sealed with another key meanwhile", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      const store = await open(path);
      const close = (id: string) =>
        setMeta(path, "closed", JSON.stringify({ by: "move-away", id, text: "It was moved to postgres://db/w." }));
      // Somebody tries to move it, finds that a server runs, and tries once more.
      for (const id of ["first", "second"]) {
        close(id);
        expect(await store.outgrown()).toBeNull();
      }
      expect(await store.outgrown()).toBe("It was moved to postgres://db/w.");
      setMeta(path, "key_fingerprint", "another");
      expect(await store.outgrown()).toMatch(
        /^The master key of the database was changed .* Start it with the new key\.$/,
      );
      await store.close();
    }));

  it("accepts a newer schema that only added things", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      await migrateSqlite(path);
      const newer = SCHEMA_VERSION + 2;
      setMeta(path, "schema_version", String(newer));
      expect(await migrateSqlite(path)).toEqual({ from: newer, to: newer });
      await (await open(path)).close();
    }));
});

function schemaOf(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare("select * from sqlite_master").all();
  db.close();
  return rows;
}

describe("opening a database", () => {
  it("with another master key is refused, and with the right one still works", async () => {
    const sqlite = await openSqliteStage();
    await sqlite.store.close();
    const wrong = { ...OPTIONS, path: sqlite.path, masterKey: new Uint8Array(32).fill(8) };
    await expect(openSqliteStore(wrong, () => 0)).rejects.toBeInstanceOf(WrongMasterKey);
    await (await sqlite.reopen()).checkHealth();
    await sqlite.close();
  });

  it("that is no database is told as unavailable", () =>
    withFolder(async (folder) => {
      const path = join(folder, "watchbell.db");
      copyFileSync(import.meta.filename, path);
      await expect(open(path)).rejects.toMatchObject({
        name: "StoreUnavailable",
        message: expect.stringContaining("the file is no database"),
      });
    }));

  it("in a folder that is not there is told as unavailable", () =>
    withFolder(async (folder) => {
      const path = join(folder, "missing", "watchbell.db");
      await expect(open(path)).rejects.toMatchObject({
        name: "StoreUnavailable",
        message: expect.stringContaining("cannot be opened"),
      });
      expect(existsSync(path)).toBe(false);
    }));

  it("that another program keeps locked is told as unavailable", async () => {
    const sqlite = await openSqliteStage({ busyTimeoutMs: 20 });
    await sqlite.store.people.bootstrap(firstProject());
    const other = new DatabaseSync(sqlite.path);
    other.exec("begin immediate");
    await expect(sqlite.store.checkHealth()).rejects.toMatchObject({
      name: "StoreUnavailable",
      message: expect.stringContaining("locked"),
    });
    expect(await sqlite.store.people.findKey(WRITE_KEY), "who may read, may read all the same").not.toBeNull();
    other.exec("rollback");
    other.close();
    await sqlite.store.checkHealth();
    await sqlite.close();
  });
});
