import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { LogEntry } from "../../../src/model/index.ts";
import { every, HOUR, MINUTE } from "../../monitor-story.ts";
import { allPages, PROJECT_ID, type StoreEngine, tester } from "./stage.ts";

/** What pages read of how monitors fared: changes of status, last results, the merged log, and how many stand how. */
export function testWatchResults(engine: StoreEngine): void {
  const test = tester(engine);

  describe("several monitors at once", () => {
    test("come in the order of their ids, without those of nobody or of another project", async ({
      store,
      monitor,
    }) => {
      const [a, b] = [await monitor({ name: "a" }), await monitor({ name: "b" })];
      const names = async (projectId: string, ids: readonly string[]) =>
        (await store.watch.getMany(projectId, ids)).map(({ config }) => config.name);
      expect(await names(PROJECT_ID, [b, newId(), a])).toEqual(["b", "a"]);
      expect(await names(newId(), [a, b])).toEqual([]);
      expect(await names(PROJECT_ID, [])).toEqual([]);
    });

    test(
      "tell their changes of status since an instant, oldest first",
      async ({ store, monitor, ping, clock }) => {
        const [a, b] = [await monitor({ name: "a" }), await monitor({ name: "b" })];
        await ping(a);
        clock.advance(MINUTE);
        const sinceAt = await store.now();
        for (const action of ["fail", "success"] as const) await ping(a, action);
        const changes = await store.watch.statusChanges([a, b], sinceAt);
        expect(changes[a]?.map(({ from, to }) => `${from}→${to}`)).toEqual(["up→down", "down→up"]);
        expect(changes[b]).toEqual([]);
        expect((await store.watch.statusChanges([a], 0))[a]).toHaveLength(3);
      },
      { time: true },
    );

    test(
      "show their last results, oldest first: ends of runs and deadlines that passed",
      async (stage) => {
        const { store, monitor, ping, clock } = stage;
        const id = await monitor({ schedule: every(HOUR, 5 * MINUTE) });
        await ping(id, "start");
        clock.advance(MINUTE);
        await ping(id, "log");
        await ping(id, "success");
        await ping(id, "fail", { exitStatus: 3 });
        await ping(id, "success");
        clock.advance(2 * HOUR);
        await stage.sweep();
        const { [id]: pills = [] } = await store.watch.pills([id], 30);
        expect(pills.map(({ outcome, durationMs }) => [outcome, durationMs])).toEqual([
          ["success", MINUTE],
          ["fail", null],
          ["success", null],
          ["missed", null],
        ]);
        expect(pills.map(({ reason }) => reason)).toEqual([
          null,
          "exit status 3",
          null,
          expect.stringContaining("No signal since"),
        ]);
        const { [id]: last = [] } = await store.watch.pills([id, newId()], 2);
        expect(last.map(({ outcome }) => outcome)).toEqual(["success", "missed"]);
      },
      { time: true },
    );
  });

  describe("the log of a monitor", () => {
    test(
      "merges pings, transitions and messages, newest first, each entry once however it is paged",
      async (stage) => {
        const { store, clock } = stage;
        const id = await stage.monitor();
        for (const action of ["success", "fail", "log", "success"] as const) {
          await stage.ping(id, action);
          clock.advance(MINUTE);
        }
        const whole = await store.watch.log(id, { limit: 100 });
        expect(whole.items.map(inShort)).toEqual([
          "message was-down",
          "transition down→up",
          "ping success",
          "ping log",
          "message down",
          "transition up→down",
          "ping fail",
          "transition new→up",
          "ping success",
        ]);
        expect(whole.nextCursor).toBeNull();
        for (const limit of [1, 2, 4]) {
          const { items } = await allPages((cursor) => store.watch.log(id, { limit, cursor }));
          expect(items.map(inShort)).toEqual(whole.items.map(inShort));
        }
      },
      { time: true },
    );

    test("shows only what is asked for, and nothing of nobody", async ({ store, monitor, ping }) => {
      const id = await monitor();
      for (const action of ["success", "fail"] as const) await ping(id, action);
      const types = ["transition", "message"] as const;
      const { items } = await allPages((cursor) => store.watch.log(id, { limit: 1, cursor, types }));
      expect(items.map(inShort)).toEqual(["message down", "transition up→down", "transition new→up"]);
      expect(await store.watch.log(newId(), { limit: 10 })).toEqual({ items: [], nextCursor: null });
    });
  });

  describe("the log of a monitor, looked through", () => {
    const BYTES = new Uint8Array([0xff, 0x00, ...new TextEncoder().encode("Übung: 100% of C:\\temp")]);

    test("shows what mentions a text: the line, the body of a ping, who was told", async (stage) => {
      const { store } = stage;
      const id = await stage.monitor();
      await stage.ping(id, "success");
      await stage.ping(id, "fail", { body: BYTES });
      const found = async (text: string) => (await store.watch.log(id, { limit: 100, text })).items.map(inShort);
      expect(await found("C:\\TEMP")).toEqual(["ping fail"]);
      expect(await found("Übung")).toEqual(["ping fail"]);
      expect(await found("0% OF")).toEqual(["ping fail"]);
      expect(await found("0_ of")).toEqual([]);
      expect(await found("new")).toContain("transition new→up");
      expect(await found("DOWN")).toEqual(["message down", "transition up→down"]);
      expect(await found("default+")).toEqual(["message down"]);
      expect(await found("';--")).toEqual([]);
    });

    test(
      "leads from page to page past what does not fit",
      async (stage) => {
        const { store, clock } = stage;
        const id = await stage.monitor();
        const body = (n: number) => ({ body: new TextEncoder().encode(n % 3 === 0 ? `row ${n}` : "nothing") });
        for (let n = 0; n < 9; n++) {
          await stage.ping(id, "log", body(n));
          clock.advance(MINUTE);
        }
        const { items } = await allPages((cursor) => store.watch.log(id, { limit: 1, cursor, text: "ROW" }));
        expect(items.map((entry) => entry.type === "ping" && entry.ping.n)).toEqual([7, 4, 1]);
      },
      { time: true },
    );
  });

  describe("how a project's monitors stand", () => {
    test(
      "is counted by status, late apart from up",
      async (stage) => {
        const { store, monitor, ping, send, clock } = stage;
        const [up, late, down, paused] = [await monitor(), await monitor(), await monitor(), await monitor()];
        await ping(late);
        await ping(down, "fail");
        await send(paused, { type: "pause", actor: "ann" });
        clock.advance(HOUR + MINUTE);
        await ping(up);
        const { counts, overdue } = await store.watch.tally(PROJECT_ID);
        // The stage made one monitor of its own, which is new.
        expect(counts).toEqual({ new: 1, up: 1, late: 1, down: 1, paused: 1 });
        expect(overdue).toEqual([]);
      },
      { time: true },
    );

    test(
      "leaves those to the judge whose deadline passed and was not swept",
      async (stage) => {
        const { store, monitor, ping, clock } = stage;
        const id = await monitor();
        await ping(id);
        clock.advance(2 * HOUR);
        const { counts, overdue } = await store.watch.tally(PROJECT_ID);
        expect(counts).toMatchObject({ up: 0, late: 0, down: 0 });
        expect(overdue.map((each) => each.id)).toEqual([id]);
        await stage.sweep();
        expect(await store.watch.tally(PROJECT_ID)).toMatchObject({ counts: { down: 1 }, overdue: [] });
      },
      { time: true },
    );

    test("counts those of one tag when told", async ({ store, monitor, ping }) => {
      await ping(await monitor({ tags: ["db", "prod"] }));
      await monitor({ tags: ["web"] });
      expect((await store.watch.tally(PROJECT_ID, "db")).counts).toMatchObject({ new: 0, up: 1 });
      expect((await store.watch.tally(PROJECT_ID, "d")).counts).toMatchObject({ new: 0, up: 0 });
    });

    test("is nobody else's business", async ({ store, monitor }) => {
      await monitor();
      const { counts } = await store.watch.tally(newId());
      expect(Object.values(counts).every((count) => count === 0)).toBe(true);
    });
  });
}

function inShort(entry: LogEntry): string {
  switch (entry.type) {
    case "ping":
      return `ping ${entry.ping.kind}`;
    case "result":
      return `result ${entry.result.verdict}`;
    case "transition":
      return `transition ${entry.transition.from}→${entry.transition.to}`;
    case "message":
      return `message ${entry.message.event}`;
  }
}
