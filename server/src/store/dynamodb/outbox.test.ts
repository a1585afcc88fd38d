import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storm } from "../../../test/contracts/store/outbox-storms.ts";
import {
  again,
  createRequest,
  createStage,
  DEAD,
  DELIVERED,
  only,
  PROJECT_ID,
  publication,
  type Stage,
  suspending,
} from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { HOUR, MINUTE, pingSignal } from "../../../test/monitor-story.ts";
import { TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { AppError, StoreUnavailable } from "../../model/index.ts";
import type { Store } from "../ports.ts";
import type { DueMessage } from "./deps.ts";
import { type DynamoStoreOptions, openDynamoStore } from "./dynamo-store.ts";
import { dueFrom, emptyLane, laneItem, laneOfMonitor, newEntry } from "./lane.ts";
import { messageKey } from "./message-item.ts";
import type { DynamoPort, Write } from "./port.ts";

const missing = dynamoMissing();

describe.skipIf(missing !== null)(`the outbox on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    emulator = await startDynamoEmulator();
  });
  afterAll(async () => {
    for (const store of opened) await store.close();
    await emulator.close();
  });

  interface Told extends Stage {
    readonly port: DynamoPort;
    /** What was told as due since it was last asked. */
    readonly told: () => readonly DueMessage[];
    /** Another process on the same table. */
    readonly other: (around?: DynamoStoreOptions["around"]) => Promise<Store>;
  }

  async function open(options: Partial<DynamoStoreOptions> = {}): Promise<Told> {
    let due: DueMessage[] = [];
    const onDue = (messages: readonly DueMessage[]): void => void due.push(...messages);
    const ports: DynamoPort[] = [];
    const around = (port: DynamoPort): DynamoPort => {
      ports.push(port);
      return port;
    };
    const store = await openDynamoStage(emulator, { onDue, around, ...options });
    const port = only(ports);
    opened.push(store);
    const stage = await createStage(store);
    const { table } = store;
    return {
      ...stage,
      port,
      told() {
        const seen = due;
        due = [];
        return seen;
      },
      async other(around) {
        const { client } = emulator;
        const settings = { table, client, masterKey: TEST_MASTER_KEY, baseUrl: "https://watchbell.test", around };
        const second = await openDynamoStore(settings, store.clock.now);
        opened.push(second);
        return second;
      },
    };
  }

  describe("tells after the commit what is due", () => {
    it("what was published, what is to be tried again with its time, and what is sent again", async () => {
      const { store, clock, topic, publish, claim, told } = await open();
      const id = only(await publish(topic));
      expect(told()).toEqual([{ id, dueAt: clock.now() }]);
      const dueAt = clock.now() + HOUR;
      await store.outbox.settle(only(await claim()).leaseId, again(dueAt));
      expect(told()).toEqual([{ id, dueAt }]);
      clock.advance(HOUR);
      await store.outbox.settle(only(await claim()).leaseId, DEAD);
      expect(told()).toEqual([]);
      await store.outbox.replay(PROJECT_ID, { ids: [id] }, "ann");
      expect(told()).toEqual([{ id, dueAt: clock.now() }]);
    });

    it("the next message of a lane when the one before it is done, and not earlier", async () => {
      const stage = await open();
      const id = await stage.monitor();
      await stage.ping(id);
      await stage.ping(id, "fail");
      const down = only(await stage.claim());
      stage.told();
      await stage.ping(id);
      expect(stage.told()).toEqual([]);
      await stage.store.outbox.settle(down.leaseId, DELIVERED);
      const up = (await stage.messages()).find(({ event }) => event === "up");
      expect(stage.told()).toEqual([{ id: up?.id, dueAt: stage.clock.now() }]);
    });

    it("what waited for an integration that works again", async () => {
      const { store, putTopic, publish, claim, told } = await open();
      const topic = await putTopic("ops", [{ name: "hook" }]);
      await publish(topic);
      const waiting = only(await publish(topic));
      await store.outbox.settle((await claim({ limit: 1 }))[0]?.leaseId ?? "", suspending("410"));
      told();
      await store.topics.resume(only(topic.integrations).id, "ann");
      expect(told()).toMatchObject([{ id: waiting }]);
      await putTopic("ops", [{ name: "hook", credentials: null, enabled: false }]);
      expect(told()).toEqual([]);
      await putTopic("ops", [{ name: "hook", credentials: null }]);
      expect(told()).toMatchObject([{ id: waiting }]);
    });

    it("what waited behind a digest", async () => {
      const stage = await open();
      const { ids } = await storm(stage, 20);
      const [folded] = await stage.store.outbox.foldStorms();
      await stage.ping(ids[0] ?? "");
      stage.told();
      const digest = only(await stage.claim());
      expect(digest.message.id).toBe(folded?.digestId);
      await stage.store.outbox.settle(digest.leaseId, DELIVERED);
      const up = (await stage.messages()).find(({ event }) => event === "up");
      expect(stage.told()).toEqual([{ id: up?.id, dueAt: stage.clock.now() }]);
    });
  });

  describe("between processes", () => {
    it("gives a message to one of many who were told of it", async () => {
      const { store, topic, publish, other } = await open();
      const stores = [store, await other(), await other()];
      const id = only(await publish(topic));
      const claims = await Promise.all(
        stores.flatMap((one) => [one.outbox.claimMessage(id, MINUTE), one.outbox.claimMessage(id, MINUTE)]),
      );
      const [claimed, ...more] = claims.filter((each) => each !== null);
      expect(more).toEqual([]);
      const settled = await Promise.all(stores.map((one) => one.outbox.settle(claimed?.leaseId ?? "", DELIVERED)));
      expect(settled.filter(Boolean)).toHaveLength(1);
    });

    it("keeps one publication of one idempotency key", async () => {
      const { store, topic, other, messages } = await open();
      const stores = [store, await other(), await other()];
      const key = { key: "order 7", bodyHash: "h" };
      const outcomes = await Promise.all(stores.map((one) => one.outbox.publish(publication(topic), key)));
      expect(outcomes.map((outcome) => outcome.kind === "published" && outcome.repeated).toSorted()).toEqual([
        false,
        true,
        true,
      ]);
      expect(await messages()).toHaveLength(1);
    });

    it("loses nothing where one adds to a lane while another settles its head", async () => {
      const stage = await open({ onDue: undefined });
      const second = await stage.other();
      const id = await stage.monitor();
      await stage.ping(id);
      for (let round = 0; round < 10; round += 1) {
        await stage.ping(id, "fail");
        const { leaseId } = only(await stage.claim());
        const up = { address: { by: "id", monitorId: id }, signal: pingSignal("success") } as const;
        await Promise.all([second.watch.change([up]), stage.store.outbox.settle(leaseId, DELIVERED)]);
        expect(await stage.deliverAll()).toEqual(["up"]);
      }
    });

    it("never spends a token of a rate twice", async () => {
      const { store, putTopic, publish, other } = await open();
      const topic = await putTopic("slow", [{ name: "slow", rate: { tokens: 3, perMs: HOUR } }]);
      const ids: string[] = [];
      for (let n = 0; n < 8; n += 1) ids.push(only(await publish(topic)));
      const stores = [store, await other()];
      const claims = await Promise.all(ids.map((id, n) => (stores[n % 2] ?? store).outbox.claimMessage(id, MINUTE)));
      expect(claims.filter((claimed) => claimed !== null)).toHaveLength(3);
    });
  });

  describe("a rate", () => {
    it("is kept where a queue feeds the senders; what it does not let out is told again as it may go", async () => {
      const { store, clock, putTopic, publish } = await open();
      const topic = await putTopic("slow", [{ name: "slow", rate: { tokens: 2, perMs: 2 * MINUTE } }]);
      const ids: string[] = [];
      for (let n = 0; n < 4; n += 1) ids.push(only(await publish(topic)));
      for (const id of ids.slice(0, 2)) expect(await store.outbox.claimMessage(id, HOUR)).not.toBeNull();
      expect(await store.outbox.claimMessage(ids[2] ?? "", HOUR)).toBeNull();
      expect(await store.outbox.dueIds(10)).toEqual([]);
      clock.advance(MINUTE);
      expect((await store.outbox.dueIds(10)).map(({ id }) => id)).toEqual(ids.slice(2, 3));
      expect(await store.outbox.claimMessage(ids[2] ?? "", HOUR)).not.toBeNull();
    });

    it("and a pause hold up no test message", async () => {
      const { store, clock, putTopic, publish, claim } = await open();
      const topic = await putTopic("slow", [{ name: "slow" }]);
      await publish(topic);
      const until = clock.now() + HOUR;
      await store.outbox.settle(only(await claim()).leaseId, again(until, { counts: false, pauseUntilAt: until }));
      const waiting = only(await publish(topic));
      expect(await store.outbox.claimMessage(waiting, MINUTE)).toBeNull();
      const outcome = await store.outbox.publish({ ...publication(topic), event: "test" });
      const id = outcome.kind === "published" ? (outcome.messages[0]?.id ?? "") : "";
      expect(await store.outbox.claimMessage(id, MINUTE)).toMatchObject({ message: { id } });
    });
  });

  describe("a process that dies between two steps", () => {
    it("of removing an integration leaves messages that whoever meets them cancels", async () => {
      const stage = await open();
      const topic = await stage.putTopic("doomed", [{ name: "doomed" }]);
      const id = only(await stage.publish(topic));
      const dying = await stage.other(dyingAfter((write) => write.kind === "delete" && write.key.sk === "INTEGRATION"));
      const input = { projectId: PROJECT_ID, channel: "team", topic: "doomed", integrations: [] };
      expect(await dying.topics.put(input, "ann")).toMatchObject({ kind: "put" });
      expect(await stage.message(id)).toMatchObject({ status: "waiting", integrationName: "(removed)" });
      expect(await stage.store.outbox.claimMessage(id, MINUTE)).toBeNull();
      expect(await stage.message(id)).toMatchObject({ status: "cancelled", dueAt: null });
    });

    it("of folding a storm leaves a digest that another one finishes a minute later, once", async () => {
      const stage = await open();
      const { ids } = await storm(stage, 20);
      const dying = await stage.other(dyingAfter((write) => write.kind === "put" && write.item.behind !== undefined));
      await expect(dying.outbox.foldStorms()).rejects.toThrow(StoreUnavailable);
      expect(await stage.store.outbox.foldStorms()).toEqual([]);
      expect(await stage.claim()).toEqual([]);
      stage.clock.advance(MINUTE);
      const folds = await Promise.all([stage.store.outbox.foldStorms(), (await stage.other()).outbox.foldStorms()]);
      expect(folds.flat()).toMatchObject([{ messages: ids.length }]);
      expect(await stage.deliverAll()).toEqual(["digest"]);
      expect((await stage.messages()).filter(({ status }) => status === "folded")).toHaveLength(20);
    });

    it("of superseding leaves a message that shows how it ended all the same", async () => {
      const stage = await open();
      const { port } = stage;
      const id = await stage.monitor();
      await stage.ping(id);
      await stage.ping(id, "fail");
      const dying = await stage.other(dyingAfter((write) => write.kind === "put" && write.item.ended !== undefined));
      const up = { address: { by: "id", monitorId: id }, signal: pingSignal("success") } as const;
      expect(await dying.watch.change([up])).toMatchObject([{ kind: "changed" }]);
      const inShort = async () => (await stage.messages()).map(({ event, status }) => `${event} ${status}`);
      expect(await inShort()).toEqual(["down superseded", "was-down waiting"]);
      const { items } = await stage.store.outbox.list({ projectId: PROJECT_ID, status: "superseded", limit: 10 });
      expect(items).toMatchObject([{ event: "down", lastReason: "The outage was over before this was sent." }]);
      expect(await stage.deliverAll()).toEqual(["was-down"]);
      const stored = async () => (await port.get(messageKey(only(items).id)))?.status;
      expect(await stored()).toBe("waiting");
      await stage.store.outbox.dueIds(10);
      expect(await stored()).toBe("superseded");
      expect(await inShort()).toEqual(["down superseded", "was-down delivered"]);
    });
  });

  describe("a lane", () => {
    it("ends somewhere: what does not fit is dead at once, with the reason, and can be sent again", async () => {
      const stage = await open();
      const { port, topic } = stage;
      const id = await stage.monitor();
      await stage.ping(id);
      const integrationId = only(topic.integrations).id;
      const waiting = Array.from({ length: 1_000 }, (_, n) =>
        newEntry({ id: `earlier ${n}`, event: "was-down", alertKey: null, seq: String(n).padStart(24, "0") }, 0),
      );
      const lane = emptyLane({ integrationId, name: laneOfMonitor(id), monitorId: id });
      const full = { ...laneItem({ ...lane, waiting, head: dueFrom(stage.clock.now() + HOUR) }), v: 1 };
      await port.write({ kind: "put", item: full, when: "absent" });
      await stage.ping(id, "fail");
      const dead = await stage.store.outbox.list({ projectId: PROJECT_ID, status: "dead", limit: 10 });
      const lastReason = "1000 messages of this monitor wait for this integration already.";
      expect(dead.items).toMatchObject([{ event: "down", monitorId: id, lastReason }]);
      expect(await stage.store.outbox.countDead(PROJECT_ID)).toBe(1);
      const replayed = await stage.store.outbox.replay(PROJECT_ID, {}, "ann");
      expect((await stage.claim()).map(({ message }) => message.id)).toEqual(replayed);
    });
  });

  describe("what is paid for a message", () => {
    it("is five write units to publish it, one to claim it by its id, seven to settle it", async () => {
      let writes = 0;
      const onUnits = (kind: "read" | "write", units: number): void => {
        if (kind === "write") writes += units;
      };
      const { store, topic, publish } = await open({ onUnits });
      await publish(topic);
      const paid = async (act: () => Promise<unknown>): Promise<number> => {
        writes = 0;
        await act();
        return writes;
      };
      let id = "";
      expect(await paid(async () => (id = only(await publish(topic))))).toBe(5);
      let leaseId = "";
      expect(await paid(async () => (leaseId = (await store.outbox.claimMessage(id, MINUTE))?.leaseId ?? ""))).toBe(1);
      expect(await paid(() => store.outbox.settle(leaseId, DELIVERED))).toBe(7);
    });
  });

  describe("a monitor with forty targets", () => {
    it("goes down and up again in one transaction each", async () => {
      const stage = await open();
      const integrations = Array.from({ length: 40 }, (_, n) => ({ name: `target ${n}` }));
      const topic = await stage.putTopic("many", integrations);
      const id = await stage.monitor({ topics: [topic.name] });
      for (const action of ["success", "fail", "success"] as const) await stage.ping(id, action);
      const statuses = (await stage.messages()).map(({ event, status }) => `${event} ${status}`);
      expect(statuses.filter((each) => each === "down superseded")).toHaveLength(40);
      expect(statuses.filter((each) => each === "was-down waiting")).toHaveLength(40);
    });

    it("is as many as there may be: a topic with more is refused, and one that a monitor names beside others", async () => {
      const stage = await open();
      const integrations = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `target ${n}` }));
      await expect(stage.putTopic("many", integrations(41))).rejects.toThrow(AppError);
      const one = await stage.putTopic("one", integrations(20));
      const two = await stage.putTopic("two", integrations(20));
      await stage.store.watch.change([
        createRequest("22222222-2222-4222-8222-222222222222", { name: "busy", topics: [one.name, two.name] }),
      ]);
      await expect(stage.putTopic("two", integrations(21))).rejects.toThrow(/busy/);
      await stage.putTopic("two", integrations(19));
    });
  });
});

/** A way to DynamoDB that is gone as soon as such a write went through. */
function dyingAfter(isLast: (write: Write) => boolean): (port: DynamoPort) => DynamoPort {
  let isDead = false;
  const alive = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (isDead) throw new StoreUnavailable("The store cannot take this now: the process is dead.");
    return await call();
  };
  const writing = async <Answer>(writes: readonly Write[], call: () => Promise<Answer>): Promise<Answer> => {
    const answer = await alive(call);
    if (answer === "written" && writes.some(isLast)) isDead = true;
    return answer;
  };
  return (port) => ({
    get: (key) => alive(() => port.get(key)),
    getMany: (keys) => alive(() => port.getMany(keys)),
    query: (query) => alive(() => port.query(query)),
    write: (write) => writing([write], () => port.write(write)),
    transact: (writes) => writing(writes, () => port.transact(writes)),
    close: () => port.close(),
  });
}
