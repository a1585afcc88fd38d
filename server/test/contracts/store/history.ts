import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import { allPages, PROJECT_ID, type Stage, type StoreEngine, tester } from "./stage.ts";

/** What is written of each change, and how it is read. */
export function testHistory(engine: StoreEngine): void {
  const test = tester(engine);

  describe("the history", () => {
    test("tells of the first start", async (stage) => {
      expect(await kinds(stage)).toEqual(["monitor-created", "topic-created", "key-created", "key-created"]);
    });

    test("tells who made, changed, acknowledged and deleted a monitor, and each change of its status", async (stage) => {
      const { monitor, ping, send } = stage;
      const id = await monitor({ name: "job" });
      await ping(id);
      await ping(id, "fail");
      await send(id, { type: "acknowledge", actor: "bob", note: "on it" });
      await send(id, { type: "configure", actor: "bob", patch: { name: "task" } });
      await send(id, { type: "configure", actor: "bob", patch: { name: "task" } });
      await send(id, { type: "pause", actor: "cleo" });
      await send(id, { type: "resume", actor: "cleo" });
      await send(id, { type: "delete", actor: "dan" });
      const { items } = await stage.store.history.list({ projectId: PROJECT_ID, limit: 100, monitorId: id });
      expect(items.toReversed().map((entry) => `${entry.kind} by ${entry.actor}`)).toEqual([
        "monitor-created by ann",
        "status by ping",
        "status by ping",
        "acknowledged by bob",
        "monitor-changed by bob",
        "status by cleo",
        "status by cleo",
        "monitor-deleted by dan",
      ]);
      expect(items.every((entry) => entry.monitorId === id && entry.text.length > 0)).toBe(true);
      expect(items.find((entry) => entry.kind === "acknowledged")?.text).toContain("on it");
    });

    test("tells nothing of a request that changed nothing", async (stage) => {
      const { monitor, send, ping, store } = stage;
      const id = await monitor();
      await ping(id);
      const before = await kinds(stage);
      await ping(id);
      await send(id, { type: "resume", actor: "ann" });
      await send(id, { type: "configure", actor: "ann", patch: { topics: ["no+such"] } });
      await store.topics.delete(PROJECT_ID, "no", "such", "ann");
      await store.people.revokeKey(PROJECT_ID, newId(), "ann");
      expect(await kinds(stage)).toEqual(before);
    });

    test("tells of topics, hashes, keys and the project", async (stage) => {
      const { store, putTopic } = stage;
      const before = (await kinds(stage)).length;
      const topic = await putTopic("ops", [{}]);
      await putTopic("ops", []);
      await store.topics.rotateHash(topic.id, "bob");
      await store.topics.delete(PROJECT_ID, "team", "ops", "bob");
      const key = await store.people.createKey(
        { projectId: PROJECT_ID, kind: "read", name: "ci", value: "0123456789" },
        "bob",
      );
      await store.people.revokeKey(PROJECT_ID, key === "taken" ? "" : key.id, "bob");
      await store.people.changeProject(PROJECT_ID, { timezone: "Europe/Berlin" }, "bob");
      const all = (await kinds(stage)).toReversed().slice(before);
      expect(all).toEqual([
        "topic-created",
        "topic-changed",
        "hash-rotated",
        "topic-deleted",
        "key-created",
        "key-revoked",
        "project-changed",
      ]);
    });

    test("is read newest first, page by page, by kind and monitor", async (stage) => {
      const { store, monitor, ping } = stage;
      const id = await monitor();
      for (const action of ["success", "fail", "success"] as const) await ping(id, action);
      const list = (filter: object) =>
        allPages((cursor) => store.history.list({ projectId: PROJECT_ID, limit: 2, cursor, ...filter }));
      const all = await list({});
      expect(all.items.map((entry) => Number(entry.id))).toEqual(
        all.items.map((entry) => Number(entry.id)).toSorted((a, b) => b - a),
      );
      expect(new Set(all.items.map((entry) => entry.id)).size).toBe(8);
      expect((await list({ kind: "status" })).items).toHaveLength(3);
      expect((await list({ monitorId: id })).items).toHaveLength(4);
      expect((await list({ monitorId: id, kind: "monitor-created" })).items).toHaveLength(1);
      expect((await list({ monitorId: newId() })).items).toEqual([]);
      expect((await store.history.list({ projectId: newId(), limit: 10 })).items).toEqual([]);
    });
  });
}

/** The kinds of all entries, newest first. */
async function kinds({ store }: Stage): Promise<readonly string[]> {
  return (await store.history.list({ projectId: PROJECT_ID, limit: 1000 })).items.map((entry) => entry.kind);
}
