import { describe, expect, it } from "vitest";
import { clock, MINUTE, SECOND, Story } from "../../test/monitor-story.ts";

const A = "aaaaaaaa-0000-4000-8000-000000000000";
const B = "bbbbbbbb-0000-4000-8000-000000000000";

describe("a run", () => {
  it("binds by its grace while it is open and leaves the expected time alone", () => {
    const story = new Story();
    story.success("03:00");
    story.start("03:30");
    expect([story.expected, story.deadline]).toEqual(["04:00", "03:35"]);
    expect(story.time("03:35").changes).toEqual(["up→down 03:35 run-too-long"]);
    expect(story.started).toBe(true);
  });

  it("says how long it was allowed to take", () => {
    const story = new Story();
    story.start("03:30");
    expect(story.time("03:40").reason.text).toBe(
      "The run that started at 2026-11-20T03:30:00Z did not end within its grace of 5 minutes.",
    );
  });

  it("never puts off the deadline of the schedule", () => {
    const story = new Story();
    story.success("03:00");
    story.start("04:03");
    expect(story.deadline).toBe("04:05");
    expect(story.time("04:05").changes).toEqual(["up→down 04:05 silence"]);
  });

  it("makes a new monitor down when it does not end", () => {
    const story = new Story();
    story.start("03:00");
    expect([story.status, story.started, story.deadline]).toEqual(["new", true, "03:05"]);
    expect(story.shown("03:05")).toBe("down");
    expect(story.time("03:05").changes).toEqual(["new→down 03:05 run-too-long"]);
  });

  it("and a first signal that is expected bind together, the earlier first", () => {
    const story = new Story({ expectFirstByAt: clock("03:02") });
    story.start("03:00");
    expect(story.deadline).toBe("03:05");
    const late = new Story({ expectFirstByAt: clock("02:58") });
    late.start("03:00");
    expect(late.deadline).toBe("03:03");
  });

  it("is measured from its start to its success, with ids or without", () => {
    const story = new Story();
    story.start("03:00");
    expect(story.success("03:02").ping?.durationMs).toBe(2 * MINUTE);
    story.start("03:30", { runId: A });
    expect(story.success("03:30:40", { runId: A }).ping?.durationMs).toBe(40 * SECOND);
    expect(story.monitor.state.lastDurationMs).toBe(40 * SECOND);
    expect(story.started).toBe(false);
  });

  it("is ended by a success without an id, but not measured", () => {
    const story = new Story();
    story.start("03:00", { runId: A });
    expect(story.success("03:02").ping?.durationMs).toBeNull();
    expect([story.started, story.monitor.state.lastDurationMs]).toEqual([false, null]);
  });

  it("goes on when another run succeeds, also when it has no id itself", () => {
    const story = new Story();
    story.start("03:00", { runId: A });
    story.success("03:02", { runId: B });
    expect([story.started, story.deadline]).toEqual([true, "03:05"]);
    const plain = new Story();
    plain.start("03:00");
    plain.success("03:02", { runId: B });
    expect(plain.started).toBe(true);
  });

  it("is ended by every fail, and measured by its own", () => {
    const story = new Story({ failuresToDown: 9 });
    story.start("03:00", { runId: A });
    expect(story.fail("03:01", { runId: B }).ping?.durationMs).toBeNull();
    expect(story.started).toBe(false);
    story.start("03:10", { runId: A });
    expect(story.fail("03:11", { runId: A }).ping?.durationMs).toBe(MINUTE);
  });

  it("is replaced by the next start: only the newest is watched", () => {
    const story = new Story();
    story.success("03:00");
    story.start("03:10", { runId: A });
    story.start("03:14", { runId: B });
    expect(story.deadline).toBe("03:19");
    story.success("03:15", { runId: A });
    expect([story.started, story.deadline, story.expected]).toEqual([true, "03:19", "04:15"]);
    story.success("03:16", { runId: B });
    expect([story.started, story.deadline]).toEqual([false, "04:21"]);
  });

  it("that ended late is measured all the same", () => {
    const story = new Story();
    story.success("03:00");
    story.start("03:10", { runId: A });
    const told = story.success("03:30", { runId: A });
    expect(told.changes).toEqual(["up→down 03:15 run-too-long", "down→up 03:30 success"]);
    expect(told.ping?.durationMs).toBe(20 * MINUTE);
  });

  it("that was told as too long does not bring the monitor down again when another run succeeds", () => {
    const story = new Story();
    story.success("03:00");
    story.start("03:10", { runId: A });
    story.time("03:15");
    expect(story.success("03:30", { runId: B }).changes).toEqual(["down→up 03:30 success"]);
    expect([story.started, story.deadline]).toEqual([false, "04:35"]);
    expect(story.time("03:31").changes).toEqual([]);
  });

  it("that may still end in time goes on binding when another run brings the monitor up", () => {
    const story = new Story();
    story.pause("03:00");
    story.start("03:10", { runId: A });
    story.success("03:12", { runId: B });
    expect([story.status, story.started, story.deadline]).toEqual(["up", true, "03:15"]);
  });

  it("that was muted by a pause does not bring the monitor down when another run succeeds", () => {
    const story = new Story();
    story.pause("03:00");
    story.start("03:10", { runId: A });
    story.success("03:30", { runId: B });
    expect([story.status, story.deadline]).toEqual(["up", "04:35"]);
  });

  it("of a monitor that is down is shown, but sets no deadline", () => {
    const story = new Story();
    story.fail("03:00");
    story.start("03:10");
    expect([story.status, story.started, story.deadline]).toEqual(["down", true, null]);
    expect(story.success("03:12").ping?.durationMs).toBe(2 * MINUTE);
  });
});
