import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStage, PROJECT_ID } from "../../../../test/contracts/store/stage.ts";
import { HOUR } from "../../../../test/monitor-story.ts";
import { createDatabase, postgresMissing } from "../../../../test/postgres-stage.ts";
import { openSqliteStage, TEST_MASTER_KEY } from "../../../../test/sqlite-stage.ts";
import type { DatabasePlace } from "../open-database.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import type { MoveProgress } from "./copy-tables.ts";
import { type Move, moveStore, reopenStore } from "./move-store.ts";

const missing = postgresMissing();
const clock = { now: () => Date.UTC(2026, 2, 1), sleep: async () => {} };
const BASE_URL = "https://watchbell.test";
/** More than two batches. */
const MANY_PINGS = 4_500;

let folder: string;
/** A database with something in most tables. */
let original: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchbell-move-"));
  original = join(folder, "original.db");
  if (missing !== null) return;
  const sqlite = await openSqliteStage();
  const stage = await createStage(sqlite);
  const ids = [await stage.monitor({ name: "first" }), await stage.monitor({ name: "gone" })];
  for (const id of ids) await stage.ping(id);
  await stage.ping(ids[0] ?? "", "fail");
  await stage.ping(ids[0] ?? "", "success");
  stage.clock.advance(3 * HOUR);
  await stage.sweep();
  await stage.deliverAll();
  await stage.publish(stage.topic);
  // The last number that was given belongs to nobody any more.
  await stage.send(ids[1] ?? "", { type: "delete", actor: "ann" });
  sqlite.raw(addRows);
  await stage.store.close();
  copyFileSync(sqlite.path, original);
  rmSync(join(sqlite.path, ".."), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What no story makes: many rows, every byte, and the one character that PostgreSQL does not take. */
function addRows(db: DatabaseSync): void {
  const { seq } = db.prepare("select max(seq) as seq from monitors").get() ?? {};
  db.exec(`with recursive n (n) as (select 100 union all select n + 1 from n where n < ${100 + MANY_PINGS - 1})
    insert into pings (monitor_seq, n, at, kind, method, scheme, remote_address, user_agent, body_bytes)
    select ${seq}, n, n, 'success', 'GET', 'http', '', 'agent ' || n, 0 from n`);
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  db.prepare("insert into ping_bodies (monitor_seq, n, body) values (?, 100, ?)").run(seq ?? 0, everyByte);
  db.prepare("update pings set user_agent = ? where n = 101").run('a\0b "quoted" \\ back, {brace} é 🚀 null');
  db.prepare(
    "insert into buckets (id, paused_until, tokens, refilled_at) values ('b', 1, 0.1, 2), ('c', 1, 3, 2)",
  ).run();
  db.exec("insert into gaps values (1, 2), (1, 2)");
}

interface Ground {
  readonly path: string;
  readonly url: string;
  readonly move: (change?: Partial<Move>) => ReturnType<typeof moveStore>;
  readonly query: (text: string) => Promise<readonly Record<string, unknown>[]>;
}

async function onGround(use: (ground: Ground) => Promise<void>): Promise<void> {
  const own = mkdtempSync(join(folder, "ground-"));
  const path = join(own, "watchbell.db");
  copyFileSync(original, path);
  const url = await createDatabase({ empty: true });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use({
      path,
      url,
      move: (change = {}) =>
        moveStore({ ...between({ engine: "sqlite", path }, { engine: "postgres", url }), ...change }),
      query: async (text) => (await client.query(text)).rows,
    });
  } finally {
    await client.end();
  }
}

function between(from: DatabasePlace, to: DatabasePlace): Move {
  const names = { from: { place: from, name: "the old one" }, to: { place: to, name: "the new one" } };
  return { ...names, clock, onProgress: () => {}, isStopped: () => false };
}

const openHere = (path: string) => openSqliteStore({ path, masterKey: TEST_MASTER_KEY, baseUrl: BASE_URL }, clock.now);
const openThere = (url: string) =>
  openPostgresStore({ url, masterKey: TEST_MASTER_KEY, baseUrl: BASE_URL, now: clock.now });

/** Every row of a SQLite file but of `meta`, in any order. */
function rowsOf(path: string): readonly string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db.prepare("select name from sqlite_master where type = 'table' and name <> 'meta'").all();
  const rows = tables.flatMap(({ name }) =>
    db
      .prepare(`select * from "${name}"`)
      .all()
      .map((row) => JSON.stringify([name, row, Object.values(row).map((value) => typeof value)])),
  );
  db.close();
  return rows.toSorted();
}

describe.skipIf(missing !== null)(`a move to PostgreSQL${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it("there and back gives every row as it was, also bytes, fractions and nothing", () =>
    onGround(async ({ path, url, move }) => {
      const outcome = await move();
      expect(outcome.kind).toBe("moved");
      const compared = "compared" in outcome ? outcome.compared : [];
      expect(compared.find(({ table }) => table === "pings")?.rows.target).toBeGreaterThan(MANY_PINGS);
      for (const { checksum } of compared) expect(checksum.target).toBe(checksum.source);
      const back = join(path, "..", "back.db");
      expect(await moveStore(between({ engine: "postgres", url }, { engine: "sqlite", path: back }))).toMatchObject({
        kind: "moved",
      });
      // PostgreSQL's texts have every character but one.
      const expected = rowsOf(original).map((row) => row.replace("\\u0000", "\uFFFD"));
      expect(rowsOf(back)).toEqual(expected.toSorted());
      await (await openHere(back)).close();
    }));

  it("counts on: a number is not given again, also when its row was deleted", () =>
    onGround(async ({ url, move, query }) => {
      await move();
      const [last] = await query("select max(seq)::int as seq from monitors");
      const store = await openThere(url);
      await createStage({ store, clock: null as never, reopen: async () => store, close: async () => {} }).then(
        (stage) => stage.monitor({ name: "new" }),
      );
      await store.close();
      const [now] = await query("select max(seq)::int as seq from monitors");
      expect(now?.seq).toBe(Number(last?.seq) + 2);
    }));

  it("goes on where it was, however often it is stopped or killed", () =>
    onGround(async ({ move, query }) => {
      let kind = "";
      let runs = 0;
      for (; kind !== "moved"; runs++) {
        let left = 6;
        if (runs % 2 === 0) kind = (await move({ isStopped: () => left-- === 0 })).kind;
        else {
          const onProgress = (): void => {
            if (left-- === 0) throw new Error("killed");
          };
          kind = await move({ onProgress }).then(
            (outcome) => outcome.kind,
            () => "killed",
          );
        }
        // The comparison begins anew each time: once all is copied it must be let through.
        const [position] = await query("select value from meta where name = 'move_position'");
        if (String(position?.value).includes('"tables":37')) kind = (await move()).kind;
      }
      expect(runs).toBeGreaterThan(5);
      expect(await move()).toEqual({ kind: "was-moved" });
    }));

  it("finds one flipped byte in the target, says where, and opens it to nobody", () =>
    onGround(async ({ url, move, query, path }) => {
      const changes: Promise<unknown>[] = [];
      let isCopied = false;
      const onProgress = ({ step }: MoveProgress): void => {
        if (step !== "compare" || isCopied) return;
        isCopied = true;
        changes.push(query("update ping_bodies set body = set_byte(body, 200, 201) where n = 100"));
      };
      const outcome = await move({ onProgress });
      await Promise.all(changes);
      expect(outcome.kind).toBe("differs");
      const wrong = ("compared" in outcome ? outcome.compared : []).filter(({ isSame }) => !isSame);
      expect(wrong).toMatchObject([{ table: "ping_bodies", differsAt: expect.stringContaining("n 100") }]);
      await expect(openThere(url)).rejects.toMatchObject({ name: "StoreClosed" });
      await expect(openHere(path)).rejects.toMatchObject({ name: "StoreClosed" });
      // The way back.
      expect(await reopenStore({ engine: "sqlite", path })).toBe(true);
      await (await openHere(path)).close();
    }));

  it("leaves the old one closed, as it was, until somebody opens it again", () =>
    onGround(async ({ path, url, move }) => {
      await move();
      await expect(openHere(path)).rejects.toThrow("moved to the new one");
      expect(rowsOf(path)).toEqual(rowsOf(original));
      await (await openThere(url)).close();
      await reopenStore({ engine: "sqlite", path });
      await (await openHere(path)).close();
    }));

  it("refuses a target that holds anything, or half of another move, or on which a server runs", () =>
    onGround(async ({ path, url, move, query }) => {
      const store = await openThere(url);
      await expect(move()).rejects.toMatchObject({ name: "MoveRefused" });
      await query("delete from meta where name = 'key_fingerprint'");
      await expect(move()).rejects.toMatchObject({ name: "ServersRunning" });
      await store.close();
      // Nothing was closed by what was refused.
      await (await openHere(path)).close();
      let left = 20;
      expect(await move({ isStopped: () => left-- === 0 })).toEqual({ kind: "stopped" });
      await expect(openThere(url)).rejects.toMatchObject({ name: "StoreClosed" });
      const other = join(path, "..", "other.db");
      copyFileSync(original, other);
      await expect(
        moveStore(between({ engine: "sqlite", path: other }, { engine: "postgres", url })),
      ).rejects.toMatchObject({ name: "MoveRefused" });
      await (await openHere(other)).close();
      expect(await move()).toMatchObject({ kind: "moved" });
      const [project] = await query("select id from projects");
      expect(project?.id).toBe(PROJECT_ID);
    }));

  it("refuses to move what was moved to yet another place, until somebody opens it again", () =>
    onGround(async ({ path, move }) => {
      await move();
      const elsewhere: DatabasePlace = { engine: "sqlite", path: join(path, "..", "elsewhere.db") };
      const again = () => moveStore(between({ engine: "sqlite", path }, elsewhere));
      await expect(again()).rejects.toMatchObject({ name: "StoreClosed" });
      await expect(again()).rejects.toThrow("moved to the new one");
      expect(await move()).toEqual({ kind: "was-moved" });
      await reopenStore({ engine: "sqlite", path });
      expect(await again()).toMatchObject({ kind: "moved" });
    }));

  it("refuses a source that no server ever started on", () =>
    onGround(async ({ path, url }) => {
      const empty: DatabasePlace = { engine: "sqlite", path: join(path, "..", "empty.db") };
      await expect(moveStore(between(empty, { engine: "postgres", url }))).rejects.toThrow("nothing to move");
    }));
});
