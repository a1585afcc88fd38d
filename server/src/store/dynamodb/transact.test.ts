import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoEmulator, findDynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { openDynamoFloor } from "../../../test/dynamodb/floor.ts";
import type { DynamoDeps } from "./deps.ts";
import { transact } from "./transact.ts";

const search = findDynamoEmulator();
const missing = search.kind === "missing" ? search.reason : null;
const A = { pk: "A", sk: "1" };
const B = { pk: "B", sk: "1" };

describe.skipIf(missing !== null)(`a transaction on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  let deps: DynamoDeps;

  beforeAll(async () => {
    emulator = await startDynamoEmulator();
    deps = await openDynamoFloor(emulator);
  });
  afterAll(async () => {
    deps.port.close();
    await emulator.close();
  });

  const add = (n: number) =>
    transact(deps, async (trx) => {
      for (const key of [A, B]) {
        const item = await trx.get(key);
        trx.put({ ...key, sum: Number(item?.sum ?? 0) + n });
      }
    });

  it("writes all its items or none", async () => {
    await add(1);
    const broken = transact(deps, async (trx) => {
      trx.put({ ...A, sum: 99, was: (await trx.get(A)) !== null });
      throw new Error("changed my mind");
    });
    await expect(broken).rejects.toThrow("changed my mind");
    expect(await deps.port.getMany([A, B])).toMatchObject([{ sum: 1 }, { sum: 1 }]);
  });

  it("is run again when another one came first, so that nothing is lost", async () => {
    await Promise.all(Array.from({ length: 8 }, () => add(10)));
    expect(await deps.port.get(A)).toMatchObject({ sum: 81, v: 9 });
    expect(await deps.port.get(B)).toMatchObject({ sum: 81, v: 9 });
  });

  it("sees what it has written and deleted itself", async () => {
    await transact(deps, async (trx) => {
      await trx.getMany([A, B]);
      trx.put({ ...A, sum: 5 });
      trx.delete(B);
      const found = await trx.getMany([A, B]);
      expect(found).toMatchObject([A]);
    });
    expect(await deps.port.getMany([A, B])).toMatchObject([{ sum: 5 }]);
  });

  it("counts together with others, and never out of its range", async () => {
    const key = { pk: "D", sk: "1" };
    const tries: number[] = [];
    const count = (by: number) =>
      transact(deps, async (trx) => {
        tries.push(by);
        const sum = Number((await trx.get(key))?.sum ?? 0);
        if (sum + by > 5) return "full";
        trx.count(key, 1, { attribute: "sum", least: 0, most: 5 });
        if (by === 2) trx.count(key, 1, { attribute: "sum", least: 0, most: 5 });
        expect(await trx.get(key)).toMatchObject({ sum: sum + by });
        return "counted";
      });
    expect(await Promise.all([count(1), count(1), count(2)])).toEqual(["counted", "counted", "counted"]);
    // Nobody was turned away for having read what changed meanwhile.
    expect([await deps.port.get(key), tries.length]).toMatchObject([{ sum: 4 }, 3]);
    expect((await Promise.all([count(1), count(1), count(2)])).toSorted()).toEqual(["counted", "full", "full"]);
    expect(await deps.port.get(key)).toMatchObject({ sum: 5 });
  });
});
