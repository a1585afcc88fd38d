import { describe, expect, it } from "vitest";
import type { Monitor } from "../../../api/monitors.ts";
import type { Schedule } from "../../../api/schedules.ts";
import { durationValue, secondsOf } from "./duration-value.ts";
import { checkMonitor, monitorBody, monitorValues, newMonitor, watchOther } from "./monitor-values.ts";
import { type Probe, probeBody, probeValues } from "./probe-values.ts";
import { scheduleBody, scheduleValues } from "./schedule-values.ts";

const PROJECT = { timezone: "Europe/Berlin", defaultTopics: ["default+alerts"] };

describe("a duration", () => {
  it.each([
    [300, "5", "minutes"],
    [90, "90", "seconds"],
    [604_800, "1", "weeks"],
    [0, "0", "seconds"],
  ] as const)("of %i seconds is typed as %s %s", (seconds, count, unit) => {
    expect(durationValue(seconds)).toEqual({ count, unit });
    expect(secondsOf({ count, unit })).toBe(seconds);
  });

  it("that is no number is none", () => {
    expect(secondsOf({ count: "", unit: "days" })).toBeNaN();
    expect(secondsOf({ count: "five", unit: "days" })).toBeNaN();
  });
});

describe("a schedule", () => {
  const common = { graceSeconds: 60, allowedMisses: 2 };
  const calendar = {
    timezone: "Asia/Singapore",
    weekdays: ["mon" as const, "sat" as const],
    hours: [{ from: "08:00", to: "12:00" }],
    holidays: ["2026-12-25"],
  };
  it.each<[string, Schedule]>([
    ["a period", { type: "period", periodSeconds: 300, ...common, calendar: null }],
    ["a crontab line", { type: "cron", expression: "*/5 * * * *", timezone: "UTC", ...common, calendar: null }],
    ["a calendar expression", { type: "oncalendar", expression: "daily", timezone: "UTC", ...common, calendar: null }],
    ["working time", { type: "period", periodSeconds: 300, ...common, calendar }],
    [
      "whole working days",
      { type: "period", periodSeconds: 9, ...common, calendar: { timezone: "UTC", weekdays: ["sun"] } },
    ],
  ])("with %s comes out of the form as it went in", (_, schedule) => {
    expect(scheduleBody(scheduleValues(schedule, "UTC"))).toEqual(schedule);
  });

  it("takes hours and holidays as people type them", () => {
    const values = scheduleValues({ type: "period", periodSeconds: 60, ...common, calendar }, "UTC");
    const typed = { ...values.calendar, hours: "08:00 – 12:00; 13:00-17:30", holidays: "2026-12-25,\n2026-12-26" };
    expect(scheduleBody({ ...values, calendar: typed }).calendar).toMatchObject({
      hours: [
        { from: "08:00", to: "12:00" },
        { from: "13:00", to: "17:30" },
      ],
      holidays: ["2026-12-25", "2026-12-26"],
    });
  });
});

describe("a probe", () => {
  const common = { timeoutMs: 2_500, retries: 0, errorIntervalMs: 30_000 };
  it.each<Probe>([
    {
      type: "http",
      url: "https://shop.example.org",
      method: "POST",
      headers: { Accept: "a:b", "X-Empty": "" },
      body: "{}",
      maxRedirects: 0,
      verifyCertificate: false,
      auth: null,
      conditions: [
        { type: "status", in: ["2xx", "301"] },
        { type: "keyword", text: " two words ", absent: true },
        { type: "json", path: "a.b", op: "==", value: true },
        { type: "json", path: "c", op: "!=", value: "true" },
        { type: "header", name: "Server", op: "exists", value: null },
        { type: "response-time", maxMs: 800 },
        { type: "certificate", minDays: 3 },
      ],
      ...common,
    },
    { type: "task", url: "https://jobs.example.org", verifyCertificate: true, auth: null, ...common },
    { type: "tcp", host: "mail.example.org", port: 25, send: null, conditions: [], ...common },
    { type: "tls", host: "mail.example.org", port: 465, serverName: null, conditions: [], ...common },
    {
      type: "dns",
      name: "example.org",
      recordType: "MX",
      server: null,
      conditions: [{ type: "answer", op: "contains", value: "mail" }],
      ...common,
      errorIntervalMs: null,
    },
  ])("of type $type comes out of the form as it went in", (probe) => {
    expect(probeBody(probeValues(probe))).toEqual(probe);
  });

  it("keeps credentials that are set until others are typed", () => {
    const auth = { type: "basic" as const, credentialsSet: ["username", "password"] };
    const task: Probe = { type: "task", url: "https://jobs.example.org", verifyCertificate: true, auth, ...common };
    const values = probeValues(task);
    expect(probeBody(values)).toMatchObject({ auth: { type: "basic" } });
    const typed = { type: "basic" as const, isKept: false, credentials: { username: "ann", password: "x", other: "" } };
    expect(probeBody({ ...values, auth: typed }).auth).toEqual({
      type: "basic",
      credentials: { username: "ann", password: "x" },
    });
  });
});

describe("a monitor", () => {
  it("that is new asks for a name, and for what to look at", () => {
    expect(checkMonitor(newMonitor("heartbeat", PROJECT))).toEqual({ name: expect.any(String) });
    expect(Object.keys(checkMonitor(newMonitor("http", PROJECT)))).toEqual(["name", "probe.url"]);
    expect(Object.keys(checkMonitor(newMonitor("tls", PROJECT)))).toEqual(["name", "probe.host"]);
  });

  it("keeps its name when it is to watch something else, and is looked at every minute instead of waited for a day", () => {
    const typed = { ...newMonitor("heartbeat", PROJECT), name: "Shop" };
    const body = monitorBody(watchOther(typed, "tls", "UTC"));
    expect(body).toMatchObject({ name: "Shop", probe: { type: "tls", port: 443 }, schedule: { periodSeconds: 60 } });
    expect(body).not.toHaveProperty("filters");
  });

  it("that is an alarm is not asked what its source says", () => {
    const alarm = { ...heartbeat(), kind: "alarm" as const, schedule: null };
    expect(Object.keys(monitorBody(monitorValues(alarm, PROJECT)))).toEqual([
      "name",
      "slug",
      "description",
      "tags",
      "topics",
      "notifyOn",
    ]);
  });

  it("comes out of the form as it went in", () => {
    const monitor = heartbeat();
    const { name, slug, tags, topics, schedule, filters, notifyOn, severity } = monitor;
    expect(monitorBody(monitorValues(monitor, PROJECT))).toEqual({
      name,
      slug,
      tags,
      topics,
      schedule,
      filters,
      notifyOn,
      severity,
      description: "",
      failuresToDown: 2,
      successesToUp: 1,
      manualResume: true,
      expectFirstBy: "2026-03-04T12:00:00.000Z",
    });
  });
});

/** As much of a heartbeat as a form reads. */
function heartbeat(): Monitor {
  return {
    kind: "heartbeat",
    name: "Backup",
    slug: "backup",
    description: "",
    tags: ["db"],
    topics: ["ops+night"],
    probe: null,
    schedule: { type: "period", periodSeconds: 3_600, graceSeconds: 0, allowedMisses: 0, calendar: null },
    filters: { methods: "POST", body: { failure: ["FAILED"], success: ["ok"], start: [], otherwise: "fail" } },
    notifyOn: ["down"],
    severity: "warning",
    failuresToDown: 2,
    successesToUp: 1,
    manualResume: true,
    expectFirstBy: "2026-03-04T12:00:00.000Z",
  } as Partial<Monitor> as Monitor;
}
