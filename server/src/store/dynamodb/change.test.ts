import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed, changeOne, createRequest, createStage, seed, TIME } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { createFaults } from "../../../test/dynamodb/faults.ts";
import { HOUR, MINUTE, pingSignal } from "../../../test/monitor-story.ts";
import { AppError } from "../../model/index.ts";
import { monitorKey, stateKey } from "./keys.ts";
import { loadMonitor } from "./load-monitors.ts";
import { createMonitorCache } from "./monitor-item.ts";
import type { DynamoPort } from "./port.ts";

const missing = dynamoMissing();
const DEADLINE_MS = HOUR + 5 * MINUTE;

describe.skipIf(missing !== null)(`changes of monitors on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  beforeAll(async () => {
    emulator = await startDynamoEmulator();
  });
  afterAll(() => emulator.close());

  async function openStage() {
    const ports: DynamoPort[] = [];
    const around = (port: DynamoPort): DynamoPort => {
      ports.push(port);
      return port;
    };
    const dynamo = await openDynamoStage(emulator, { around });
    const stage = await createStage(dynamo);
    const [port] = ports;
    if (!port) throw new Error("the store has no port");
    const kinds = async (id: string) => (await stage.store.watch.pings(id, { limit: 100 })).items.map(({ n }) => n);
    return { ...stage, another: dynamo.another, port, kinds };
  }

  it("that throw hurt no other in their batch, and the sweep puts them off by an hour", async () => {
    const { store, port, monitor, ping, clock, another, close } = await openStage();
    const [good, bad] = [await monitor(), await monitor()];
    for (const id of [good, bad]) await ping(id);
    const item = await port.get(monitorKey(bad));
    if (!item) throw new Error("there is no such monitor");
    const config = JSON.stringify({ schedule: { type: "lunar" } });
    await port.write({ kind: "put", item: { ...item, config }, when: "any" });
    clock.advance(DEADLINE_MS);
    // Another function has not read that configuration yet.
    const fresh = await another();
    const overdue = await fresh.watch.overdue(10);
    expect(overdue).toHaveLength(2);
    const sweep = (ids: readonly string[]) =>
      fresh.watch.change(ids.map((monitorId) => ({ address: { by: "id", monitorId }, signal: TIME })));
    expect((await sweep(overdue)).map(({ kind }) => kind).toSorted()).toEqual(["changed", "failed"]);
    expect((await store.watch.get({ by: "id", monitorId: good }))?.state.status).toBe("down");
    expect(await fresh.watch.overdue(10)).toEqual([]);
    clock.advance(HOUR);
    expect(await fresh.watch.overdue(10)).toEqual([bad]);
    await fresh.close();
    await close();
  });

  it("that DynamoDB finds too large keep the sweep from no other monitor", async () => {
    const faults = createFaults();
    const stage = await createStage(await openDynamoStage(emulator, { around: faults.around }));
    const [good, bad] = [await stage.monitor(), await stage.monitor()];
    for (const id of [good, bad]) await stage.ping(id);
    stage.clock.advance(DEADLINE_MS);
    faults.meanwhile(
      ({ pk, sk }) => pk === stateKey(bad).pk && sk === bad,
      () => Promise.reject(new AppError("body_too_large", "Send less of it.")),
    );
    expect(await stage.sweep()).toBe(2);
    const statusOf = async (monitorId: string) => (await stage.store.watch.get({ by: "id", monitorId }))?.state.status;
    expect([await statusOf(good), await statusOf(bad)]).toEqual(["down", "up"]);
    stage.clock.advance(HOUR);
    expect(await stage.sweep()).toBe(1);
    expect(await statusOf(bad)).toBe("down");
    await stage.close();
  });

  it("of one monitor are as many as a batch brings, also when each is a transition with messages", async () => {
    const { store, monitor, kinds, messages, close } = await openStage();
    const id = await monitor();
    const address = { by: "id", monitorId: id } as const;
    const signals = Array.from({ length: 50 }, (_, n) => pingSignal(n % 2 === 0 ? "fail" : "success"));
    const outcomes = await store.watch.change(signals.map((signal) => ({ address, signal })));
    expect(outcomes.map((outcome) => changed(outcome).transitions.length)).toEqual(signals.map(() => 1));
    expect(await kinds(id)).toEqual(signals.map((_, n) => 50 - n));
    expect((await store.watch.transitions(id, { limit: 100 })).items).toHaveLength(50);
    // Each down that nobody has seen is replaced by its up.
    expect((await messages()).filter(({ status }) => status === "waiting")).toHaveLength(25);
    await close();
  });

  it("leave nothing of a deleted monitor to another one of its id, and take its log away bit by bit", async () => {
    const { store, port, monitor, ping, send, kinds, close } = await openStage();
    const [first, second] = [await monitor(), await monitor()];
    for (const id of [first, second]) {
      await ping(id, "fail", { body: "x".repeat(1_000) });
      await ping(id);
      await send(id, { type: "delete", actor: "ann" });
    }
    const left = async (id: string) => (await port.query({ pk: monitorKey(id).pk })).items.length;
    expect(await left(first)).toBeGreaterThan(4);
    await changeOne(store, { ...createRequest(first), createIfMissing: seed(first, { name: "again" }) });
    expect(await kinds(first)).toEqual([]);
    expect((await store.watch.transitions(first, { limit: 10 })).items).toEqual([]);
    const before = await left(second);
    expect(await store.watch.prune(2)).toBe(2);
    expect(await left(second)).toBe(before - 2);
    expect(await store.watch.prune(100)).toBe(before - 2);
    expect([await left(second), await store.watch.prune(100)]).toEqual([0, 0]);
    expect((await store.watch.get({ by: "id", monitorId: first }))?.config.name).toBe("again");
    await close();
  });

  it("are read by a function that remembers another configuration as they are now", async () => {
    const { store, monitor, ping, send, another, close } = await openStage();
    const id = await monitor();
    const other = await another();
    const address = { by: "id", monitorId: id } as const;
    expect((await other.watch.get(address))?.config.failuresToDown).toBe(1);
    await send(id, { type: "configure", actor: "ann", patch: { failuresToDown: 2 } });
    await ping(id);
    const [outcome] = await other.watch.change([{ address, signal: pingSignal("fail") }]);
    expect(changed(outcome).transitions).toEqual([]);
    expect((await store.watch.get(address))?.state).toMatchObject({ status: "up", failuresInRow: 1 });
    await other.close();
    await close();
  });

  it("that come between the two reads of a monitor make it be read again", async () => {
    const { port, monitor, send, close } = await openStage();
    const id = await monitor({ name: "before" });
    let reads = 0;
    const reader = {
      get: port.get,
      async getMany(keys: Parameters<DynamoPort["getMany"]>[0]) {
        reads += 1;
        // The state was read; now the configuration changes.
        if (reads === 2) await send(id, { type: "configure", actor: "ann", patch: { name: "after" } });
        return await port.getMany(keys);
      },
    };
    const deps = { monitors: createMonitorCache(), pause: async () => {} };
    const found = await loadMonitor(deps, reader, { by: "id", monitorId: id });
    expect([found?.config.name, reads > 2]).toEqual(["after", true]);
    await close();
  });
});
