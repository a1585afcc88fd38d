import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { MonitorFilter } from "../../../src/store/ports.ts";
import { allPages, changed, changeOne, PROJECT_ID, type Stage, type StoreEngine, selfMaking, tester } from "./stage.ts";

/** What can be read of monitors, their pings and transitions. */
export function testWatchReads(engine: StoreEngine): void {
  const test = tester(engine);

  describe("the list of monitors", () => {
    test("comes by name, page by page, each monitor once, also with equal names", async (stage) => {
      const { store, monitor } = stage;
      for (const name of ["delta", "alpha", "same", "same", "same", "charlie"]) await monitor({ name });
      const { items, sizes } = await allPages((cursor) =>
        store.watch.list({ projectId: PROJECT_ID, limit: 3, cursor }),
      );
      expect(items.map((each) => each.config.name)).toEqual([
        "alpha",
        "charlie",
        "delta",
        "first",
        "same",
        "same",
        "same",
      ]);
      expect(new Set(items.map((each) => each.id)).size).toBe(7);
      expect(sizes).toEqual([3, 3, 1]);
    });

    test("pages on from a monitor that is gone meanwhile", async ({ store, monitor, send }) => {
      const [first] = [await monitor({ name: "a" }), await monitor({ name: "b" })];
      const page = await store.watch.list({ projectId: PROJECT_ID, limit: 1 });
      await send(first, { type: "delete", actor: "ann" });
      const next = await store.watch.list({ projectId: PROJECT_ID, limit: 1, cursor: page.nextCursor ?? undefined });
      expect(next.items.map((each) => each.config.name)).toEqual(["b"]);
    });

    test("is filtered by all of the tags", async (stage) => {
      await stage.monitor({ name: "both", tags: ["prod", "db"] });
      await stage.monitor({ name: "one", tags: ["prod"] });
      await stage.monitor({ name: "near", tags: ["prod-db"] });
      expect(await names(stage, { tags: ["prod"] })).toEqual(["both", "one"]);
      expect(await names(stage, { tags: ["db", "prod"] })).toEqual(["both"]);
      expect(await names(stage, { tags: ["pro"] })).toEqual([]);
      expect(await names(stage, { tags: [] })).toEqual(["both", "first", "near", "one"]);
    });

    test("is filtered by text in name, slug, description and tags, any letter case, wildcards taken as text", async (stage) => {
      await stage.monitor({ name: "Nightly Backup", slug: "nb-1" });
      await stage.monitor({ name: "x", description: "makes the BACKUP" });
      await stage.monitor({ name: "y", tags: ["Backup"] });
      await stage.monitor({ name: "100% sure_thing", slug: null });
      await stage.monitor({ name: "ÄRGER 🎉" });
      expect(await names(stage, { text: "backup" })).toEqual(["Nightly Backup", "x", "y"]);
      expect(await names(stage, { text: "NB-1" })).toEqual(["Nightly Backup"]);
      expect(await names(stage, { text: "%" })).toEqual(["100% sure_thing"]);
      expect(await names(stage, { text: "sure_t" })).toEqual(["100% sure_thing"]);
      expect(await names(stage, { text: "e_t" })).toEqual(["100% sure_thing"]);
      expect(await names(stage, { text: "_" })).toEqual(["100% sure_thing"]);
      expect(await names(stage, { text: "ärger" })).toEqual(["ÄRGER 🎉"]);
      expect(await names(stage, { text: "🎉" })).toEqual(["ÄRGER 🎉"]);
      expect(await names(stage, { text: "' or 1=1 --" })).toEqual([]);
    });

    test("is filtered by kind and by stored status", async (stage) => {
      const [up, down] = [await stage.monitor({ name: "up" }), await stage.monitor({ name: "down" })];
      await stage.ping(up);
      await stage.ping(down, "fail");
      await stage.monitor({ name: "probe", kind: "probe" });
      expect(await names(stage, { kind: "probe" })).toEqual(["probe"]);
      expect(await names(stage, { storedStatus: ["up"] })).toEqual(["up"]);
      expect(await names(stage, { storedStatus: ["up", "down"] })).toEqual(["down", "up"]);
      expect(await names(stage, { storedStatus: [] })).toEqual([]);
      expect(await names(stage, { storedStatus: ["new"], kind: "heartbeat", text: "fir" })).toEqual(["first"]);
    });

    test("follows a changed configuration", async (stage) => {
      const id = await stage.monitor({ name: "before", tags: ["old"] });
      await stage.send(id, { type: "configure", actor: "ann", patch: { name: "after", tags: ["new"] } });
      expect(await names(stage, { text: "before" })).toEqual([]);
      expect(await names(stage, { tags: ["old"] })).toEqual([]);
      expect(await names(stage, { text: "after", tags: ["new"] })).toEqual(["after"]);
    });

    test("shows nothing of another project", async ({ store }) => {
      expect(await store.watch.list({ projectId: newId(), limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    test("refuses a cursor of another list", async ({ store }) => {
      for (const cursor of ["nonsense", "", Buffer.from("[1]").toString("base64url")]) {
        await expect(store.watch.list({ projectId: PROJECT_ID, limit: 10, cursor })).rejects.toMatchObject({
          name: "AppError",
          code: "invalid_cursor",
        });
      }
    });
  });

  describe("one monitor", () => {
    test("is found by id, slug and door, and by nothing else", async ({ store }) => {
      const { monitorId } = changed(await changeOne(store, selfMaking("job")));
      const found = await store.watch.get({ by: "id", monitorId });
      expect(found?.id).toBe(monitorId);
      const projectId = PROJECT_ID;
      expect(await store.watch.get({ by: "slug", projectId, slug: "job" })).toEqual(found);
      expect(await store.watch.get({ by: "door", projectId, door: "slug", doorKey: "job" })).toEqual(found);
      expect(await store.watch.get({ by: "door", projectId, door: "missme", doorKey: "job" })).toBeNull();
      expect(await store.watch.get({ by: "slug", projectId, slug: "JOB" })).toBeNull();
      expect(await store.watch.get({ by: "slug", projectId: newId(), slug: "job" })).toBeNull();
    });

    test("shows its pings newest first, page by page", async ({ store, monitor, ping }) => {
      const id = await monitor();
      for (let n = 0; n < 7; n++) await ping(id);
      const { items, sizes } = await allPages((cursor) => store.watch.pings(id, { limit: 3, cursor }));
      expect(items.map((each) => each.n)).toEqual([7, 6, 5, 4, 3, 2, 1]);
      expect(sizes).toEqual([3, 3, 1]);
      expect((await store.watch.pings(newId(), { limit: 3 })).items).toEqual([]);
    });

    test("shows its transitions newest first, page by page, with their reasons", async ({ store, monitor, ping }) => {
      const id = await monitor();
      for (const action of ["success", "fail", "success", "fail"] as const) await ping(id, action);
      const { items, sizes } = await allPages((cursor) => store.watch.transitions(id, { limit: 2, cursor }));
      expect(items.map(({ from, to }) => `${from}→${to}`)).toEqual(["up→down", "down→up", "up→down", "new→up"]);
      expect(sizes).toEqual([2, 2]);
      expect(items[0]).toMatchObject({ monitorId: id, incident: 2, gaps: [], reason: { code: "fail" } });
      expect(new Set(items.map((each) => each.id)).size).toBe(4);
    });
  });
}

async function names(stage: Stage, filter: Partial<MonitorFilter>): Promise<readonly string[]> {
  const page = await stage.store.watch.list({ projectId: PROJECT_ID, limit: 100, ...filter });
  return page.items.map((each) => each.config.name);
}
