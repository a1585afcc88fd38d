import { describe, expect } from "vitest";
import type { Settlement } from "../../../src/store/ports.ts";
import { HOUR, MINUTE, SECOND } from "../../monitor-story.ts";
import {
  again,
  attempt,
  DELIVERED,
  integration,
  only,
  PROJECT_ID,
  publication,
  type Stage,
  type StoreEngine,
  tester,
} from "./stage.ts";

/** A target that fails again and again is left in peace for a while (lib/circuit-breaker.ts); nothing is lost by it. */
export function testBreakers(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("a breaker", () => {
    test(
      "opens after ten failures in a row; what waits then waits on, without an attempt",
      async (stage) => {
        const waiting = await broken(stage, { more: 3 });
        const { store, clock, claim, message } = stage;
        expect(await store.outbox.backlog()).toMatchObject({ openBreakers: 1 });
        expect(await claim()).toEqual([]);
        clock.advance(30 * SECOND - 1);
        expect(await claim()).toEqual([]);
        for (const id of waiting) expect(await message(id)).toMatchObject({ status: "waiting", attemptCount: 0 });
      },
      time,
    );

    test(
      "lets one message through when its time is over, and all when that went well",
      async (stage) => {
        await broken(stage, { more: 3 });
        const { store, clock, claim } = stage;
        clock.advance(30 * SECOND);
        const { leaseId } = only(await claim());
        expect(await claim()).toEqual([]);
        await store.outbox.settle(leaseId, WELL);
        expect(await store.outbox.backlog()).toMatchObject({ openBreakers: 0 });
        expect(await claim()).toHaveLength(12);
      },
      time,
    );

    test(
      "is told in the history when it opens and when it closes, once each",
      async (stage) => {
        await broken(stage, { more: 1 });
        const { store, clock, claim, topic } = stage;
        const told = async (topicId = topic.id) => {
          const { items } = await store.history.list({ projectId: PROJECT_ID, topicId, limit: 100 });
          return items.filter(({ kind }) => kind.startsWith("breaker-")).map(({ kind, text }) => `${kind}: ${text}`);
        };
        const opened = [
          expect.stringMatching(
            /^breaker-opened: The target of integration \S+ fails again and again .* The target answered 500\.$/,
          ),
        ];
        expect(await told()).toEqual(opened);
        clock.advance(30 * SECOND);
        await store.outbox.settle(only(await claim()).leaseId, ill(clock.now()));
        expect(await told()).toEqual(opened);
        clock.advance(MINUTE);
        await store.outbox.settle(only(await claim()).leaseId, WELL);
        expect(await told()).toEqual([
          expect.stringMatching(/^breaker-closed: .* answers again; delivery goes on\.$/),
          ...opened,
        ]);
        expect(await told("another")).toEqual([]);
      },
      time,
    );

    test(
      "waits longer after each probe that fails, ten minutes at most",
      async (stage) => {
        await broken(stage);
        const { store, clock, claim } = stage;
        for (const waitMs of [30, 60, 120, 240, 480, 600, 600].map((seconds) => seconds * SECOND)) {
          clock.advance(waitMs - 1);
          expect(await claim()).toEqual([]);
          clock.advance(1);
          await store.outbox.settle(only(await claim()).leaseId, ill(clock.now()));
        }
      },
      time,
    );

    test(
      "is not opened longer by what was under way when it opened",
      async (stage) => {
        const { store, clock, topic, publish, claim } = stage;
        for (let n = 0; n < 14; n += 1) await publish(topic);
        const claimed = await claim();
        for (const { leaseId } of claimed.slice(0, 10)) await store.outbox.settle(leaseId, ill(clock.now()));
        clock.advance(20 * SECOND);
        for (const { leaseId } of claimed.slice(10)) await store.outbox.settle(leaseId, ill(clock.now()));
        clock.advance(10 * SECOND);
        expect(await claim()).toHaveLength(1);
      },
      time,
    );

    test(
      "belongs to the credentials: those who share them wait, and ask one at a time; others do not",
      async (stage) => {
        const { store, clock, putTopic, publish, claim } = stage;
        await broken(stage);
        const shared = await putTopic("shared", [
          { name: "shared", credentials: { url: "https://example.org/first" } },
        ]);
        const other = await putTopic("other", [{ name: "other" }]);
        await publish(shared);
        await publish(shared);
        await publish(other);
        expect((await claim()).map(({ message }) => message.integrationName)).toEqual(["other"]);
        clock.advance(30 * SECOND);
        const { leaseId } = only(await claim());
        await store.outbox.settle(leaseId, WELL);
        expect(new Set((await claim()).map(({ message }) => message.integrationName))).toEqual(
          new Set(["first", "shared"]),
        );
      },
      time,
    );

    test(
      "lets another ask when whoever was asking is dead, and at once when that is known",
      async (stage) => {
        await broken(stage);
        const { store, clock, claim } = stage;
        clock.advance(30 * SECOND);
        only(await claim({ leaseMs: 2 * MINUTE }));
        clock.advance(2 * MINUTE - 1);
        expect(await claim()).toEqual([]);
        clock.advance(1);
        only(await claim({ leaseMs: HOUR }));
        expect(await claim()).toEqual([]);
        await store.outbox.endLeases();
        expect(await claim()).toHaveLength(1);
      },
      time,
    );

    test(
      "lets another ask at once when whoever was asking learnt nothing",
      async (stage) => {
        await broken(stage);
        const { store, clock, claim } = stage;
        clock.advance(30 * SECOND);
        await store.outbox.settle(only(await claim()).leaseId, again(clock.now(), { counts: false }));
        const { leaseId } = only(await claim());
        expect(await claim()).toEqual([]);
        await store.outbox.settle(leaseId, ill(clock.now()));
        expect(await claim()).toEqual([]);
      },
      time,
    );

    test("is no obstacle to a test message, and a test that goes well closes it", async (stage) => {
      const [waiting = ""] = await broken(stage, { more: 1 });
      const { store, topic, claim } = stage;
      expect(await store.outbox.claimMessage(waiting, MINUTE)).toBeNull();
      const outcome = await store.outbox.publish({ ...publication(topic), event: "test" });
      const id = outcome.kind === "published" ? (outcome.messages[0]?.id ?? "") : "";
      const claimed = await store.outbox.claimMessage(id, MINUTE);
      expect(claimed).toMatchObject({ message: { id } });
      await store.outbox.settle(claimed?.leaseId ?? "", WELL);
      expect(await claim()).not.toEqual([]);
    });

    test(
      "lets one message through by its id, too",
      async (stage) => {
        const [one = "", two = ""] = await broken(stage, { more: 2 });
        stage.clock.advance(30 * SECOND);
        expect(await stage.store.outbox.claimMessage(one, MINUTE)).toMatchObject({ message: { id: one } });
        expect(await stage.store.outbox.claimMessage(two, MINUTE)).toBeNull();
      },
      time,
    );

    test("is forgotten with the credentials that it was about", async (stage) => {
      const [id = ""] = await broken(stage, { more: 1 });
      const { store, topic, claim } = stage;
      const { projectId, channel, topic: name } = topic;
      const renewed = integration({ name: "first", credentials: { url: "https://example.org/renewed" } });
      await store.topics.put({ projectId, channel, topic: name, integrations: [renewed] }, "ann");
      expect((await claim()).map(({ message }) => message.id)).toContain(id);
    });

    test("outlives a restart", async (stage) => {
      await broken(stage, { more: 1 });
      const store = await stage.reopen();
      expect(await store.outbox.claim({ limit: 10, perIntegration: 10, leaseMs: MINUTE })).toEqual([]);
      expect(await store.outbox.backlog()).toMatchObject({ openBreakers: 1 });
    });

    test("hears nothing of an attempt that asked nobody", async ({ store, topic, publish, claim }) => {
      for (let n = 0; n < 20; n += 1) await publish(topic);
      for (const { leaseId } of await claim()) await store.outbox.settle(leaseId, again(0));
      expect(await store.outbox.backlog()).toMatchObject({ openBreakers: 0 });
      expect(await claim()).toHaveLength(20);
    });

    test("opens when more than half of the last twenty attempts failed", async (stage) => {
      const { store, clock, topic, publish, claim } = stage;
      const outcomes = Array.from("FF.FF.FF.FF.FF.F");
      for (const _each of outcomes) await publish(topic);
      for (const [index, { leaseId }] of (await claim()).entries()) {
        expect(await store.outbox.backlog()).toMatchObject({ openBreakers: 0 });
        await store.outbox.settle(leaseId, outcomes[index] === "F" ? ill(clock.now()) : WELL);
      }
      expect(await store.outbox.backlog()).toMatchObject({ openBreakers: 1 });
    });
  });
}

const WELL: Settlement = { ...DELIVERED, target: "well" };

function ill(dueAt: number): Settlement {
  return again(dueAt, { target: "ill", attempt: attempt("retry", "The target answered 500.") });
}

/** The integration `first`, whose last ten attempts failed; says the ids of as many more messages that wait untried. */
async function broken(stage: Stage, { more = 0 } = {}): Promise<readonly string[]> {
  const { store, clock, topic, publish, claim } = stage;
  for (let n = 0; n < 10; n += 1) await publish(topic);
  for (const { leaseId } of await claim()) await store.outbox.settle(leaseId, ill(clock.now()));
  const ids: string[] = [];
  for (let n = 0; n < more; n += 1) ids.push(only(await publish(topic)));
  return ids;
}
