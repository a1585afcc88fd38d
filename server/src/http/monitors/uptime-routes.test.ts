import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

async function monitor(): Promise<string> {
  return (await api("POST", "/monitors", { schedule: { type: "period", periodSeconds: 366 * 86_400 } })).body.id;
}

const ping = (id: string, action = "") => test.http.request(`/ping/${id}${action}`);

describe("the uptime of a monitor", () => {
  it("is told for a day, a week and months, and day by day", async () => {
    const id = await monitor();
    await ping(id);
    test.clock.advance(3 * DAY - 6 * HOUR);
    await ping(id, "/fail");
    test.clock.advance(6 * HOUR);
    await ping(id);
    const { status, body } = await api("GET", `/monitors/${id}/uptime`);
    expect(status).toBe(200);
    expect(body.timezone).toBe("UTC");
    expect(body.periods["24h"]).toMatchObject({ percent: 75, downMs: 6 * HOUR, incidents: 1 });
    expect(body.periods["90d"]).toMatchObject({ percent: 91.666, upMs: 3 * DAY - 6 * HOUR });
    expect(body.days).toHaveLength(90);
    expect(body.days.slice(-4)).toMatchObject([
      { date: "2026-03-04", percent: 100 },
      { date: "2026-03-05", percent: 100 },
      { date: "2026-03-06", percent: 100 },
      { date: "2026-03-07", percent: 50, incidents: 1 },
    ]);
    expect(body.days[0]).toMatchObject({ percent: null, upMs: 0 });
  });

  it("has its days in the zone that is asked for, and refuses one that nobody knows", async () => {
    const id = await monitor();
    const { body } = await api("GET", `/monitors/${id}/uptime?timezone=Pacific/Auckland`);
    expect(body.timezone).toBe("Pacific/Auckland");
    expect(body.days.at(-1).date).toBe("2026-03-05");
    const refused = await api("GET", `/monitors/${id}/uptime?timezone=Moon/Base`);
    expect([refused.status, refused.body.error.field]).toEqual([400, "timezone"]);
  });

  it("of a monitor that does not exist is not found", async () => {
    expect((await api("GET", "/monitors/00000000-0000-4000-8000-000000000000/uptime")).status).toBe(404);
  });
});
