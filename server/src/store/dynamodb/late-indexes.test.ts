import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStage, PROJECT_ID } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { createFaults } from "../../../test/dynamodb/faults.ts";

const missing = dynamoMissing();

describe.skipIf(missing !== null)(`indexes that are late${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  beforeAll(async () => {
    emulator = await startDynamoEmulator();
  });
  afterAll(() => emulator.close());

  async function openStage() {
    const faults = createFaults();
    const stage = await createStage(await openDynamoStage(emulator, { around: faults.around }));
    const names = async () =>
      (await stage.store.watch.list({ projectId: PROJECT_ID, limit: 10 })).items.map(({ config }) => config.name);
    return { ...stage, faults, names };
  }

  it("miss a new monitor in lists for a moment, and in nothing else", async () => {
    const { faults, names, store, monitor, ping, sweep, clock, close } = await openStage();
    faults.holdIndexes();
    const id = await monitor({ name: "new", slug: "new" });
    expect(await names()).toEqual(["first"]);
    const bySlug = { by: "slug", projectId: PROJECT_ID, slug: "new" } as const;
    expect((await store.watch.get(bySlug))?.id).toBe(id);
    await ping(id);
    clock.advance(24 * 3_600_000);
    expect(await sweep()).toBe(1);
    expect((await store.watch.get(bySlug))?.state.status).toBe("down");
    faults.releaseIndexes();
    expect(await names()).toEqual(["first", "new"]);
    await close();
  });

  it("name a monitor that is gone, and lists leave it out", async () => {
    const { faults, names, store, monitor, ping, send, close } = await openStage();
    const id = await monitor({ name: "gone" });
    await ping(id, "fail");
    faults.holdIndexes();
    await send(id, { type: "delete", actor: "ann" });
    expect(await names()).toEqual(["first"]);
    expect((await store.incidents.list({ projectId: PROJECT_ID, limit: 10 })).items).toEqual([]);
    expect((await store.watch.tally(PROJECT_ID)).counts.down).toBe(0);
    await close();
  });

  it("show a renamed monitor under its old place, as it is now", async () => {
    const { faults, names, monitor, send, close } = await openStage();
    const id = await monitor({ name: "a" });
    faults.holdIndexes();
    await send(id, { type: "configure", actor: "ann", patch: { name: "z" } });
    expect(await names()).toEqual(["z", "first"]);
    faults.releaseIndexes();
    expect(await names()).toEqual(["first", "z"]);
    await close();
  });
});
