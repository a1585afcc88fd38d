import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const MINUTE = 60_000;

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

const ping = (id: string, action = "") => test.http.request(`/ping/${id}${action}`);

async function monitor(name: string): Promise<string> {
  return (await api("POST", "/monitors", { name })).body.id;
}

describe("incidents", () => {
  it("are listed open ones first, with their length so far or in all", async () => {
    const [over, open] = [await monitor("over"), await monitor("open")];
    await ping(open, "/fail");
    await ping(over, "/fail");
    test.clock.advance(5 * MINUTE);
    await ping(over);
    test.clock.advance(5 * MINUTE);
    const { body } = await api("GET", "/incidents");
    expect(body.incidents).toMatchObject([
      { monitorName: "open", state: "open", durationMs: 10 * MINUTE, closedAt: null, closedFor: null, n: 1 },
      { monitorName: "over", state: "closed", durationMs: 5 * MINUTE, closedTo: "up", severity: "error" },
    ]);
    const names = async (query: string) =>
      (await api("GET", `/incidents?${query}`)).body.incidents.map((each: Record<string, string>) => each.monitorName);
    expect(await names("state=open")).toEqual(["open"]);
    expect(await names(`monitor=${over}`)).toEqual(["over"]);
    const first = await api("GET", "/incidents?limit=1");
    expect(await names(`limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`)).toEqual(["over"]);
    expect((await api("GET", "/incidents?state=gone")).body.error.field).toBe("state");
    expect((await api("GET", "/incidents?cursor=x")).body.error.code).toBe("invalid_cursor");
  });

  it("tell what was sent to whom, who took them up, and what people noted", async () => {
    const id = await monitor("backup");
    await ping(id, "/fail");
    await test.deliver();
    await api("POST", `/monitors/${id}/acknowledge`, { note: "On it." });
    const [incident] = (await api("GET", "/incidents")).body.incidents;
    const noted = await api("POST", `/incidents/${incident.id}/notes`, { text: "The disk was full.\nCleaned it." });
    expect(noted.status).toBe(201);
    const actor = noted.body.actor;
    await ping(id);
    await test.deliver();
    const { body } = await api("GET", `/incidents/${incident.id}`);
    expect(body).toMatchObject({ state: "closed", openedFor: { code: "fail" }, acknowledgedBy: actor });
    expect(body.notes.map(({ text }: { text: string }) => text)).toEqual(["On it.", "The disk was full.\nCleaned it."]);
    const told = body.messages.map(({ event, topic }: Record<string, string>) => [event, topic]);
    expect(told).toEqual([
      ["up", "default+alerts"],
      ["down", "default+alerts"],
    ]);
    const history = await api("GET", "/history?kind=incident-noted");
    expect(history.body.history).toMatchObject([{ actor, monitorId: id }]);
  });

  it("take no empty note, and none where there is no incident", async () => {
    await ping(await monitor("backup"), "/fail");
    const [incident] = (await api("GET", "/incidents")).body.incidents;
    for (const text of ["", " \n "]) {
      const refused = await api("POST", `/incidents/${incident.id}/notes`, { text });
      expect([refused.status, refused.body.error.field]).toEqual([400, "text"]);
    }
    expect((await api("POST", "/incidents/999/notes", { text: "x" })).status).toBe(404);
    expect((await api("GET", "/incidents/none")).status).toBe(404);
  });
});
