import { describe, expect, it } from "vitest";
import { createStage, PROJECT_ID, publication, type Stage, selfMaking } from "../../../test/contracts/store/stage.ts";
import { pingSignal } from "../../../test/monitor-story.ts";
import { openSqliteStage } from "../../../test/sqlite-stage.ts";
import { StoreUnavailable } from "../../model/index.ts";

const BODY = "x".repeat(10_000);

/** A stage whose database has no page left, with a monitor that was pinged until then. */
async function fullStage() {
  const sqlite = await openSqliteStage({ maxPageCount: 190 });
  const stage = await createStage(sqlite);
  const id = await stage.monitor();
  let acknowledged = 0;
  for (; acknowledged < 1_000; acknowledged++) {
    const error = await stage.ping(id, "success", { body: BODY }).then(() => null, asError);
    if (error) return { sqlite, stage, id, acknowledged, error };
  }
  throw new Error("the disk never filled up");
}

function asError(error: unknown): unknown {
  return error;
}

async function pingCounts(stage: Stage, id: string) {
  const found = await stage.store.watch.get({ by: "id", monitorId: id });
  const { items } = await stage.store.watch.pings(id, { limit: 1000 });
  return [found?.state.pingCount, items.length];
}

describe("a full disk", () => {
  it("is told as unavailable with its reason, and nothing that was acknowledged is lost", async () => {
    const { sqlite, stage, id, acknowledged, error } = await fullStage();
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ message: expect.stringContaining("full") });
    expect(acknowledged).toBeGreaterThan(5);
    expect(await pingCounts(stage, id)).toEqual([acknowledged, acknowledged]);
    await sqlite.close();
  });

  it("leaves nothing of a batch, also of the small requests in it", async () => {
    const { sqlite, stage, id } = await fullStage();
    const before = sqlite.dump();
    const address = { by: "id", monitorId: id } as const;
    const bodies = Array.from({ length: 20 }, () => ({ address, signal: pingSignal("fail", { body: BODY }) }));
    const batch = [{ address, signal: pingSignal("fail") }, selfMaking("new"), ...bodies];
    await expect(stage.store.watch.change(batch)).rejects.toBeInstanceOf(StoreUnavailable);
    const fat = publication(stage.topic, { reason: BODY.repeat(20) });
    await expect(stage.store.outbox.publish(fat)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(sqlite.dump()).toBe(before);
    await sqlite.close();
  });

  it("fails the health check as soon as nothing can be written any more", async () => {
    const { sqlite, stage } = await fullStage();
    await fillUp(stage);
    await expect(stage.store.checkHealth()).rejects.toBeInstanceOf(StoreUnavailable);
    await sqlite.close();
  });

  it("still lets everything be read", async () => {
    const { sqlite, stage, id } = await fullStage();
    await fillUp(stage);
    expect((await stage.store.watch.list({ projectId: PROJECT_ID, limit: 10 })).items).toHaveLength(2);
    expect(await stage.store.watch.pingBody(id, 1)).not.toBeNull();
    expect(await stage.store.watch.overdue(10)).toEqual([]);
    await sqlite.close();
  });

  it("is over when there is space again: all works on the same connection", async () => {
    const { sqlite, stage, id, acknowledged } = await fullStage();
    await fillUp(stage);
    await stage.send(id, { type: "delete", actor: "ann" });
    const next = await stage.monitor();
    await stage.ping(next, "success", { body: BODY });
    await stage.ping(next, "fail", { body: BODY });
    expect(await pingCounts(stage, next)).toEqual([2, 2]);
    expect(acknowledged).toBeGreaterThan(2);
    expect((await stage.deliverAll()).at(-1)).toBe("down");
    await stage.store.checkHealth();
    await sqlite.close();
  });
});

/** Uses up what the larger writes left over. */
async function fillUp(stage: Stage): Promise<void> {
  for (let n = 0; n < 1_000; n++) {
    const made = await stage.store.outbox.publish(publication(stage.topic)).then(() => null, asError);
    if (made) return;
  }
  throw new Error("the disk never filled up");
}
