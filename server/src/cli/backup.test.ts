import fs, {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStage } from "../../test/contracts/store/stage.ts";
import { createFakeClock } from "../../test/fake-clock.ts";
import { pingSignal } from "../../test/monitor-story.ts";
import { cli } from "../../test/run-cli.ts";
import { databasePath } from "../config/data-paths.ts";
import { loadMasterKey, masterKeyPath } from "../config/master-key.ts";
import type { Store } from "../store/ports.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";
import { openSqliteStore } from "../store/sql/sqlite-store.ts";

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchbell-backup-"));
  dataDir = join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = createFakeClock(Date.UTC(2026, 2, 1, 12));
const run = (...args: readonly string[]) => cli(args, { env: { WATCHBELL_DATA_DIR: dataDir }, cwd: folder, clock });

async function openData(): Promise<Store> {
  const { key: masterKey } = loadMasterKey({ secretKey: null, dataDir });
  return await openSqliteStore({ path: databasePath(dataDir), masterKey, baseUrl: "https://w.test" }, clock.now);
}

/** A data folder with a monitor that gets pings. */
async function begin() {
  const store = await openData();
  const stage = await createStage({ store, clock, reopen: async () => store, close: () => store.close() });
  return { store, id: await stage.monitor() };
}

function countPings(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const found = db
    .prepare(
      "select count(*) as rows, coalesce(max(n), 0) as last, (select max(ping_count) from monitor_states) as counted from pings",
    )
    .get();
  db.close();
  // Of one instant: as many pings as the monitor counted, without a hole.
  expect([found?.last, found?.counted]).toEqual([found?.rows, found?.rows]);
  return Number(found?.rows);
}

describe("watchbell backup", () => {
  it("copies one instant while pings are written, for its owner alone, and leaves nothing else behind", async () => {
    const { store, id } = await begin();
    const address = { by: "id", monitorId: id } as const;
    const write = async (): Promise<void> => {
      await store.watch.change(Array.from({ length: 10 }, () => ({ address, signal: pingSignal("success") })));
    };
    const counts: number[] = [];
    for (let n = 0; n < 5; n++) {
      await write();
      const [made] = await Promise.all([run("backup", `copy-${n}.db`), write(), write()]);
      expect(made).toMatchObject({ code: 0, out: expect.stringContaining(masterKeyPath(dataDir)) });
      counts.push(countPings(join(folder, `copy-${n}.db`)));
    }
    await store.close();
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBeGreaterThanOrEqual(10);
    expect(statSync(join(folder, "copy-0.db")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual([...counts.keys()].map((n) => `copy-${n}.db`).concat("data"));
  });

  it("replaces no file but with --force, also not one that appears meanwhile", async () => {
    await (await begin()).store.close();
    writeFileSync(join(folder, "copy.db"), "mine");
    expect(await run("backup", "copy.db")).toMatchObject({ code: 1, err: expect.stringContaining("--force") });
    expect(readFileSync(join(folder, "copy.db"), "utf8")).toBe("mine");
    expect(await run("backup", "earlier.db")).toMatchObject({ code: 0 });
    expect(await run("backup", "--force", "earlier.db")).toMatchObject({ code: 0 });
    expect(countPings(join(folder, "earlier.db"))).toBe(0);
  });

  it("replaces nothing but a backup: not the database of the server, its key, or what is no file", async () => {
    const { store } = await begin();
    const kept = readFileSync(masterKeyPath(dataDir), "utf8");
    symlinkSync(databasePath(dataDir), join(folder, "link.db"));
    for (const name of ["link.db", databasePath(dataDir), masterKeyPath(dataDir), "/dev/null", "data"]) {
      const { code, err } = await run("backup", "--force", name);
      expect([code, err]).toEqual([1, expect.stringMatching(/the database itself|nothing else is replaced|a folder/)]);
    }
    expect(readFileSync(masterKeyPath(dataDir), "utf8")).toBe(kept);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    await store.close();
    expect(await run("backup", "copy.db")).toMatchObject({ code: 0 });
  });

  it("gets its name also where a file cannot have two, as on a memory stick", async () => {
    await (await begin()).store.close();
    vi.spyOn(fs, "linkSync").mockImplementation(() => {
      throw Object.assign(new Error("operation not permitted"), { code: "EPERM" });
    });
    syncBuiltinESMExports();
    try {
      expect(await run("backup", "copy.db")).toMatchObject({ code: 0 });
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
    expect(readdirSync(folder).toSorted()).toEqual(["copy.db", "data"]);
    expect(await run("backup", "copy.db")).toMatchObject({ code: 1, err: expect.stringContaining("exists already") });
  });

  it("says in words when there is no such folder", async () => {
    await (await begin()).store.close();
    expect(await run("backup", "nowhere/copy.db")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/There is no folder .*nowhere\. Make it first\./),
    });
  });

  it("says what to use on PostgreSQL, without the URL", async () => {
    const env = { WATCHBELL_DATABASE_URL: "postgres://w:hunter2@db.test/w", WATCHBELL_SECRET_KEY: "k".repeat(32) };
    for (const [command, tool] of [
      ["backup", "pg_dump"],
      ["restore", "pg_restore"],
    ] as const) {
      const { code, err } = await cli([command, "copy.dump"], { env });
      expect([code, err]).toEqual([1, expect.stringContaining(tool)]);
      expect(err).not.toContain("hunter2");
    }
  });
});

describe("watchbell restore", () => {
  it("puts the backup in the database's place, and keeps the one of before with its newest pings", async () => {
    const { store, id } = await begin();
    const ping = () => store.watch.change([{ address: { by: "id", monitorId: id }, signal: pingSignal("success") }]);
    await ping();
    await run("backup", "copy.db");
    await ping();
    await store.close();
    const { code, out } = await run("restore", "copy.db");
    expect([code, out]).toEqual([0, expect.stringContaining("2026-03-01T12-00-00-000Z")]);
    expect(countPings(databasePath(dataDir))).toBe(1);
    expect(countPings(`${databasePath(dataDir)}.before-2026-03-01T12-00-00-000Z`)).toBe(2);
    expect(statSync(databasePath(dataDir)).mode & 0o777).toBe(0o600);
    await (await openData()).close();
  });

  it("takes the place of a database that is damaged, and keeps that as it is", async () => {
    await (await begin()).store.close();
    await run("backup", "copy.db");
    writeFileSync(databasePath(dataDir), "ruins");
    expect(await run("restore", "copy.db")).toMatchObject({ code: 0 });
    await (await openData()).close();
    const kept = readdirSync(dataDir).find((name) => name.includes(".before-")) ?? "";
    expect(readFileSync(join(dataDir, kept), "utf8")).toBe("ruins");
  });

  it("refuses while a server runs on the folder, and changes nothing", async () => {
    await (await begin()).store.close();
    await run("backup", "copy.db");
    const lock = lockDataFolder(dataDir);
    expect(await run("restore", "copy.db")).toMatchObject({
      code: 1,
      err: expect.stringContaining("Another Watchbell"),
    });
    lock.release();
    expect(readdirSync(dataDir).filter((name) => name.includes("before"))).toEqual([]);
  });

  it("refuses what is no whole backup", async () => {
    await (await begin()).store.close();
    await run("backup", "copy.db");
    writeFileSync(join(folder, "text.db"), "a text of somebody");
    new DatabaseSync(join(folder, "other.db")).exec("create table t (x)");
    truncateSync(join(folder, "copy.db"), 40_960);
    for (const name of ["text.db", "other.db", "copy.db", "missing.db"]) {
      expect(await run("restore", name), name).toMatchObject({ code: 1, out: "" });
    }
    await (await openData()).close();
  });

  it("finds the key of a backup that is older than a change of the key", async () => {
    await (await begin()).store.close();
    await run("backup", "copy.db");
    await run("rotate-key");
    const kept = readdirSync(dataDir).find((name) => name.startsWith("master.key.old-")) ?? "";
    expect(await run("restore", "copy.db")).toMatchObject({
      code: 1,
      err: expect.stringContaining(join(dataDir, kept)),
    });
    copyFileSync(join(dataDir, kept), masterKeyPath(dataDir));
    expect(await run("restore", "copy.db")).toMatchObject({ code: 0 });
    await (await openData()).close();
  });

  it("wants the key that the backup was sealed with, unless told otherwise", async () => {
    await (await begin()).store.close();
    await run("backup", "copy.db");
    dataDir = join(folder, "elsewhere");
    const without = await run("restore", "copy.db");
    expect(without).toMatchObject({ code: 1, err: expect.stringContaining("is missing") });
    expect(existsSync(databasePath(dataDir))).toBe(false);
    loadMasterKey({ secretKey: null, dataDir });
    expect(await run("restore", "copy.db")).toMatchObject({
      code: 1,
      err: expect.stringContaining("another master key"),
    });
    expect(await run("restore", "--force", "copy.db")).toMatchObject({ code: 0 });
    expect(countPings(databasePath(dataDir))).toBe(0);
  });
});
