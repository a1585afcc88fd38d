import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { BadgeAddress, BadgeSubject, StatusPage } from "../../../src/model/index.ts";
import type { Store } from "../../../src/store/ports.ts";
import { MINUTE } from "../../monitor-story.ts";
import { only, PROJECT_ID, type Stage, type StoreEngine, tester } from "./stage.ts";

const OTHER_PROJECT = newId();

type Page = Omit<StatusPage, "changedAt">;

function page(monitorIds: readonly string[], change: Partial<Page> = {}): Page {
  return {
    projectId: PROJECT_ID,
    slug: "acme",
    enabled: true,
    title: "Acme",
    description: "All of it",
    note: "",
    showIncidents: true,
    incidentDays: 14,
    groups: [{ name: "All", monitors: monitorIds.map((monitorId) => ({ monitorId, name: null })) }],
    ...change,
  };
}

/** What a project shows to everybody: its status page and its badges. */
export function testPages(engine: StoreEngine): void {
  describe("a status page", () => {
    testStatusPages(engine);
  });
  describe("what a status page tells of monitors", () => {
    testTold(engine);
  });
  describe("the tags of a project", () => {
    testTags(engine);
  });
  describe("the addresses of badges", () => {
    testBadges(engine);
  });
}

function testStatusPages(engine: StoreEngine): void {
  const test = tester(engine);

  test("is there once it was put, by project and by slug, and is replaced by the next", async ({ store, monitor }) => {
    expect(await store.pages.statusPage(PROJECT_ID)).toBeNull();
    const shown = page([await monitor(), await monitor()]);
    const outcome = await store.pages.putStatusPage(shown, "ann");
    expect(outcome).toMatchObject({ kind: "put", page: shown });
    expect(await store.pages.statusPage(PROJECT_ID)).toMatchObject(shown);
    const next = page([], { slug: "other", enabled: false, incidentDays: 90, note: "soon\nback" });
    await store.pages.putStatusPage(next, "ann");
    expect(await store.pages.statusPageBySlug("acme")).toBeNull();
    expect(await store.pages.statusPageBySlug("other")).toMatchObject(next);
  });

  test("leaves out monitors that were deleted since", async ({ store, monitor, send }) => {
    const [gone, kept] = [await monitor(), await monitor()];
    await store.pages.putStatusPage(page([gone, kept]), "ann");
    await send(gone, { type: "delete", actor: "ann" });
    expect((await store.pages.statusPage(PROJECT_ID))?.groups).toMatchObject([{ monitors: [{ monitorId: kept }] }]);
  });

  test("is refused with a monitor that the project does not have, and nothing is changed", async ({
    store,
    monitor,
  }) => {
    const stranger = newId();
    const outcome = await store.pages.putStatusPage(page([await monitor(), stranger]), "ann");
    expect(outcome).toEqual({ kind: "unknown-monitors", monitorIds: [stranger] });
    expect(await store.pages.statusPage(PROJECT_ID)).toBeNull();
  });

  test("is told in the history: what was switched, and by whom", async ({ store }) => {
    for (const enabled of [false, true, true, false]) await store.pages.putStatusPage(page([], { enabled }), "ann");
    const { items } = await store.history.list({ projectId: PROJECT_ID, kind: "status-page-changed", limit: 9 });
    expect(items.map(({ actor, text }) => [actor, text]).reverse()).toEqual([
      ["ann", "The status page was changed."],
      ["ann", "The status page was switched on at /status/acme."],
      ["ann", "The status page was changed."],
      ["ann", "The status page was switched off."],
    ]);
  });
}

function testTold(engine: StoreEngine): void {
  const test = tester(engine);
  const tell = (store: Store, ids: readonly string[], at = 0, mostChanges = 100) =>
    store.pages.tell(PROJECT_ID, ids, { at, mostChanges });

  test("comes in the order asked for, without those of other projects", async ({ store, monitor }) => {
    const ids = [await monitor({ name: "z" }), await monitor({ name: "a" })];
    expect((await tell(store, [...ids, newId()])).map(({ monitor: { id } }) => id)).toEqual(ids);
    expect(await store.pages.tell(OTHER_PROJECT, ids, { at: 0, mostChanges: 1 })).toEqual([]);
    const publicIds = (await tell(store, ids)).map(({ publicId }) => publicId);
    expect(new Set([...publicIds, ...ids, ...ids.map((id) => id.replaceAll("-", ""))]).size).toBe(6);
  });

  test(
    "holds the changes since an instant, oldest first, and says when there were more",
    async ({ store, clock, monitor, ping }) => {
      const id = await monitor();
      for (const action of ["success", "fail", "success"] as const) {
        clock.advance(MINUTE);
        await ping(id, action);
      }
      const all = only(await tell(store, [id]));
      expect(all.changes.map(({ from, to }) => `${from} ${to}`)).toEqual(["new up", "up down", "down up"]);
      expect(all.changes[2]?.incidentOpenedAt).toBe(all.changes[1]?.at);
      expect(all.isCut).toBe(false);
      expect(only(await tell(store, [id], clock.now())).changes).toHaveLength(1);
      const cut = only(await tell(store, [id], 0, 2));
      expect([cut.changes.map(({ to }) => to), cut.isCut]).toEqual([["down", "up"], true]);
    },
    { time: true },
  );
}

function testTags(engine: StoreEngine): void {
  const test = tester(engine);

  test("are listed once each, in order", async ({ store, monitor }) => {
    for (const tags of [["b", "a"], ["b"], [], ["ä", "z"]]) await monitor({ tags });
    expect(await store.pages.tags(PROJECT_ID)).toEqual(["a", "b", "z", "ä"]);
    expect(await store.pages.tags(OTHER_PROJECT)).toEqual([]);
  });
}

function testBadges(engine: StoreEngine): void {
  const test = tester(engine);
  const addresses = async (store: Store, subjects: readonly BadgeSubject[]): Promise<readonly BadgeAddress[]> =>
    (await store.pages.badgeAddresses(PROJECT_ID, subjects)) ?? [];
  const subjectsOf = async ({ monitor }: Stage): Promise<readonly BadgeSubject[]> => [
    { of: "project" },
    { of: "tag", tag: "a/b .svg" },
    { of: "tag", tag: "ä" },
    { of: "monitor", monitorId: await monitor() },
  ];
  const find = (store: Store, address: BadgeAddress, subject: BadgeSubject) =>
    store.pages.badgeSubject({ ...address, tag: subject.of === "tag" ? subject.tag : null });

  test("lead back to what they tell of, and stay the same", async (stage) => {
    const { store } = stage;
    const subjects = await subjectsOf(stage);
    const made = await addresses(store, subjects);
    expect(await addresses(store, subjects)).toEqual(made);
    for (const [index, subject] of subjects.entries()) {
      const address = made[index];
      expect(address && (await find(store, address, subject))).toEqual({ projectId: PROJECT_ID, subject });
    }
    expect(await store.pages.badgeAddresses(OTHER_PROJECT, subjects)).toBeNull();
  });

  test("give away no other badge and no ping address", async (stage) => {
    const { store } = stage;
    const subjects = await subjectsOf(stage);
    const made = await addresses(store, subjects);
    const [project, tag, , monitor] = made;
    if (!project || !tag || !monitor) throw new Error("an address is missing");
    for (const wrong of [
      { ...tag, tag: "other" },
      { ...project, tag: "a/b .svg" },
      { ...tag, tag: null },
      { ...project, token: "0".repeat(16), tag: null },
      { ...project, key: "0".repeat(32), tag: null },
      { ...project, key: "", token: "", tag: null },
    ]) {
      expect(await store.pages.badgeSubject(wrong)).toBeNull();
    }
    const text = JSON.stringify(made);
    for (const id of [PROJECT_ID, ...subjects.flatMap((each) => (each.of === "monitor" ? [each.monitorId] : []))]) {
      expect(text.includes(id) || text.includes(id.replaceAll("-", ""))).toBe(false);
    }
  });

  test("are all others after a rotation, which the history tells", async (stage) => {
    const { store } = stage;
    const subjects = await subjectsOf(stage);
    const old = await addresses(store, subjects);
    expect(await store.pages.rotateBadges(OTHER_PROJECT, "eve")).toBe(false);
    expect(await store.pages.rotateBadges(PROJECT_ID, "ann")).toBe(true);
    for (const [index, subject] of subjects.entries()) {
      const found = old[index] && (await find(store, old[index], subject));
      // A monitor's old token leads to an id that nobody has.
      if (found) expect(found.subject).not.toEqual(subject);
      else expect(found).toBeNull();
    }
    const fresh = await addresses(store, subjects);
    expect(fresh.map(({ token }) => token)).not.toEqual(old.map(({ token }) => token));
    expect((await store.history.list({ projectId: PROJECT_ID, kind: "badges-rotated", limit: 9 })).items).toMatchObject(
      [{ actor: "ann" }],
    );
  });
}
