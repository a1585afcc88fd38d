import { chmodSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFakeApi } from "../../../test/fake-api.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { type CliOptions, cli } from "../../../test/run-cli.ts";
import { databasePath } from "../../config/data-paths.ts";
import { loadMasterKey } from "../../config/master-key.ts";
import { createVault } from "../../lib/vault.ts";
import { migrateSqlite } from "../../store/sql/sqlite-store.ts";
import { checkDisk } from "./check-data.ts";
import type { Finding } from "./finding.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "watchbell-doctor-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function examine(env: Readonly<Record<string, string>> = {}, options: CliOptions = {}) {
  const ran = await cli(["doctor", "--json"], {
    env: { WATCHBELL_DATA_DIR: dataDir, WATCHBELL_PORT: "0", ...env },
    ...options,
  });
  const findings = JSON.parse(ran.out) as readonly Finding[];
  return { code: ran.code, of: (check: string) => findings.find((finding) => finding.check === check), findings };
}

async function makeDatabase(): Promise<void> {
  await migrateSqlite(databasePath(dataDir));
}

/** Writes a row of `meta`, as a server or a newer program would. */
function setMeta(name: string, value: string): void {
  const db = new DatabaseSync(databasePath(dataDir));
  db.prepare("insert or replace into meta (name, value) values (?, ?)").run(name, value);
  db.close();
}

describe("watchbell doctor", () => {
  it("finds nothing wrong with a fresh machine", async () => {
    const { code, findings } = await examine({ WATCHBELL_DATA_DIR: join(dataDir, "new") });
    expect(findings.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      "node",
      "configuration",
      "clock",
      "data folder",
      "disk",
      "master key",
      "database",
      "port",
      "outgoing",
      "base URL",
    ]);
    expect(code).toBe(0);
  });

  it("finds nothing wrong with a folder in use, and leaves nothing behind", async () => {
    await makeDatabase();
    const { key } = loadMasterKey({ secretKey: null, dataDir });
    setMeta("key_fingerprint", createVault(key).fingerprint);
    const { code, of } = await examine();
    expect(code).toBe(0);
    expect(of("database")).toMatchObject({ state: "ok", text: expect.stringContaining("is whole") });
    expect(of("master key")).toMatchObject({ state: "ok" });
  });

  it("prints a line for each check, with what to do about it", async () => {
    const env = { WATCHBELL_DATA_DIR: dataDir, WATCHBELL_PORT: "0", WATCHBELL_HOST: "0.0.0.0" };
    const ran = await cli(["doctor"], { env, colours: true });
    expect(ran.out).toContain("<green>ok  </>  node           Node.js v24.21.0.\n");
    expect(ran.out).toContain("<yellow>warn</>  outgoing       private, while");
    expect(ran.out).toContain("\n                     Set WATCHBELL_OUTGOING=public unless you trust them all.\n");
    expect(ran.code).toBe(0);
  });

  it("prints all problems of the configuration, as serve does", async () => {
    const { code, findings } = await examine({ WATCHBELL_PORT: "http", WATCHBELL_PROT: "1" });
    expect(code).toBe(1);
    expect(findings.filter(({ state }) => state === "fail")).toEqual([
      {
        state: "fail",
        check: "configuration",
        text: "WATCHBELL_PROT: There is no such setting. [unknown-setting]",
        hint: "Did you mean WATCHBELL_PORT?",
      },
      expect.objectContaining({ check: "configuration", text: expect.stringContaining("WATCHBELL_PORT") }),
    ]);
  });

  it("fails on an old Node.js", async () => {
    const { code, of } = await examine({}, { nodeVersion: "v22.19.0" });
    expect(code).toBe(1);
    expect(of("node")).toMatchObject({ state: "fail" });
  });
});

describe("the doctor's look at the data", () => {
  it("fails when the data folder is a file", async () => {
    const file = join(dataDir, "file");
    writeFileSync(file, "");
    const { code, of } = await examine({ WATCHBELL_DATA_DIR: file });
    expect(code).toBe(1);
    expect(of("data folder")).toMatchObject({ state: "fail", text: `${file} is no folder.` });
  });

  it("warns when others can read the key file", async () => {
    chmodSync(loadMasterKey({ secretKey: null, dataDir }).source, 0o644);
    expect((await examine()).of("master key")).toMatchObject({
      state: "warn",
      text: expect.stringContaining("mode 0644"),
    });
  });

  it("fails on a damaged key file", async () => {
    writeFileSync(join(dataDir, "master.key"), "abc", { mode: 0o600 });
    expect((await examine()).of("master key")).toMatchObject({
      state: "fail",
      text: expect.stringContaining("is damaged"),
    });
  });

  it("fails when the database is there and its key is not", async () => {
    await makeDatabase();
    expect((await examine()).of("master key")).toMatchObject({
      state: "fail",
      text: expect.stringContaining("There is a database, but no"),
    });
  });

  it("fails when the key is not the one that the database was sealed with", async () => {
    await makeDatabase();
    setMeta("key_fingerprint", "another");
    const secret = { WATCHBELL_SECRET_KEY: "a-secret-that-is-long-enough-for-all" };
    expect((await examine(secret)).of("master key")).toMatchObject({
      state: "fail",
      text: "The database was sealed with another key.",
    });
    loadMasterKey({ secretKey: null, dataDir });
    expect((await examine()).of("master key")).toMatchObject({ state: "fail" });
  });

  it("fails on a file that is no database", async () => {
    writeFileSync(databasePath(dataDir), "this is a text and no database at all, really".repeat(100));
    const { code, of } = await examine({ WATCHBELL_SECRET_KEY: "a-secret-that-is-long-enough-for-all" });
    expect(code).toBe(1);
    expect(of("database")).toMatchObject({ state: "fail", text: expect.stringContaining("cannot be opened") });
  });

  it("warns about an older schema and fails on one that is too new", async () => {
    await makeDatabase();
    setMeta("schema_version", "0");
    expect((await examine()).of("database")).toMatchObject({
      state: "warn",
      hint: expect.stringContaining("watchbell migrate"),
    });
    setMeta("schema_version", "9999");
    expect((await examine()).of("database")).toMatchObject({ state: "ok" });
    setMeta("schema_breaking_version", "9999");
    expect((await examine()).of("database")).toMatchObject({ state: "fail", text: expect.stringContaining("9999") });
  });

  it("fails on a database that was moved away, with what to do about it", async () => {
    await makeDatabase();
    setMeta("closed", JSON.stringify({ by: "move-away", id: "1", text: "It was moved to PostgreSQL: start there." }));
    const { code, of } = await examine({ WATCHBELL_SECRET_KEY: "k".repeat(32) });
    expect([code, of("database")?.hint]).toEqual([1, "It was moved to PostgreSQL: start there."]);
  });

  it("looks at the database beside a server that writes", async () => {
    await makeDatabase();
    const db = new DatabaseSync(databasePath(dataDir));
    try {
      db.exec("begin immediate; insert into meta (name, value) values ('busy', '1')");
      expect((await examine()).of("database")).toMatchObject({ state: "ok" });
    } finally {
      db.exec("rollback");
      db.close();
    }
  });

  it("warns when the disk is nearly full", () => {
    expect(checkDisk(100_000_000)).toMatchObject({ state: "warn", text: "0.1 GB free." });
    expect(checkDisk(null)).toMatchObject({ state: "warn" });
  });
});

describe("the doctor's look at the machine", () => {
  it("doubts a clock that runs behind what was written, and fails on one that is far past", async () => {
    const past = createFakeClock(Date.parse("2020-01-01T00:00:00Z"));
    expect((await examine({}, { clock: past })).of("clock")).toMatchObject({ state: "fail" });
    const file = join(dataDir, "file");
    writeFileSync(file, "");
    utimesSync(file, 4_000_000_000, 4_000_000_000);
    expect((await examine()).of("clock")).toMatchObject({ state: "warn" });
  });

  it.each([
    [{ WATCHBELL_HOST: "0.0.0.0" }, "outgoing", "warn"],
    [{ WATCHBELL_HOST: "0.0.0.0", WATCHBELL_OUTGOING: "public" }, "outgoing", "ok"],
    [{ WATCHBELL_HOST: "0.0.0.0" }, "base URL", "warn"],
    [{ WATCHBELL_BASE_URL: "http://watch.example.org" }, "base URL", "warn"],
    [{ WATCHBELL_BASE_URL: "https://watch.example.org" }, "base URL", "ok"],
  ])("with %j says of %s: %s", async (env, check, state) => {
    expect((await examine(env)).of(check)).toMatchObject({ state });
  });
});

describe("the doctor's look at the port", () => {
  const portOf = (url: string) => ({ WATCHBELL_PORT: new URL(url).port });

  it("knows a Watchbell that is ready", async () => {
    await using api = await startFakeApi({
      "GET /healthz": { status: 200, json: { status: "ok" } },
      "GET /readyz": { status: 200, json: { status: "ready" } },
    });
    expect((await examine(portOf(api.url))).of("port")).toMatchObject({
      state: "ok",
      text: `A Watchbell runs at ${api.url} and is ready.`,
    });
  });

  it("says why a Watchbell is not ready", async () => {
    await using api = await startFakeApi({
      "GET /healthz": { status: 200, json: { status: "ok" } },
      "GET /readyz": {
        status: 503,
        json: { status: "not ready", problems: [{ name: "store", problem: "disk full" }] },
      },
    });
    expect((await examine(portOf(api.url))).of("port")).toMatchObject({
      state: "warn",
      text: expect.stringContaining("disk full"),
    });
  });

  it("fails when another program listens there", async () => {
    await using api = await startFakeApi({ "GET /healthz": { status: 404, text: "no such page" } });
    const { code, of } = await examine(portOf(api.url));
    expect(code).toBe(1);
    expect(of("port")).toMatchObject({ state: "fail", hint: expect.stringContaining("WATCHBELL_PORT") });
  });

  it("says that a free port is free", async () => {
    const server = await listening();
    const port = String((server.address() as AddressInfo).port);
    await new Promise((resolve) => server.close(resolve));
    expect((await examine({ WATCHBELL_PORT: port })).of("port")).toMatchObject({
      state: "ok",
      text: expect.stringContaining("is free"),
    });
  });
});

async function listening(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
