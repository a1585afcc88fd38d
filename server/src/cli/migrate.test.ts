import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "../../test/run-cli.ts";
import { databasePath } from "../config/data-paths.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";
import { SCHEMA_VERSION } from "../store/sql/migrate.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "watchbell-migrate-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const migrate = () => cli(["migrate"], { env: { WATCHBELL_DATA_DIR: dataDir } });

describe("watchbell migrate", () => {
  it("brings an empty database to the newest schema, and the next time has nothing to do", async () => {
    writeFileSync(databasePath(dataDir), "");
    expect(await migrate()).toMatchObject({
      code: 0,
      out: `The schema went from version 0 to version ${SCHEMA_VERSION}.\n`,
    });
    expect(await migrate()).toMatchObject({ code: 0, out: `The schema is up to date: version ${SCHEMA_VERSION}.\n` });
  });

  it("refuses while a server works on the folder", async () => {
    writeFileSync(databasePath(dataDir), "");
    const lock = lockDataFolder(dataDir);
    try {
      expect(await migrate()).toMatchObject({ code: 1, out: "", err: expect.stringContaining(dataDir) });
    } finally {
      lock.release();
    }
    expect(await migrate()).toMatchObject({ code: 0 });
  });

  it("makes no database where there is none", async () => {
    expect(await migrate()).toMatchObject({ code: 1, err: expect.stringContaining("There is no database at") });
  });
});
