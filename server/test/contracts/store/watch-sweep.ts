import { describe, expect } from "vitest";
import type { ChangeRequest } from "../../../src/store/ports.ts";
import { every, HOUR, MINUTE, pingSignal, SECOND } from "../../monitor-story.ts";
import { changed, type Stage, type StoreEngine, TIME, tester } from "./stage.ts";

const DEADLINE_MS = HOUR + 5 * MINUTE;

/** How silence is found: `watch.overdue` and the time signal. */
export function testSweep(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("the sweep", () => {
    test(
      "finds monitors from their deadline on, earliest first, no more than asked for",
      async ({ store, clock, monitor, ping }) => {
        const [slow, quick, newOne] = [
          await monitor({ schedule: every(HOUR, 10 * MINUTE) }),
          await monitor({ schedule: every(HOUR, 5 * MINUTE) }),
          await monitor(),
        ];
        await ping(slow);
        await ping(quick);
        clock.advance(DEADLINE_MS - 1);
        expect(await store.watch.overdue(10)).toEqual([]);
        clock.advance(1);
        expect(await store.watch.overdue(10)).toEqual([quick]);
        clock.advance(5 * MINUTE);
        expect(await store.watch.overdue(10)).toEqual([quick, slow]);
        expect(await store.watch.overdue(1)).toEqual([quick]);
        expect(await store.watch.overdue(10)).not.toContain(newOne);
      },
      time,
    );

    test(
      "makes a silent monitor down with its messages in one write, and is done with it",
      async ({ store, clock, monitor, ping, sweep, messages }) => {
        const monitorId = await monitor();
        await ping(monitorId);
        const deadlineAt = clock.now() + DEADLINE_MS;
        clock.advance(DEADLINE_MS + 7 * SECOND);
        expect(await sweep()).toBe(1);
        expect((await store.watch.get({ by: "id", monitorId }))?.state).toMatchObject({
          status: "down",
          statusSinceAt: deadlineAt,
          deadlineAt: null,
        });
        expect(await messages()).toMatchObject([
          { event: "down", monitorId, status: "waiting", integrationName: "first", alertKey: `${monitorId}:1` },
        ]);
        clock.advance(HOUR);
        expect(await sweep()).toBe(0);
      },
      time,
    );

    test(
      "stores one down however many sweepers race",
      async ({ store, clock, monitor, ping, messages }) => {
        const monitorId = await monitor();
        await ping(monitorId);
        clock.advance(DEADLINE_MS);
        const request: ChangeRequest = { address: { by: "id", monitorId }, signal: TIME };
        const races = Array.from({ length: 10 }, () => store.watch.change([request, request]));
        const outcomes = (await Promise.all(races)).flat();
        expect(outcomes.flatMap((outcome) => changed(outcome).transitions)).toHaveLength(1);
        expect((await store.watch.transitions(monitorId, { limit: 10 })).items.map(({ to }) => to)).toEqual([
          "down",
          "up",
        ]);
        expect(await messages()).toHaveLength(1);
      },
      time,
    );

    test(
      "looks early at a monitor that was pinged since, stores no transition and comes back at the real deadline",
      async (stage) => {
        const { store, clock, monitor, ping, sweep } = stage;
        const monitorId = await monitor();
        await ping(monitorId);
        clock.advance(30 * MINUTE);
        await ping(monitorId);
        clock.advance(DEADLINE_MS - 30 * MINUTE);
        await sweep();
        expect((await store.watch.transitions(monitorId, { limit: 10 })).items).toHaveLength(1);
        expect(await store.watch.overdue(10)).toEqual([]);
        clock.advance(30 * MINUTE - 1);
        expect(await statusAfterSweep(stage, monitorId)).toBe("up");
        clock.advance(1);
        expect(await statusAfterSweep(stage, monitorId)).toBe("down");
      },
      time,
    );

    test(
      "comes earlier when a changed schedule lowers the deadline, also into the past",
      async (stage) => {
        const { clock, monitor, ping, send } = stage;
        const monitorId = await monitor();
        await ping(monitorId);
        clock.advance(10 * MINUTE);
        const configure = (minutes: number) =>
          send(monitorId, { type: "configure", actor: "ann", patch: { schedule: every(minutes * MINUTE, MINUTE) } });
        await configure(20);
        clock.advance(10 * MINUTE);
        expect(await statusAfterSweep(stage, monitorId)).toBe("up");
        await configure(5);
        expect(await statusAfterSweep(stage, monitorId)).toBe("down");
      },
      time,
    );

    test(
      "comes earlier when a start binds the monitor to its grace",
      async (stage) => {
        const { clock, monitor, ping } = stage;
        const monitorId = await monitor();
        await ping(monitorId);
        await ping(monitorId, "start");
        clock.advance(5 * MINUTE);
        expect(await statusAfterSweep(stage, monitorId)).toBe("down");
      },
      time,
    );

    test(
      "leaves paused monitors alone, and a deadline that was paused away does not come back",
      async (stage) => {
        const { store, clock, monitor, ping, send } = stage;
        const monitorId = await monitor();
        await ping(monitorId);
        await send(monitorId, { type: "pause", actor: "ann" });
        clock.advance(100 * HOUR);
        expect(await store.watch.overdue(10)).toEqual([]);
        await send(monitorId, { type: "resume", actor: "ann" });
        expect(await store.watch.overdue(10)).toEqual([]);
        expect(await statusAfterSweep(stage, monitorId)).toBe("new");
      },
      time,
    );

    test(
      "tells a late ping as one message that the outage is over",
      async ({ clock, monitor, ping, messages }) => {
        const monitorId = await monitor();
        await ping(monitorId);
        clock.advance(2 * HOUR);
        const outcome = changed(await ping(monitorId));
        expect(outcome.transitions.map(({ from, to }) => `${from}→${to}`)).toEqual(["up→down", "down→up"]);
        expect((await messages()).map((message) => message.event)).toEqual(["recovered-late"]);
      },
      time,
    );

    test(
      "judges a whole batch of silent monitors together with the pings among them",
      async (stage) => {
        const { store, clock, monitor, ping } = stage;
        const ids = [await monitor(), await monitor(), await monitor()];
        for (const id of ids) await ping(id);
        clock.advance(DEADLINE_MS);
        const outcomes = await store.watch.change(
          ids.map((monitorId, index) => ({
            address: { by: "id", monitorId },
            signal: index === 1 ? pingSignal("success") : TIME,
          })),
        );
        expect(outcomes.map((outcome) => changed(outcome).transitions.length)).toEqual([1, 2, 1]);
        expect(await store.watch.overdue(10)).toEqual([]);
      },
      time,
    );
  });
}

async function statusAfterSweep(stage: Stage, monitorId: string): Promise<string | undefined> {
  await stage.sweep();
  return (await stage.store.watch.get({ by: "id", monitorId }))?.state.status;
}
