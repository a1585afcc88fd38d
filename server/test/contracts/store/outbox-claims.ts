import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../monitor-story.ts";
import {
  again,
  attempt,
  DEAD,
  DELIVERED,
  deliveredWith,
  integration,
  only,
  PROJECT_ID,
  publication,
  type StoreEngine,
  suspending,
  tester,
} from "./stage.ts";

const AGE_LIMIT_MS = 28 * HOUR;

/** How messages are claimed, leased and settled. */
export function testOutboxClaims(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("a claim", () => {
    test("hands out what a sender needs, and leases it", async ({ store, topic, publish, claim }) => {
      const id = only(await publish(topic));
      const claimed = only(await claim());
      expect(claimed).toMatchObject({
        message: { id, status: "waiting", attemptCount: 0, topic: topic.name, integrationName: "first" },
        facts: publication(topic).facts,
        model: null,
        credentials: { url: "https://example.org/first" },
        previous: null,
      });
      expect(await claim()).toEqual([]);
      expect(await store.outbox.claimMessage(id, MINUTE)).toBeNull();
    });

    test("goes round robin over the integrations, so that a full one takes no one's turn", async ({
      putTopic,
      publish,
      claim,
    }) => {
      const busy = await putTopic("busy", [{ name: "busy" }]);
      for (let n = 0; n < 20; n++) await publish(busy);
      const calm = await putTopic("calm", [{ name: "calm" }, { name: "quiet" }]);
      await publish(calm);
      const names: string[] = [];
      for (let n = 0; n < 3; n++) {
        const claimed = await claim({ limit: 2, perIntegration: 2 });
        names.push(...claimed.map(({ message }) => message.integrationName));
      }
      expect(names).toEqual(expect.arrayContaining(["busy", "busy", "calm", "quiet"]));
      expect(names).toHaveLength(4);
    });

    test("never has more of one integration in flight than it may", async ({ store, topic, publish, claim }) => {
      for (let n = 0; n < 5; n++) await publish(topic);
      const first = await claim({ perIntegration: 3 });
      expect(first).toHaveLength(3);
      expect(await claim({ perIntegration: 3 })).toEqual([]);
      await store.outbox.settle(first[0]?.leaseId ?? "", DELIVERED);
      expect(await claim({ perIntegration: 3 })).toHaveLength(1);
    });

    test("hands out each message once, however many claim at a time", async ({ topic, publish, claim }) => {
      for (let n = 0; n < 30; n++) await publish(topic);
      const claims = await Promise.all(Array.from({ length: 6 }, () => claim({ limit: 7 })));
      // Who meets another one at the same integration leaves it to that one, and finds the rest in its next round.
      const ids = [...claims.flat(), ...(await claim())].map(({ message }) => message.id);
      expect(ids).toHaveLength(30);
      expect(new Set(ids).size).toBe(30);
    });

    test(
      "takes the longest due first",
      async ({ clock, store, topic, publish, claim }) => {
        const late = only(await publish(topic));
        await store.outbox.settle(only(await claim()).leaseId, again(clock.now() + 10 * SECOND));
        clock.advance(5 * SECOND);
        const early = only(await publish(topic));
        clock.advance(MINUTE);
        expect((await claim({ limit: 1 })).map(({ message }) => message.id)).toEqual([early]);
        expect((await claim({ limit: 1 })).map(({ message }) => message.id)).toEqual([late]);
      },
      time,
    );

    test("passes over suspended and disabled integrations, and delays nobody for them", async (stage) => {
      const { store, putTopic, publish, claim } = stage;
      const integrations = [{ name: "broken" }, { name: "off" }, { name: "works" }];
      const topic = await putTopic("mixed", integrations);
      await publish(topic);
      await publish(topic);
      const first = await claim({ perIntegration: 1 });
      const broken = first.find(({ message }) => message.integrationName === "broken");
      await store.outbox.settle(broken?.leaseId ?? "", suspending("404: no such hook."));
      for (const { leaseId } of first.filter((each) => each !== broken)) await store.outbox.settle(leaseId, DELIVERED);
      await putTopic(
        "mixed",
        integrations.map((each) => ({ ...each, credentials: null, enabled: each.name !== "off" })),
      );
      const second = await claim();
      expect(second.map(({ message }) => message.integrationName)).toEqual(["works"]);
      const stored = await store.topics.get(PROJECT_ID, "team", "mixed");
      expect(stored?.integrations[0]?.suspended).toMatchObject({ reason: "404: no such hook." });
      await store.topics.resume(stored?.integrations[0]?.id ?? "", "ann");
      expect((await claim()).map(({ message }) => message.integrationName)).toEqual(["broken"]);
    });

    test("of one message by its id follows the same rules", async ({ store, putTopic, publish, claim }) => {
      const topic = await putTopic("one", [{ name: "hook" }]);
      const [id, other] = [only(await publish(topic)), only(await publish(topic))];
      const claimed = await store.outbox.claimMessage(id, MINUTE);
      expect(claimed).toMatchObject({ message: { id }, credentials: { url: "https://example.org/hook" } });
      expect(await store.outbox.claimMessage(id, MINUTE)).toBeNull();
      expect(await store.outbox.claimMessage(newId(), MINUTE)).toBeNull();
      expect(await store.outbox.settle(claimed?.leaseId ?? "", DELIVERED)).toBe(true);
      await putTopic("one", [{ name: "hook", credentials: null, enabled: false }]);
      expect(await store.outbox.claimMessage(other, MINUTE)).toBeNull();
      await putTopic("one", [{ name: "hook", credentials: null }]);
      expect((await claim()).map(({ message }) => message.id)).toEqual([other]);
    });
  });

  describe("a claim of one message by its id", () => {
    test(
      "takes a token of the integration's rate, and waits for one as any claim does; a test does not",
      async ({ store, clock, putTopic, publish, claim }) => {
        const topic = await putTopic("rated", [{ name: "chat", rate: { tokens: 1, perMs: 10_000 } }]);
        const [first, second] = [only(await publish(topic)), only(await publish(topic))];
        expect(await store.outbox.claimMessage(first, MINUTE)).toMatchObject({ message: { id: first } });
        expect(await store.outbox.claimMessage(second, MINUTE)).toBeNull();
        const outcome = await store.outbox.publish({ ...publication(topic), event: "test" });
        const tests = outcome.kind === "published" ? outcome.messages.map(({ id }) => id) : [];
        expect(await store.outbox.claimMessage(only(tests), MINUTE)).not.toBeNull();
        clock.advance(10_000);
        expect(await store.outbox.claimMessage(second, MINUTE)).toMatchObject({ message: { id: second } });
        expect(await claim()).toEqual([]);
      },
      time,
    );

    test(
      "finds nothing while the credential is paused",
      async ({ store, clock, putTopic, publish, claim }) => {
        const topic = await putTopic("paused", [{ name: "chat" }]);
        await publish(topic);
        const limited = only(await claim());
        const attempt = {
          n: 1,
          at: clock.now(),
          durationMs: 1,
          outcome: "limited",
          reason: "429",
          answer: null,
        } as const;
        const dueAt = clock.now() + MINUTE;
        const again = { kind: "again", dueAt, attempt, counts: false, uncertain: false, pauseUntilAt: dueAt } as const;
        await store.outbox.settle(limited.leaseId, again);
        const next = only(await publish(topic));
        expect(await store.outbox.claimMessage(next, MINUTE)).toBeNull();
        clock.advance(MINUTE);
        expect(await store.outbox.claimMessage(next, MINUTE)).toMatchObject({ message: { id: next } });
      },
      time,
    );
  });

  describe("what is due", () => {
    test(
      "is told to a queue by id, the longest due first, until somebody has claimed it",
      async ({ store, clock, topic, publish, claim }) => {
        const first = only(await publish(topic));
        const since = clock.now();
        clock.advance(SECOND);
        const second = only(await publish(topic));
        const due = [
          { id: first, dueAt: since },
          { id: second, dueAt: clock.now() },
        ];
        expect(await store.outbox.dueIds(100)).toEqual(due);
        expect(await store.outbox.dueIds(1)).toEqual(due.slice(0, 1));
        expect(await store.outbox.claimMessage(first, MINUTE)).not.toBeNull();
        expect(await store.outbox.dueIds(100)).toEqual(due.slice(1));
        const { leaseId } = only(await claim());
        await store.outbox.settle(leaseId, again(clock.now() + HOUR));
        expect(await store.outbox.dueIds(100)).toEqual([]);
        clock.advance(MINUTE);
        expect(await store.outbox.dueIds(100)).toMatchObject([{ id: first }]);
        clock.advance(HOUR);
        expect((await store.outbox.dueIds(100)).map(({ id }) => id)).toEqual([first, second]);
      },
      time,
    );

    test("leaves out what may not be sent: switched off, suspended, or behind another message", async (stage) => {
      const { store, putTopic, publish, claim, monitor, ping } = stage;
      const topic = await putTopic("ops", [{ name: "off", enabled: false }, { name: "gone" }]);
      const [, ...gone] = topic.integrations;
      await publish({ ...topic, integrations: gone });
      await store.outbox.settle(only(await claim()).leaseId, suspending("410"));
      await publish(topic);
      expect(await store.outbox.dueIds(100)).toEqual([]);
      const id = await monitor();
      await ping(id);
      await ping(id, "fail");
      only(await claim());
      await ping(id);
      expect(await store.outbox.dueIds(100)).toEqual([]);
    });
  });

  describe("a test message", () => {
    test("can be claimed by its id although its integration is disabled or suspended", async (stage) => {
      const { store, putTopic, publish, claim } = stage;
      const topic = await putTopic("ops", [{ name: "off", enabled: false }, { name: "gone" }]);
      const gone = topic.integrations.slice(1);
      await publish({ ...topic, integrations: gone });
      await store.outbox.settle(only(await claim()).leaseId, suspending("410"));
      const outcome = await store.outbox.publish({ ...publication(topic), event: "test" });
      const ids = outcome.kind === "published" ? outcome.messages.map((each) => each.id) : [];
      expect(ids).toHaveLength(2);
      expect(await claim()).toEqual([]);
      for (const id of ids) expect(await store.outbox.claimMessage(id, MINUTE)).toMatchObject({ message: { id } });
    });
  });

  describe("a lease", () => {
    test(
      "that lapsed is claimable again under a new id; the try counts as unknown and the old lease is void",
      async ({ store, clock, topic, publish, claim }) => {
        const id = only(await publish(topic));
        const lost = only(await claim({ leaseMs: MINUTE }));
        clock.advance(MINUTE - 1);
        expect(await claim()).toEqual([]);
        clock.advance(1);
        const retaken = only(await claim());
        expect(retaken.leaseId).not.toBe(lost.leaseId);
        expect(retaken.message).toMatchObject({ id, attemptCount: 1 });
        expect([lost.mayHaveArrived, retaken.mayHaveArrived]).toEqual([0, 1]);
        expect(await store.outbox.settle(lost.leaseId, DEAD)).toBe(false);
        expect(await store.outbox.settle(retaken.leaseId, DELIVERED)).toBe(true);
        const found = await store.outbox.get(PROJECT_ID, id);
        expect(found?.message).toMatchObject({ status: "delivered", attemptCount: 2 });
        expect(found?.attempts.map(({ n, outcome }) => `${n} ${outcome}`)).toEqual(["1 unknown", "2 delivered"]);
      },
      time,
    );

    test(
      "that lapsed but was not taken over is still settled",
      async ({ store, clock, topic, publish, claim }) => {
        await publish(topic);
        const { leaseId } = only(await claim({ leaseMs: SECOND }));
        clock.advance(HOUR);
        expect(await store.outbox.settle(leaseId, DELIVERED)).toBe(true);
      },
      time,
    );

    test(
      "that lapsed frees its place in flight",
      async ({ clock, topic, publish, claim }) => {
        for (let n = 0; n < 4; n++) await publish(topic);
        await claim({ limit: 2, perIntegration: 2, leaseMs: MINUTE });
        clock.advance(MINUTE);
        expect(await claim({ perIntegration: 2 })).toHaveLength(2);
      },
      time,
    );

    test("is ended once, also by settlements that come together", async ({ store, topic, publish, claim }) => {
      const id = only(await publish(topic));
      const { leaseId } = only(await claim());
      const answers = await Promise.all([DELIVERED, DEAD, DELIVERED].map((each) => store.outbox.settle(leaseId, each)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.outbox.settle(leaseId, DELIVERED)).toBe(false);
      expect(await store.outbox.settle("no such lease", DELIVERED)).toBe(false);
      expect((await store.outbox.get(PROJECT_ID, id))?.attempts).toHaveLength(1);
    });
  });

  describe("ending all leases", () => {
    test("lets a process that knows that it is alone take over at once what another was sending", async (stage) => {
      const { store, topic, publish, claim } = stage;
      const ids = [only(await publish(topic)), only(await publish(topic))].toSorted();
      const lost = await claim({ leaseMs: HOUR });
      await store.outbox.endLeases();
      const retaken = await claim();
      expect(retaken.map(({ message }) => message.id).toSorted()).toEqual(ids);
      expect(retaken.map(({ message }) => message.attemptCount)).toEqual([1, 1]);
      expect(await store.outbox.settle(lost[0]?.leaseId ?? "", DELIVERED)).toBe(false);
    });

    test("leaves what is not leased as it is", async ({ store, clock, topic, publish, claim, message }) => {
      const id = only(await publish(topic));
      await store.outbox.settle(only(await claim()).leaseId, again(clock.now() + HOUR));
      await store.outbox.endLeases();
      expect((await message(id)).dueAt).toBe(clock.now() + HOUR);
      expect(await claim()).toEqual([]);
    });
  });

  describe("a settlement", () => {
    test(
      "to be tried again waits for its time, and counts",
      async ({ store, clock, topic, publish, claim, message }) => {
        const id = only(await publish(topic));
        await store.outbox.settle(only(await claim()).leaseId, again(clock.now() + 5 * SECOND));
        expect(await message(id)).toMatchObject({
          status: "waiting",
          attemptCount: 1,
          dueAt: clock.now() + 5 * SECOND,
          lastReason: "It was retry.",
        });
        clock.advance(5 * SECOND - 1);
        expect(await claim()).toEqual([]);
        clock.advance(1);
        expect(only(await claim()).message.attemptCount).toBe(1);
      },
      time,
    );

    test("by a rate limit uses up no attempt but is shown", async ({ store, clock, topic, publish, claim }) => {
      const id = only(await publish(topic));
      const limited = again(clock.now(), { counts: false, attempt: attempt("limited") });
      await store.outbox.settle(only(await claim()).leaseId, limited);
      await store.outbox.settle(only(await claim()).leaseId, limited);
      await store.outbox.settle(only(await claim()).leaseId, DELIVERED);
      const found = await store.outbox.get(PROJECT_ID, id);
      expect(found?.message).toMatchObject({ attemptCount: 1, status: "delivered" });
      expect(found?.attempts.map(({ n, outcome }) => `${n} ${outcome}`)).toEqual([
        "1 limited",
        "2 limited",
        "3 delivered",
      ]);
    });

    test("as finished keeps status, reason and the attempt as it was told", async ({
      store,
      topic,
      publish,
      claim,
    }) => {
      const id = only(await publish(topic));
      const told = {
        n: 1,
        at: 1_700_000_000_000,
        durationMs: 34,
        outcome: "accepted",
        reason: `250 "ok" 🎉`,
        answer: "<b>\n",
      } as const;
      const { leaseId } = only(await claim());
      await store.outbox.settle(leaseId, {
        kind: "finished",
        status: "accepted",
        attempt: told,
        receipt: { ts: "1.2" },
      });
      const found = await store.outbox.get(PROJECT_ID, id);
      expect(found?.message).toMatchObject({ status: "accepted", dueAt: null, lastReason: told.reason });
      expect(found?.message.finishedAt).toEqual(expect.any(Number));
      expect(found?.attempts).toEqual([told]);
    });

    test("as dead is final and told in the history", async ({ store, topic, publish, claim, message }) => {
      const id = only(await publish(topic));
      await store.outbox.settle(only(await claim()).leaseId, DEAD);
      expect(await message(id)).toMatchObject({ status: "dead", dueAt: null, attemptCount: 1 });
      expect(await claim()).toEqual([]);
      const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "message-dead" });
      expect(items).toMatchObject([{ actor: "delivery", topicId: topic.id }]);
    });

    test("with new credentials is what the next claim gets", async ({ store, topic, publish, claim }) => {
      await publish(topic);
      await store.outbox.settle(only(await claim()).leaseId, deliveredWith({ newCredentials: { token: "fresh" } }));
      await publish(topic);
      expect(only(await claim()).credentials).toEqual({ token: "fresh" });
    });

    test("that suspends is told once, however many messages meet the dead target", async (stage) => {
      const { store, putTopic, publish, claim, messages } = stage;
      const topic = await putTopic("two", [{ name: "gone" }, { name: "works" }]);
      for (let n = 0; n < 4; n++) await publish(topic);
      const claimed = await claim();
      const notices = [
        { ...publication({ ...topic, integrations: topic.integrations.slice(1) }), event: "suspended" as const },
      ];
      const dead = claimed.filter(({ message }) => message.integrationName === "gone");
      const settle = ({ leaseId }: { leaseId: string }) => store.outbox.settle(leaseId, suspending("410", notices));
      await Promise.all(dead.slice(0, 3).map(settle));
      await Promise.all(dead.slice(3).map(settle));
      const told = (await messages()).filter((message) => message.event === "suspended");
      expect(told.map((message) => message.integrationName)).toEqual(["works"]);
      const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "integration-suspended" });
      expect(items).toHaveLength(1);
    });
  });

  describe("a rate limit", () => {
    test(
      "pauses all integrations with the same credentials until then, and no others",
      async (stage) => {
        const { store, clock, putTopic, publish, claim } = stage;
        const credentials = { url: "https://example.org/shared" };
        const [one, two, other] = [
          await putTopic("one", [{ name: "one", credentials }]),
          await putTopic("two", [{ name: "two", credentials }]),
          await putTopic("other", [{ name: "other" }]),
        ];
        await publish(one);
        const { leaseId } = only(await claim());
        const until = clock.now() + MINUTE;
        await store.outbox.settle(leaseId, again(until, { counts: false, pauseUntilAt: until }));
        for (const topic of [one, two, other]) await publish(topic);
        const nameOf = async () =>
          (await claim({ leaseMs: HOUR })).map(({ message }) => message.integrationName).toSorted();
        expect(await nameOf()).toEqual(["other"]);
        clock.advance(MINUTE - 1);
        expect(await nameOf()).toEqual([]);
        clock.advance(1);
        expect(await nameOf()).toEqual(["one", "one", "two"]);
      },
      time,
    );

    test(
      "is not shortened by an earlier one that is told later",
      async (stage) => {
        const { store, clock, topic, publish, claim } = stage;
        await publish(topic);
        await publish(topic);
        const [a, b] = await claim();
        const until = (ms: number) => again(clock.now() + ms, { counts: false, pauseUntilAt: clock.now() + ms });
        await store.outbox.settle(a?.leaseId ?? "", until(HOUR));
        await store.outbox.settle(b?.leaseId ?? "", until(SECOND));
        clock.advance(30 * MINUTE);
        expect(await claim()).toEqual([]);
        clock.advance(30 * MINUTE);
        expect(await claim()).toHaveLength(2);
      },
      time,
    );

    test(
      "of the vendor is kept: so many at once, then as they drip in",
      async ({ clock, putTopic, publish, claim }) => {
        const topic = await putTopic("slow", [{ name: "slow", rate: { tokens: 3, perMs: 3 * SECOND } }]);
        for (let n = 0; n < 10; n++) await publish(topic);
        const taken: number[] = [];
        for (let step = 0; step < 6; step++) {
          taken.push((await claim()).length);
          clock.advance(500);
        }
        expect(taken).toEqual([3, 0, 1, 0, 1, 0]);
        clock.advance(HOUR);
        expect(await claim()).not.toHaveLength(0);
      },
      time,
    );

    test("of the vendor is shared by integrations with the same credentials", async ({ putTopic, publish, claim }) => {
      const shared = { rate: { tokens: 4, perMs: DAY }, credentials: { token: "same" } };
      const topic = await putTopic("shared", [
        { name: "a", ...shared },
        { name: "b", ...shared },
      ]);
      for (let n = 0; n < 6; n++) await publish(topic);
      expect(await claim()).toHaveLength(4);
      expect(await claim()).toEqual([]);
    });

    test("does not stop the deliveries of others that come after it", async ({ putTopic, publish, claim }) => {
      const slow = await putTopic("slow", [{ name: "slow", rate: { tokens: 1, perMs: DAY } }]);
      for (let n = 0; n < 50; n++) await publish(slow);
      await claim();
      const quick = await putTopic("quick", [{ name: "quick" }]);
      await publish(quick);
      expect((await claim()).map(({ message }) => message.integrationName)).toEqual(["quick"]);
    });
  });

  describe("a message's age limit", () => {
    test(
      "of 28 hours ends what still waits then, with the reason, and not an instant earlier",
      async (stage) => {
        const { store, clock, topic, publish, claim, message } = stage;
        const id = only(await publish(topic));
        await store.outbox.settle(
          only(await claim()).leaseId,
          again(clock.now() + DAY, { attempt: attempt("retry", "503.") }),
        );
        clock.advance(AGE_LIMIT_MS - 1);
        expect(await store.outbox.expire(100)).toBe(0);
        clock.advance(1);
        expect(await store.outbox.expire(100)).toBe(1);
        expect(await message(id)).toMatchObject({ status: "dead", dueAt: null, finishedAt: clock.now() });
        expect((await message(id)).lastReason).toContain("503.");
        expect(await claim()).toEqual([]);
        const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "message-dead" });
        expect(items).toHaveLength(1);
      },
      time,
    );

    test(
      "does not touch what is being sent, only when its sender is gone",
      async ({ store, clock, topic, publish, claim }) => {
        const id = only(await publish(topic));
        clock.advance(AGE_LIMIT_MS - SECOND);
        const { leaseId } = only(await claim({ leaseMs: MINUTE }));
        clock.advance(30 * SECOND);
        expect(await store.outbox.expire(100)).toBe(0);
        clock.advance(30 * SECOND);
        expect(await store.outbox.expire(100)).toBe(1);
        expect(await store.outbox.settle(leaseId, DELIVERED)).toBe(false);
        const found = await store.outbox.get(PROJECT_ID, id);
        expect(found?.message).toMatchObject({ status: "dead", attemptCount: 1 });
        expect(found?.attempts.map((each) => each.outcome)).toEqual(["unknown"]);
      },
      time,
    );

    test(
      "is ended in bounded steps",
      async ({ store, clock, topic, publish }) => {
        for (let n = 0; n < 5; n++) await publish(topic);
        clock.advance(AGE_LIMIT_MS);
        expect([await store.outbox.expire(3), await store.outbox.expire(3), await store.outbox.expire(3)]).toEqual([
          3, 2, 0,
        ]);
      },
      time,
    );
  });

  describe("the receipt of an earlier message", () => {
    test("of the same outage and integration comes with the next one", async (stage) => {
      const { store, monitor, ping, claim, putTopic } = stage;
      const topic = await putTopic("chat", [{ name: "a" }, { name: "b" }]);
      const [one, two] = [await monitor({ topics: [topic.name] }), await monitor({ topics: [topic.name] })];
      for (const id of [one, two]) await ping(id);
      await ping(one, "fail");
      for (const { leaseId, message } of await claim()) {
        await store.outbox.settle(leaseId, deliveredWith({ receipt: { thread: `${message.integrationName}1` } }));
      }
      await ping(two, "fail");
      expect((await claim()).map((each) => each.previous)).toEqual([null, null]);
      await ping(one, "success");
      const ups = await claim();
      const seen = ups.map(({ message, previous }) => [message.integrationName, previous]);
      expect(Object.fromEntries(seen)).toEqual({ a: { thread: "a1" }, b: { thread: "b1" } });
    });

    test("is not forgotten because a later message brought none", async ({ store, monitor, ping, claim, send }) => {
      const id = await monitor({ severity: "warning" });
      await ping(id);
      await ping(id, "fail");
      await store.outbox.settle(only(await claim()).leaseId, deliveredWith({ receipt: { ts: "1.0" } }));
      await send(id, { type: "configure", actor: "ann", patch: { severity: "critical" } });
      const { leaseId, previous } = only(await claim());
      expect(previous).toEqual({ ts: "1.0" });
      await store.outbox.settle(leaseId, DELIVERED);
      await ping(id);
      expect(only(await claim()).previous).toEqual({ ts: "1.0" });
    });
  });

  describe("an integration that cannot be sent to", () => {
    test("keeps its messages while it is suspended, and new credentials are a new chance", async (stage) => {
      const { store, putTopic, publish, claim } = stage;
      const topic = await putTopic("hooks", [{ name: "hook" }]);
      await publish(topic);
      await publish(topic);
      const { leaseId } = only(await claim({ limit: 1 }));
      await store.outbox.settle(leaseId, suspending("404"));
      expect(await claim()).toEqual([]);
      await putTopic("hooks", [{ name: "hook", credentials: null, model: "text" }]);
      expect(await claim()).toEqual([]);
      await putTopic("hooks", [integration({ credentials: { url: "https://example.org/new" } })]);
      expect(only(await claim()).credentials).toEqual({ url: "https://example.org/new" });
    });
  });
}
