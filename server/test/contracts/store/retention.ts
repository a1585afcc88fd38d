import { describe, expect } from "vitest";
import { DAY, HOUR, pingSignal } from "../../monitor-story.ts";
import { DEAD, only, PROJECT_ID, publication, type Stage, type StoreEngine, tester } from "./stage.ts";

/** What `watch.prune` deletes and what it keeps. */
export function testRetention(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("pruning", () => {
    test("keeps the newest 1,000 pings of a monitor with their bodies", async (stage) => {
      const { store, monitor } = stage;
      const [busy, calm] = [await monitor(), await monitor()];
      await pingOften(stage, busy, 1_010);
      await pingOften(stage, calm, 1_000);
      await pruneAll(stage, 100);
      expect(await numbers(stage, busy)).toEqual({ newest: 1_010, oldest: 11, count: 1_000 });
      expect(await numbers(stage, calm)).toEqual({ newest: 1_000, oldest: 1, count: 1_000 });
      expect(await store.watch.pingBody(busy, 10)).toBeNull();
      expect(await store.watch.pingBody(busy, 11)).not.toBeNull();
      expect((await store.watch.get({ by: "id", monitorId: busy }))?.state.pingCount).toBe(1_010);
    });

    test("deletes no more pings at a time than it is told to, the oldest first, and says how many", async (stage) => {
      const { store, monitor } = stage;
      const [one, two] = [await monitor(), await monitor()];
      await pingOften(stage, one, 1_030);
      await pingOften(stage, two, 1_005);
      const gone: number[] = [];
      for (let round = 0; round < 20; round++) {
        const pruned = await store.watch.prune(10);
        expect(pruned).toBeLessThanOrEqual(10);
        gone.push(pruned);
        if (round === 0) expect((await numbers(stage, one)).oldest).toBe(11);
      }
      expect(gone.reduce((sum, count) => sum + count, 0)).toBe(35);
      expect((await numbers(stage, one)).count).toBe(1_000);
      expect((await numbers(stage, two)).count).toBe(1_000);
    });

    test(
      "keeps transitions and history for 400 days",
      async (stage) => {
        const { store, clock, monitor, ping } = stage;
        const id = await monitor();
        await ping(id, "fail");
        clock.advance(200 * DAY);
        await ping(id);
        clock.advance(200 * DAY - HOUR);
        await pruneAll(stage);
        const kept = async () => (await store.watch.transitions(id, { limit: 10 })).items.map(({ to }) => to);
        expect(await kept()).toEqual(["up", "down"]);
        clock.advance(2 * HOUR);
        await pruneAll(stage);
        expect(await kept()).toEqual(["up"]);
        const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 100, monitorId: id });
        expect(items.map((entry) => entry.kind)).toEqual(["status"]);
      },
      time,
    );

    test(
      "keeps finished messages 90 days, dead ones 30, waiting ones for ever",
      async (stage) => {
        const { store, clock, topic, publish, claim, messages } = stage;
        const finished = only(await publish(topic));
        await stage.deliverAll();
        const dead = only(await publish(topic));
        await store.outbox.settle(only(await claim()).leaseId, DEAD);
        const waiting = only(await publish(topic));
        const kept = async () => (await messages()).map((message) => message.id);
        clock.advance(30 * DAY - HOUR);
        await pruneAll(stage);
        expect(await kept()).toEqual([finished, dead, waiting]);
        clock.advance(2 * HOUR);
        await pruneAll(stage);
        expect(await kept()).toEqual([finished, waiting]);
        clock.advance(60 * DAY);
        await pruneAll(stage);
        expect(await kept()).toEqual([waiting]);
        expect(await store.outbox.get(PROJECT_ID, finished)).toBeNull();
      },
      time,
    );

    test(
      "keeps the facts of a message for as long as the message",
      async (stage) => {
        const { store, clock, topic, publish, claim } = stage;
        const id = only(await publish(topic));
        clock.advance(200 * DAY);
        await pruneAll(stage);
        const claimed = only(await claim());
        expect(claimed.message.id).toBe(id);
        expect(claimed.facts).toEqual(publication(topic).facts);
        await store.outbox.settle(claimed.leaseId, DEAD);
      },
      time,
    );

    test("keeps nothing to do when nothing is old", async ({ store, monitor, ping }) => {
      await ping(await monitor());
      expect(await store.watch.prune(100)).toBe(0);
    });
  });
}

async function pingOften({ store }: Stage, monitorId: string, times: number): Promise<void> {
  const request = { address: { by: "id", monitorId } as const, signal: pingSignal("log", { body: "x" }) };
  await store.watch.change(Array.from({ length: times }, () => request));
}

async function pruneAll({ store }: Stage, limit = 500): Promise<void> {
  // A monitor is visited when its turn comes, so one quiet round says nothing yet.
  for (let quiet = 0; quiet < 3; ) quiet = (await store.watch.prune(limit)) === 0 ? quiet + 1 : 0;
}

async function numbers({ store }: Stage, monitorId: string) {
  const pages = [await store.watch.pings(monitorId, { limit: 1000 })];
  const rest = pages[0]?.nextCursor;
  if (rest) pages.push(await store.watch.pings(monitorId, { limit: 1000, cursor: rest }));
  const all = pages.flatMap((page) => page.items.map((ping) => ping.n));
  return { newest: all[0], oldest: all.at(-1), count: all.length };
}
