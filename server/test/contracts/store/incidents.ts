import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { Incident } from "../../../src/model/index.ts";
import { MINUTE, pingSignal } from "../../monitor-story.ts";
import { allPages, only, PROJECT_ID, type Stage, type StoreEngine, tester } from "./stage.ts";

/** The incidents that transitions open and end, with their notes. */
export function testIncidents(engine: StoreEngine): void {
  const test = tester(engine);

  describe("incidents", () => {
    test(
      "are opened by a down and ended by what follows, with the reasons of both",
      async (stage) => {
        const { store, monitor, ping, clock } = stage;
        const id = await monitor({ name: "backup" });
        await ping(id);
        expect(await listed(stage)).toEqual([]);
        await ping(id, "fail");
        const openedAt = await store.now();
        expect(only(await listed(stage))).toMatchObject({
          projectId: PROJECT_ID,
          monitorId: id,
          monitorName: "backup",
          monitorKind: "heartbeat",
          n: 1,
          severity: "error",
          openedAt,
          openedFor: { code: "fail" },
          closed: null,
          acknowledgedAt: null,
        });
        expect(await store.incidents.countOpen(PROJECT_ID)).toBe(1);
        clock.advance(MINUTE);
        await ping(id);
        expect(only(await listed(stage))).toMatchObject({
          openedAt,
          closed: { at: await store.now(), to: "up", reason: { code: "success" } },
        });
        expect(await store.incidents.countOpen(PROJECT_ID)).toBe(0);
      },
      { time: true },
    );

    test(
      "that a late signal ends in the same change have both ends",
      async (stage) => {
        const id = await stage.monitor();
        await stage.ping(id);
        stage.clock.advance(3 * 60 * MINUTE);
        await stage.ping(id);
        const incident = only(await listed(stage));
        expect(incident).toMatchObject({ openedFor: { code: "silence" }, closed: { to: "up" } });
        expect(incident.openedAt).toBeLessThan(incident.closed?.at ?? 0);
      },
      { time: true },
    );

    test("end with a pause, follow the severity, and go with their monitor", async (stage) => {
      const { send, ping } = stage;
      const id = await stage.monitor();
      await ping(id, "fail");
      await send(id, { type: "configure", actor: "ann", patch: { severity: "critical" } });
      expect(only(await listed(stage)).severity).toBe("critical");
      await send(id, { type: "pause", actor: "ann" });
      expect(only(await listed(stage)).closed).toMatchObject({ to: "paused", reason: { code: "paused" } });
      await send(id, { type: "delete", actor: "ann" });
      expect(await listed(stage)).toEqual([]);
    });

    test("say who took them up, with the note that came along", async (stage) => {
      const id = await stage.monitor();
      await stage.ping(id, "fail");
      await stage.send(id, { type: "acknowledge", actor: "ann", note: "The disk is full." });
      await stage.send(id, { type: "acknowledge", actor: "bob" });
      const incident = only(await listed(stage));
      expect(incident).toMatchObject({ acknowledgedAt: expect.any(Number), acknowledgedBy: "ann" });
      const found = await stage.store.incidents.get(PROJECT_ID, incident.id);
      expect(found?.notes).toMatchObject([{ actor: "ann", text: "The disk is full." }]);
    });

    test("acknowledged and ended in one batch keep who it was, and the next one is nobody's", async (stage) => {
      const id = await stage.monitor();
      await stage.ping(id, "fail");
      const address = { by: "id", monitorId: id } as const;
      await stage.store.watch.change([
        { address, signal: { type: "acknowledge", actor: "ann" } },
        { address, signal: pingSignal("success") },
        { address, signal: pingSignal("fail") },
      ]);
      expect((await listed(stage)).map(({ n, acknowledgedBy }) => [n, acknowledgedBy])).toEqual([
        [2, null],
        [1, "ann"],
      ]);
    });

    test("are listed open ones first, each newest first, page by page and narrowed", async (stage) => {
      const { store, ping } = stage;
      const [a, b] = [await stage.monitor({ name: "a" }), await stage.monitor({ name: "b" })];
      for (const [id, action] of [
        [a, "fail"],
        [a, "success"],
        [b, "fail"],
        [a, "fail"],
        [a, "success"],
        [b, "success"],
        [b, "fail"],
        [a, "fail"],
      ] as const) {
        await ping(id, action);
      }
      const wanted = ["a3 open", "b2 open", "a2 closed", "b1 closed", "a1 closed"];
      expect((await listed(stage)).map(inShort)).toEqual(wanted);
      for (const limit of [1, 2, 3]) {
        const paged = await allPages((cursor) => store.incidents.list({ projectId: PROJECT_ID, limit, cursor }));
        expect(paged.items.map(inShort)).toEqual(wanted);
      }
      const narrowed = async (filter: object) =>
        (await store.incidents.list({ projectId: PROJECT_ID, limit: 10, ...filter })).items.map(inShort);
      expect(await narrowed({ state: "open" })).toEqual(["a3 open", "b2 open"]);
      expect(await narrowed({ state: "closed" })).toEqual(["a2 closed", "b1 closed", "a1 closed"]);
      expect(await narrowed({ monitorId: b })).toEqual(["b2 open", "b1 closed"]);
      expect(await narrowed({ projectId: newId() })).toEqual([]);
    });

    test("take notes, which the history tells, from their own project only", async (stage) => {
      const { store } = stage;
      const id = await stage.monitor({ name: "backup" });
      await stage.ping(id, "fail");
      const incident = only(await listed(stage));
      const note = { projectId: PROJECT_ID, incidentId: incident.id, text: "Looking into it." };
      expect(await store.incidents.addNote(note, "ann")).toMatchObject({ actor: "ann", text: "Looking into it." });
      await store.incidents.addNote({ ...note, text: "Fixed." }, "bob");
      const found = await store.incidents.get(PROJECT_ID, incident.id);
      expect(found?.notes.map(({ text }) => text)).toEqual(["Looking into it.", "Fixed."]);
      const { items } = await store.history.list({ projectId: PROJECT_ID, kind: "incident-noted", limit: 10 });
      expect(items.map(({ actor, monitorId }) => [actor, monitorId])).toEqual([
        ["bob", id],
        ["ann", id],
      ]);
      expect(await store.incidents.addNote({ ...note, projectId: newId() }, "eve")).toBeNull();
      expect(await store.incidents.get(newId(), incident.id)).toBeNull();
      for (const incidentId of ["999999", "", "x", "1 or 1=1", "1.5"]) {
        expect(await store.incidents.get(PROJECT_ID, incidentId)).toBeNull();
        expect(await store.incidents.addNote({ ...note, incidentId }, "ann")).toBeNull();
      }
    });
  });
}

async function listed({ store }: Stage): Promise<readonly Incident[]> {
  return (await store.incidents.list({ projectId: PROJECT_ID, limit: 100 })).items;
}

function inShort({ monitorName, n, closed }: Incident): string {
  return `${monitorName}${n} ${closed === null ? "open" : "closed"}`;
}
