import type { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { changed, createStage, FIRST_TOPIC, selfMaking, TIME } from "../../../test/contracts/store/stage.ts";
import { every, HOUR, MINUTE, pingSignal } from "../../../test/monitor-story.ts";
import { openSqliteStage, type SqliteStage } from "../../../test/sqlite-stage.ts";

const DEADLINE_MS = HOUR + 5 * MINUTE;

/** A stage on which a monitor is stored in a way that no code can judge. */
async function stageWithBrokenMonitor(breakIt: (db: DatabaseSync, monitorId: string) => void) {
  const sqlite = await openSqliteStage();
  const stage = await createStage(sqlite);
  const [good, bad, other] = [await stage.monitor(), await stage.monitor(), await stage.monitor()];
  for (const id of [good, bad, other]) await stage.ping(id);
  sqlite.raw((db) => breakIt(db, bad));
  return { sqlite, stage, ids: { good, bad, other } };
}

function damageConfig(config: string) {
  return (db: DatabaseSync, monitorId: string): void => {
    db.prepare("update monitors set config = ?, version = version + 1 where id = ?").run(config, monitorId);
  };
}

const DAMAGES = [
  { name: "a configuration that is no JSON", breakIt: damageConfig("{") },
  {
    name: "a schedule of a type that nobody knows",
    breakIt: damageConfig(JSON.stringify({ schedule: { type: "lunar" } })),
  },
];

describe("one request that throws", () => {
  for (const { name, breakIt } of DAMAGES) {
    it(`for ${name} hurts nobody else in its batch`, async () => {
      const { sqlite, stage, ids } = await stageWithBrokenMonitor(breakIt);
      const outcomes = await stage.store.watch.change(
        [ids.good, ids.bad, ids.other].map((monitorId) => ({
          address: { by: "id", monitorId },
          signal: pingSignal("fail"),
        })),
      );
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["changed", "failed", "changed"]);
      for (const monitorId of [ids.good, ids.other]) {
        const found = await stage.store.watch.get({ by: "id", monitorId });
        expect(found?.state).toMatchObject({ status: "down", pingCount: 2 });
      }
      expect((await stage.messages()).map((message) => message.event)).toEqual(["down", "down"]);
      await sqlite.close();
    });

    it(`for ${name} is put off by an hour when it was the sweep that asked`, async () => {
      const { sqlite, stage, ids } = await stageWithBrokenMonitor(breakIt);
      stage.clock.advance(DEADLINE_MS);
      const overdue = await stage.store.watch.overdue(10);
      expect(overdue).toContain(ids.bad);
      const outcomes = await stage.store.watch.change(
        overdue.map((monitorId) => ({ address: { by: "id", monitorId }, signal: TIME })),
      );
      expect(outcomes.map((outcome) => outcome.kind).toSorted()).toEqual(["changed", "changed", "failed"]);
      expect(await stage.store.watch.overdue(10)).toEqual([]);
      stage.clock.advance(HOUR - 1);
      expect(await stage.store.watch.overdue(10)).toEqual([]);
      stage.clock.advance(1);
      expect(await stage.store.watch.overdue(10)).toEqual([ids.bad]);
      expect(
        (await stage.store.watch.change([{ address: { by: "id", monitorId: ids.bad }, signal: TIME }]))[0]?.kind,
      ).toBe("failed");
      expect(await stage.store.watch.overdue(10)).toEqual([]);
      await sqlite.close();
    });
  }

  it("is undone alone, whatever it had written, and the requests after it see the ones before it", async () => {
    const sqlite = await openSqliteStage();
    const stage = await createStage(sqlite);
    const id = await stage.monitor();
    // The new monitor's first ping cannot be written: only the end of the batch finds out.
    sqlite.raw((db) =>
      db.exec(`create trigger refuse before insert on pings when new.user_agent = 'bad'
        begin select raise(abort, 'refused by the test'); end`),
    );
    const bad = { ...pingSignal("success"), source: { ...pingSignal("success").source, userAgent: "bad" } };
    const address = { by: "id", monitorId: id } as const;
    const outcomes = await stage.store.watch.change([
      { address, signal: pingSignal("success") },
      selfMaking("never", bad),
      { address, signal: bad },
      { address, signal: { type: "configure", actor: "ann", patch: { name: "renamed" } } },
      { address, signal: pingSignal("fail") },
      selfMaking("fine"),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual([
      "changed",
      "failed",
      "failed",
      "changed",
      "changed",
      "changed",
    ]);
    expect(changed(outcomes[3]).monitor?.config.name).toBe("renamed");
    expect(await stage.store.watch.get(address)).toMatchObject({
      config: { name: "renamed" },
      state: { status: "down", pingCount: 2 },
    });
    const { items } = await stage.store.watch.list({ projectId: stage.topic.projectId, limit: 10 });
    expect(items.map((monitor) => monitor.config.name)).toEqual(["fine", "first", "renamed"]);
    await sqlite.close();
  });
});

describe("the configuration that is remembered between batches", () => {
  it("is never one whose write was undone", async () => {
    const { sqlite, stage, id } = await stageWithRefusedCommit();
    const configure = (periodMs: number) =>
      ({ type: "configure", actor: "ann", patch: { schedule: every(periodMs, MINUTE) } }) as const;
    await expect(stage.send(id, configure(MINUTE))).resolves.toMatchObject({ kind: "failed" });
    sqlite.raw((db) => db.exec("drop trigger refuse"));
    await stage.send(id, configure(10 * MINUTE));
    await stage.ping(id);
    const found = await stage.store.watch.get({ by: "id", monitorId: id });
    expect(found?.config.schedule).toMatchObject({ periodMs: 10 * MINUTE });
    expect(found?.state.deadlineAt).toBe(stage.clock.now() + 11 * MINUTE);
    await sqlite.close();
  });

  it("follows what another process wrote", async () => {
    const sqlite = await openSqliteStage();
    const stage = await createStage(sqlite);
    const id = await stage.monitor({ topics: [FIRST_TOPIC] });
    await stage.ping(id);
    sqlite.raw((db) => {
      const row = db.prepare("select config from monitors where id = ?").get(id);
      const config = { ...JSON.parse(String(row?.config)), failuresToDown: 3 };
      db.prepare("update monitors set config = ?, version = version + 1 where id = ?").run(JSON.stringify(config), id);
    });
    expect(changed(await stage.ping(id, "fail")).transitions).toEqual([]);
    await sqlite.close();
  });
});

/** A stage on which no configuration of the monitor can be written until the trigger is dropped. */
async function stageWithRefusedCommit() {
  const sqlite: SqliteStage = await openSqliteStage();
  const stage = await createStage(sqlite);
  const id = await stage.monitor();
  await stage.ping(id);
  sqlite.raw((db) =>
    db.exec(`create trigger refuse before insert on history when new.kind = 'monitor-changed'
      begin select raise(abort, 'refused by the test'); end`),
  );
  return { sqlite, stage, id };
}
