import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const HOUR = 3_600_000;
const NOWHERE = "00000000-0000-4000-8000-000000000000";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

const ping = (id: string, action = "") => test.http.request(`/ping/${id}${action}`);

async function monitor(body: object = {}): Promise<string> {
  return (await api("POST", "/monitors", body)).body.id;
}

describe("every monitor in short", () => {
  it("says when a probe looks next, as the monitor itself does, and not while it is paused", async () => {
    const schedule = { type: "period", periodSeconds: 60 };
    const probe = { type: "tcp", host: "127.0.0.1", port: 1, retries: 0, timeoutMs: 1_000 };
    const id = await monitor({ schedule, probe });
    const next = async () => {
      const { body: rows } = await api("GET", `/monitors/rows?ids=${id}`);
      const { body: one } = await api("GET", `/monitors/${id}`);
      expect(one.nextProbeAt).toBe(rows.monitors[0].nextProbeAt);
      return one.nextProbeAt;
    };
    expect(await next()).toBe(new Date(test.clock.now()).toISOString());
    await test.probe();
    const ms = Date.parse(await next()) - test.clock.now();
    expect(ms).toBeGreaterThan(50_000);
    expect(ms).toBeLessThanOrEqual(60_000);
    await api("POST", `/monitors/${id}/pause`);
    expect(await next()).toBeNull();
  });

  it("comes in one answer, by name, with what a table shows", async () => {
    const id = await monitor({ name: "backup", tags: ["db"], schedule: { type: "cron", expression: "0 3 * * *" } });
    await ping(id, "/start");
    test.clock.advance(90_000);
    await ping(id);
    const { body } = await api("GET", "/monitors/rows");
    expect(body.monitors).toHaveLength(2);
    expect(body.monitors[1]).toEqual({
      id,
      name: "backup",
      slug: null,
      kind: "heartbeat",
      door: null,
      tags: ["db"],
      topics: ["default+alerts"],
      status: "up",
      statusSince: "2026-03-04T12:01:30.000Z",
      severity: "error",
      source: null,
      scheduleText: "at 03:00 every day, UTC, grace 1 hour",
      timezone: "UTC",
      started: false,
      lastPingAt: "2026-03-04T12:01:30.000Z",
      lastDurationMs: 90_000,
      expectedAt: "2026-03-05T03:00:00.000Z",
      deadlineAt: "2026-03-05T04:00:00.000Z",
      nextProbeAt: null,
      acknowledgedAt: null,
    });
  });

  it("shows late and down before a sweep has looked, and who took an outage up", async () => {
    const late = await monitor({ name: "late", schedule: { type: "period", periodSeconds: 3600 } });
    const down = await monitor({ name: "down", schedule: { type: "period", periodSeconds: 60, graceSeconds: 0 } });
    const taken = await monitor({ name: "taken" });
    for (const id of [late, down]) await ping(id);
    await ping(taken, "/fail");
    await api("POST", `/monitors/${taken}/acknowledge`, {});
    test.clock.advance(HOUR);
    const { body } = await api("GET", `/monitors/rows?ids=${taken},${late},${down},${NOWHERE}`);
    const told = body.monitors.map((row: Record<string, string>) => [row.name, row.status, row.acknowledgedAt]);
    expect(told).toEqual([
      ["taken", "down", "2026-03-04T12:00:00.000Z"],
      ["late", "late", null],
      ["down", "down", null],
    ]);
  });

  it("goes over as many pages of the store as there are", async () => {
    const requests = Array.from({ length: 1_005 }, (_, n) => `/ping/${test.keys.ping}/job-${n}?create=1`);
    await Promise.all(requests.map(async (path) => await test.http.request(path)));
    const { body } = await api("GET", "/monitors/rows");
    expect(new Set(body.monitors.map(({ id }: { id: string }) => id)).size).toBe(1_006);
  });

  it("refuses more ids than it takes, and names the field", async () => {
    const many = Array.from({ length: 101 }, () => "x").join(",");
    for (const path of [`/monitors/rows?ids=${many}`, `/monitors/pills?ids=${many}`, "/monitors/pills"]) {
      const { status, body } = await api("GET", path);
      expect([status, body.error.field]).toEqual([400, "ids"]);
    }
  });
});

describe("the last results of several monitors", () => {
  it("come as pills, oldest first, as many as are asked for, of the caller's own monitors", async () => {
    const id = await monitor({ schedule: { type: "period", periodSeconds: 3600, graceSeconds: 60 } });
    await ping(id, "/start");
    test.clock.advance(1_500);
    await ping(id, "/1");
    await ping(id);
    await test.pass(2 * HOUR);
    const quiet = await monitor();
    const { body } = await api("GET", `/monitors/pills?ids=${id},${quiet},${NOWHERE}`);
    const at = "2026-03-04T12:00:01.500Z";
    expect(body.monitors).toEqual([
      {
        id,
        pills: [
          { outcome: "fail", at, durationMs: 1_500, reason: "exit status 1" },
          { outcome: "success", at, durationMs: null, reason: null },
          {
            outcome: "missed",
            at: "2026-03-04T13:01:01.500Z",
            durationMs: null,
            reason: expect.stringContaining("No signal since"),
          },
        ],
      },
      { id: quiet, pills: [] },
    ]);
    const last = await api("GET", `/monitors/pills?ids=${id}&count=1`);
    expect(last.body.monitors[0].pills).toMatchObject([{ outcome: "missed" }]);
  });
});
