import { describe, expect, it } from "vitest";
import { clock, DAY, every, HOUR, MINUTE, Story } from "../../test/monitor-story.ts";

describe("pause", () => {
  it("stops the time, keeps the last ping and clears the run", () => {
    const story = new Story();
    story.success("03:00");
    story.start("03:10");
    expect(story.pause("03:11").changes).toEqual(["up→paused 03:11 paused"]);
    expect([story.expected, story.deadline, story.started]).toEqual([null, null, false]);
    expect(story.monitor.state.lastPingAt).toBe(clock("03:00"));
    expect(story.time("+9d 00:00").changes).toEqual([]);
    expect(story.shown("+9d 00:00")).toBe("paused");
  });

  it("twice is one transition", () => {
    const story = new Story();
    story.pause("03:00");
    expect(story.pause("03:10")).toMatchObject({ transitions: [], reason: { code: "paused" } });
    expect(story.monitor.state.statusSinceAt).toBe(clock("03:00"));
  });

  it("ends the incident of a monitor that is down", () => {
    const story = new Story();
    story.fail("03:00");
    const told = story.pause("03:30");
    expect(told.changes).toEqual(["down→paused 03:30 paused"]);
    expect(told.transitions[0]).toMatchObject({ incident: 1, incidentOpenedAt: clock("03:00") });
    expect(story.monitor.state.incident).toBeNull();
    expect(story.success("04:00").transitions[0]).toMatchObject({ from: "paused", to: "up", incident: null });
    expect(story.fail("04:01").transitions[0]).toMatchObject({ incident: 2, incidentOpenedAt: clock("04:01") });
  });

  it("of a monitor whose deadline nobody swept records the outage first", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.pause("06:00").changes).toEqual(["up→down 04:05 silence", "down→paused 06:00 paused"]);
  });

  it("mutes a start, which is shown all the same", () => {
    const story = new Story();
    story.success("03:00");
    story.pause("03:10");
    expect(story.start("03:20").changes).toEqual([]);
    expect([story.status, story.started, story.deadline]).toEqual(["paused", true, null]);
    expect(story.time("+1d 00:00").changes).toEqual([]);
  });

  it("is left by a success or a fail, unless only resume ends it", () => {
    const byPing = new Story();
    byPing.pause("03:00");
    expect(byPing.success("03:10").changes).toEqual(["paused→up 03:10 success"]);
    byPing.pause("03:20");
    expect(byPing.fail("03:30").changes).toEqual(["paused→down 03:30 fail"]);
    const byHand = new Story({ manualResume: true });
    byHand.pause("03:00");
    for (const told of [byHand.success("03:10"), byHand.fail("03:11"), byHand.start("03:12"), byHand.log("03:13")]) {
      expect(told).toMatchObject({ transitions: [], ping: { kind: "ignored" } });
    }
    expect([byHand.status, byHand.started, byHand.monitor.state.pingCount]).toEqual(["paused", false, 4]);
  });
});

describe("resume", () => {
  it("makes a paused monitor new, with its count of pings and nothing else", () => {
    const story = new Story({ failuresToDown: 3 });
    story.success("03:00");
    story.fail("03:05");
    story.pause("03:10");
    story.start("03:15");
    expect(story.resume("03:20").changes).toEqual(["paused→new 03:20 resumed"]);
    expect(story.monitor.state).toMatchObject({
      pingCount: 3,
      lastPingAt: null,
      startedAt: null,
      startedRunId: null,
      failuresInRow: 0,
      expectedAt: null,
      deadlineAt: null,
    });
    expect(story.time("+9d 00:00").changes).toEqual([]);
  });

  it("is refused when nothing is paused, and changes nothing", () => {
    const story = new Story();
    expect(story.refusal("03:00", { type: "resume", actor: "ann" })).toBe("not_paused");
    story.pause("03:00");
    story.resume("03:01");
    expect(story.refusal("03:02", { type: "resume", actor: "ann" })).toBe("not_paused");
  });

  it("still expects a first signal that is to come, and no longer one that is past", () => {
    const early = new Story({ expectFirstByAt: clock("06:00") });
    early.pause("03:00");
    expect(early.resume("05:00").lookAgainAt).toBe(clock("06:05"));
    const late = new Story({ expectFirstByAt: clock("06:00") });
    late.pause("03:00");
    expect(late.resume("07:00").lookAgainAt).toBeNull();
    expect(late.configure("07:01", { name: "other", expectFirstByAt: clock("06:00") }).lookAgainAt).toBeNull();
  });
});

describe("acknowledge", () => {
  it("notes who takes care, once", () => {
    const story = new Story();
    story.fail("03:00");
    expect(story.acknowledge("03:10", "on it").reason.text).toBe("Acknowledged by ann: on it.");
    const { incident } = story.monitor.state;
    expect(incident).toEqual({ n: 1, openedAt: clock("03:00"), acknowledgedAt: clock("03:10"), acknowledgedBy: "ann" });
    story.send("03:20", { type: "acknowledge", actor: "bob" });
    expect(story.monitor.state.incident).toBe(incident);
  });

  it("is refused unless the monitor is down", () => {
    const story = new Story();
    expect(story.refusal("03:00", { type: "acknowledge", actor: "ann" })).toBe("not_down");
    story.success("03:00");
    expect(story.refusal("03:01", { type: "acknowledge", actor: "ann" })).toBe("not_down");
  });

  it("of a monitor whose deadline nobody swept finds it down", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.acknowledge("04:06").changes).toEqual(["up→down 04:05 silence"]);
    expect(story.monitor.state.incident?.acknowledgedAt).toBe(clock("04:06"));
  });

  it("does not outlive the incident", () => {
    const story = new Story();
    story.fail("03:00");
    story.acknowledge("03:10");
    story.success("03:20");
    story.fail("03:30");
    expect(story.monitor.state.incident).toMatchObject({ n: 2, acknowledgedAt: null, acknowledgedBy: null });
  });
});

describe("configure", () => {
  it("sets the deadline anew in the same step", () => {
    const story = new Story();
    story.success("03:00");
    const told = story.configure("03:10", { schedule: every(2 * HOUR, 10 * MINUTE) });
    expect([story.expected, story.deadline]).toEqual(["05:00", "05:10"]);
    expect(told).toMatchObject({
      lookAgainAt: clock("05:10"),
      transitions: [],
      reason: { text: "ann changed schedule." },
    });
  });

  it("with a deadline that is past already makes the monitor down now, not before", () => {
    const story = new Story({ schedule: every(DAY, HOUR) });
    story.success("03:00");
    expect(story.configure("09:00", { schedule: every(HOUR, 5 * MINUTE) }).changes).toEqual([]);
    expect(story.shown("09:00")).toBe("down");
    expect(story.time("09:00:01").changes).toEqual(["up→down 09:00 silence"]);
  });

  it("moves the limit of a run that is open", () => {
    const story = new Story();
    story.success("03:00");
    story.start("03:10");
    story.configure("03:11", { schedule: every(HOUR, 20 * MINUTE) });
    expect(story.deadline).toBe("03:30");
  });

  it("gives no deadline to a monitor that is down or paused", () => {
    const story = new Story();
    story.fail("03:00");
    story.configure("03:10", { schedule: every(2 * HOUR, 0) });
    expect([story.status, story.deadline]).toEqual(["down", null]);
    story.pause("03:20");
    story.configure("03:30", { schedule: every(3 * HOUR, 0), expectFirstByAt: clock("05:00") });
    expect([story.status, story.deadline]).toEqual(["paused", null]);
  });

  it("tells a change of severity while down, and only then", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.configure("03:01", { severity: "warning" }).changes).toEqual([]);
    story.fail("03:10");
    const told = story.configure("03:20", { severity: "critical", name: "big backup" });
    expect(told.changes).toEqual(["down→down 03:20 configured"]);
    expect(told.transitions[0]).toMatchObject({ severity: "critical", incident: 1, incidentOpenedAt: clock("03:10") });
    expect(told.transitions[0]?.reason.text).toBe("The severity was changed from warning to critical by ann.");
    expect(story.configure("03:30", { severity: "critical" }).changes).toEqual([]);
    expect(story.monitor.state.statusSinceAt).toBe(clock("03:10"));
  });

  it("never changes the kind, and leaves alone what was not sent", () => {
    const story = new Story();
    const before = story.monitor.config;
    story.configure("03:00", { kind: "probe", name: undefined, slug: null });
    expect(story.monitor.config).toEqual({ ...before, slug: null });
  });

  it("takes a first signal that is expected from now on, or no longer", () => {
    const story = new Story();
    expect(story.configure("01:00", { expectFirstByAt: clock("02:00") }).lookAgainAt).toBe(clock("02:05"));
    expect(story.configure("01:30", { expectFirstByAt: null }).lookAgainAt).toBeNull();
  });
});

describe("delete", () => {
  it("ends the incident for those who keep one open", () => {
    const story = new Story();
    story.fail("03:00");
    const told = story.remove("03:10");
    expect(told.next).toBeNull();
    expect(told.changes).toEqual(["down→deleted 03:10 deleted"]);
    expect(told.transitions[0]).toMatchObject({ incident: 1, incidentOpenedAt: clock("03:00") });
  });

  it("of a monitor that is well says nothing", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.remove("03:10")).toMatchObject({ next: null, transitions: [], reason: { text: "Deleted by ann." } });
  });
});
