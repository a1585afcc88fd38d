import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, TEST_START_AT, type TestApp } from "../../../test/test-app.ts";

const HOUR = 3_600_000;
const NOWHERE = "00000000-0000-4000-8000-000000000000";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

const ping = (path: string): Promise<Response> => Promise.resolve(test.http.request(`/ping/${path}`));
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails when it is not there.
const make = async (body: object = {}): Promise<any> => (await api("POST", "/monitors", body)).body;

describe("making a monitor", () => {
  it("says of one that is a service what its id is there", async () => {
    const { body: service } = await api("POST", "/services", { name: "Fax", interval: { every: 1, unit: "days" } });
    expect((await api("GET", `/monitors/${service.monitorId}`)).body.serviceId).toBe(service.id);
    expect((await make()).serviceId).toBeNull();
  });

  it("needs nothing: everything has a default", async () => {
    const { status, body } = await api("POST", "/monitors", {});
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: "unnamed",
      slug: null,
      tags: [],
      description: "",
      kind: "heartbeat",
      schedule: { type: "period", periodSeconds: 86_400, graceSeconds: 3_600, allowedMisses: 0, calendar: null },
      topics: ["default+alerts"],
      notifyOn: ["down", "up", "changed"],
      expectFirstBy: null,
      severity: "error",
      filters: { methods: "any", body: null },
      manualResume: false,
      failuresToDown: 1,
      successesToUp: 1,
      status: "new",
      started: false,
      pingUrl: `http://watchbell.test/ping/${body.id}`,
      pingCount: 0,
      lastPingAt: null,
      lastDurationMs: null,
      expectedAt: null,
      deadlineAt: null,
      incident: null,
      createdAt: new Date(TEST_START_AT).toISOString(),
    });
  });

  it("an empty body is as good as an empty object", async () => {
    expect((await api("POST", "/monitors", "")).status).toBe(201);
  });

  it("takes all that can be said of one, and gives it back", async () => {
    const whole = {
      name: "Nightly <b>backup</b> & co",
      slug: "nightly",
      tags: ["prod", "db"],
      description: "first line\nsecond line",
      kind: "heartbeat",
      schedule: {
        type: "cron",
        expression: "30 3 * * 1-5",
        timezone: "Europe/Berlin",
        graceSeconds: 900,
        allowedMisses: 1,
        calendar: {
          timezone: "Europe/Berlin",
          weekdays: ["mon", "tue", "wed", "thu", "fri"],
          hours: [{ from: "00:00", to: "24:00" }],
          holidays: ["2026-12-25"],
        },
      },
      topics: [],
      notifyOn: ["down"],
      expectFirstBy: "2026-03-05T12:00:00.000Z",
      severity: "critical",
      filters: { methods: "POST", body: { failure: ["ERR"], success: ["OK"], start: ["GO"], otherwise: "fail" } },
      manualResume: true,
      failuresToDown: 2,
      successesToUp: 3,
    };
    const { status, body } = await api("POST", "/monitors", whole);
    expect(status).toBe(201);
    expect(body).toMatchObject(whole);
    expect((await api("GET", `/monitors/${body.id}`)).body).toMatchObject(whole);
  });

  it("is called by its slug when it has no name", async () => {
    expect(await make({ slug: "job" })).toMatchObject({ name: "job", slug: "job" });
  });

  it("a zone is kept under the name that it has today", async () => {
    const body = await make({ schedule: { type: "cron", expression: "0 0 * * *", timezone: "Europe/Kiev" } });
    expect(body.schedule.timezone).toBe("Europe/Kyiv");
  });

  it("a slug that another monitor has is refused", async () => {
    await make({ slug: "job" });
    const { status, body } = await api("POST", "/monitors", { slug: "job" });
    expect([status, body.error]).toMatchObject([409, { code: "slug_taken", field: "slug" }]);
  });

  it("a topic that does not exist is refused by its name", async () => {
    const { status, body } = await api("POST", "/monitors", { topics: ["default+alerts", "no+such"] });
    expect([status, body.error]).toMatchObject([400, { code: "unknown_topic", field: "topics" }]);
    expect(body.error.message).toContain('"no+such"');
  });

  it.each([
    [{ nmae: "x" }, "nmae", "invalid_input"],
    [{ name: 1 }, "name", "invalid_input"],
    [{ name: null }, "name", "invalid_input"],
    [{ name: "" }, "name", "invalid_input"],
    [{ name: "   " }, "name", "invalid_input"],
    [{ name: "a\u0000b" }, "name", "invalid_input"],
    [{ name: "a\nb" }, "name", "invalid_input"],
    [{ name: "a\u0085b" }, "name", "invalid_input"],
    [{ name: "\ud800" }, "name", "invalid_input"],
    [{ name: "x".repeat(101) }, "name", "invalid_input"],
    [{ name: "x".repeat(10_000) }, "name", "invalid_input"],
    [{ slug: "Job" }, "slug", "invalid_input"],
    [{ slug: "a b" }, "slug", "invalid_input"],
    [{ slug: "../etc" }, "slug", "invalid_input"],
    [{ slug: "x".repeat(101) }, "slug", "invalid_input"],
    [{ tags: "prod" }, "tags", "invalid_input"],
    [{ tags: ["a b"] }, "tags.0", "invalid_input"],
    [{ description: "\u0007" }, "description", "invalid_input"],
    [{ kind: "alarm" }, "kind", "invalid_input"],
    [{ kind: "probe" }, "probe", "invalid_input"],
    [{ schedule: "daily" }, "schedule", "invalid_input"],
    [{ schedule: { type: "hourly" } }, "schedule.type", "invalid_input"],
    [{ schedule: { type: "period", periodSeconds: 0 } }, "schedule.periodSeconds", "invalid_input"],
    [{ schedule: { type: "period", periodSeconds: 31_622_401 } }, "schedule.periodSeconds", "invalid_input"],
    [{ schedule: { type: "period", periodSeconds: 60.5 } }, "schedule.periodSeconds", "invalid_input"],
    [{ schedule: { type: "period", periodSeconds: "60" } }, "schedule.periodSeconds", "invalid_input"],
    [
      { schedule: { type: "period", periodSeconds: 60, expression: "* * * * *" } },
      "schedule.expression",
      "invalid_input",
    ],
    [{ schedule: { type: "period", graceSeconds: -1 } }, "schedule.graceSeconds", "invalid_input"],
    [{ schedule: { type: "period", allowedMisses: 1001 } }, "schedule.allowedMisses", "invalid_input"],
    [{ schedule: { type: "cron" } }, "schedule.expression", "invalid_input"],
    [{ schedule: { type: "cron", expression: "61 * * * *" } }, "schedule.expression", "invalid_schedule"],
    [{ schedule: { type: "cron", expression: "0 0 30 2 *" } }, "schedule.expression", "invalid_schedule"],
    [{ schedule: { type: "oncalendar", expression: "Foo 00:00" } }, "schedule.expression", "invalid_schedule"],
    [
      { schedule: { type: "cron", expression: "0 0 * * *", timezone: "europe/riga" } },
      "schedule.timezone",
      "invalid_input",
    ],
    [{ schedule: { type: "cron", expression: "0 0 * * *", timezone: "+02:00" } }, "schedule.timezone", "invalid_input"],
    [
      { schedule: { type: "period", calendar: { timezone: "UTC", weekdays: [] } } },
      "schedule.calendar.weekdays",
      "invalid_input",
    ],
    [
      { schedule: { type: "period", calendar: { timezone: "Mars", weekdays: ["mon"] } } },
      "schedule.calendar.timezone",
      "invalid_input",
    ],
    [{ topics: ["alerts"] }, "topics.0", "invalid_input"],
    [{ notifyOn: ["sideways"] }, "notifyOn.0", "invalid_input"],
    [{ expectFirstBy: "tomorrow" }, "expectFirstBy", "invalid_input"],
    [{ expectFirstBy: "2026-03-05T12:00:00" }, "expectFirstBy", "invalid_input"],
    [{ severity: "fatal" }, "severity", "invalid_input"],
    [{ filters: { methods: "GET" } }, "filters.methods", "invalid_input"],
    [{ manualResume: 1 }, "manualResume", "invalid_input"],
    [{ manualResume: "true" }, "manualResume", "invalid_input"],
    [{ failuresToDown: 0 }, "failuresToDown", "invalid_input"],
  ])("%j is refused at its field", async (body, field, code) => {
    const answer = await api("POST", "/monitors", body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code, field });
  });

  it("nothing is made when something is refused", async () => {
    const before = (await api("GET", "/monitors")).body.monitors.length;
    await api("POST", "/monitors", { name: "x".repeat(101) });
    expect((await api("GET", "/monitors")).body.monitors).toHaveLength(before);
  });
});

describe("changing a monitor", () => {
  it("changes what is given and keeps the rest", async () => {
    const { id } = await make({ name: "a", slug: "a", tags: ["t"], severity: "info" });
    const { status, body } = await api("PATCH", `/monitors/${id}`, { name: "b", slug: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "b", slug: null, tags: ["t"], severity: "info" });
  });

  it("an empty change changes nothing", async () => {
    const before = await make({ name: "a" });
    expect((await api("PATCH", `/monitors/${before.id}`, {})).body).toEqual(before);
  });

  it("a new schedule moves the deadline in the same write", async () => {
    const { id } = await make();
    await ping(id);
    const { body } = await api("PATCH", `/monitors/${id}`, {
      schedule: { type: "period", periodSeconds: 7_200, graceSeconds: 60 },
    });
    expect(body.deadlineAt).toBe(new Date(TEST_START_AT + 2 * HOUR + 60_000).toISOString());
  });

  it("a monitor may keep its own slug, not take another's", async () => {
    const { id } = await make({ slug: "mine" });
    await make({ slug: "theirs" });
    expect((await api("PATCH", `/monitors/${id}`, { slug: "mine" })).status).toBe(200);
    expect((await api("PATCH", `/monitors/${id}`, { slug: "theirs" })).body.error.code).toBe("slug_taken");
  });

  it("an unknown id, or no id at all, is not found", async () => {
    for (const id of [NOWHERE, "1", "x".repeat(500), "%00", "..%2f.."]) {
      for (const [method, path] of [
        ["GET", ""],
        ["PATCH", ""],
        ["DELETE", ""],
        ["POST", "/pause"],
        ["GET", "/pings"],
      ]) {
        const { status, body } = await api(method ?? "", `/monitors/${id}${path}`);
        expect([id, method, status, body.error.code]).toEqual([id, method, 404, "not_found"]);
      }
    }
  });
});

describe("PUT by slug", () => {
  it("makes the monitor, then changes what is given", async () => {
    const made = await api("PUT", "/monitors/by-slug/job", { tags: ["a"], severity: "info" });
    expect([made.status, made.body.slug, made.body.name]).toEqual([201, "job", "job"]);
    const changed = await api("PUT", "/monitors/by-slug/job", { name: "The job" });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ id: made.body.id, name: "The job", tags: ["a"], severity: "info" });
  });

  it("the slug is in the address and nowhere else", async () => {
    const { body } = await api("PUT", "/monitors/by-slug/job", { slug: "other" });
    expect(body.error).toMatchObject({ code: "invalid_input", field: "slug" });
    expect((await api("PUT", "/monitors/by-slug/Job", {})).body.error.field).toBe("slug");
  });

  it("an unknown topic leaves nothing behind", async () => {
    expect((await api("PUT", "/monitors/by-slug/job", { topics: ["no+such"] })).body.error.code).toBe("unknown_topic");
    expect((await api("GET", "/monitors/by-slug/job")).status).toBe(404);
  });
});

describe("operators' commands", () => {
  it("an outage is acknowledged once it is there, with a note in the history", async () => {
    const { id } = await make();
    expect((await api("POST", `/monitors/${id}/acknowledge`)).body.error.code).toBe("not_down");
    await ping(`${id}/fail`);
    const { status, body } = await api("POST", `/monitors/${id}/acknowledge`, { note: "on it" });
    expect(status).toBe(200);
    expect(body.incident).toMatchObject({ n: 1, acknowledgedBy: "first write key" });
    expect(body.incident.acknowledgedAt).not.toBeNull();
    const history = await api("GET", `/history?monitor=${id}&kind=acknowledged`);
    expect(history.body.history[0].text).toContain("on it");
  });

  it("a field that a command does not know is refused", async () => {
    const { id } = await make();
    expect((await api("POST", `/monitors/${id}/pause`, { note: "x" })).body.error.field).toBe("note");
  });

  it("a deleted monitor is gone, and so are its pings", async () => {
    const { id } = await make();
    await ping(id);
    const gone = await api("DELETE", `/monitors/${id}`);
    expect([gone.status, gone.body]).toEqual([204, ""]);
    expect((await api("DELETE", `/monitors/${id}`)).status).toBe(404);
    expect((await ping(id)).status).toBe(404);
  });
});

describe("listing monitors", () => {
  const names = async (query: string): Promise<string[]> => {
    const { status, body } = await api("GET", `/monitors${query}`);
    expect(status).toBe(200);
    return body.monitors.map(({ name }: { name: string }) => name);
  };

  beforeEach(async () => {
    await api("DELETE", `/monitors/${test.firstMonitorId}`);
    const up = await make({ name: "b up", tags: ["x", "y"], slug: "needle-slug" });
    const late = await make({ name: "c late", tags: ["x"], schedule: { type: "period", periodSeconds: 60 } });
    const down = await make({ name: "d down", description: "a NEEDLE in here" });
    const silent = await make({ name: "e silent", schedule: { type: "period", periodSeconds: 60, graceSeconds: 60 } });
    const paused = await make({ name: "f paused" });
    await make({ name: "a new", tags: ["y"] });
    for (const { id } of [up, late, silent]) await ping(id);
    await ping(`${down.id}/fail`);
    await api("POST", `/monitors/${paused.id}/pause`);
    test.clock.advance(5 * 60_000);
  });

  it("goes by name", async () => {
    expect(await names("")).toEqual(["a new", "b up", "c late", "d down", "e silent", "f paused"]);
  });

  it("narrows by what people see, also before a sweep has stored it", async () => {
    expect(await names("?status=late")).toEqual(["c late"]);
    expect(await names("?status=down")).toEqual(["d down", "e silent"]);
    expect(await names("?status=up")).toEqual(["b up"]);
    expect(await names("?status=new&status=paused")).toEqual(["a new", "f paused"]);
  });

  it("narrows by tags, all of them, by kind and by text", async () => {
    expect(await names("?tag=x")).toEqual(["b up", "c late"]);
    expect(await names("?tag=x&tag=y")).toEqual(["b up"]);
    expect(await names("?tag=X")).toEqual([]);
    expect(await names("?kind=heartbeat")).toHaveLength(6);
    expect(await names("?kind=probe")).toEqual([]);
    expect(await names("?text=needle")).toEqual(["b up", "d down"]);
    expect(await names("?text=%25")).toEqual([]);
    expect(await names("?tag=x&status=late&text=LATE")).toEqual(["c late"]);
  });

  it("goes page by page to the end, with every monitor once", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await api("GET", `/monitors?limit=2${query}`);
      expect(body.monitors.length).toBeLessThanOrEqual(2);
      seen.push(...body.monitors.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(["a new", "b up", "c late", "d down", "e silent", "f paused"]);
  });

  it("a page of a status is filled from as many stored ones as it takes", async () => {
    const first = await api("GET", "/monitors?status=down&limit=1");
    expect(first.body.monitors).toMatchObject([{ name: "d down" }]);
    const rest = await api("GET", `/monitors?status=down&limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`);
    expect(rest.body.monitors).toMatchObject([{ name: "e silent" }]);
  });

  it.each([
    ["?limit=0", "limit", "invalid_input"],
    ["?limit=1001", "limit", "invalid_input"],
    ["?limit=ten", "limit", "invalid_input"],
    ["?limit=1&limit=2", "limit", "invalid_input"],
    ["?status=asleep", "status.0", "invalid_input"],
    ["?colour=red", "colour", "invalid_input"],
    ["?cursor=made-up", "cursor", "invalid_cursor"],
  ])("%s is refused", async (query, field, code) => {
    const { status, body } = await api("GET", `/monitors${query}`);
    expect(status).toBe(400);
    expect(body.error.code).toBe(code);
    if (code === "invalid_input") expect(body.error.field).toBe(field);
  });

  it("a read key sees everything but the ping URLs, which let whoever has them say that all is well", async () => {
    const read = createApi(test, test.keys.read);
    const { body } = await read("GET", "/monitors");
    expect(body.monitors).toHaveLength(6);
    for (const monitor of body.monitors) expect(monitor.pingUrl).toBeNull();
  });
});

describe("what was recorded of a monitor", () => {
  it("pings come newest first, page by page", async () => {
    const { id } = await make();
    for (const suffix of ["", "/start", "/fail"]) await ping(`${id}${suffix}`);
    const first = await api("GET", `/monitors/${id}/pings?limit=2`);
    expect(first.body.pings.map(({ n }: { n: number }) => n)).toEqual([3, 2]);
    const rest = await api("GET", `/monitors/${id}/pings?limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`);
    expect(rest.body).toMatchObject({ pings: [{ n: 1 }], nextCursor: null });
  });

  it("a body that a stranger sent is never a page or a script", async () => {
    const { id } = await make();
    await test.http.request(`/ping/${id}`, { method: "POST", body: "<script>alert(1)</script>" });
    const answer = await api("GET", `/monitors/${id}/pings/1/body`);
    expect(answer.body).toBe("<script>alert(1)</script>");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("a ping without a body, or of no number, has none", async () => {
    const { id } = await make();
    await ping(id);
    expect((await api("GET", `/monitors/${id}/pings/1/body`)).status).toBe(404);
    expect((await api("GET", `/monitors/${id}/pings/99/body`)).status).toBe(404);
    expect((await api("GET", `/monitors/${id}/pings/x/body`)).status).toBe(400);
  });

  it("transitions name the status, also that of a pause", async () => {
    const { id } = await make();
    await ping(id);
    await api("POST", `/monitors/${id}/pause`);
    const { body } = await api("GET", `/monitors/${id}/transitions`);
    expect(body.transitions.map(({ to }: { to: string }) => to)).toEqual(["paused", "up"]);
  });
});
