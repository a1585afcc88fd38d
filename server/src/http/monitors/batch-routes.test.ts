import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

async function monitors(count: number, body: object = {}): Promise<readonly string[]> {
  const made = [];
  for (let n = 0; n < count; n++) made.push((await api("POST", "/monitors", { name: `job ${n}`, ...body })).body.id);
  return made;
}

describe("many monitors at once", () => {
  it("are paused, resumed and deleted, and those that refuse say why", async () => {
    const [a, b] = await monitors(2);
    const paused = await api("POST", "/monitors/batch", { ids: [a, b, NOWHERE], action: "pause" });
    expect(paused.body).toEqual({
      done: 2,
      results: [
        { id: a, error: null },
        { id: b, error: null },
        { id: NOWHERE, error: { code: "not_found", message: expect.any(String) } },
      ],
    });
    await api("POST", `/monitors/${b}/resume`);
    const resumed = await api("POST", "/monitors/batch", { ids: [a, b], action: "resume" });
    expect(resumed.body.results).toMatchObject([{ error: null }, { error: { code: "not_paused" } }]);
    expect((await api("GET", `/monitors/${a}`)).body.status).toBe("new");
    expect((await api("POST", "/monitors/batch", { ids: [a, a, b], action: "delete" })).body.done).toBe(2);
    expect((await api("GET", `/monitors/${a}`)).status).toBe(404);
  });

  it("get and lose tags and keep the others that they have", async () => {
    const [a = "", b = ""] = [...(await monitors(1, { tags: ["db", "prod"] })), ...(await monitors(1))];
    const tagsOf = async (id: string) => (await api("GET", `/monitors/${id}`)).body.tags;
    await api("POST", "/monitors/batch", { ids: [a, b], action: "add-tags", tags: ["night", "db"] });
    expect([await tagsOf(a), await tagsOf(b)]).toEqual([
      ["db", "prod", "night"],
      ["night", "db"],
    ]);
    await api("POST", "/monitors/batch", { ids: [a, b], action: "remove-tags", tags: ["db", "unknown"] });
    expect([await tagsOf(a), await tagsOf(b)]).toEqual([["prod", "night"], ["night"]]);
    const many = Array.from({ length: 49 }, (_, n) => `tag-${n}`);
    const refused = await api("POST", "/monitors/batch", { ids: [a, b], action: "add-tags", tags: many });
    expect(refused.body.results).toMatchObject([{ error: { code: "too_many_tags" } }, { error: null }]);
  });

  it("a thousand are changed in one call, each told in the history", async () => {
    const requests = Array.from({ length: 999 }, (_, n) => `/ping/${test.keys.ping}/job-${n}?create=1`);
    await Promise.all(requests.map(async (path) => await test.http.request(path)));
    const rows = (await api("GET", "/monitors/rows")).body.monitors;
    const ids = rows.map(({ id }: { id: string }) => id);
    expect((await api("POST", "/monitors/batch", { ids, action: "pause" })).body.done).toBe(1_000);
    expect((await api("GET", "/summary")).body.monitors).toMatchObject({ paused: 1_000, up: 0 });
  });

  it.each<[string, object]>([
    ["ids", { ids: [], action: "pause" }],
    ["ids", { ids: Array.from({ length: 1_001 }, () => "x"), action: "pause" }],
    ["action", { ids: ["x"], action: "explode" }],
    ["tags", { ids: ["x"], action: "add-tags" }],
    ["tags.0", { ids: ["x"], action: "add-tags", tags: ["two words"] }],
  ])("a fault in %s is named", async (field, body) => {
    const refused = await api("POST", "/monitors/batch", body);
    expect([refused.status, refused.body.error.field]).toEqual([400, field]);
  });
});

describe("cloning a monitor", () => {
  it("takes the configuration along, not the slug and not the past", async () => {
    const schedule = { type: "cron", expression: "0 3 * * *" };
    const [id] = await monitors(1, { name: "backup", slug: "backup", tags: ["db"], schedule });
    await test.http.request(`/ping/${id}/fail`);
    const { status, body } = await api("POST", `/monitors/${id}/clone`, {});
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: "Copy of backup", slug: null, tags: ["db"], status: "new", pingCount: 0 });
    expect(body.schedule.expression).toBe("0 3 * * *");
    expect((await api("POST", `/monitors/${id}/clone`, { name: "second" })).body.name).toBe("second");
    expect((await api("POST", `/monitors/${NOWHERE}/clone`, {})).status).toBe(404);
  });

  it("gives a probe the same credentials without showing them", async () => {
    const auth = { type: "bearer", credentials: { token: "hunter2-hunter2" } };
    const probe = { type: "http", url: "http://127.0.0.1:1/", auth };
    const [id] = await monitors(1, { probe });
    const { body } = await api("POST", `/monitors/${id}/clone`, {});
    expect(body.probe.auth.credentialsSet).toEqual(["token"]);
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });
});
