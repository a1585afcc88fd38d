import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import { KEY_KINDS, type Key } from "../../../src/model/index.ts";
import { MINUTE } from "../../monitor-story.ts";
import { FIRST_TOPIC, firstProject, only, PING_KEY, PROJECT_ID, type StoreEngine, tester, WRITE_KEY } from "./stage.ts";

/** Projects and keys. */
export function testPeople(engine: StoreEngine): void {
  const test = tester(engine);

  describe("the first start", () => {
    test("makes a project with its keys, topic and monitor", async ({ store, topic }) => {
      const project = only(await store.people.projects());
      expect(project).toMatchObject({ id: PROJECT_ID, name: "default", timezone: "UTC", defaultTopics: [FIRST_TOPIC] });
      expect(await store.people.project(PROJECT_ID)).toEqual(project);
      expect(await store.people.project(newId())).toBeNull();
      expect((await store.people.keys(PROJECT_ID)).map((key) => key.kind).toSorted()).toEqual(["ping", "write"]);
      expect(await store.people.findKey(WRITE_KEY)).toMatchObject({ kind: "write", name: "first write key" });
      expect(topic.integrations.map((each) => each.name)).toEqual(["first"]);
      const { items } = await store.watch.list({ projectId: PROJECT_ID, limit: 10 });
      expect(only(items)).toMatchObject({ config: { slug: "first", topics: [FIRST_TOPIC] }, state: { status: "new" } });
    });

    test("happens once for ever, also when it is called in parallel", async ({ store }) => {
      const calls = Array.from({ length: 5 }, () => store.people.bootstrap(firstProject()));
      expect(await Promise.all(calls)).toEqual(Array(5).fill(false));
      expect(await store.people.projects()).toHaveLength(1);
      expect(await store.people.keys(PROJECT_ID)).toHaveLength(2);
    });
  });

  describe("keys", () => {
    test("are found by their value alone", async ({ store }) => {
      for (const kind of KEY_KINDS) {
        const value = `value-of-a-${kind}-key-0123456789`;
        const made = asKey(
          await store.people.createKey({ projectId: PROJECT_ID, kind, name: `my ${kind}`, value }, "ann"),
        );
        expect(await store.people.findKey(value)).toMatchObject({
          id: made.id,
          kind,
          name: `my ${kind}`,
          projectId: PROJECT_ID,
        });
        expect(value.startsWith(made.hint) && made.hint.length > 0).toBe(true);
        expect(value).not.toBe(made.hint);
      }
      for (const wrong of ["", "x", WRITE_KEY.toUpperCase(), `${WRITE_KEY} `, WRITE_KEY.slice(0, -1), "%"]) {
        expect(await store.people.findKey(wrong)).toBeNull();
      }
    });

    test("have a hint that never shows more than a quarter of the value", async ({ store }) => {
      for (const value of ["abcd", "abcdefgh", "a-long-value-that-was-given-by-hand"]) {
        const made = asKey(
          await store.people.createKey({ projectId: PROJECT_ID, kind: "read", name: "k", value }, "ann"),
        );
        expect(made.hint.length).toBeLessThanOrEqual(value.length / 4);
      }
    });

    test("cannot share a value, not even with a revoked one", async ({ store }) => {
      const key = { projectId: PROJECT_ID, kind: "read", name: "again", value: WRITE_KEY } as const;
      expect(await store.people.createKey(key, "ann")).toBe("taken");
      const first = await store.people.findKey(WRITE_KEY);
      await store.people.revokeKey(PROJECT_ID, first?.id ?? "", "ann");
      expect(await store.people.createKey(key, "ann")).toBe("taken");
      const calls = Array.from({ length: 4 }, () =>
        store.people.createKey({ ...key, value: "same-value-four-times" }, "ann"),
      );
      expect((await Promise.all(calls)).filter((made) => made !== "taken")).toHaveLength(1);
    });

    test("that were revoked are found, shown and listed no more", async ({ store }) => {
      const key = await store.people.findKey(PING_KEY);
      const keyId = key?.id ?? "";
      expect(await store.people.revokeKey(newId(), keyId, "eve")).toBe(false);
      expect(await store.people.revokeKey(PROJECT_ID, keyId, "ann")).toBe(true);
      expect(await store.people.revokeKey(PROJECT_ID, keyId, "ann")).toBe(false);
      expect(await store.people.findKey(PING_KEY)).toBeNull();
      expect(await store.people.showKey(PROJECT_ID, keyId)).toBeNull();
      expect((await store.people.keys(PROJECT_ID)).map((each) => each.id)).not.toContain(keyId);
    });

    test("for pinging and checking in can be looked up again, the others cannot", async ({ store }) => {
      for (const kind of KEY_KINDS) {
        const value = `another-${kind}-key-0123456789`;
        const made = asKey(await store.people.createKey({ projectId: PROJECT_ID, kind, name: kind, value }, "ann"));
        const shown = kind === "ping" || kind === "check-in" ? value : null;
        expect(await store.people.showKey(PROJECT_ID, made.id)).toBe(shown);
        expect(await store.people.showKey(newId(), made.id)).toBeNull();
      }
      expect(await store.people.showKey(PROJECT_ID, newId())).toBeNull();
    });

    test(
      "note their last use, to the minute",
      async ({ store, clock }) => {
        const lastUse = async () =>
          (await store.people.keys(PROJECT_ID)).find((key) => key.kind === "ping")?.lastUsedAt;
        expect(await lastUse()).toBeNull();
        await store.people.findKey(PING_KEY);
        const first = clock.now();
        expect(await lastUse()).toBe(first);
        clock.advance(MINUTE - 1);
        await store.people.findKey(PING_KEY);
        expect(await lastUse()).toBe(first);
        clock.advance(1);
        await store.people.findKey(PING_KEY);
        expect(await lastUse()).toBe(first + MINUTE);
      },
      { time: true },
    );
  });

  describe("changing a project", () => {
    test("changes what is sent and nothing else", async ({ store, putTopic }) => {
      const { name } = await putTopic("ops", []);
      const change = (patch: Parameters<typeof store.people.changeProject>[1]) =>
        store.people.changeProject(PROJECT_ID, patch, "ann");
      expect(await change({ timezone: "Europe/Berlin" })).toMatchObject({ name: "default", timezone: "Europe/Berlin" });
      const undefinedFields = { name: "Acme <&> 🎉", timezone: undefined, defaultTopics: undefined };
      expect(await change(undefinedFields)).toMatchObject({
        name: "Acme <&> 🎉",
        timezone: "Europe/Berlin",
        defaultTopics: [FIRST_TOPIC],
      });
      expect(await change({ defaultTopics: [name] })).toMatchObject({ defaultTopics: [name] });
      expect(await store.people.project(PROJECT_ID)).toMatchObject({
        name: "Acme <&> 🎉",
        timezone: "Europe/Berlin",
        defaultTopics: [name],
      });
    });

    test("refuses default topics that do not exist", async ({ store }) => {
      const patch = { name: "other", defaultTopics: [FIRST_TOPIC, "no+such"] };
      expect(await store.people.changeProject(PROJECT_ID, patch, "ann")).toBe("unknown-topics");
      expect(await store.people.project(PROJECT_ID)).toMatchObject({ name: "default", defaultTopics: [FIRST_TOPIC] });
      expect(await store.people.changeProject(newId(), { name: "x" }, "eve")).toBeNull();
    });

    test("can change the zone although a default topic is gone", async ({ store }) => {
      await store.topics.delete(PROJECT_ID, "default", "alerts", "ann");
      const changed = await store.people.changeProject(PROJECT_ID, { timezone: "Europe/Berlin" }, "ann");
      expect(changed).toMatchObject({ timezone: "Europe/Berlin" });
    });
  });
}

function asKey(made: Key | "taken"): Key {
  if (made === "taken") throw new Error("the value is taken");
  return made;
}
