import { describe, expect, it } from "vitest";
import { clock, DAY, every, gap, HOUR, MINUTE, pingSignal, SECOND, Story } from "../../test/monitor-story.ts";
import type { CronSchedule, OnCalendarSchedule, StoredStatus } from "../model/index.ts";

const A = "aaaaaaaa-0000-4000-8000-000000000000";
const B = "bbbbbbbb-0000-4000-8000-000000000000";

const up = (): Story => {
  const story = new Story();
  story.success("00:00");
  return story;
};

/** The numbers are those of the table of behaviours in the tests of the ping API, here without HTTP and without waiting. */
describe("what the ping API promises of a monitor", () => {
  it("A1: the first success brings up and expects the next a period later", () => {
    const story = new Story({ schedule: every(DAY, HOUR) });
    story.success("03:00");
    expect([story.status, story.monitor.state.pingCount, story.expected]).toEqual(["up", 1, "+1d 03:00"]);
  });

  it("A9: a fail on an up monitor is down, with nothing expected", () => {
    const story = up();
    expect(story.fail("00:10")).toMatchObject({ ping: { kind: "fail" }, changes: ["up→down 00:10 fail"] });
    expect(story.expected).toBeNull();
  });

  it("A10: a start on a new monitor leaves it new and started", () => {
    const story = new Story();
    story.start("03:00");
    expect([story.status, story.started, story.monitor.state.lastPingAt]).toEqual(["new", true, null]);
  });

  it("A11: a log line changes neither status nor deadline nor last ping", () => {
    const story = up();
    const before = story.monitor.state;
    expect(story.log("00:10")).toMatchObject({ ping: { kind: "log", n: 2 }, transitions: [] });
    expect(story.monitor.state).toEqual({ ...before, pingCount: 2, lastSignalAt: clock("00:10") });
  });

  it("A12: exit status 0 is a success that keeps its status", () => {
    expect(new Story().success("03:00", { exitStatus: 0 }).ping).toMatchObject({ kind: "success", exitStatus: 0 });
  });

  it.each([1, 255])("A13: exit status %i is a fail that keeps its status", (exitStatus) => {
    const story = up();
    expect(story.fail("00:10", { exitStatus }).ping).toMatchObject({ kind: "fail", exitStatus });
    expect(story.status).toBe("down");
  });

  it.each<[string, Parameters<typeof pingSignal>, StoredStatus, boolean]>([
    ["/fail", ["fail"], "down", false],
    ["/start", ["start"], "new", true],
    ["/log", ["log"], "new", false],
    ["/5", ["fail", { exitStatus: 5 }], "down", false],
  ])("B8: a monitor that %s makes itself", (_form, ping, status, started) => {
    const story = new Story();
    story.send("00:00", pingSignal(...ping));
    expect([story.status, story.started]).toEqual([status, started]);
  });

  it("C3: a start and its success give a duration", () => {
    const story = new Story();
    story.start("03:00");
    story.success("03:00:07");
    expect([story.started, story.monitor.state.lastDurationMs]).toEqual([false, 7 * SECOND]);
  });

  it("C4: of overlapping runs only the newest is watched", () => {
    const story = new Story();
    story.start("03:00", { runId: A });
    story.start("03:01", { runId: B });
    story.success("03:02", { runId: A });
    expect([story.status, story.started, story.monitor.state.lastDurationMs]).toEqual(["up", true, null]);
  });

  it("D1: with POST required every other method is ignored, an explicit fail too", () => {
    const story = new Story({ filters: { methods: "POST", body: null } });
    const told = [story.success("03:00"), story.success("03:01", { method: "HEAD" }), story.fail("03:02")];
    expect(told.map((t) => t.ping?.kind)).toEqual(["ignored", "ignored", "ignored"]);
    expect(story.monitor.state).toMatchObject({ status: "new", pingCount: 3, lastPingAt: null });
  });

  it("D2: with POST required a POST is a success", () => {
    const story = new Story({ filters: { methods: "POST", body: null } });
    expect(story.success("03:00", { method: "POST" }).ping?.kind).toBe("success");
  });

  it("D3: a success word in the body is a success", () => {
    const body = { failure: [], success: ["OK", "DONE"], start: [], otherwise: "ignore" } as const;
    const story = new Story({ filters: { methods: "any", body } });
    expect(story.success("03:00", { body: "DONE" }).ping?.kind).toBe("success");
  });

  it("D11, D12: pausing keeps the last ping, expects nothing, and twice is one transition", () => {
    const story = up();
    expect(story.pause("00:10").changes).toHaveLength(1);
    expect([story.status, story.monitor.state.lastPingAt, story.expected]).toEqual(["paused", clock("00:00"), null]);
    expect(story.pause("00:11").changes).toHaveLength(0);
  });

  it.each([
    ["success", "up"],
    ["fail", "down"],
  ] as const)("D13: a %s on a paused monitor makes it %s", (action, status) => {
    const story = up();
    story.pause("00:10");
    story.send("00:20", pingSignal(action));
    expect(story.status).toBe(status);
  });

  it("D14: a log line leaves it paused, a start leaves it paused and started", () => {
    const story = up();
    story.pause("00:10");
    story.log("00:20");
    expect([story.status, story.started]).toEqual(["paused", false]);
    story.start("00:30");
    expect([story.status, story.started]).toEqual(["paused", true]);
  });

  it.each(["success", "fail", "start", "log"] as const)(
    "D15: with manualResume a %s is ignored while paused",
    (action) => {
      const story = new Story({ manualResume: true });
      story.pause("00:10");
      expect(story.send("00:20", pingSignal(action)).ping?.kind).toBe("ignored");
      expect([story.status, story.started]).toEqual(["paused", false]);
    },
  );

  it("D16: resume makes it new without a last ping, and a second resume is refused", () => {
    const story = up();
    story.pause("00:10");
    story.resume("00:20");
    expect([story.status, story.monitor.state.lastPingAt]).toEqual(["new", null]);
    expect(story.refusal("00:30", { type: "resume", actor: "ann" })).toBe("not_paused");
  });

  it("H1: new to up and paused to up belong to no incident", () => {
    const story = new Story();
    expect(story.success("00:00").transitions).toMatchObject([{ from: "new", to: "up", incident: null }]);
    story.pause("00:10");
    expect(story.success("00:20").transitions).toMatchObject([{ from: "paused", to: "up", incident: null }]);
  });

  it("H2, H3: down and up are one transition each, another fail is none", () => {
    const story = up();
    expect(story.fail("00:10").transitions).toMatchObject([{ to: "down", incident: 1 }]);
    expect(story.fail("00:11").transitions).toEqual([]);
    expect(story.success("00:12").transitions).toMatchObject([{ to: "up", incident: 1 }]);
  });
});

describe("late and down", () => {
  const midnight: CronSchedule = {
    type: "cron",
    expression: "0 0 * * *",
    timezone: "UTC",
    graceMs: HOUR,
    allowedMisses: 0,
  };
  const brisbane: CronSchedule = { ...midnight, expression: "0 10 * * *", timezone: "Australia/Brisbane" };
  const calendar: OnCalendarSchedule = { ...midnight, type: "oncalendar", expression: "00:00" };

  it.each([
    [
      "E1",
      every(DAY, HOUR),
      "00:00",
      [
        ["23:59", "up"],
        ["+1d 00:00", "late"],
        ["+1d 01:00", "down"],
      ],
    ],
    [
      "E2",
      every(MINUTE, MINUTE),
      "00:00",
      [
        ["00:01:02", "late"],
        ["00:02:03", "down"],
      ],
    ],
    [
      "E3",
      midnight,
      "00:00",
      [
        ["23:59", "up"],
        ["+1d 00:00", "late"],
        ["+1d 01:00", "down"],
      ],
    ],
    [
      "E4",
      calendar,
      "00:00",
      [
        ["23:59", "up"],
        ["+1d 00:00", "late"],
        ["+1d 01:00", "down"],
      ],
    ],
    [
      "E5",
      brisbane,
      "12:00",
      [
        ["23:59", "up"],
        ["+1d 00:00", "late"],
        ["+1d 01:00", "down"],
      ],
    ],
  ] as const)("%s", (_row, schedule, pingAt, looks) => {
    const story = new Story({ schedule });
    story.success(pingAt);
    expect(looks.map(([at]) => [at, story.shown(at)])).toEqual(looks);
  });
});

describe("where we differ on purpose", () => {
  const body = { failure: ["ERROR"], success: ["OK"], start: [], otherwise: "ignore" } as const;

  it("X3: a body that is no UTF-8, or cut within a character, is recorded", () => {
    const story = new Story({ filters: { methods: "any", body } });
    expect(story.success("03:00", { body: Uint8Array.of(0xff, 0xfe, 0xe2, 0x82) }).ping?.kind).toBe("ignored");
    expect(story.success("03:01", { body: Uint8Array.of(0x4f, 0x4b, 0xc3) }).ping?.kind).toBe("success");
  });

  it("X6: an explicit fail or exit status is not overruled by the body", () => {
    const story = new Story({ filters: { methods: "any", body } });
    expect(story.fail("03:00", { body: "OK" }).ping?.kind).toBe("fail");
    expect(story.fail("03:01", { body: "OK", exitStatus: 3 }).ping?.kind).toBe("fail");
    expect(story.fail("03:02", { body: "nothing", exitStatus: 7 }).ping?.kind).toBe("fail");
  });

  it("X8: an outage that ends before anybody looked is written all the same", () => {
    const story = up();
    expect(story.success("06:00").changes).toEqual(["up→down 01:05 silence", "down→up 06:00 success"]);
  });

  it("X9: whatever order an update and a recovery come in, an up monitor has a deadline", () => {
    for (const updateFirst of [true, false]) {
      const story = up();
      story.fail("00:10");
      const update = (): unknown => story.configure("00:20", { schedule: every(2 * HOUR, MINUTE) });
      if (updateFirst) update();
      story.success("00:20");
      if (!updateFirst) update();
      expect(story.deadline).toBe("02:21");
    }
  });

  it("X16: a pause mutes what a start would have told", () => {
    const story = up();
    story.pause("00:10");
    story.start("00:20");
    expect(story.time("+30d 00:00").changes).toEqual([]);
  });

  it("X17: after our own downtime nobody is told at once", () => {
    const story = up();
    story.gaps = [gap("00:30", "05:00")];
    expect(story.time("05:00").changes).toEqual([]);
    expect(story.time("05:05").changes).toEqual(["up→down 05:05 silence"]);
  });
});
