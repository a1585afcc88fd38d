import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someReport } from "../../test/alarm-report.ts";
import { clock, DAY, gap, HOUR, MINUTE, Story, someConfig } from "../../test/monitor-story.ts";
import { type AlarmReport, type Signal, severityOf } from "../model/index.ts";
import { judge } from "./judge.ts";
import { newMonitor } from "./new-monitor.ts";
import { statusAt } from "./status-at.ts";

const report = (change: Partial<AlarmReport> = {}): Signal => ({
  type: "alarm",
  source: "cloudmonitor",
  report: someReport(change),
});
const firing = (change: Partial<AlarmReport> = {}): Signal => report(change);
const resolved = (change: Partial<AlarmReport> = {}): Signal => report({ state: "resolved", ...change });
const story = (): Story => new Story({ kind: "alarm" });

describe("an alarm", () => {
  it("fires, changes its severity and resolves: one incident", () => {
    const alarm = story();
    expect(alarm.send("03:00", firing()).changes).toEqual(["new→down 03:00 alarm-firing"]);
    expect(alarm.send("03:01", firing()).changes).toEqual([]);
    const changed = alarm.send("03:02", firing({ severity: "warning" }));
    expect(changed.changes).toEqual(["down→down 03:02 alarm-severity"]);
    expect(changed.transitions[0]).toMatchObject({ severity: "warning", incident: 1 });
    expect(changed.reason.text).toBe("Its severity went from critical to warning.");
    const ended = alarm.send("03:03", resolved({ severity: "info" }));
    expect(ended.changes).toEqual(["down→up 03:03 alarm-resolved"]);
    expect(ended.transitions[0]).toMatchObject({ severity: "warning", incident: 1, incidentOpenedAt: clock("03:00") });
    expect(alarm.send("03:04", firing()).transitions[0]).toMatchObject({ incident: 2, severity: "critical" });
  });

  it("is up when its first report says resolved, and stays so", () => {
    const alarm = story();
    expect(alarm.send("03:00", resolved()).changes).toEqual(["new→up 03:00 alarm-resolved"]);
    expect(alarm.send("03:01", resolved()).changes).toEqual([]);
  });

  it("remembers what was said last, also while it goes on", () => {
    const alarm = story();
    alarm.send("03:00", firing());
    alarm.send("03:01", firing({ value: "99%" }));
    expect(alarm.monitor.state.alarm).toMatchObject({ source: "cloudmonitor", text: { value: "99%" } });
  });

  it("is never late, and silence never brings it down or up", () => {
    const alarm = story();
    expect(alarm.time("+9d 00:00").changes).toEqual([]);
    alarm.send("+9d 01:00", firing());
    expect(alarm.time("+99d 00:00").reason.text).toBe("Time does not end this alarm.");
    expect([alarm.status, alarm.expected, alarm.deadline, alarm.shown("+99d 00:00")]).toEqual([
      "down",
      null,
      null,
      "down",
    ]);
    alarm.send("+99d 01:00", resolved());
    expect(alarm.time("+150d 00:00").changes).toEqual([]);
    expect(alarm.shown("+150d 00:00")).toBe("up");
  });

  it("hears no ping", () => {
    const alarm = story();
    alarm.send("03:00", firing());
    expect(alarm.success("03:01")).toMatchObject({ changes: [], ping: { kind: "ignored" } });
    expect(alarm.start("03:02")).toMatchObject({ changes: [], ping: { kind: "ignored" } });
    expect(alarm.deadline).toBeNull();
  });

  it("can be acknowledged and resolved by hand, and fires again with its next report", () => {
    const alarm = story();
    expect(alarm.refusal("02:00", { type: "resolve", actor: "ann" })).toBe("not_firing");
    alarm.send("03:00", firing({ endsAfterMs: HOUR }));
    alarm.acknowledge("03:01");
    const ended = alarm.send("03:02", { type: "resolve", actor: "ann", note: "disk replaced" });
    expect(ended.changes).toEqual(["down→up 03:02 resolved"]);
    expect(ended.reason.text).toBe("Resolved by ann: disk replaced.");
    expect(alarm.time("05:00").changes).toEqual([]);
    expect(alarm.refusal("05:01", { type: "resolve", actor: "ann" })).toBe("not_firing");
    expect(alarm.send("05:02", firing()).changes).toEqual(["up→down 05:02 alarm-firing"]);
  });

  it("leaves a pause with its next report, unless only resume ends it", () => {
    const alarm = story();
    alarm.send("03:00", firing({ endsAfterMs: HOUR }));
    alarm.pause("03:01");
    expect(alarm.time("09:00").changes).toEqual([]);
    expect(alarm.shown("09:00")).toBe("paused");
    expect(alarm.send("09:01", firing()).changes).toEqual(["paused→down 09:01 alarm-firing"]);
    alarm.configure("09:02", { manualResume: true });
    alarm.pause("09:03");
    expect(alarm.send("09:04", firing())).toMatchObject({ changes: [], reason: { code: "alarm-ignored" } });
    expect(alarm.resume("09:05").changes).toEqual(["paused→new 09:05 resumed"]);
  });

  it("a changed configuration changes no severity that its source decides", () => {
    const alarm = story();
    alarm.send("03:00", firing());
    expect(alarm.configure("03:01", { severity: "info" }).changes).toEqual([]);
    expect(severityOf(alarm.monitor)).toBe("critical");
  });

  it("a report about nothing, and one for a heartbeat, change nothing", () => {
    const alarm = story();
    expect(alarm.send("03:00", report({ state: "info" }))).toMatchObject({
      changes: [],
      reason: { code: "alarm-ignored" },
    });
    const heartbeat = new Story();
    expect(heartbeat.send("03:00", firing())).toMatchObject({ changes: [], reason: { code: "alarm-ignored" } });
    expect(heartbeat.refusal("03:00", { type: "resolve", actor: "ann" })).toBe("not_an_alarm");
  });
});

describe("an alarm with an end of its own", () => {
  it("ends then, with the reason, however late it is noticed", () => {
    const alarm = story();
    alarm.send("03:00", firing({ endsAfterMs: DAY }));
    expect(alarm.time("+1d 02:59").reason.text).toBe("It ends by itself at 2026-11-21T03:00:00Z.");
    expect(alarm.shown("+1d 02:59")).toBe("down");
    expect(alarm.shown("+1d 03:00")).toBe("up");
    const ended = alarm.time("+1d 07:00");
    expect(ended.changes).toEqual(["down→up +1d 03:00 alarm-ended"]);
    expect(ended.reason.text).toBe("Its source did not say that it ended, and nothing was heard of it for 1 day.");
    expect(alarm.time("+3d 00:00").changes).toEqual([]);
  });

  it("ends later when it is heard again, and by its source all the same", () => {
    const alarm = story();
    alarm.send("03:00", firing({ endsAfterMs: HOUR }));
    alarm.send("03:30", firing({ endsAfterMs: HOUR }));
    expect(alarm.time("04:10").changes).toEqual([]);
    expect(alarm.send("04:20", resolved()).changes).toEqual(["down→up 04:20 alarm-resolved"]);
    expect(alarm.deadline).toBeNull();
  });

  it("that fires after an end that nobody swept has two incidents", () => {
    const alarm = story();
    alarm.send("03:00", firing({ endsAfterMs: HOUR }));
    expect(alarm.send("05:00", firing({ endsAfterMs: HOUR })).changes).toEqual([
      "down→up 04:00 alarm-ended",
      "up→down 05:00 alarm-firing",
    ]);
  });

  it("is given time to be heard again when we were away at its end", () => {
    const alarm = story();
    alarm.gaps = [gap("03:02", "03:20")];
    alarm.send("03:00", firing({ endsAfterMs: 4 * MINUTE }));
    expect(alarm.time("03:20").changes).toEqual([]);
    expect(alarm.shown("03:23")).toBe("down");
    expect(alarm.time("03:24").changes).toEqual(["down→up 03:24 alarm-ended"]);
  });

  it("of a day is not put off by a gap in the middle of it", () => {
    const alarm = story();
    alarm.gaps = [gap("12:00", "12:30")];
    alarm.send("03:00", firing({ endsAfterMs: DAY }));
    expect(alarm.time("+1d 03:00").changes).toEqual(["down→up +1d 03:00 alarm-ended"]);
  });
});

const BEGIN = Date.UTC(2026, 10, 20);
const anyReport: fc.Arbitrary<Signal> = fc
  .record({
    state: fc.constantFrom("firing" as const, "resolved" as const, "info" as const),
    severity: fc.constantFrom("critical" as const, "error" as const, "warning" as const, "info" as const),
    endsAfterMs: fc.option(fc.integer({ min: 1, max: 6 * HOUR })),
  })
  .map((change) => report(change));
const anySignal: fc.Arbitrary<Signal> = fc.oneof(
  { weight: 6, arbitrary: anyReport },
  { weight: 2, arbitrary: fc.constant<Signal>({ type: "time" }) },
  fc
    .constantFrom("pause" as const, "resume" as const, "acknowledge" as const, "resolve" as const)
    .map((type) => ({ type, actor: "ann" })),
);
const anyLife = fc.array(fc.tuple(anySignal, fc.integer({ min: -MINUTE, max: 4 * HOUR })), { maxLength: 30 });

describe("whatever happens to an alarm", () => {
  it("what is shown is what a look stores; it has a deadline only while it fires, an incident exactly then", () => {
    fc.assert(
      fc.property(anyLife, fc.nat(12 * HOUR), (signals, wait) => {
        const config = someConfig({ kind: "alarm" });
        let monitor = newMonitor({ projectId: "p", monitorId: "m", door: null, doorKey: null, config }, BEGIN);
        let now = BEGIN;
        for (const [signal, passed] of signals) {
          now += passed;
          const judged = judge(monitor, signal, { now, gaps: [] });
          if (judged.kind === "refused" || judged.next === null) continue;
          monitor = judged.next;
          const { status, deadlineAt, incident } = monitor.state;
          if (status !== "down") expect(deadlineAt).toBeNull();
          expect(incident !== null).toBe(status === "down");
          expect(judged.lookAgainAt).toBe(deadlineAt);
        }
        const context = { now: now + wait, gaps: [] };
        const looked = judge(monitor, { type: "time" }, context);
        if (looked.kind !== "judged") throw new Error("time was refused");
        expect(looked.next?.state.status).toBe(statusAt(monitor, context));
      }),
    );
  });
});
