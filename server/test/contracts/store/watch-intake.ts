import { describe, expect } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../monitor-story.ts";
import { PROJECT_ID, type StoreEngine, tester } from "./stage.ts";

/** How the store learns of our own gaps. The stage has stamped once, when it started. */
export function testIntake(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };
  const stamp = { starting: false };

  describe("stamping that we are alive", () => {
    test(
      "makes no gap of a stretch of up to 3 seconds",
      async ({ store, clock }) => {
        for (const ms of [0, 1, 2 * SECOND, 3 * SECOND]) {
          clock.advance(ms);
          expect(await store.watch.stampAlive(stamp)).toBeNull();
        }
        expect(await store.watch.gaps()).toEqual([]);
      },
      time,
    );

    test(
      "makes a gap of a longer one, with its bounds, and tells it in the history",
      async ({ store, clock }) => {
        const fromAt = clock.now();
        clock.advance(3 * SECOND + 1);
        const gap = { fromAt, toAt: clock.now() };
        expect(await store.watch.stampAlive(stamp)).toEqual(gap);
        expect(await store.watch.gaps()).toEqual([gap]);
        const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "gap" });
        expect(items).toMatchObject([{ at: gap.toAt, actor: "time" }]);
        clock.advance(2 * SECOND);
        expect(await store.watch.stampAlive(stamp)).toBeNull();
      },
      time,
    );

    test(
      "makes a gap of whatever passed before a start, however short",
      async ({ store, clock }) => {
        const fromAt = clock.now();
        clock.advance(1);
        expect(await store.watch.stampAlive({ starting: true })).toEqual({ fromAt, toAt: fromAt + 1 });
      },
      time,
    );

    test(
      "makes no gap of a clock that goes back, nor of the time until it has caught up",
      async ({ store, clock }) => {
        const start = clock.now();
        clock.set(start - HOUR);
        expect(await store.watch.stampAlive(stamp)).toBeNull();
        expect(await store.watch.stampAlive({ starting: true })).toBeNull();
        clock.set(start + 2 * SECOND);
        expect(await store.watch.stampAlive(stamp)).toBeNull();
        clock.advance(10 * SECOND);
        expect(await store.watch.stampAlive(stamp)).toEqual({ fromAt: start + 2 * SECOND, toAt: start + 12 * SECOND });
      },
      time,
    );

    test(
      "makes a gap of a clock that leaps forward",
      async ({ store, clock }) => {
        const fromAt = clock.now();
        clock.advance(24 * HOUR);
        expect(await store.watch.stampAlive(stamp)).toEqual({ fromAt, toAt: fromAt + 24 * HOUR });
      },
      time,
    );

    test(
      "keeps the gaps of a crash loop, oldest first, and knows them after a reopening",
      async ({ store, clock, reopen }) => {
        for (let n = 0; n < 5; n++) {
          clock.advance(10 * SECOND);
          await store.watch.stampAlive({ starting: true });
        }
        const gaps = await store.watch.gaps();
        expect(gaps).toHaveLength(5);
        expect(gaps.map((gap) => gap.toAt)).toEqual(gaps.map((gap) => gap.toAt).toSorted());
        const again = await reopen();
        clock.advance(SECOND);
        await again.watch.stampAlive({ starting: true });
        expect(await again.watch.gaps()).toEqual([...gaps, { fromAt: clock.now() - SECOND, toAt: clock.now() }]);
      },
      time,
    );

    test(
      "a second process knows the gaps after its first stamp, although it is not the only one",
      async ({ store, clock, reopen }) => {
        clock.advance(10 * SECOND);
        const gap = await store.watch.stampAlive(stamp);
        const again = await reopen();
        await again.watch.stampAlive(stamp);
        expect(await again.watch.gaps()).toEqual([gap]);
      },
      time,
    );

    test(
      "a gap at the deadline puts a silent monitor off, and says so when it goes down",
      async ({ store, clock, monitor, ping, sweep }) => {
        const monitorId = await monitor();
        await ping(monitorId);
        clock.advance(59 * MINUTE);
        await store.watch.stampAlive(stamp);
        const before = (await store.watch.gaps()).length;
        const fromAt = clock.now();
        clock.advance(10 * MINUTE);
        await store.watch.stampAlive({ starting: true });
        const gap = { fromAt, toAt: clock.now() };
        expect((await store.watch.gaps()).slice(before)).toEqual([gap]);
        await sweep();
        const state = async () => (await store.watch.get({ by: "id", monitorId }))?.state.status;
        expect(await state()).toBe("up");
        expect(await store.watch.overdue(10)).toEqual([]);
        clock.advance(5 * MINUTE);
        await sweep();
        expect(await state()).toBe("down");
        const [down] = (await store.watch.transitions(monitorId, { limit: 1 })).items;
        expect(down?.gaps).toContainEqual(gap);
      },
      time,
    );
  });
}
