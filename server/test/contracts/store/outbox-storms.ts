import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { DigestFacts, Message, PingAction } from "../../../src/model/index.ts";
import type { IntegrationInput } from "../../../src/store/ports.ts";
import { HOUR, MINUTE, pingSignal, SECOND } from "../../monitor-story.ts";
import {
  again,
  attempt,
  createRequest,
  DEAD,
  DELIVERED,
  only,
  PROJECT_ID,
  type Stage,
  type StoreEngine,
  tester,
} from "./stage.ts";

/** One message a second, three at once: as Slack. */
const RATE = { tokens: 3, perMs: 3 * SECOND };

/** What becomes of messages that come faster than an integration may be sent to. */
export function testStorms(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("a storm", () => {
    test("is told in one digest; what it stands for is folded, and says where it was told", async (stage) => {
      const { store, claim } = stage;
      const { ids } = await storm(stage, 20);
      const [folded, ...others] = await store.outbox.foldStorms();
      expect(others).toEqual([]);
      expect(folded).toMatchObject({ topic: "team+storm", integrationName: "team", provider: "webhook", messages: 20 });
      const messages = await stage.messages();
      expect(inShort(messages)).toEqual([...Array(20).fill("down folded"), "digest waiting"]);
      for (const message of messages.slice(0, 20)) {
        expect(message).toMatchObject({
          digestId: folded?.digestId,
          lastReason: `It was told in the digest ${folded?.digestId}.`,
          dueAt: null,
          finishedAt: expect.any(Number),
        });
      }
      const told = await stage.store.outbox.list({ projectId: PROJECT_ID, digestId: folded?.digestId, limit: 100 });
      expect(told.items.map(({ monitorId }) => monitorId).toSorted()).toEqual(ids.toSorted());
      const { message, facts } = only(await claim());
      expect(message).toMatchObject({ id: folded?.digestId, event: "digest", monitorId: null, digestId: null });
      expect(facts).toMatchObject({ type: "digest", messages: 20, down: 20, recovered: 0, integration: "team" });
      expect((facts as DigestFacts).entries.map(({ monitorId }) => monitorId).toSorted()).toEqual(ids.toSorted());
    });

    test("is folded once, however many look at it at a time, and each message is told once", async (stage) => {
      const { store } = stage;
      await storm(stage, 30);
      const [claimed, ...folds] = await Promise.all([
        stage.claim({ limit: 1 }),
        ...Array.from({ length: 5 }, () => store.outbox.foldStorms()),
      ]);
      const alone = claimed.filter(({ message }) => message.event === "down").length;
      expect(folds.flat()).toMatchObject([{ messages: 30 - alone }]);
      const messages = await stage.messages();
      expect(messages.filter(({ event }) => event === "digest")).toHaveLength(1);
      expect(messages.filter(({ status }) => status === "folded")).toHaveLength(30 - alone);
    });

    test("is no storm when ten wait, or when all are gone within ten seconds", async (stage) => {
      await storm(stage, 10, { rate: { tokens: 1, perMs: MINUTE } });
      await storm(stage, 13, {}, "fast");
      expect(await stage.store.outbox.foldStorms()).toEqual([]);
    });

    test("is none for an integration without a rate, which takes messages as fast as they come", async (stage) => {
      await storm(stage, 30, { rate: null });
      expect(await stage.store.outbox.foldStorms()).toEqual([]);
      expect(await stage.claim()).toHaveLength(30);
    });

    test("is none for a target that keeps incidents: each needs its own open and close", async (stage) => {
      await storm(stage, 30, { keepsIncidents: true });
      expect(await stage.store.outbox.foldStorms()).toEqual([]);
    });

    test("is none of publications: their words exist nowhere else", async (stage) => {
      const topic = await stage.putTopic("storm", [{ name: "team", rate: RATE }]);
      for (let n = 0; n < 30; n += 1) await stage.publish(topic);
      expect(await stage.store.outbox.foldStorms()).toEqual([]);
      const { ids } = await storm(stage, 20);
      expect(await stage.store.outbox.foldStorms()).toMatchObject([{ messages: ids.length }]);
      const left = (await stage.messages()).filter(({ event }) => event === "publication");
      expect(new Set(inShort(left))).toEqual(new Set(["publication waiting"]));
    });

    test("is left alone while its integration is switched off or suspended", async (stage) => {
      const { ids } = await storm(stage, 20);
      await stage.putTopic("storm", [{ name: "team", rate: RATE, enabled: false, credentials: null }]);
      expect(await stage.store.outbox.foldStorms()).toEqual([]);
      await stage.putTopic("storm", [{ name: "team", rate: RATE, credentials: null }]);
      expect(await stage.store.outbox.foldStorms()).toMatchObject([{ messages: ids.length }]);
    });

    test(
      "waits for the end of a pause: what comes up again meanwhile is told as it stands then",
      async (stage) => {
        const { store, clock, publish } = stage;
        const topic = await stage.putTopic("storm", [{ name: "team", rate: RATE }]);
        await publish(topic);
        const until = clock.now() + 10 * MINUTE;
        const limited = again(until, { counts: false, pauseUntilAt: until, attempt: attempt("limited") });
        await store.outbox.settle(only(await stage.claim()).leaseId, limited);
        const { ids } = await storm(stage, 20);
        expect(await store.outbox.foldStorms()).toEqual([]);
        clock.advance(5 * MINUTE);
        for (const id of ids.slice(0, 5)) await stage.ping(id);
        clock.advance(5 * MINUTE + SECOND);
        expect(await store.outbox.foldStorms()).toMatchObject([{ messages: 20 }]);
        const digest = (await stage.claim()).find(({ message }) => message.event === "digest");
        expect(digest?.facts).toMatchObject({ messages: 20, down: 15, recovered: 5 });
      },
      time,
    );

    test(
      "leaves alone what somebody may have tried to send, and what waits behind it",
      async (stage) => {
        const { store, clock } = stage;
        const { ids } = await storm(stage, 20);
        const [leased, failed, unknown] = await stage.claim();
        await store.outbox.settle(failed?.leaseId ?? "", again(clock.now() + HOUR));
        await store.outbox.settle(unknown?.leaseId ?? "", again(clock.now() + HOUR, { uncertain: true }));
        const [tried] = [unknown?.message.monitorId ?? ""];
        await stage.ping(tried);
        clock.advance(SECOND);
        expect(await store.outbox.foldStorms()).toMatchObject([{ messages: ids.length - 3 }]);
        const left = (await stage.messages()).filter(({ status }) => status === "waiting");
        expect(inShort(left)).toEqual([...Array(3).fill("down waiting"), "up waiting", "digest waiting"]);
        expect(await store.outbox.settle(leased?.leaseId ?? "", DELIVERED)).toBe(true);
      },
      time,
    );

    test("takes whole lanes: a change that waits behind its down is told with it", async (stage) => {
      const { ids } = await storm(stage, 20);
      for (const id of ids) {
        await stage.send(id, { type: "configure", actor: "ann", patch: { severity: "critical" } });
      }
      expect(await stage.store.outbox.foldStorms()).toMatchObject([{ messages: 40 }]);
      const facts = only(await stage.claim()).facts as DigestFacts;
      expect(facts).toMatchObject({ messages: 40, down: 20 });
      expect(facts.entries[0]).toMatchObject({ messages: 2, severity: "critical" });
    });

    test(
      "does not take back what somebody asked to be sent again",
      async (stage) => {
        const { store, clock } = stage;
        await storm(stage, 20, { rate: null });
        clock.advance(28 * HOUR);
        expect(await store.outbox.expire(100)).toBe(20);
        await stage.putTopic("storm", [{ name: "team", rate: RATE, credentials: null }]);
        expect(await store.outbox.replay(PROJECT_ID, { limit: 100 }, "ann")).toHaveLength(20);
        expect(await store.outbox.foldStorms()).toEqual([]);
      },
      time,
    );

    test("makes several digests of more than two thousand messages", async (stage) => {
      await storm(stage, 2_005);
      expect(await stage.store.outbox.foldStorms()).toMatchObject([{ messages: 2_000 }]);
      const left = (await stage.messages()).filter(({ status }) => status === "waiting");
      expect(left.length).toBeLessThanOrEqual(1_000);
    });
  });

  describe("after a digest", () => {
    test(
      "what its monitors tell next waits until it is settled, and then goes as usual",
      async (stage) => {
        const { store } = stage;
        const { ids, other } = await storm(stage, 20);
        const [first = ""] = ids;
        await store.outbox.foldStorms();
        const digest = only(await stage.claim());
        await stage.ping(first);
        await stage.ping(other, "fail");
        const up = (await stage.messages()).find(({ event }) => event === "up");
        expect(up).toMatchObject({ monitorId: first, status: "waiting" });
        expect((await stage.claim()).map(({ message }) => message.monitorId)).toEqual([other]);
        expect(await store.outbox.claimMessage(up?.id ?? "", MINUTE)).toBeNull();
        await store.outbox.settle(digest.leaseId, again(0, { uncertain: true }));
        const retried = only(await stage.claim());
        expect(retried.message.event).toBe("digest");
        await store.outbox.settle(retried.leaseId, DELIVERED);
        stage.clock.advance(SECOND);
        expect(only(await stage.claim()).message).toMatchObject({ id: up?.id, event: "up" });
      },
      time,
    );

    test("that is dead the monitors go on, and a replay of it holds up nobody", async (stage) => {
      const { store } = stage;
      const { ids } = await storm(stage, 20);
      await store.outbox.foldStorms();
      const { leaseId, message } = only(await stage.claim());
      await store.outbox.settle(leaseId, DEAD);
      await store.outbox.replay(PROJECT_ID, { ids: [message.id] }, "ann");
      await stage.ping(ids[0] ?? "");
      expect((await stage.claim()).map((each) => each.message.event).toSorted()).toEqual(["digest", "up"]);
    });

    test(
      "the next one comes a minute later at the earliest; till then what does not fit at once is gathered",
      async (stage) => {
        const { store, clock } = stage;
        await storm(stage, 20);
        await store.outbox.foldStorms();
        await stage.deliverAll();
        const more = await storm(stage, 20, {}, "storm");
        clock.advance(30 * SECOND);
        expect(await store.outbox.foldStorms()).toEqual([]);
        expect(await stage.claim()).toEqual([]);
        clock.advance(30 * SECOND);
        expect(await store.outbox.foldStorms()).toMatchObject([{ messages: more.ids.length }]);
        expect(await stage.deliverAll()).toEqual(["digest"]);
      },
      time,
    );

    test(
      "a few messages leave one by one as soon as the bucket has room for all of them",
      async (stage) => {
        const { store, clock } = stage;
        const { ids } = await storm(stage, 20);
        await store.outbox.foldStorms();
        await stage.deliverAll();
        for (const id of ids.slice(0, 3)) await stage.ping(id);
        clock.advance(SECOND - 1);
        expect(await stage.deliverAll()).toEqual([]);
        clock.advance(SECOND);
        expect(await stage.deliverAll()).toEqual(["up", "up", "up"]);
      },
      time,
    );

    test(
      "how delivery stands is shown, and that it is a storm no longer",
      async (stage) => {
        const { store, clock, topic } = stage;
        const { topicId } = await storm(stage, 20);
        await store.outbox.foldStorms();
        const untilAt = clock.now() + MINUTE;
        expect(Object.values(await store.topics.deliveryStates([topicId]))).toEqual([{ kind: "storm", untilAt }]);
        expect(Object.values(await store.topics.deliveryStates([topic.id]))).toEqual([{ kind: "working" }]);
        clock.advance(MINUTE);
        expect(Object.values(await store.topics.deliveryStates([topicId]))).toEqual([{ kind: "working" }]);
      },
      time,
    );

    test(
      "a restart forgets nothing: it is still waited for, and the minute still runs",
      async (stage) => {
        const { ids } = await storm(stage, 20);
        await stage.store.outbox.foldStorms();
        await stage.ping(ids[0] ?? "");
        const store = await stage.reopen();
        const claim = () => store.outbox.claim({ limit: 100, perIntegration: 100, leaseMs: MINUTE });
        const digest = only(await claim());
        expect(digest.message.event).toBe("digest");
        expect(await claim()).toEqual([]);
        await store.outbox.settle(digest.leaseId, DELIVERED);
        expect(only(await claim()).message.event).toBe("up");
      },
      time,
    );
  });
}

const inShort = (messages: readonly Message[]): string[] => messages.map(({ event, status }) => `${event} ${status}`);

interface Storm {
  readonly topicId: string;
  /** The monitors that went down. */
  readonly ids: readonly string[];
  /** One of the same topic that is up. */
  readonly other: string;
}

/** Monitors that go down at once and tell an integration that takes one message a second, unless told. */
export async function storm(
  stage: Stage,
  count: number,
  change: Partial<IntegrationInput> = {},
  name = "storm",
): Promise<Storm> {
  const topic = await stage.putTopic(name, [{ name: "team", rate: RATE, ...change }]);
  const topics = [topic.name];
  const ids = Array.from({ length: count }, () => newId());
  const other = newId();
  const { watch } = stage.store;
  await watch.change([...ids, other].map((id, n) => createRequest(id, { name: `job ${n}`, topics })));
  const pings = (monitorIds: readonly string[], action: PingAction) =>
    monitorIds.map((monitorId) => ({ address: { by: "id", monitorId }, signal: pingSignal(action) }) as const);
  await watch.change(pings([...ids, other], "success"));
  await watch.change(pings(ids, "fail"));
  return { topicId: topic.id, ids, other };
}
