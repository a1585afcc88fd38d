import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { ReplaySelect } from "../../../src/store/ports.ts";
import { DAY, HOUR, MINUTE } from "../../monitor-story.ts";
import {
  again,
  allPages,
  DEAD,
  DELIVERED,
  only,
  PROJECT_ID,
  publication,
  type Stage,
  type StoreEngine,
  tester,
} from "./stage.ts";

/** Publications with their idempotency, dead letters and their replay, and what can be read of messages. */
export function testOutboxReads(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("publishing", () => {
    test("makes one message for each integration and says their ids", async ({ store, putTopic, message }) => {
      const topic = await putTopic("apps", [{ name: "a" }, { name: "b" }]);
      const outcome = await store.outbox.publish(publication(topic));
      expect(outcome).toMatchObject({ kind: "published", repeated: false });
      const made = outcome.kind === "published" ? outcome.messages : [];
      expect(made.map((each) => each.integrationName)).toEqual(["a", "b"]);
      for (const { id, integrationName } of made) {
        expect(await message(id)).toMatchObject({
          integrationName,
          event: "publication",
          topic: topic.name,
          monitorId: null,
        });
      }
    });

    test("to a topic without integrations is stored and makes no message", async ({ store, putTopic }) => {
      const topic = await putTopic("empty", []);
      expect(await store.outbox.publish(publication(topic))).toEqual({
        kind: "published",
        messages: [],
        repeated: false,
      });
    });

    test("without a key makes new messages each time", async ({ topic, publish }) => {
      expect(await publish(topic)).not.toEqual(await publish(topic));
    });

    test("with the same key and body gives the same ids, also in parallel", async ({ store, topic, messages }) => {
      const key = { key: "order 7", bodyHash: "h1" };
      const calls = Array.from({ length: 8 }, () => store.outbox.publish(publication(topic), key));
      const outcomes = [...(await Promise.all(calls)), await store.outbox.publish(publication(topic), key)];
      const ids = outcomes.map((outcome) => outcome.kind === "published" && outcome.messages.map((each) => each.id));
      expect(new Set(ids.map((each) => JSON.stringify(each))).size).toBe(1);
      expect(outcomes.map((outcome) => outcome.kind === "published" && outcome.repeated)).toEqual([
        false,
        ...Array(8).fill(true),
      ]);
      expect(await messages()).toHaveLength(1);
    });

    test("with the same key and another body is a conflict, also in parallel", async ({ store, topic, messages }) => {
      const outcomes = await Promise.all([
        store.outbox.publish(publication(topic), { key: "k", bodyHash: "h1" }),
        store.outbox.publish(publication(topic), { key: "k", bodyHash: "h2" }),
      ]);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["published", "conflict"]);
      expect(await store.outbox.publish(publication(topic), { key: "k", bodyHash: "h2" })).toEqual({
        kind: "conflict",
      });
      expect(await messages()).toHaveLength(1);
    });

    test("takes the same key anew on another topic", async ({ store, topic, putTopic, messages }) => {
      const other = await putTopic("other", [{}]);
      for (const to of [topic, other]) {
        const outcome = await store.outbox.publish(publication(to), { key: "k", bodyHash: "h1" });
        expect(outcome).toMatchObject({ repeated: false });
      }
      expect(await messages()).toHaveLength(2);
    });

    test(
      "takes a key anew after 24 hours, with any body",
      async ({ store, clock, topic }) => {
        const publishAs = (bodyHash: string) => store.outbox.publish(publication(topic), { key: "k", bodyHash });
        await publishAs("h1");
        clock.advance(DAY - 1);
        expect(await publishAs("h1")).toMatchObject({ repeated: true });
        expect(await publishAs("h2")).toEqual({ kind: "conflict" });
        clock.advance(1);
        expect(await publishAs("h2")).toMatchObject({ kind: "published", repeated: false });
        expect(await publishAs("h2")).toMatchObject({ repeated: true });
        expect(await publishAs("h1")).toEqual({ kind: "conflict" });
      },
      time,
    );

    test("keeps many at once apart", async ({ store, topic, messages }) => {
      const calls = Array.from({ length: 40 }, (_, n) =>
        store.outbox.publish(publication(topic), n % 2 === 0 ? { key: `k${n}`, bodyHash: "h" } : undefined),
      );
      const ids = (await Promise.all(calls)).flatMap((outcome) =>
        outcome.kind === "published" ? outcome.messages : [],
      );
      expect(new Set(ids.map((each) => each.id)).size).toBe(40);
      expect(await messages()).toHaveLength(40);
    });
  });

  describe("replaying dead messages", () => {
    test(
      "puts them back to waiting with a fresh plan and keeps their attempts",
      async (stage) => {
        const { store, clock, message, claim } = stage;
        const id = await deadMessage(stage);
        clock.advance(20 * HOUR);
        expect(await store.outbox.replay(PROJECT_ID, { ids: [id] }, "ann")).toEqual([id]);
        expect(await message(id)).toMatchObject({
          status: "waiting",
          attemptCount: 0,
          finishedAt: null,
          dueAt: clock.now(),
          expiresAt: clock.now() + 28 * HOUR,
        });
        await store.outbox.settle(only(await claim()).leaseId, DELIVERED);
        const attempts = (await store.outbox.get(PROJECT_ID, id))?.attempts ?? [];
        expect(attempts.map(({ n, outcome }) => `${n} ${outcome}`)).toEqual(["1 rejected", "2 delivered"]);
        const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "message-replayed" });
        expect(items).toMatchObject([{ actor: "ann" }]);
      },
      time,
    );

    test("leaves alone what is unknown, not dead, another project's or without an integration", async (stage) => {
      const { store, topic, publish, putTopic } = stage;
      const dead = await deadMessage(stage);
      const doomed = await putTopic("doomed", [{ name: "doomed" }]);
      const orphan = only(await publish(doomed));
      await store.outbox.settle(only(await stage.claim()).leaseId, DEAD);
      await putTopic("doomed", []);
      const delivered = only(await publish(topic));
      await stage.deliverAll();
      const waiting = only(await publish(topic));
      const ids = [newId(), delivered, waiting, orphan, "nonsense"];
      expect(await store.outbox.replay(PROJECT_ID, { ids }, "ann")).toEqual([]);
      expect(await store.outbox.replay(newId(), { ids: [dead] }, "eve")).toEqual([]);
      expect(await store.outbox.replay(PROJECT_ID, { ids: [...ids, dead] }, "ann")).toEqual([dead]);
      expect(await store.outbox.replay(PROJECT_ID, { ids: [dead] }, "ann")).toEqual([]);
      expect(await store.outbox.replay(PROJECT_ID, { ids: [] }, "ann")).toEqual([]);
    });

    test("by filter takes those of the topic or the monitor, oldest first, as many as allowed", async (stage) => {
      const { store, putTopic } = stage;
      const topic = await putTopic("apps", [{ name: "apps" }]);
      const others = [await deadMessage(stage), await deadMessage(stage)];
      const mine = [await deadMessage(stage, topic), await deadMessage(stage, topic), await deadMessage(stage, topic)];
      expect(await store.outbox.replay(PROJECT_ID, { topic: "no+such", limit: 10 }, "ann")).toEqual([]);
      expect(await store.outbox.replay(PROJECT_ID, { monitorId: newId(), limit: 10 }, "ann")).toEqual([]);
      expect(await store.outbox.replay(PROJECT_ID, { topic: topic.name, limit: 2 }, "ann")).toEqual(mine.slice(0, 2));
      expect(await store.outbox.replay(PROJECT_ID, { topic: topic.name, limit: 9 }, "ann")).toEqual(mine.slice(2));
      expect(await store.outbox.replay(PROJECT_ID, { limit: 9 }, "ann")).toEqual(others);
    });

    test("by filter also takes those of an integration, an event and a time, and what is asked for must all fit", async (stage) => {
      const { store, clock, putTopic } = stage;
      const topic = await putTopic("apps", [{ name: "apps" }]);
      const early = await deadMessage(stage, topic);
      clock.advance(HOUR);
      const between = clock.now() - HOUR / 2;
      const [late, other] = [await deadMessage(stage, topic), await deadMessage(stage)];
      const replay = (select: ReplaySelect) => store.outbox.replay(PROJECT_ID, select, "ann");
      const integrationId = only(topic.integrations).id;
      expect(await replay({ integrationId, event: "down" })).toEqual([]);
      expect(await replay({ ids: [early, other], toAt: clock.now() - HOUR })).toEqual([]);
      // A store in a thread has a clock of its own, which cannot be moved.
      if ((await store.now()) === clock.now()) {
        expect(await replay({ integrationId, fromAt: between })).toEqual([late]);
        expect(await replay({ integrationId, event: "publication", toAt: between })).toEqual([early]);
      } else {
        expect(await replay({ integrationId, event: "publication" })).toEqual([early, late]);
      }
      expect(await replay({})).toEqual([other]);
    });

    test("holds up nothing that the lane has sent or will send since", async (stage) => {
      const { store, monitor, ping, claim } = stage;
      const id = await monitor();
      await ping(id);
      await ping(id, "fail");
      const down = only(await claim());
      await store.outbox.settle(down.leaseId, DEAD);
      await store.outbox.replay(PROJECT_ID, { monitorId: id, limit: 10 }, "ann");
      await ping(id, "success");
      expect((await claim()).map(({ message }) => message.event).toSorted()).toEqual(["down", "up"]);
    });
  });

  describe("messages", () => {
    test("are listed newest first, page by page, by status, topic and monitor", async (stage) => {
      const { store, topic, putTopic, publish, monitor, ping } = stage;
      const other = await putTopic("apps", [{ name: "apps" }]);
      const dead = await deadMessage(stage);
      const apps = [only(await publish(other)), only(await publish(other))];
      await stage.deliverAll();
      const id = await monitor();
      await ping(id);
      await ping(id, "fail");
      const down = only((await stage.messages()).filter((message) => message.monitorId === id)).id;
      const waiting = only(await publish(topic));
      const list = async (filter: object) => {
        const all = await allPages((cursor) =>
          store.outbox.list({ projectId: PROJECT_ID, limit: 2, cursor, ...filter }),
        );
        return all.items.map((message) => message.id);
      };
      expect(await list({})).toEqual([waiting, down, ...apps.toReversed(), dead]);
      expect(await list({ status: "delivered" })).toEqual(apps.toReversed());
      expect(await list({ status: "dead" })).toEqual([dead]);
      expect(await list({ topic: other.name })).toEqual(apps.toReversed());
      expect(await list({ topic: "no+such" })).toEqual([]);
      expect(await list({ monitorId: id })).toEqual([down]);
      expect(await list({ topic: topic.name, status: "waiting" })).toEqual([waiting, down]);
      expect(await store.outbox.list({ projectId: newId(), limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    test("of another project are not found", async ({ store, topic, publish }) => {
      const id = only(await publish(topic));
      expect(await store.outbox.get(newId(), id)).toBeNull();
      expect(await store.outbox.get(PROJECT_ID, newId())).toBeNull();
    });

    test("still show what they were when their topic is gone", async ({
      store,
      topic,
      publish,
      deliverAll,
      message,
    }) => {
      const id = only(await publish(topic));
      await deliverAll();
      await store.topics.delete(PROJECT_ID, "default", "alerts", "ann");
      expect(await message(id)).toMatchObject({
        status: "delivered",
        topic: "(removed)",
        integrationName: "(removed)",
      });
    });

    test(
      "are counted: how many wait, since when the oldest is due, how many are dead",
      async (stage) => {
        const { store, clock, topic, publish, claim } = stage;
        expect(await store.outbox.backlog()).toMatchObject({ waiting: 0, oldestDueAt: null, dead: 0, openBreakers: 0 });
        await deadMessage(stage);
        const since = clock.now();
        await publish(topic);
        clock.advance(MINUTE);
        await publish(topic);
        expect(await store.outbox.backlog()).toMatchObject({ waiting: 2, oldestDueAt: since, dead: 1 });
        const [first] = await claim({ limit: 1 });
        await store.outbox.settle(first?.leaseId ?? "", again(clock.now() + HOUR));
        expect(await store.outbox.backlog()).toMatchObject({ waiting: 2, oldestDueAt: clock.now(), dead: 1 });
        await stage.deliverAll();
        expect(await store.outbox.backlog()).toMatchObject({ waiting: 1, oldestDueAt: clock.now() + HOUR, dead: 1 });
      },
      time,
    );
  });
}

/** A message that was given up; says its id. */
async function deadMessage(stage: Stage, topic = stage.topic): Promise<string> {
  const id = only(await stage.publish(topic));
  const claimed = await stage.claim();
  await stage.store.outbox.settle(only(claimed).leaseId, DEAD);
  return id;
}
