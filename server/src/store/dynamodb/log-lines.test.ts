import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allPages, createStage } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { DAY, every, MINUTE, pingSignal } from "../../../test/monitor-story.ts";
import type { Item } from "./item.ts";
import { stateKey } from "./keys.ts";
import { lineKey, PING, RESULT } from "./log-items.ts";
import type { DynamoPort } from "./port.ts";
import { STATE } from "./state-item.ts";

const missing = dynamoMissing();
const BODY_KEY = /^BODY#/;

describe.skipIf(missing !== null)(
  `the lines of a monitor's log on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
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
      return { ...stage, port };
    }

    it("are the newest 1,000 at once, although DynamoDB has not deleted the others yet", async () => {
      const { store, port, monitor, close } = await openStage();
      const id = await monitor();
      const state = await port.get(stateKey(id));
      if (!state) throw new Error("there is no state");
      const rows = Array.from({ length: 1_010 }, (_, index): Item => {
        const seen = JSON.stringify({ timings: {}, details: {} });
        return { ...lineKey(id, RESULT, index + 1), v: 1, at: index, k: "ok", r: "it was", j: seen };
      });
      for (const item of rows) await port.write({ kind: "put", item, when: "any" });
      await port.write({ kind: "put", item: { ...state, [STATE.pingCount]: rows.length, v: 2 }, when: "any" });
      const { items } = await allPages((cursor) => store.watch.results(id, { limit: 300, cursor }));
      expect([items.length, items[0]?.n, items.at(-1)?.n]).toEqual([1_000, 1_010, 11]);
      await close();
    });

    it("are kept for 2,000 intervals of their monitor, a week at least and 400 days at most", async () => {
      const { port, monitor, ping, clock, close } = await openStage();
      const kept: number[] = [];
      for (const periodMs of [MINUTE, 60 * MINUTE, DAY]) {
        const id = await monitor({ schedule: every(periodMs, MINUTE) });
        await ping(id);
        const row = await port.get(lineKey(id, PING, 1));
        kept.push(Math.round((Number(row?.ttl) * 1000 - clock.now()) / DAY));
      }
      expect(kept).toEqual([7, 83, 400]);
      await close();
    });

    it("that are past their time are left out, although DynamoDB has not deleted them yet", async () => {
      const { store, monitor, ping, clock, close } = await openStage();
      const id = await monitor({ schedule: every(MINUTE, MINUTE) });
      await ping(id, "success", { body: "old" });
      clock.advance(8 * DAY);
      await ping(id, "success", { body: "new" });
      expect((await store.watch.pings(id, { limit: 10 })).items.map(({ n }) => n)).toEqual([2]);
      expect(await store.watch.pingBody(id, 1)).toBeNull();
      await close();
    });

    it("have a large body beside them and a small one in them, both found by what they mention", async () => {
      const { store, port, monitor, close } = await openStage();
      const id = await monitor();
      const bodies = ["small Needle", `${"hay ".repeat(2_000)}NEEDLE`];
      const address = { by: "id", monitorId: id } as const;
      await store.watch.change(bodies.map((body) => ({ address, signal: pingSignal("log", { body }) })));
      const found = await store.watch.log(id, { limit: 10, text: "needle" });
      expect(found.items.map((entry) => entry.type === "ping" && entry.ping.n)).toEqual([2, 1]);
      const { items } = await port.query({ pk: lineKey(id, PING, 1).pk });
      expect(items.filter(({ sk }) => BODY_KEY.test(sk))).toHaveLength(1);
      for (const [index, body] of bodies.entries()) {
        expect(Buffer.from((await store.watch.pingBody(id, index + 1)) ?? []).toString()).toBe(body);
      }
      await close();
    });
  },
);
