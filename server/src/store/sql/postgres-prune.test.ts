import pg from "pg";
import { describe, expect, it } from "vitest";
import { createStage } from "../../../test/contracts/store/stage.ts";
import { DAY, pingSignal } from "../../../test/monitor-story.ts";
import { openPostgresStage, postgresMissing } from "../../../test/postgres-stage.ts";

const missing = postgresMissing();
/** Modes in which a table is read and written by several at a time (https://www.postgresql.org/docs/current/explicit-locking.html). */
const HARMLESS = ["AccessShareLock", "RowShareLock", "RowExclusiveLock"];

describe.skipIf(missing !== null)(`pruning on PostgreSQL${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it("holds up no ping, also of the monitor that it is at: it takes no lock that a ping waits for", async () => {
    const postgres = await openPostgresStage();
    const holder = new pg.Client({ connectionString: postgres.url });
    await holder.connect();
    try {
      const stage = await createStage(postgres);
      const { store, clock } = stage;
      const id = await stage.monitor();
      const ping = { address: { by: "id", monitorId: id }, signal: pingSignal("success", { body: "hello" }) } as const;
      // Something of each kind that is too old, besides 10 pings too many.
      await stage.ping(id, "fail");
      await stage.publish(stage.topic);
      await stage.deliverAll();
      clock.advance(401 * DAY);
      for (let n = 0; n < 10; n++) await store.watch.change(Array.from({ length: 101 }, () => ping));

      // Somebody holds the ping that is deleted last: the pruning stands still with all its other locks in hand.
      await holder.query("begin");
      const held = await holder.query("select n from pings order by n offset 9 limit 1 for update");
      expect(held.rowCount).toBe(1);
      const pruning = store.watch.prune(500);
      const waiting = await untilBlocked(postgres);
      const locks = await postgres.raw<{ mode: string; granted: boolean }>(
        "select mode, granted from pg_locks where pid = $1 and locktype = 'relation'",
        [waiting],
      );
      expect(locks.length).toBeGreaterThan(3);
      for (const { mode } of locks) expect(HARMLESS).toContain(mode);
      await store.watch.change([ping, ping]);
      expect((await store.watch.get({ by: "id", monitorId: id }))?.state.pingCount).toBe(1_013);
      expect(await store.watch.change([{ ...ping, signal: pingSignal("fail") }])).toMatchObject([{ kind: "changed" }]);
      expect(await isBlocked(postgres, waiting)).toBe(true);
      await holder.query("rollback");
      expect(await pruning).toBeGreaterThan(10);
    } finally {
      await holder.end();
      await postgres.close();
    }
  });
});

interface Raw {
  raw<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Waits until a statement of the store waits for a lock; says the process that does. */
async function untilBlocked({ raw }: Raw): Promise<number> {
  for (;;) {
    const [row] = await raw<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from %pings%'",
    );
    if (row) return row.pid;
  }
}

async function isBlocked({ raw }: Raw, pid: number): Promise<boolean> {
  const rows = await raw("select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'", [pid]);
  return rows.length === 1;
}
