import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed, createStage, TIME } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type BadWire, startBadWire } from "../../../test/dynamodb/bad-wire.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { createFaults } from "../../../test/dynamodb/faults.ts";
import { HOUR, MINUTE, pingSignal } from "../../../test/monitor-story.ts";
import { newId } from "../../lib/ids.ts";
import { StoreUnavailable } from "../../model/index.ts";
import type { DynamoStoreOptions } from "./dynamo-store.ts";
import type { Key } from "./item.ts";

const missing = dynamoMissing();
/** State, ping, transition, incident, history and message, with their places in the indexes, twice for a transaction. */
const TRANSITION_UNITS = { writes: 23, reads: 7 };
const isState = ({ pk }: Key): boolean => pk.startsWith("HEARTBEAT#");

describe.skipIf(missing !== null)(`the writes of a ping on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  let wire: BadWire;

  beforeAll(async () => {
    emulator = await startDynamoEmulator();
    wire = await startBadWire(emulator.client.endpoint);
  });
  afterAll(async () => {
    await wire.close();
    await emulator.close();
  });

  /** A stage with a monitor that is up, and what has been paid since `start`. */
  async function openStage(options: Partial<DynamoStoreOptions> = {}) {
    let units = { reads: 0, writes: 0 };
    const onUnits = (kind: "read" | "write", count: number): void => {
      units = kind === "read" ? { ...units, reads: units.reads + count } : { ...units, writes: units.writes + count };
    };
    const dynamo = await openDynamoStage(emulator, { onUnits, ...options });
    const stage = await createStage(dynamo);
    const id = await stage.monitor();
    await stage.ping(id);
    const kinds = async () => (await stage.store.watch.pings(id, { limit: 10 })).items.map(({ kind }) => kind);
    const count = async () => (await stage.store.watch.get({ by: "id", monitorId: id }))?.state.pingCount;
    return {
      ...stage,
      another: dynamo.another,
      id,
      kinds,
      count,
      start: () => {
        units = { reads: 0, writes: 0 };
      },
      paid: () => units,
    };
  }

  describe("what is paid", () => {
    it("is two write units for a ping, with or without a short body, and one where pings are not kept", async () => {
      const kept = await openStage();
      for (const body of [undefined, "x".repeat(600)]) {
        kept.start();
        await kept.ping(kept.id, "success", body === undefined ? {} : { body });
        expect(kept.paid()).toEqual({ writes: 2, reads: 1 });
      }
      await kept.close();
      const unkept = await openStage({ keepPings: false });
      unkept.start();
      await unkept.ping(unkept.id);
      expect(unkept.paid()).toEqual({ writes: 1, reads: 1 });
      expect(await unkept.kinds()).toEqual([]);
      expect(await unkept.count()).toBe(2);
      await unkept.close();
    });

    it("is two write units also for the largest state: a run under way, an outage that somebody took up", async () => {
      const stage = await openStage();
      await stage.ping(stage.id, "fail");
      await stage.send(stage.id, { type: "acknowledge", actor: "n".repeat(100) });
      stage.start();
      await stage.ping(stage.id, "start", { runId: newId() });
      await stage.ping(stage.id, "log");
      expect(stage.paid()).toEqual({ writes: 4, reads: 2 });
      await stage.close();
    });

    it("is 23 write units for a transition that opens an outage and is told to one target", async () => {
      const stage = await openStage();
      stage.start();
      await stage.ping(stage.id, "fail");
      expect(stage.paid()).toEqual(TRANSITION_UNITS);
      await stage.close();
    });

    it("is half a read unit a shard for a look at what is overdue", async () => {
      const stage = await openStage();
      stage.start();
      expect(await stage.store.watch.overdue(100)).toEqual([]);
      expect(stage.paid()).toEqual({ writes: 0, reads: 32 });
      await stage.close();
    });
  });

  describe("a function that dies between the row and the state", () => {
    it("leaves a row that nobody sees, and the next ping takes its number", async () => {
      const faults = createFaults();
      const stage = await openStage({ around: faults.around });
      faults.crashBefore(isState);
      await expect(stage.ping(stage.id, "log", { body: "lost" })).resolves.toMatchObject({ kind: "failed" });
      expect([await stage.kinds(), await stage.count()]).toEqual([["success"], 1]);
      await stage.ping(stage.id, "success", { body: "kept" });
      expect([await stage.kinds(), await stage.count()]).toEqual([["success", "success"], 2]);
      expect(Buffer.from((await stage.store.watch.pingBody(stage.id, 2)) ?? []).toString()).toBe("kept");
      await stage.close();
    });

    it("also where the next ping changes the status", async () => {
      const faults = createFaults();
      const stage = await openStage({ around: faults.around });
      faults.crashBefore(isState);
      await stage.ping(stage.id, "log");
      expect(changed(await stage.ping(stage.id, "fail")).transitions).toHaveLength(1);
      expect([await stage.kinds(), await stage.count()]).toEqual([["fail", "success"], 2]);
      await stage.close();
    });

    it("only seems dead: whose number was taken away meanwhile takes the next one, and both are kept", async () => {
      const faults = createFaults();
      const stage = await openStage({ around: faults.around });
      const other = await stage.another();
      // The slow one has written its row; before its state is written another one waits for it in vain and goes on.
      faults.meanwhile(isState, () =>
        other.watch.change([{ address: { by: "id", monitorId: stage.id }, signal: pingSignal("log") }]),
      );
      await stage.ping(stage.id, "success");
      expect([await stage.kinds(), await stage.count()]).toEqual([["success", "log", "success"], 3]);
      await other.close();
      await stage.close();
    });
  });

  describe("a wire that loses answers", () => {
    it("records a ping once whose row was written and not answered", async () => {
      const stage = await openStage({ client: { ...emulator.client, endpoint: wire.endpoint } });
      for (const lost of [1, 2]) {
        wire.loseAnswers("PutItem", lost);
        await stage.ping(stage.id);
      }
      expect([await stage.kinds(), await stage.count()]).toEqual([["success", "success", "success"], 3]);
      await stage.close();
    });

    it("records a transition once that was written and not answered", async () => {
      const stage = await openStage({ client: { ...emulator.client, endpoint: wire.endpoint } });
      wire.loseAnswers("TransactWriteItems", 1);
      await stage.ping(stage.id, "fail");
      expect((await stage.messages()).map(({ event }) => event)).toEqual(["down"]);
      expect([await stage.kinds(), await stage.count()]).toEqual([["fail", "success"], 2]);
      await stage.close();
    });

    it("records a ping once that was not answered while another one came in between", async () => {
      const faults = createFaults();
      const stage = await openStage({ around: faults.around });
      const other = await stage.another();
      const ping = { address: { by: "id", monitorId: stage.id } as const, signal: pingSignal("log") };
      faults.answerRefusedAfter(isState, () => other.watch.change([ping]));
      await stage.ping(stage.id, "success");
      expect([await stage.kinds(), await stage.count()]).toEqual([["log", "success", "success"], 3]);
      await other.close();
      await stage.close();
    });
  });

  describe("a table that is throttled", () => {
    it("takes a ping when it recovers soon, and says that it cannot when it does not", async () => {
      const stage = await openStage({ client: { ...emulator.client, endpoint: wire.endpoint, maxAttempts: 2 } });
      wire.throttle("PutItem", 1);
      await stage.ping(stage.id);
      expect(await stage.count()).toBe(2);
      wire.throttle("PutItem", 2);
      await expect(stage.ping(stage.id)).rejects.toThrow(StoreUnavailable);
      wire.throttle("PutItem", 0);
      expect([await stage.kinds(), await stage.count()]).toEqual([["success", "success"], 2]);
      await stage.ping(stage.id);
      expect(await stage.count()).toBe(3);
      await stage.close();
    });

    it("does so with a transition, too, of which one item is held back", async () => {
      const stage = await openStage({ client: { ...emulator.client, endpoint: wire.endpoint } });
      wire.cancelTransactions(3);
      await stage.ping(stage.id, "fail");
      wire.cancelTransactions(100);
      await expect(stage.ping(stage.id)).rejects.toThrow(StoreUnavailable);
      wire.cancelTransactions(0);
      expect([await stage.kinds(), await stage.count()]).toEqual([["fail", "success"], 2]);
      await stage.close();
    });
  });

  describe("two sweeps and a ping at one deadline", () => {
    it("make one outage, whoever comes first", async () => {
      const stage = await openStage();
      const other = await stage.another();
      const address = { by: "id", monitorId: stage.id } as const;
      for (let round = 0; round < 5; round++) {
        stage.clock.advance(HOUR + 5 * MINUTE);
        await Promise.all([
          stage.store.watch.change([{ address, signal: TIME }]),
          other.watch.change([{ address, signal: TIME }]),
          other.watch.change([{ address, signal: pingSignal("success") }]),
        ]);
      }
      const { items } = await stage.store.incidents.list({ projectId: stage.topic.projectId, limit: 10 });
      expect(items.map(({ n, closed }) => [n, closed?.to])).toEqual([5, 4, 3, 2, 1].map((n) => [n, "up"]));
      expect(await stage.count()).toBe(6);
      await other.close();
      await stage.close();
    });
  });
});
