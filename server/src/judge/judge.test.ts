import { describe, expect, it } from "vitest";
import { clock, every, HOUR, MINUTE, pingSignal, Story } from "../../test/monitor-story.ts";
import type { OnCalendarSchedule } from "../model/index.ts";

describe("silence", () => {
  it("makes a monitor late at the expected time and down at the deadline, both to the millisecond", () => {
    const story = new Story();
    expect(story.success("03:00").changes).toEqual(["new→up 03:00 first-ping"]);
    expect([story.expected, story.deadline]).toEqual(["04:00", "04:05"]);
    expect(story.shown("03:59:59")).toBe("up");
    expect(story.shown("04:00")).toBe("late");
    expect(story.shown("04:04:59")).toBe("late");
    expect(story.shown("04:05")).toBe("down");
    expect(story.time("04:04:59").changes).toEqual([]);
    expect(story.time("04:05").changes).toEqual(["up→down 04:05 silence"]);
    expect([story.expected, story.deadline]).toEqual([null, null]);
  });

  it("is stamped with the deadline, however late it is noticed", () => {
    const story = new Story();
    story.success("03:00");
    const told = story.time("+2d 09:00");
    expect(told.changes).toEqual(["up→down 04:05 silence"]);
    expect(told.transitions[0]?.incidentOpenedAt).toBe(clock("04:05"));
    expect(told.lookAgainAt).toBeNull();
  });

  it("says in one sentence what was missed", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.time("04:05").reason.text).toBe(
      "No signal since 2026-11-20T03:00:00Z; one was expected at 2026-11-20T04:00:00Z and the deadline was 2026-11-20T04:05:00Z.",
    );
  });

  it("is down at once, whatever failuresToDown says", () => {
    const story = new Story({ failuresToDown: 5 });
    story.success("03:00");
    expect(story.time("04:05").changes).toEqual(["up→down 04:05 silence"]);
  });

  it("bears the allowed misses, but is late from the first", () => {
    const story = new Story({ schedule: every(HOUR, 5 * MINUTE, 2) });
    story.success("03:00");
    expect([story.expected, story.deadline]).toEqual(["04:00", "06:05"]);
    expect(story.shown("05:30")).toBe("late");
    expect(story.time("06:05").changes).toEqual(["up→down 06:05 silence"]);
  });

  it("is fine for ever once the schedule has ended", () => {
    const expression = "2026-11-20 05:00:00";
    const once: OnCalendarSchedule = {
      type: "oncalendar",
      expression,
      timezone: "UTC",
      graceMs: HOUR,
      allowedMisses: 0,
    };
    const story = new Story({ schedule: once });
    story.success("04:00");
    expect(story.deadline).toBe("06:00");
    expect(story.success("05:30").lookAgainAt).toBeNull();
    expect([story.expected, story.deadline, story.shown("+300d 00:00")]).toEqual([null, null, "up"]);
    expect(story.time("+300d 00:00")).toMatchObject({ transitions: [], reason: { code: "in-time" } });
  });

  it("does not harm a new monitor", () => {
    const story = new Story();
    expect(story.time("+300d 00:00").changes).toEqual([]);
    expect(story.status).toBe("new");
  });

  it("harms a new monitor that was expected by a time", () => {
    const story = new Story({ expectFirstByAt: clock("02:00") });
    expect([story.expected, story.deadline]).toEqual(["02:00", "02:05"]);
    expect(story.shown("02:01")).toBe("new");
    expect(story.shown("02:05")).toBe("down");
    expect(story.time("02:30").changes).toEqual(["new→down 02:05 first-ping-missing"]);
  });
});

describe("a late success", () => {
  it("writes the outage that nobody swept, then ends it", () => {
    const story = new Story();
    story.success("03:00");
    const told = story.success("04:20");
    expect(told.changes).toEqual(["up→down 04:05 silence", "down→up 04:20 success"]);
    expect(told.transitions.map((t) => t.incident)).toEqual([1, 1]);
    expect(told.transitions.map((t) => t.incidentOpenedAt)).toEqual([clock("04:05"), clock("04:05")]);
    expect([story.expected, story.deadline]).toEqual(["05:20", "05:25"]);
    expect(story.monitor.state.incident).toBeNull();
    expect(story.monitor.state.incidentCount).toBe(1);
  });

  it("leaves the monitor down while more successes are needed", () => {
    const story = new Story({ successesToUp: 2 });
    story.success("03:00");
    expect(story.success("04:20").changes).toEqual(["up→down 04:05 silence"]);
    expect(story.success("04:21").changes).toEqual(["down→up 04:21 success"]);
  });

  it("on a monitor that nobody had heard of writes the same two", () => {
    const story = new Story({ expectFirstByAt: clock("02:00") });
    expect(story.success("03:00").changes).toEqual(["new→down 02:05 first-ping-missing", "down→up 03:00 success"]);
  });
});

describe("a fail", () => {
  it("is down at once, and again changes nothing", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.fail("03:10").changes).toEqual(["up→down 03:10 fail"]);
    expect(story.fail("03:20").changes).toEqual([]);
    expect(story.success("03:30").changes).toEqual(["down→up 03:30 success"]);
  });

  it("that comes late leaves one down, stamped with the deadline", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.fail("04:20").changes).toEqual(["up→down 04:05 silence"]);
  });

  it("counts towards failuresToDown, and a success in between clears the count", () => {
    const story = new Story({ failuresToDown: 3 });
    story.success("03:00");
    expect(story.fail("03:10").reason).toEqual({
      code: "fail-counted",
      text: "The job reported a failure; that is 1 of 3 failures in a row.",
    });
    story.fail("03:20");
    story.success("03:30");
    expect(story.monitor.state.failuresInRow).toBe(0);
    story.fail("03:40");
    expect(story.fail("03:50").changes).toEqual([]);
    expect(story.fail("03:55").changes).toEqual(["up→down 03:55 fail"]);
  });

  it("below the threshold leaves down what is down", () => {
    const story = new Story({ failuresToDown: 3 });
    story.success("03:00");
    story.time("05:00");
    expect(story.fail("05:10").changes).toEqual([]);
    expect([story.status, story.deadline]).toEqual(["down", null]);
  });

  it("below the threshold was heard: it moves the deadline and brings up what was new", () => {
    const story = new Story({ failuresToDown: 2 });
    expect(story.fail("03:00").changes).toEqual(["new→up 03:00 fail-counted"]);
    expect(story.deadline).toBe("04:05");
  });

  it("below the threshold brings up what was paused, and counts from there", () => {
    const story = new Story({ failuresToDown: 2 });
    story.success("03:00");
    story.fail("03:10");
    story.pause("03:20");
    expect(story.fail("03:30").changes).toEqual(["paused→up 03:30 fail-counted"]);
    expect(story.fail("03:40").changes).toEqual(["up→down 03:40 fail"]);
  });
});

describe("coming up", () => {
  it("takes successesToUp successes in a row, and a fail starts the count anew", () => {
    const story = new Story({ successesToUp: 3 });
    story.success("03:00");
    story.success("03:01");
    story.success("03:02");
    story.fail("03:10");
    expect(story.success("03:20").reason).toEqual({
      code: "success-counted",
      text: "The job reported success; that is 1 of 3 successes in a row.",
    });
    story.success("03:30");
    story.fail("03:40");
    expect(story.monitor.state.successesInRow).toBe(0);
    story.success("03:50");
    expect(story.success("04:00").changes).toEqual([]);
    expect(story.success("04:10").changes).toEqual(["down→up 04:10 success"]);
  });

  it("counts from the last time that it went down", () => {
    const story = new Story({ successesToUp: 2 });
    story.fail("03:00");
    story.success("03:01");
    story.success("03:02");
    story.success("03:03");
    story.time("05:00");
    expect(story.success("05:10").changes).toEqual([]);
    expect(story.success("05:11").changes).toEqual(["down→up 05:11 success"]);
  });

  it("from new and from paused takes one success whatever the threshold", () => {
    const story = new Story({ successesToUp: 3 });
    expect(story.success("03:00").changes).toEqual(["new→up 03:00 first-ping"]);
    story.pause("03:10");
    expect(story.success("03:20").changes).toEqual(["paused→up 03:20 success"]);
  });
});

describe("log lines, starts and ignored pings", () => {
  it("are counted and numbered but change no status", () => {
    const story = new Story({ filters: { methods: "POST", body: null } });
    expect(story.success("03:00", { method: "POST" }).ping?.n).toBe(1);
    expect(story.log("03:10", { method: "POST" }).ping).toMatchObject({ n: 2, kind: "log", at: clock("03:10") });
    expect(story.success("03:20").ping).toMatchObject({ n: 3, kind: "ignored" });
    expect(story.start("03:30", { method: "POST" }).ping).toMatchObject({ n: 4, kind: "start" });
    expect(story.monitor.state).toMatchObject({ status: "up", pingCount: 4, lastPingAt: clock("03:00") });
    expect(story.expected).toBe("04:00");
  });

  it("let time pass first, like every signal", () => {
    const story = new Story();
    story.success("03:00");
    expect(story.log("04:06").changes).toEqual(["up→down 04:05 silence"]);
    expect(story.status).toBe("down");
  });
});

describe("the clock", () => {
  it("never goes back behind the last signal, whichever process's clock is late", () => {
    const story = new Story();
    story.success("03:00");
    const told = story.fail("02:30");
    expect(told.changes).toEqual(["up→down 03:00 fail"]);
    expect(told.ping?.at).toBe(clock("03:00"));
    expect(story.success("02:00").changes).toEqual(["down→up 03:00 success"]);
  });

  it("shows what was judged, also to a reader whose clock is late", () => {
    const story = new Story({ schedule: every(HOUR, 0) });
    story.start("03:30");
    expect(story.shown("03:29")).toBe("down");
  });

  it("is not moved by a look that changed nothing", () => {
    const story = new Story();
    story.success("03:00");
    const before = story.monitor;
    story.time("03:30");
    expect(story.monitor).toBe(before);
  });

  it("stays where a sweep has put it", () => {
    const story = new Story();
    story.success("03:00");
    story.time("05:00");
    expect(story.success("04:30").changes).toEqual(["down→up 05:00 success"]);
  });
});

describe("the next look", () => {
  it("is the deadline, and none where time does not act", () => {
    const story = new Story();
    expect(story.success("03:00").lookAgainAt).toBe(clock("04:05"));
    expect(story.start("03:30").lookAgainAt).toBe(clock("03:35"));
    expect(story.success("03:31").lookAgainAt).toBe(clock("04:36"));
    expect(story.pause("03:40").lookAgainAt).toBeNull();
    expect(story.remove("03:50")).toMatchObject({ next: null, lookAgainAt: null, transitions: [] });
  });

  it("says why nothing happened", () => {
    const story = new Story();
    expect(story.time("01:00").reason.text).toBe("Nothing is due while the monitor is new.");
    story.success("03:00");
    expect(story.time("03:10").reason).toEqual({
      code: "in-time",
      text: "Silence is fine until 2026-11-20T04:05:00Z.",
    });
  });
});

it("judges without touching what it was given", () => {
  const story = new Story();
  const frozen = structuredClone(story.monitor);
  const before = story.monitor;
  story.send("03:00", pingSignal("fail"));
  expect(before).toEqual(frozen);
});
