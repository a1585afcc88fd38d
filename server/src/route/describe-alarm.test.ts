import { describe, expect, it } from "vitest";
import { someReport } from "../../test/alarm-report.ts";
import { clock } from "../../test/monitor-story.ts";
import { someFacts } from "../../test/route-facts.ts";
import type { AlarmFacts, Event, Facts, MonitorFacts } from "../model/index.ts";
import { describeEvent } from "./describe-event.ts";
import { variablesOf } from "./variables.ts";

function alarmFacts(change: Partial<AlarmFacts> = {}): AlarmFacts {
  const { key: _key, eventId: _eventId, endsAfterMs: _endsAfterMs, ...said } = someReport();
  return { ...said, source: "cloudmonitor", timezone: "Asia/Singapore", ...change };
}

function facts(alarm: Partial<AlarmFacts> = {}, change: Partial<MonitorFacts> = {}): MonitorFacts {
  return someFacts({
    kind: "alarm",
    schedule: "",
    lastPingAt: null,
    expectedAt: null,
    alarm: alarmFacts(alarm),
    ...change,
  });
}

const published = (alarm: Partial<AlarmFacts>): Facts => ({
  type: "publication",
  projectName: "home",
  topic: "default+alerts",
  at: clock("04:05"),
  metadata: { title: "another title" },
  alarm: alarmFacts(alarm),
});

describe("the title of an alarm's message", () => {
  const UP = { status: "up", previousStatus: "down", upAt: clock("04:30") } as const;

  it.each<[Event, Facts, string, string]>([
    ["down", facts(), "FIRING, critical: Disk full on db1", "bad"],
    ["changed", facts({ severity: "warning" }), "STILL FIRING, now warning: Disk full on db1", "bad"],
    ["up", facts({ state: "resolved" }, UP), "RESOLVED, was critical: Disk full on db1", "good"],
    ["was-down", facts({ state: "resolved" }, UP), "RESOLVED, was critical: Disk full on db1", "good"],
    ["up", facts({}, { ...UP, status: "paused" }), "nightly backup is paused", "neutral"],
    ["up", facts({}, { ...UP, status: "deleted" }), "nightly backup was deleted", "neutral"],
    ["publication", published({ state: "info" }), "REPORT, critical: Disk full on db1", "bad"],
    ["publication", published({ state: "info", severity: "info" }), "REPORT, info: Disk full on db1", "neutral"],
    ["publication", published({ state: "resolved" }), "RESOLVED, was critical: Disk full on db1", "good"],
    ["publication", published({}), "FIRING, critical: Disk full on db1", "bad"],
  ])("says state and severity first: %s", (event, told, title, tone) => {
    expect(describeEvent(event, told)).toMatchObject({ title, tone });
  });
});

describe("the facts of an alarm's message", () => {
  it("come in reading order: what, how much, where, when, the link, then ours, then the rest", () => {
    const { fields, summary, url } = describeEvent("down", facts());
    expect(summary).toBe("95% used. Down since 2026-11-20T04:05:00Z. No signal since 2026-11-20T03:00:00Z.");
    expect(url).toBe("https://watchbell.example/monitors/m1");
    expect(fields.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Resource: db1",
      "Value: 95%, alarm at 90%",
      "Region: eu-west-1",
      "Began: 2026-11-20 10:59:00 Asia/Singapore (2026-11-20T02:59:00Z)",
      "Link: https://monitor.example/disk",
      "Source: cloudmonitor",
      "Tags: db, prod",
      "Description: Copies the database to the vault.",
      "Project: home",
      "labels:   env: prod",
    ]);
  });

  it("leave out what the source did not say, and tell UTC once", () => {
    const { fields } = describeEvent(
      "publication",
      published({ resource: null, value: null, url: null, timezone: "UTC" }),
    );
    expect(fields.map(({ label }) => label)).toEqual(["Region", "Began", "Source", "labels", "Project"]);
    expect(fields[1]?.value).toBe("2026-11-20T02:59:00Z");
  });

  it("a publication links to the source's page", () => {
    expect(describeEvent("publication", published({})).url).toBe("https://monitor.example/disk");
  });
});

describe("the variables of an alarm", () => {
  it("are filled when it fires and when it is published; there the metadata's names come first", () => {
    const own = {
      source: "cloudmonitor",
      state: "firing",
      severity: "error",
      message: "95% used",
      resource: "db1",
      value: "95%, alarm at 90%",
      started: "2026-11-20T02:59:00Z",
      alarm_url: "https://monitor.example/disk",
      details: "Region: eu-west-1\nlabels:\n  env: prod",
    };
    expect(variablesOf("down", facts())).toMatchObject({ ...own, title: "Disk full on db1" });
    expect(variablesOf("publication", published({}))).toMatchObject({
      ...own,
      severity: "critical",
      title: "another title",
    });
  });
});
