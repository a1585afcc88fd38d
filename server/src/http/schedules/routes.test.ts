import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

let test: TestApp;
let api: ApiCall;

beforeAll(async () => {
  test = await createTestApp();
  api = createApi(test, test.keys.read);
});
afterAll(() => test.close());

const preview = (query: Record<string, string>): ReturnType<ApiCall> =>
  api("GET", `/schedules/preview?${new URLSearchParams(query)}`);

describe("the preview of a schedule", () => {
  it("tells the next dates of a cron line in its zone, and reads it out", async () => {
    const { status, body } = await preview({
      type: "cron",
      expression: "30 3 * * *",
      timezone: "Europe/Riga",
      from: "2021-03-27T12:00:00Z",
      count: "2",
    });
    expect(status).toBe(200);
    // The night of the change to summer time has no 03:30.
    expect(body.next).toEqual(["2021-03-28T01:00:00.000Z", "2021-03-29T00:30:00.000Z"]);
    expect(body.from).toBe("2021-03-27T12:00:00.000Z");
    expect(body.description).toMatch(/\w+ \w+/);
  });

  it("begins now when nothing else is said", async () => {
    const { body } = await preview({ type: "period", periodSeconds: "60", count: "1" });
    expect(body.next).toEqual([new Date(test.clock.now() + 60_000).toISOString()]);
  });

  it("leaves out what a working-time calendar leaves out", async () => {
    const { body } = await preview({
      type: "oncalendar",
      expression: "*-*-* 12:00",
      timezone: "UTC",
      calendarTimezone: "UTC",
      weekdays: "mon, wed",
      hours: "08:00-17:00",
      holidays: "2026-03-09",
      from: "2026-03-03T00:00:00Z",
      count: "3",
    });
    expect(body.next.map((at: string) => at.slice(0, 10))).toEqual(["2026-03-04", "2026-03-11", "2026-03-16"]);
  });

  it("says fewer dates when the schedule ends", async () => {
    const { body } = await preview({ type: "oncalendar", expression: "2026-12-24 18:00", timezone: "UTC" });
    expect(body.next).toEqual(["2026-12-24T18:00:00.000Z"]);
  });

  it.each([
    [{ type: "cron", expression: "61 * * * *" }, "expression", "invalid_schedule"],
    [{ type: "oncalendar", expression: "Foo 12:00" }, "expression", "invalid_schedule"],
    [{ type: "cron" }, "expression", "invalid_input"],
    [{ type: "cron", expression: "0 0 * * *", timezone: "Nowhere" }, "timezone", "invalid_input"],
    [{ type: "period", periodSeconds: "0" }, "periodSeconds", "invalid_input"],
    [{ type: "period", periodSeconds: "soon" }, "periodSeconds", "invalid_input"],
    [{ type: "period", expression: "* * * * *" }, "expression", "invalid_input"],
    [{ type: "hourly" }, "type", "invalid_input"],
    [{ type: "period", from: "yesterday" }, "from", "invalid_input"],
    [{ type: "period", count: "101" }, "count", "invalid_input"],
    [{ type: "period", weekdays: "mon,funday", calendarTimezone: "UTC" }, "calendar.weekdays.1", "invalid_input"],
  ])("%j is refused with its exact fault", async (query, field, code) => {
    const { status, body } = await preview(query as Record<string, string>);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, field });
  });
});
