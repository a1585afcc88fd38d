import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeOne, createStage, PROJECT_ID, selfMaking } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { createFaults } from "../../../test/dynamodb/faults.ts";
import type { Store } from "../ports.ts";

const missing = dynamoMissing();
/** So long DynamoDB takes for a transaction, and lets no other write the same items. */
const TRANSACTION_MS = 10;

describe.skipIf(missing !== null)(`self-made monitors on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  beforeAll(async () => {
    emulator = await startDynamoEmulator();
  });
  afterAll(() => emulator.close());

  /** So many monitors ping for the first time at once, each in a function of its own: says what became of each. */
  const makeAtOnce = (store: Store, count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => {
        try {
          return (await changeOne(store, selfMaking(`job-${n}`))).kind;
        } catch (error) {
          return String(error);
        }
      }),
    );

  const tallyOf = (kinds: readonly string[]) =>
    Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));

  it("are all made when a thousand of them ping for the first time at once", async () => {
    const faults = createFaults();
    const stage = await createStage(await openDynamoStage(emulator, { around: faults.around }));
    faults.refuseOverlaps(() => pause(TRANSACTION_MS));
    expect(tallyOf(await makeAtOnce(stage.store, 1_000))).toEqual({ changed: 1_000 });
    expect((await stage.store.watch.tally(PROJECT_ID)).counts.up).toBe(1_000);
    await stage.close();
  }, 60_000);

  it("are never more than the limit, whoever comes at once and wherever they are counted", async () => {
    const stage = await createStage(await openDynamoStage(emulator, { maxSelfMadeMonitors: 20 }));
    const { store } = stage;
    expect(tallyOf(await makeAtOnce(store, 30))).toEqual({ changed: 20, "too-many": 10 });
    const { items } = await store.watch.list({ projectId: PROJECT_ID, limit: 100 });
    const made = items.filter(({ door }) => door === "slug");
    expect(made).toHaveLength(20);
    for (const { id } of made.slice(0, 3)) await stage.send(id, { type: "delete", actor: "ann" });
    const again = await Promise.all(["a", "b", "c"].map((slug) => changeOne(store, selfMaking(slug))));
    expect(again.map(({ kind }) => kind)).toEqual(["changed", "changed", "changed"]);
    expect((await changeOne(store, selfMaking("d"))).kind).toBe("too-many");
    await stage.close();
  });
});
