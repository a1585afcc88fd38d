import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { PutTopicOutcome, TopicInput } from "../../../src/store/ports.ts";
import {
  changed,
  DEAD,
  integration,
  only,
  PROJECT_ID,
  type Stage,
  type StoreEngine,
  suspending,
  tester,
} from "./stage.ts";

const INPUT: TopicInput = { projectId: PROJECT_ID, channel: "team", topic: "ops", integrations: [] };

/** What the topics port promises. */
export function testTopics(engine: StoreEngine): void {
  const test = tester(engine);

  describe("putting a topic", () => {
    test("makes it, with an id and a hash of its own", async (stage) => {
      const outcome = await put(stage, {
        integrations: [integration({ name: "b" }), integration({ name: "a", model: "$x" })],
      });
      expect(outcome).toMatchObject({ created: true, topic: { name: "team+ops", channel: "team", topic: "ops" } });
      const { topic, hash } = outcome;
      expect(hash.length).toBeGreaterThanOrEqual(32);
      expect(topic.integrations.map(({ name, model }) => [name, model])).toEqual([
        ["b", null],
        ["a", "$x"],
      ]);
      expect(await stage.store.topics.get(PROJECT_ID, "team", "ops")).toEqual(topic);
    });

    test("again replaces its integrations; those with the same name and provider keep their id", async (stage) => {
      const before = await put(stage, {
        integrations: [{ name: "stays" }, { name: "moves" }, { name: "goes" }].map(integration),
      });
      const [stays, moves] = before.topic.integrations;
      const after = await put(stage, {
        integrations: [
          integration({ name: "new" }),
          integration({ name: "moves", provider: "slack" }),
          integration({ name: "stays", model: "text", enabled: false, notifyOn: ["down"], keepsIncidents: true }),
        ],
      });
      expect(after).toMatchObject({ created: false, hash: before.hash, topic: { id: before.topic.id } });
      const [fresh, moved, stayed] = after.topic.integrations;
      expect(fresh?.name).toBe("new");
      expect(moved).toMatchObject({ name: "moves", provider: "slack" });
      expect(moved?.id).not.toBe(moves?.id);
      expect(stayed).toMatchObject({
        id: stays?.id,
        model: "text",
        enabled: false,
        notifyOn: ["down"],
        keepsIncidents: true,
      });
    });

    test("an integration named by its id keeps it under another name, even when two change names", async (stage) => {
      const { publish, messages } = stage;
      const before = await put(stage, { integrations: [{ name: "a" }, { name: "b" }].map(integration) });
      const [a, b] = before.topic.integrations;
      await publish(before.topic);
      const after = await put(stage, {
        integrations: [
          integration({ id: a?.id, name: "b", credentials: null }),
          integration({ id: b?.id, name: "a", credentials: null }),
          integration({ name: "c" }),
        ],
      });
      expect(after.topic.integrations.map(({ id, name }) => [id, name]).slice(0, 2)).toEqual([
        [a?.id, "b"],
        [b?.id, "a"],
      ]);
      expect((await messages()).map(({ status }) => status)).toEqual(["waiting", "waiting"]);
      expect(await stage.store.topics.credentials(a?.id ?? "")).toEqual({ url: "https://example.org/a" });
      const taken = await put(stage, {
        integrations: [integration({ id: a?.id, name: "c", credentials: null }), integration({ name: "b" })],
      });
      expect(taken.topic.integrations[0]?.id).toBe(a?.id);
      expect([b?.id, after.topic.integrations[2]?.id]).not.toContain(taken.topic.integrations[1]?.id);
    });

    test("cancels the waiting messages of integrations that go, and only those", async (stage) => {
      const { publish, messages, claim } = stage;
      const { topic } = await put(stage, { integrations: [{ name: "stays" }, { name: "goes" }].map(integration) });
      await publish(topic);
      await publish(topic);
      const leased = (await claim({ perIntegration: 1 })).find(({ message }) => message.integrationName === "goes");
      await put(stage, { integrations: [integration({ name: "stays", credentials: null })] });
      expect((await messages()).map((message) => `${message.integrationName} ${message.status}`).toSorted()).toEqual([
        "(removed) cancelled",
        "(removed) cancelled",
        "stays waiting",
        "stays waiting",
      ]);
      expect(await stage.store.outbox.settle(leased?.leaseId ?? "", DEAD)).toBe(false);
    });

    test("without credentials keeps those of the integration of that name and provider", async (stage) => {
      const credentials = { url: "https://example.org/kept" };
      const { topic } = await put(stage, { integrations: [integration({ credentials })] });
      await put(stage, { integrations: [integration({ credentials: null, model: "new text" })] });
      expect(await stage.store.topics.credentials(only(topic.integrations).id)).toEqual(credentials);
    });

    test("without credentials is refused where there are none to keep, and changes nothing", async (stage) => {
      const missing = { kind: "credentials-missing", integrationName: "second" };
      const integrations = [integration(), integration({ name: "second", credentials: null })];
      expect(await stage.store.topics.put({ ...INPUT, integrations }, "ann")).toEqual(missing);
      expect(await stage.store.topics.get(PROJECT_ID, "team", "ops")).toBeNull();
      await put(stage, { integrations: [integration({ name: "second" })] });
      const other = [integration({ name: "second", provider: "slack", credentials: null })];
      expect(await stage.store.topics.put({ ...INPUT, integrations: other }, "ann")).toEqual(missing);
      expect((await stage.store.topics.get(PROJECT_ID, "team", "ops"))?.integrations[0]?.provider).toBe("webhook");
    });

    test("takes an id and a hash that are brought along", async (stage) => {
      const [id, hash] = [newId(), "an-old-hash-of-another-system"];
      const made = await put(stage, { id, hash });
      expect(made).toMatchObject({ created: true, hash, topic: { id } });
      expect(await stage.store.topics.hasHash(id, hash)).toBe(true);
      expect(await put(stage, { id })).toMatchObject({ created: false, hash, topic: { id } });
      expect(await put(stage, { hash: "a-newer-one" })).toMatchObject({ hash: "a-newer-one", topic: { id } });
      expect(await stage.store.topics.hasHash(id, hash)).toBe(false);
      expect(await stage.store.topics.hasHash(id, "a-newer-one")).toBe(true);
    });

    test("refuses an id that another topic has, and another id for a topic that has one", async (stage) => {
      const { topic } = await put(stage, {});
      const taken = await stage.store.topics.put({ ...INPUT, topic: "other", id: topic.id }, "ann");
      expect(taken).toEqual({ kind: "id-taken" });
      expect(await stage.store.topics.get(PROJECT_ID, "team", "other")).toBeNull();
      expect(await stage.store.topics.put({ ...INPUT, id: newId() }, "ann")).toEqual({ kind: "id-taken" });
    });

    test("in parallel makes one topic", async ({ store }) => {
      const calls = Array.from({ length: 8 }, () =>
        store.topics.put({ ...INPUT, integrations: [integration()] }, "ann"),
      );
      const outcomes = await Promise.all(calls);
      const made = outcomes.map((outcome) => outcome.kind === "put" && outcome.created);
      expect(made.filter(Boolean)).toHaveLength(1);
      const ids = outcomes.map((outcome) => outcome.kind === "put" && outcome.topic.integrations[0]?.id);
      expect(new Set(ids).size).toBe(1);
    });

    test("keeps names and texts with markup, quotes and emoji", async (stage) => {
      const text = `<b>"$name"</b> & 'x' 100% 🎉 \\ {{y}}`;
      const credentials = { text, nested: { list: [1, true, null, text] } };
      const { topic } = await put(stage, {
        channel: "📣 team",
        topic: `it's "ops" 50%_`,
        integrations: [integration({ name: text, model: text, credentials })],
      });
      expect(topic.name).toBe(`📣 team+it's "ops" 50%_`);
      expect(await stage.store.topics.get(PROJECT_ID, "📣 team", `it's "ops" 50%_`)).toEqual(topic);
      expect(only(topic.integrations)).toMatchObject({ name: text, model: text });
      expect(await stage.store.topics.credentials(only(topic.integrations).id)).toEqual(credentials);
    });
  });

  describe("a topic's hash", () => {
    test("is known by its value, shown again, and void after it is changed", async (stage) => {
      const { topics } = stage.store;
      const { topic, hash } = await put(stage, {});
      expect(await topics.hasHash(topic.id, hash)).toBe(true);
      expect(await topics.hasHash(topic.id, `${hash}x`)).toBe(false);
      expect(await topics.hasHash(topic.id, "")).toBe(false);
      expect(await topics.hasHash(newId(), hash)).toBe(false);
      expect(await topics.showHash(topic.id)).toBe(hash);
      expect(await topics.showHash(newId())).toBeNull();
      const next = await topics.rotateHash(topic.id, "ann");
      expect(next).not.toBe(hash);
      expect(await topics.hasHash(topic.id, hash)).toBe(false);
      expect(await topics.hasHash(topic.id, next)).toBe(true);
      expect(await topics.showHash(topic.id)).toBe(next);
    });
  });

  describe("topics", () => {
    test("are listed by name, for their project only", async (stage) => {
      for (const topic of ["b", "a"]) await put(stage, { topic, integrations: [integration()] });
      const listed = await stage.store.topics.list(PROJECT_ID);
      expect(listed.map((each) => each.name)).toEqual(["default+alerts", "team+a", "team+b"]);
      expect(listed.every((each) => each.integrations.length === 1)).toBe(true);
      expect(await stage.store.topics.list(newId())).toEqual([]);
      expect(await stage.store.topics.get(newId(), "team", "a")).toBeNull();
    });

    test("say when they are deleted what they cancel and which monitors name them", async (stage) => {
      const { store, publish, monitor, claim, messages } = stage;
      const name = `50%_"x" 🎉`;
      const { topic } = await put(stage, {
        topic: name,
        integrations: [integration({ name: "a" }), integration({ name: "b" })],
      });
      const near = await put(stage, { topic: `50AB"x" 🎉` });
      const naming = await monitor({ topics: ["default+alerts", topic.name] });
      await monitor({ topics: [near.topic.name] });
      await monitor({ name: topic.name });
      await publish(topic);
      await store.outbox.settle((await claim())[0]?.leaseId ?? "", DEAD);
      const deleted = await store.topics.delete(PROJECT_ID, "team", name, "ann");
      expect(deleted?.monitors).toEqual([naming]);
      expect(deleted?.cancelled).toHaveLength(1);
      expect(deleted?.cancelled[0]).toMatchObject({
        event: "publication",
        integrationName: expect.stringMatching(/^[ab]$/),
      });
      expect((await messages()).map((message) => message.status).toSorted()).toEqual(["cancelled", "dead"]);
      expect(await store.topics.get(PROJECT_ID, "team", name)).toBeNull();
      expect(await store.topics.delete(PROJECT_ID, "team", name, "ann")).toBeNull();
      expect(await store.topics.delete(newId(), "default", "alerts", "eve")).toBeNull();
      expect(await store.topics.credentials(topic.integrations[0]?.id ?? "")).toBeNull();
      expect(await claim()).toEqual([]);
    });
  });

  describe("a suspended integration", () => {
    test("shows why, until it is resumed", async (stage) => {
      const { store, publish, claim } = stage;
      const { topic } = await put(stage, { integrations: [integration()] });
      await publish(topic);
      await store.outbox.settle(only(await claim()).leaseId, suspending("410: the hook is gone."));
      const suspended = async () => (await store.topics.get(PROJECT_ID, "team", "ops"))?.integrations[0]?.suspended;
      expect(await suspended()).toEqual({ at: expect.any(Number), reason: "410: the hook is gone." });
      await store.topics.resume(only(topic.integrations).id, "ann");
      expect(await suspended()).toBeNull();
      await store.topics.resume(only(topic.integrations).id, "ann");
      await store.topics.resume(newId(), "ann");
      const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "integration-resumed" });
      expect(items).toHaveLength(1);
    });

    test("tells the monitor's messages nothing new: they wait", async (stage) => {
      const { store, publish, claim, monitor, ping, messages } = stage;
      const { topic } = await put(stage, { integrations: [integration()] });
      await publish(topic);
      await store.outbox.settle(only(await claim()).leaseId, suspending("410"));
      const id = await monitor({ topics: [topic.name] });
      await ping(id);
      changed(await ping(id, "fail"));
      expect((await messages()).at(-1)).toMatchObject({ monitorId: id, status: "waiting" });
      expect(await claim()).toEqual([]);
    });
  });
}

type Put = Extract<PutTopicOutcome, { kind: "put" }>;

async function put({ store }: Stage, change: Partial<TopicInput>): Promise<Put> {
  const outcome = await store.topics.put({ ...INPUT, ...change }, "ann");
  if (outcome.kind !== "put") throw new Error(`the topic was not put: ${outcome.kind}`);
  return outcome;
}
