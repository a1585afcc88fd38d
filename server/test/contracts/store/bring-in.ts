import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { MonitorToBring, TopicInput } from "../../../src/store/ports.ts";
import { DAY, HOUR } from "../../monitor-story.ts";
import { integration, PROJECT_ID, type StoreEngine, seed, tester, WRITE_KEY } from "./stage.ts";

/** A service to be brought in, with its key. */
function service(
  id: string,
  change: { readonly key?: string; readonly lastPingAt?: number | null } = {},
): MonitorToBring {
  const { key = `key-of-${id}-0123456789`, lastPingAt = null } = change;
  const imported = { id, lastPingAt };
  return {
    seed: seed(newId(), { name: id }, { door: "missme", doorKey: id, imported }),
    key: { name: id, value: key },
  };
}

function topic(name: string, change: Partial<TopicInput> = {}): TopicInput {
  return { projectId: PROJECT_ID, channel: "old", topic: name, integrations: [integration()], ...change };
}

const ID_A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const ID_B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";

/** Things that come from older systems, and services. */
export function testBringIn(engine: StoreEngine): void {
  const test = tester(engine);
  const address = (id: string) => ({ by: "door", projectId: PROJECT_ID, door: "missme", doorKey: id }) as const;

  describe("bringing things in", () => {
    test("makes monitors with keys of their own, and topics with their ids and hashes", async ({ store }) => {
      const things = { monitors: [service("a"), service("b")], topics: [topic("x", { id: ID_A, hash: "old-hash-1" })] };
      const outcome = await store.people.bringIn(things, "ann");
      expect(outcome.monitors.map(({ kind }) => kind)).toEqual(["created", "created"]);
      expect(outcome.topics.map(({ kind }) => kind)).toEqual(["created"]);
      const monitor = await store.watch.get(address("a"));
      expect(monitor).toMatchObject({ config: { name: "a" }, state: { status: "new" } });
      expect(await store.people.findKey("key-of-a-0123456789")).toMatchObject({
        kind: "check-in",
        monitorId: monitor?.id,
      });
      expect(await store.people.keyOfMonitor(monitor?.id ?? "")).toBe("key-of-a-0123456789");
      expect(await store.topics.get(PROJECT_ID, "old", "x")).toMatchObject({ id: ID_A });
      expect(await store.topics.hasHash(ID_A, "old-hash-1")).toBe(true);
    });

    test("leaves what is there as it is", async ({ store }) => {
      const things = { monitors: [service("a")], topics: [topic("x", { id: ID_A, hash: "old-hash-1" })] };
      await store.people.bringIn(things, "ann");
      const before = await store.history.list({ projectId: PROJECT_ID, limit: 100 });
      const again = { monitors: [service("a", { key: "another-key-0123456789" })], topics: [topic("x", { id: ID_A })] };
      expect(await store.people.bringIn(again, "bob")).toEqual({
        monitors: [{ kind: "known" }],
        topics: [{ kind: "known" }],
      });
      expect(await store.history.list({ projectId: PROJECT_ID, limit: 100 })).toEqual(before);
      expect(await store.people.findKey("another-key-0123456789")).toBeNull();
      expect(await store.topics.hasHash(ID_A, "old-hash-1")).toBe(true);
    });

    test("refuses what clashes, and takes the rest", async ({ store }) => {
      await store.people.bringIn({ monitors: [], topics: [topic("x", { id: ID_A }), topic("y", { id: ID_B })] }, "ann");
      const monitors = [
        service("a"),
        service("b", { key: WRITE_KEY }),
        service("c", { key: "key-of-a-0123456789" }),
        { ...service("d"), key: null },
        { seed: { ...service("e").seed, imported: { id: "a", lastPingAt: null } }, key: null },
      ];
      const topics = [topic("x", { id: ID_B }), topic("z", { id: ID_A }), topic("x", { id: ID_A })];
      const outcome = await store.people.bringIn({ monitors, topics }, "ann");
      expect(outcome.monitors.map((each) => (each.kind === "refused" ? each.why : each.kind))).toEqual([
        "created",
        "key-taken",
        "key-taken",
        "created",
        "id-taken",
      ]);
      expect(outcome.topics.map((each) => (each.kind === "refused" ? each.why : each.kind))).toEqual([
        "name-taken",
        "id-taken",
        "known",
      ]);
      expect(await store.watch.get(address("b"))).toBeNull();
    });

    test("refuses a second monitor with the id of one that was imported", async ({ store }) => {
      await store.people.bringIn({ monitors: [service("a")], topics: [] }, "ann");
      const other = { seed: { ...service("b").seed, imported: { id: "a", lastPingAt: null } }, key: null };
      const { monitors } = await store.people.bringIn({ monitors: [other], topics: [] }, "ann");
      expect(monitors).toEqual([{ kind: "refused", why: "id-taken" }]);
    });

    test("does nothing at all when one thing fails", async ({ store }) => {
      const a = service("a");
      const b = service("b");
      const sameId = { ...b, seed: { ...b.seed, monitorId: a.seed.monitorId } };
      const things = { monitors: [a, sameId], topics: [topic("x")] };
      await expect(store.people.bringIn(things, "ann")).rejects.toThrow();
      expect(await store.watch.get(address("a"))).toBeNull();
      expect(await store.people.findKey("key-of-a-0123456789")).toBeNull();
      expect(await store.topics.get(PROJECT_ID, "old", "x")).toBeNull();
    });

    test(
      "stops at the limit of monitors that make themselves",
      async ({ store }) => {
        const { monitors } = await store.people.bringIn(
          { monitors: ["a", "b", "c"].map((id) => service(id)), topics: [] },
          "ann",
        );
        expect(monitors.map((each) => (each.kind === "refused" ? each.why : each.kind))).toEqual([
          "created",
          "created",
          "too-many",
        ]);
        expect(await store.people.findKey("key-of-c-0123456789")).toBeNull();
      },
      { maxSelfMadeMonitors: 2 },
    );

    test(
      "goes on from the last time; what was overdue is down, and nobody is told",
      async ({ store, clock, sweep, messages, ping }) => {
        const now = await store.now();
        const monitors = [service("ok", { lastPingAt: now - HOUR / 2 }), service("dead", { lastPingAt: now - DAY })];
        await store.people.bringIn({ monitors, topics: [] }, "ann");
        const ok = await store.watch.get(address("ok"));
        const dead = await store.watch.get(address("dead"));
        expect(ok?.state).toMatchObject({ status: "up", lastPingAt: now - HOUR / 2, pingCount: 0 });
        expect(dead?.state).toMatchObject({ status: "down", lastPingAt: now - DAY, incident: { n: 1 } });
        await sweep();
        expect(await messages()).toEqual([]);
        clock.advance(HOUR);
        await sweep();
        expect((await messages()).map(({ monitorId, event }) => [monitorId, event])).toEqual([[ok?.id, "down"]]);
        await ping(dead?.id ?? "");
        expect((await store.watch.get(address("dead")))?.state.status).toBe("up");
      },
      { time: true },
    );

    test("a monitor is found by the id it was imported with, and only in its project and door", async ({ store }) => {
      await store.people.bringIn({ monitors: [service("a")], topics: [] }, "ann");
      const imported = { by: "imported", projectId: PROJECT_ID, door: "missme", importedId: "a" } as const;
      expect(await store.watch.get(imported)).toMatchObject({ doorKey: "a" });
      expect(await store.watch.get({ ...imported, door: "heartbeat" })).toBeNull();
      expect(await store.watch.get({ ...imported, projectId: newId() })).toBeNull();
    });

    test("the key of a monitor goes with it", async ({ store, send }) => {
      await store.people.bringIn({ monitors: [service("a")], topics: [] }, "ann");
      const monitor = await store.watch.get(address("a"));
      await send(monitor?.id ?? "", { type: "delete", actor: "ann" });
      expect(await store.people.findKey("key-of-a-0123456789")).toBeNull();
      const { monitors } = await store.people.bringIn({ monitors: [service("a")], topics: [] }, "ann");
      expect(monitors.map(({ kind }) => kind)).toEqual(["created"]);
    });
  });
}
