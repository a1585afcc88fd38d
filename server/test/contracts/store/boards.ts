import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { MonitorConfig, PeriodSchedule } from "../../../src/model/index.ts";
import type { Store } from "../../../src/store/ports.ts";
import { HOUR, pingSignal } from "../../monitor-story.ts";
import { changeOne, FIRST_TOPIC, integration, PROJECT_ID, type StoreEngine, seed, tester } from "./stage.ts";

const SCHEDULE: PeriodSchedule = {
  type: "period",
  periodMs: HOUR,
  graceMs: 0,
  allowedMisses: 0,
  calendar: { timezone: "UTC", weekdays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] },
};

/** Makes a pulse that was just heard. */
async function pulse(store: Store, name: string, config: Partial<MonitorConfig> = {}): Promise<void> {
  const doorKey = JSON.stringify([name]);
  const address = { by: "door", projectId: PROJECT_ID, door: "heartbeat", doorKey } as const;
  const createIfMissing = seed(newId(), { name, schedule: SCHEDULE, ...config }, { door: "heartbeat", doorKey });
  await changeOne(store, { address, signal: pingSignal("success"), createIfMissing });
}

/** The boards of projects, and what their pulses follow. */
export function testBoards(engine: StoreEngine): void {
  const test = tester(engine);

  describe("a project's board", () => {
    const change = (store: Store, heartbeatBoard: object) =>
      store.people.changeProject(PROJECT_ID, { heartbeatBoard }, "ann");
    const pulses = async (store: Store) =>
      (await store.watch.list({ projectId: PROJECT_ID, door: "heartbeat", limit: 10 })).items;

    test("begins with each pulse by itself, to the default topic", async ({ store }) => {
      expect(await store.people.project(PROJECT_ID)).toMatchObject({
        heartbeatBoard: { topic: null, mode: "each", digestEveryMs: HOUR },
      });
      expect(await store.people.dueDigests()).toEqual([]);
    });

    test("changes what is given, and refuses a topic that is not there", async ({ store, putTopic }) => {
      const { name } = await putTopic("night", []);
      expect(await change(store, { topic: name })).toMatchObject({ heartbeatBoard: { topic: name, mode: "each" } });
      expect(await change(store, { mode: "digest" })).toMatchObject({
        heartbeatBoard: { topic: name, mode: "digest" },
      });
      expect(await change(store, { topic: "no+such" })).toBe("unknown-topics");
      expect(await change(store, { topic: null })).toMatchObject({ heartbeatBoard: { topic: null, mode: "digest" } });
    });

    test("its pulses are listed by their door", async ({ store, monitor }) => {
      await pulse(store, "a");
      await monitor({ name: "other" });
      expect((await pulses(store)).map(({ config }) => config.name)).toEqual(["a"]);
    });

    test("its pulses follow its topic and the project's zone, unless they have others of their own", async ({
      store,
      putTopic,
    }) => {
      const { name } = await putTopic("night", []);
      const own = await putTopic("own", []);
      await pulse(store, "a");
      await pulse(store, "b", {
        topics: [own.name],
        schedule: { ...SCHEDULE, calendar: { timezone: "Asia/Tokyo", weekdays: ["mon"] } },
      });
      await change(store, { topic: name });
      await store.people.changeProject(PROJECT_ID, { timezone: "Europe/Berlin" }, "ann");
      const followed = (await pulses(store)).map(({ config }) => [config.topics, config.schedule.calendar?.timezone]);
      expect(followed).toEqual([
        [[name], "Europe/Berlin"],
        [[own.name], "Asia/Tokyo"],
      ]);
      await change(store, { topic: null });
      expect((await pulses(store))[0]?.config.topics).toEqual([FIRST_TOPIC]);
    });

    test(
      "in mode digest nobody is told of a single pulse, but an incident that is kept open is ended",
      async ({ store, clock, sweep, messages, putTopic, send }) => {
        await putTopic("pager", [integration({ name: "pager", keepsIncidents: true }), integration({ name: "hook" })]);
        await pulse(store, "a", { topics: ["team+pager"] });
        const [{ id } = { id: "" }] = await pulses(store);
        clock.advance(HOUR);
        await sweep();
        expect((await messages()).map(({ event, integrationName }) => `${integrationName}: ${event}`)).toEqual([
          "pager: down",
          "hook: down",
        ]);
        await change(store, { mode: "digest" });
        for (const { leaseId } of await store.outbox.claim({ limit: 10, perIntegration: 10, leaseMs: HOUR })) {
          const attempt = { n: 1, at: 0, durationMs: 1, outcome: "delivered", reason: "ok", answer: null } as const;
          await store.outbox.settle(leaseId, { kind: "finished", status: "delivered", attempt, receipt: null });
        }
        await send(id, pingSignal("success"));
        clock.advance(2 * HOUR);
        await sweep();
        expect((await messages()).map(({ event, integrationName }) => `${integrationName}: ${event}`)).toEqual([
          "pager: down",
          "hook: down",
          "pager: up",
        ]);
      },
      { time: true },
    );

    test(
      "has a digest due at every interval from its change on",
      async ({ store, clock }) => {
        const start = clock.now();
        await change(store, { mode: "digest" });
        clock.advance(HOUR - 1);
        expect(await store.people.dueDigests()).toEqual([]);
        clock.advance(1);
        const due = { projectId: PROJECT_ID, dueAt: start + HOUR };
        expect(await store.people.dueDigests()).toEqual([due]);
        await store.people.changeProject(PROJECT_ID, { name: "other" }, "ann");
        expect(await store.people.dueDigests()).toEqual([due]);
        await store.people.digestSent(PROJECT_ID, due.dueAt);
        await store.people.digestSent(PROJECT_ID, due.dueAt);
        expect(await store.people.dueDigests()).toEqual([]);
        clock.advance(3 * HOUR + 1);
        expect(await store.people.dueDigests()).toEqual([{ projectId: PROJECT_ID, dueAt: start + 2 * HOUR }]);
        await store.people.digestSent(PROJECT_ID, start + 2 * HOUR);
        clock.advance(HOUR - 2);
        expect(await store.people.dueDigests()).toEqual([]);
        await change(store, { mode: "each" });
        clock.advance(HOUR);
        expect(await store.people.dueDigests()).toEqual([]);
      },
      { time: true },
    );
  });
}
