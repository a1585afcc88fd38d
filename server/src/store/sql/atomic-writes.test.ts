import type { KyselyPlugin } from "kysely";
import { describe, expect, it } from "vitest";
import { alarmItem, intake } from "../../../test/contracts/store/alarms.ts";
import {
  createStage,
  DEAD,
  DELIVERED,
  firstProject,
  PROJECT_ID,
  publication,
  type Stage,
  selfMaking,
  suspending,
  TIME,
} from "../../../test/contracts/store/stage.ts";
import { HOUR, pingSignal } from "../../../test/monitor-story.ts";
import { openSqliteStage, type SqliteStage, TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { newId } from "../../lib/ids.ts";
import { createVault } from "../../lib/vault.ts";
import { StoreUnavailable } from "../../model/index.ts";
import type { Store } from "../ports.ts";
import { createSqlStore } from "./sql-store.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";

/** What SQLite throws when the disk is full. */
class DiskFull extends Error {
  readonly errcode = 13;
}

/** Lets so many statements through and fails the next. */
function createFault(): { readonly plugin: KyselyPlugin; failAfter(statements: number): void; heal(): void } {
  let left = Number.POSITIVE_INFINITY;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (left-- <= 0) throw new DiskFull("the test's disk is full");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    plugin,
    failAfter: (statements) => {
      left = statements;
    },
    heal: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}

/** The stage's store, on a connection of its own that can be made to fail. */
function openFaultyStore(sqlite: SqliteStage, fault: ReturnType<typeof createFault>): Store {
  return createSqlStore({
    db: openSqliteDatabase({ path: sqlite.path }).withPlugin(fault.plugin),
    vault: createVault(TEST_MASTER_KEY),
    now: sqlite.clock.now,
    baseUrl: "https://watchbell.test",
  });
}

interface Scenario {
  readonly name: string;
  /** Prepares the stage on the healthy store; gives what must happen as a whole. */
  readonly prepare: (stage: Stage) => Promise<(store: Store) => Promise<unknown>>;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: "silence that is noticed, with the messages that it makes",
    async prepare({ monitor, ping, clock }) {
      const ids = [await monitor(), await monitor()];
      for (const id of ids) await ping(id, "success", { body: "ok" });
      clock.advance(2 * HOUR);
      return (store) =>
        store.watch.change(ids.map((monitorId) => ({ address: { by: "id", monitorId }, signal: TIME })));
    },
  },
  {
    name: "a monitor that makes itself, fails and comes up, with its pings and bodies",
    prepare: async () => (store) =>
      store.watch.change([
        selfMaking("job", pingSignal("success", { body: "ok" })),
        selfMaking("job", pingSignal("fail", { body: "trace" })),
        selfMaking("job", pingSignal("success")),
      ]),
  },
  {
    name: "an up that replaces a waiting down",
    async prepare({ monitor, ping }) {
      const id = await monitor();
      await ping(id, "fail");
      return (store) => store.watch.change([{ address: { by: "id", monitorId: id }, signal: pingSignal("success") }]);
    },
  },
  {
    name: "a monitor that is deleted while it is down",
    async prepare({ monitor, ping, putTopic }) {
      const topic = await putTopic("pager", [{ keepsIncidents: true }]);
      const id = await monitor({ topics: [topic.name] });
      await ping(id, "fail", { body: "trace" });
      return (store) =>
        store.watch.change([{ address: { by: "id", monitorId: id }, signal: { type: "delete", actor: "ann" } }]);
    },
  },
  {
    name: "alarms with their bodies: one that fires, one that is published, one that came before",
    async prepare({ store, topic }) {
      await store.alarms.take([intake(topic, [alarmItem(topic, { key: "old", eventId: "e-old" })])]);
      return (other) =>
        other.alarms.take([
          intake(topic, [
            alarmItem(topic, { key: "new", eventId: "e-new" }),
            alarmItem(topic, { state: "info" }),
            alarmItem(topic, { key: "old", eventId: "e-old" }),
          ]),
        ]);
    },
  },
  {
    name: "a publication with its idempotency key",
    async prepare({ putTopic }) {
      const topic = await putTopic("apps", [{ name: "a" }, { name: "b" }]);
      return (store) => store.outbox.publish(publication(topic), { key: "k", bodyHash: "h" });
    },
  },
  {
    name: "a claim with a lapsed lease among it",
    async prepare({ topic, publish, claim, clock, putTopic }) {
      await publish(await putTopic("slow", [{ rate: { tokens: 2, perMs: HOUR } }]));
      await publish(topic);
      await claim({ leaseMs: 1, limit: 1 });
      clock.advance(HOUR);
      return (store) => store.outbox.claim({ limit: 10, perIntegration: 10, leaseMs: HOUR });
    },
  },
  {
    name: "a delivery that ends and lets the next in its lane go",
    async prepare({ monitor, ping, claim }) {
      const id = await monitor();
      await ping(id, "fail");
      const [down] = await claim();
      await ping(id, "success");
      return (store) => store.outbox.settle(down?.leaseId ?? "", DELIVERED);
    },
  },
  {
    name: "a target that is given up, with the notices to the others",
    async prepare({ putTopic, publish, claim }) {
      const topic = await putTopic("two", [{ name: "gone" }, { name: "works" }]);
      await publish(topic);
      const claimed = await claim();
      const gone = claimed.find(({ message }) => message.integrationName === "gone");
      const notices = [publication({ ...topic, integrations: topic.integrations.slice(1) })];
      return (store) => store.outbox.settle(gone?.leaseId ?? "", suspending("410", notices));
    },
  },
  {
    name: "messages that are given up for their age",
    async prepare({ topic, publish, clock }) {
      await publish(topic);
      await publish(topic);
      clock.advance(29 * HOUR);
      return (store) => store.outbox.expire(10);
    },
  },
  {
    name: "dead messages that are replayed",
    async prepare({ topic, publish, claim, store }) {
      await publish(topic);
      for (const { leaseId } of await claim()) await store.outbox.settle(leaseId, DEAD);
      return (faulty) => faulty.outbox.replay(PROJECT_ID, { limit: 10 }, "ann");
    },
  },
  {
    name: "a topic whose integrations are replaced",
    async prepare({ putTopic, publish }) {
      await publish(await putTopic("ops", [{ name: "a" }, { name: "b" }]));
      const integrations = firstProject().topic.integrations;
      return (store) => store.topics.put({ projectId: PROJECT_ID, channel: "team", topic: "ops", integrations }, "ann");
    },
  },
  {
    name: "a topic that is deleted",
    async prepare({ topic, publish }) {
      await publish(topic);
      return (store) => store.topics.delete(PROJECT_ID, "default", "alerts", "ann");
    },
  },
  {
    name: "a key that is made",
    prepare: async () => (store) =>
      store.people.createKey({ projectId: PROJECT_ID, kind: "ping", name: "k", value: newId() }, "ann"),
  },
  {
    name: "a gap of ours, with its line in the history",
    async prepare({ clock }) {
      clock.advance(HOUR);
      return (store) => store.watch.stampAlive({ starting: true });
    },
  },
];

describe("a write that is cut off at any of its statements leaves nothing behind, and works when it is repeated:", () => {
  for (const { name, prepare } of SCENARIOS) {
    it(`${name}`, async () => {
      const sqlite = await openSqliteStage();
      const stage = await createStage(sqlite);
      const fault = createFault();
      const store = openFaultyStore(sqlite, fault);
      await store.watch.stampAlive({ starting: false });
      const act = await prepare(stage);
      const before = sqlite.dump();
      let cuts = 0;
      for (; cuts < 200; cuts++) {
        fault.failAfter(cuts);
        const error = await act(store).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        fault.heal();
        if (error === null) break;
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(sqlite.dump(), `cut at statement ${cuts}`).toBe(before);
      }
      expect(cuts).toBeGreaterThan(1);
      expect(cuts).toBeLessThan(200);
      expect(sqlite.dump()).not.toBe(before);
      await store.close();
      await sqlite.close();
    });
  }

  it("the first start", async () => {
    const sqlite = await openSqliteStage();
    const fault = createFault();
    const store = openFaultyStore(sqlite, fault);
    const before = sqlite.dump();
    let cuts = 0;
    for (; cuts < 200; cuts++) {
      fault.failAfter(cuts);
      const made = await store.people.bootstrap(firstProject()).catch(() => null);
      fault.heal();
      if (made) break;
      expect(sqlite.dump(), `cut at statement ${cuts}`).toBe(before);
    }
    expect(cuts).toBeGreaterThan(5);
    expect(await store.people.projects()).toHaveLength(1);
    await store.close();
    await sqlite.close();
  });
});
