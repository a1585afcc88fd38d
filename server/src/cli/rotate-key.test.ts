import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStage, WRITE_KEY } from "../../test/contracts/store/stage.ts";
import { createFakeClock } from "../../test/fake-clock.ts";
import { cli } from "../../test/run-cli.ts";
import { databasePath } from "../config/data-paths.ts";
import { loadMasterKey, loadNextMasterKey, masterKeyPath } from "../config/master-key.ts";
import { systemClock } from "../lib/clock.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";
import { rotateMasterKey } from "../store/sql/rotate-master-key.ts";
import { openSqliteStore } from "../store/sql/sqlite-store.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "watchbell-rotate-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const OLD_SECRET = "the-old-secret-of-at-least-32-characters";
const NEW_SECRET = "the-new-secret-of-at-least-32-characters";
const rotate = (env: Readonly<Record<string, string>> = {}) =>
  cli(["rotate-key"], { env: { WATCHBELL_DATA_DIR: dataDir, ...env } });

function open(secretKey: string | null) {
  const { key: masterKey } = loadMasterKey({ secretKey, dataDir });
  return openSqliteStore({ path: databasePath(dataDir), masterKey, baseUrl: "https://w.test" }, () => 0);
}

async function begin(secretKey: string | null): Promise<void> {
  const store = await open(secretKey);
  await createStage({ store, clock: createFakeClock(0), reopen: async () => store, close: () => store.close() });
  await store.close();
}

async function expectWorking(secretKey: string | null): Promise<void> {
  const store = await open(secretKey);
  expect((await store.people.findKey(WRITE_KEY))?.kind).toBe("write");
  await store.close();
}

describe("watchbell rotate-key", () => {
  it("makes a new key file, keeps the old one for older backups, and prints neither", async () => {
    await begin(null);
    const old = readFileSync(masterKeyPath(dataDir), "utf8").trim();
    const { code, out, err } = await rotate();
    const now = readFileSync(masterKeyPath(dataDir), "utf8").trim();
    expect([code, err]).toEqual([0, ""]);
    expect(now).not.toBe(old);
    expect(out).not.toContain(old);
    expect(out).not.toContain(now);
    const kept = readdirSync(dataDir).filter((name) => name.startsWith("master.key.old-"));
    expect(kept.map((name) => readFileSync(join(dataDir, name), "utf8").trim())).toEqual([old]);
    for (const name of [...kept, "master.key"]) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).not.toContain("master.key.next");
    await expectWorking(null);
  });

  it("ends what a crash left between the database and the key file", async () => {
    await begin(null);
    const [old, next] = [loadMasterKey({ secretKey: null, dataDir }), loadNextMasterKey(dataDir)];
    const place = { engine: "sqlite", path: databasePath(dataDir) } as const;
    await rotateMasterKey(place, { oldKey: old.key, newKey: next.key, clock: systemClock });
    await expect(open(null)).rejects.toThrow("watchbell rotate-key");
    expect(await rotate()).toMatchObject({ code: 0, out: expect.stringContaining("already") });
    expect(loadMasterKey({ secretKey: null, dataDir }).key).toEqual(next.key);
    await expectWorking(null);
  });

  it("takes the new key of the environment where the old one comes from there, and can be run twice", async () => {
    await begin(OLD_SECRET);
    expect(await rotate({ WATCHBELL_SECRET_KEY: OLD_SECRET })).toMatchObject({
      code: 2,
      err: expect.stringContaining("WATCHBELL_NEW_SECRET_KEY is missing"),
    });
    const env = { WATCHBELL_SECRET_KEY: OLD_SECRET, WATCHBELL_NEW_SECRET_KEY: NEW_SECRET };
    const { code, out } = await rotate(env);
    expect([code, out]).toEqual([0, expect.stringContaining("WATCHBELL_SECRET_KEY")]);
    expect(out).not.toContain(NEW_SECRET);
    expect(await rotate(env)).toMatchObject({ code: 0 });
    await expectWorking(NEW_SECRET);
    await expect(open(OLD_SECRET)).rejects.toMatchObject({ name: "WrongMasterKey" });
  });

  it.each([
    ["the same key", { WATCHBELL_NEW_SECRET_KEY: OLD_SECRET }, "is the old one"],
    ["a short key", { WATCHBELL_NEW_SECRET_KEY: "short" }, "at least 32"],
    ["a file that is not there", { WATCHBELL_NEW_SECRET_KEY_FILE: "/gone" }, "does not exist"],
  ])("refuses %s", async (_what, env, reason) => {
    await begin(OLD_SECRET);
    const { code, err } = await rotate({ WATCHBELL_SECRET_KEY: OLD_SECRET, ...env });
    expect([code !== 0, err]).toEqual([true, expect.stringContaining(reason)]);
    await expectWorking(OLD_SECRET);
  });

  it("refuses while a server runs, and without a database", async () => {
    expect(await rotate()).toMatchObject({ code: 1, err: expect.stringContaining("There is no database") });
    await begin(null);
    const lock = lockDataFolder(dataDir);
    expect(await rotate()).toMatchObject({ code: 1, err: expect.stringContaining("Another Watchbell") });
    lock.release();
    await expectWorking(null);
  });
});
