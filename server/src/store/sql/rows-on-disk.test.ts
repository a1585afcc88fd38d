import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { createStage, type Stage } from "../../../test/contracts/store/stage.ts";
import { every, HOUR, MINUTE } from "../../../test/monitor-story.ts";
import { openSqliteStage, type SqliteStage } from "../../../test/sqlite-stage.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";

async function withStage(use: (sqlite: SqliteStage, stage: Stage) => Promise<void>): Promise<void> {
  const sqlite = await openSqliteStage();
  try {
    await use(sqlite, await createStage(sqlite));
  } finally {
    await sqlite.close();
  }
}

/** When the sweep will look at the monitor, as its index says. */
function sweepAt(sqlite: SqliteStage, monitorId: string): unknown {
  const text = "select sweep_at from monitor_states s join monitors m on m.seq = s.monitor_seq where m.id = ?";
  return sqlite.raw((db) => db.prepare(text).get(monitorId)?.sweep_at);
}

/** What `pragma synchronous` answers for FULL (https://sqlite.org/pragma.html#pragma_synchronous). */
const FULL = 2;
const DEADLINE_MS = HOUR + 5 * MINUTE;

describe("the sweep's index", () => {
  it("is left alone by an ordinary ping, so that a ping rewrites no index", () =>
    withStage(async (sqlite, { monitor, ping, clock }) => {
      const id = await monitor();
      await ping(id);
      const armed = clock.now() + DEADLINE_MS;
      expect(sweepAt(sqlite, id)).toBe(armed);
      for (let n = 0; n < 5; n++) {
        clock.advance(10 * MINUTE);
        await ping(id);
        expect(sweepAt(sqlite, id)).toBe(armed);
      }
    }));

  it("is armed again for the real deadline when the sweep came too early", () =>
    withStage(async (sqlite, { monitor, ping, clock, sweep }) => {
      const id = await monitor();
      await ping(id);
      clock.advance(HOUR);
      await ping(id);
      const realDeadline = clock.now() + DEADLINE_MS;
      clock.advance(5 * MINUTE);
      await sweep();
      expect(sweepAt(sqlite, id)).toBe(realDeadline);
    }));

  it("is lowered with the deadline, and not raised with it", () =>
    withStage(async (sqlite, { monitor, ping, send, clock }) => {
      const id = await monitor();
      await ping(id);
      const lastPingAt = clock.now();
      const configure = (minutes: number) =>
        send(id, { type: "configure", actor: "ann", patch: { schedule: every(minutes * MINUTE, MINUTE) } });
      await configure(10);
      expect(sweepAt(sqlite, id)).toBe(lastPingAt + 11 * MINUTE);
      await configure(120);
      expect(sweepAt(sqlite, id)).toBe(lastPingAt + 11 * MINUTE);
    }));

  it("forgets a monitor that cannot go down by time", () =>
    withStage(async (sqlite, { monitor, ping, send }) => {
      const id = await monitor();
      expect(sweepAt(sqlite, id)).toBeNull();
      await ping(id);
      await send(id, { type: "pause", actor: "ann" });
      expect(sweepAt(sqlite, id)).toBeNull();
      await ping(id, "fail");
      expect(sweepAt(sqlite, id)).toBeNull();
    }));
});

describe("a monitor that is deleted", () => {
  it("leaves no row of its own behind", () =>
    withStage(async (sqlite, { monitor, ping, send }) => {
      const id = await monitor();
      await ping(id, "success", { body: "output" });
      await ping(id, "fail", { body: "trace" });
      const tables = ["pings", "ping_bodies", "transitions"];
      const counts = () =>
        sqlite.raw((db) => tables.map((table) => db.prepare(`select count(*) as count from ${table}`).get()?.count));
      expect(counts()).toEqual([2, 2, 2]);
      await send(id, { type: "delete", actor: "ann" });
      expect(counts()).toEqual([0, 0, 0]);
      const left = sqlite.raw((db) => db.prepare("pragma foreign_key_check").all());
      expect(left).toEqual([]);
    }));
});

describe("the file", () => {
  it("is written through to the disk at each commit, and lets readers in meanwhile", () =>
    withStage(async (sqlite) => {
      const db = openSqliteDatabase({ path: sqlite.path });
      const synchronous = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
      const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
      await db.destroy();
      expect([synchronous.rows, journal.rows]).toEqual([[{ synchronous: FULL }], [{ journal_mode: "wal" }]]);
    }));
});
