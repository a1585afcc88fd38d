import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, postgresMissing } from "../../test/postgres-stage.ts";
import { cli, startCli } from "../../test/run-cli.ts";
import { type Sink, startSink } from "../../test/sink.ts";
import { createTestApp } from "../../test/test-app.ts";
import { HOUR, type Json, MINUTE, stageOf, webhookTo } from "../../test/whole/stage.ts";
import { databasePath } from "../config/data-paths.ts";
import { loadMasterKey } from "../config/master-key.ts";
import { lockDataFolder } from "../store/sql/data-folder-lock.ts";

const missing = postgresMissing();

let folder: string;
let sink: Sink;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchbell-migrate-"));
  sink = await startSink();
});
afterEach(async () => {
  await sink.close();
  rmSync(folder, { recursive: true, force: true });
});

const HOURLY = { schedule: { type: "period", periodSeconds: 3_600, graceSeconds: 60 } };
const told = (): readonly string[] => sink.received.map(({ body }) => JSON.parse(body).event);
const ids = (): readonly unknown[] => sink.received.map(({ headers }) => headers["webhook-id"]);

describe.skipIf(missing !== null)(`watchbell migrate --to${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it("takes a life on SQLite to PostgreSQL: monitors are judged on, what waited is delivered, nothing is told twice", async () => {
    const test = await createTestApp({ path: databasePath(folder), database: null });
    const here = stageOf(test);
    await here.putTopic([webhookTo(sink.url)]);
    const quiet = await here.makeMonitor({ name: "quiet", ...HOURLY });
    const lively = await here.makeMonitor({ name: "lively", ...HOURLY });
    for (const id of [quiet, lively]) expect(await here.ping(id)).toBe(200);
    await test.pass(50 * MINUTE);
    await here.ping(lively);
    await test.pass(20 * MINUTE);
    expect(told()).toEqual(["down"]);
    // One message waits for its second try while the installation moves.
    sink.behave((_, response) => response.writeHead(500).end());
    await here.publish({ title: "hello" });
    await test.deliver();
    const before = [await here.monitor(quiet), await here.monitor(lively)].map(inShort);
    const history = await here.transitions(quiet);
    await here.close();

    loadMasterKey({ secretKey: null, dataDir: folder });
    const url = await createDatabase({ empty: true });
    const moved = await cli(["migrate", "--from", `sqlite:${folder}`, "--to", url]);
    expect(moved).toMatchObject({ code: 0, err: "" });
    expect(moved.out).toContain("the same on both sides");
    expect(moved.out).toContain(`WATCHBELL_SECRET_KEY_FILE=${join(folder, "master.key")}`);
    expect(moved.out).not.toContain("@");

    sink.behave((_, response) => response.end("ok"));
    const there = stageOf(await test.reopen({ database: url }));
    expect([await there.monitor(quiet), await there.monitor(lively)].map(inShort)).toEqual(before);
    expect(await there.transitions(quiet)).toEqual(history);
    await there.test.pass(MINUTE);
    // The message that waited, under its old id, and nothing else.
    expect(told()).toEqual(["down", "publication", "publication"]);
    expect(ids()[2]).toBe(ids()[1]);
    expect(await there.ping(quiet)).toBe(200);
    await there.test.deliver();
    expect(told().slice(3)).toEqual(["up"]);
    await there.test.pass(2 * HOUR);
    expect(told().slice(4).toSorted()).toEqual(["down", "down"]);
    await there.test.pass(2 * HOUR);
    expect(told()).toHaveLength(6);
    await there.makeMonitor({ name: "made there" });
    await there.close();
    await expect(test.reopen({ database: null })).rejects.toMatchObject({ name: "StoreClosed" });
  });

  it("tells how far it is: lines where nobody looks, a bar on a terminal", async () => {
    const url = await createDatabase({ empty: true });
    const test = await createTestApp({ path: databasePath(folder), database: null });
    await test.close();
    const { code, out } = await cli(["migrate", "--from", `sqlite:${folder}`, "--to", url], { columns: 100 });
    expect(code).toBe(0);
    expect(out).toMatch(/\rcopy {4}\[#{24}\] monitors 1 of 1/);
    expect(out).toMatch(/\rcompare \[#{24}\] monitors 1 of 1/);
    const again = await cli(["migrate", "--from", `sqlite:${folder}`, "--to", url]);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("was moved") });
    const env = { WATCHBELL_DATA_DIR: folder };
    expect(await cli(["migrate", "--reopen"], { env })).toMatchObject({
      code: 0,
      out: expect.stringContaining("again"),
    });
    expect(await cli(["migrate", "--reopen"], { env })).toMatchObject({
      code: 0,
      out: expect.stringContaining("is open"),
    });
  });

  it("is stopped by Ctrl-C, goes on with the same command, and reads the target from the environment", async () => {
    const env = { WATCHBELL_DATABASE_URL: await createDatabase({ empty: true }) };
    const test = await createTestApp({ path: databasePath(folder), database: null });
    await test.close();
    const running = startCli(["migrate", "--from", `sqlite:${folder}`], { env });
    while (!running.out().includes("Moving from")) await new Promise((resolve) => setImmediate(resolve));
    running.signal("SIGINT");
    expect(await running.done).toMatchObject({ code: 130, out: expect.stringContaining("goes on from there") });
    expect(running.exits).toEqual([]);
    expect(await cli(["migrate", "--from", `sqlite:${folder}`], { env })).toMatchObject({ code: 0 });
  });

  it.each<[string, (url: string) => readonly string[], number, string]>([
    ["without a source", (url) => ["--to", url], 2, "--from is missing"],
    ["without a target", () => ["--from", "sqlite:/tmp"], 2, "--to is missing"],
    [
      "to what is no database",
      () => ["--from", "sqlite:/tmp", "--to", "mysql://u:hunter2@h/d"],
      2,
      "names no database",
    ],
    ["from a folder without one", (url) => ["--from", "sqlite:/nowhere", "--to", url], 1, "There is no database"],
  ])("refuses to move %s, and repeats no password", async (_what, args, code, reason) => {
    const result = await cli(["migrate", ...args("postgres://u:hunter2@127.0.0.1:9/w")]);
    expect(result).toMatchObject({ code, err: expect.stringContaining(reason) });
    expect(result.err).not.toContain("hunter2");
  });

  it("refuses to move from a folder in which a server runs", async () => {
    const url = await createDatabase({ empty: true });
    await (await createTestApp({ path: databasePath(folder), database: null })).close();
    const lock = lockDataFolder(folder);
    const result = await cli(["migrate", "--from", `sqlite:${folder}`, "--to", url]);
    lock.release();
    expect(result).toMatchObject({ code: 1, err: expect.stringContaining("Another Watchbell") });
  });
});

function inShort({ name, status, lastPingAt, deadlineAt }: Json): object {
  return { name, status, lastPingAt, deadlineAt };
}
