import { describe, expect, it } from "vitest";
import { clock, every, gap, HOUR, MINUTE, SECOND, Story } from "../../test/monitor-story.ts";
import type { Gap } from "../model/index.ts";
import { effectiveDeadline } from "./effective-deadline.ts";

/** Expected at 04:00, down from 04:05. */
function silentSince3(): Story {
  const story = new Story();
  story.success("03:00");
  return story;
}

describe("our own gaps are not theirs", () => {
  it("a restart around the expected time gives the job its grace once more", () => {
    const story = silentSince3();
    story.gaps = [gap("03:59:30", "04:01")];
    expect(story.shown("04:05")).toBe("late");
    const held = story.time("04:05");
    expect(held.changes).toEqual([]);
    expect(held.lookAgainAt).toBe(clock("04:06"));
    expect(held.reason).toEqual({
      code: "held-for-gap",
      text: "The deadline 2026-11-20T04:05:00Z has passed, but Watchbell itself was away from 2026-11-20T03:59:30Z to 2026-11-20T04:01:00Z and so waits until 2026-11-20T04:06:00Z.",
    });
    expect(story.shown("04:06")).toBe("down");
    const down = story.time("04:06:10");
    expect(down.changes).toEqual(["up→down 04:06 silence"]);
    expect(down.transitions[0]?.gaps).toEqual([gap("03:59:30", "04:01")]);
    expect(down.reason.text).toBe(
      "No signal since 2026-11-20T03:00:00Z; one was expected at 2026-11-20T04:00:00Z and the deadline was 2026-11-20T04:05:00Z; " +
        "Watchbell itself was away from 2026-11-20T03:59:30Z to 2026-11-20T04:01:00Z and so waited until 2026-11-20T04:06:00Z.",
    );
  });

  it("a job that is heard in the time won was never down", () => {
    const story = silentSince3();
    story.gaps = [gap("03:50", "07:00")];
    expect(story.success("07:04").changes).toEqual([]);
    expect(story.status).toBe("up");
  });

  it("a process that stood still for hours lets nobody fall at once when it goes on", () => {
    const story = silentSince3();
    story.gaps = [gap("03:30", "09:00")];
    expect(story.time("09:00").changes).toEqual([]);
    expect(story.time("09:04:59").changes).toEqual([]);
    expect(story.time("09:05").changes).toEqual(["up→down 09:05 silence"]);
  });

  it("a clock that is set forward looks like a gap and counts as one", () => {
    const story = silentSince3();
    story.gaps = [gap("03:10", "05:10")];
    expect(story.time("05:10").changes).toEqual([]);
    expect(story.success("05:12").changes).toEqual([]);
  });

  it("a clock that is set back changes nothing that was judged", () => {
    const story = silentSince3();
    expect(story.time("01:00").changes).toEqual([]);
    expect(story.success("02:00").ping?.at).toBe(clock("03:00"));
    expect(story.deadline).toBe("04:05");
  });

  it("a crash loop cannot hold a deadline for ever", () => {
    const story = silentSince3();
    const crashes = Array.from({ length: 600 }, (_, i) => ({
      fromAt: clock("03:00") + i * 20 * SECOND,
      toAt: clock("03:00") + i * 20 * SECOND + 15 * SECOND,
    }));
    story.gaps = crashes;
    const lastTouching = crashes.filter((g) => g.fromAt <= clock("04:05")).at(-1);
    expect(lastTouching).toEqual(gap("04:05", "04:05:15"));
    expect(story.time("04:10:14").changes).toEqual([]);
    const down = story.time("04:10:15");
    expect(down.changes).toEqual(["up→down 04:10:15 silence"]);
    expect(down.reason.text).toContain("was away 19 times between 2026-11-20T03:59:00Z and 2026-11-20T04:05:15Z");
  });

  it("a server that restarts inside every interval still notifies", () => {
    const story = new Story({ schedule: every(MINUTE, 10 * SECOND) });
    story.success("03:00");
    const restarts = Array.from({ length: 60 }, (_, i) => ({
      fromAt: clock("03:00") + i * MINUTE + 30 * SECOND,
      toAt: clock("03:00") + i * MINUTE + 35 * SECOND,
    }));
    story.gaps = restarts;
    expect(story.time("03:01:34").changes).toEqual([]);
    expect(story.time("03:01:35").changes).toEqual(["up→down 03:01:35 silence"]);
  });

  it.each([
    ["ends before a signal could come", gap("03:00", "03:58:59"), "04:05"],
    ["ends a minute before it is expected", gap("03:00", "03:59"), "04:05"],
    ["ends within the grace", gap("04:02", "04:03"), "04:08"],
    ["begins with the deadline", gap("04:05", "04:06"), "04:11"],
    ["begins after the deadline", gap("04:05:01", "04:20"), "04:05"],
  ])("a gap that %s", (_title, ours, deadline) => {
    const story = silentSince3();
    story.gaps = [ours];
    expect(story.time("05:00").changes).toEqual([`up→down ${deadline} silence`]);
  });

  it("gives at least a minute where there is no grace", () => {
    const story = new Story({ schedule: every(HOUR, 0) });
    story.success("03:00");
    story.gaps = [gap("03:59:58", "04:00:03")];
    expect(story.time("04:01:02").changes).toEqual([]);
    expect(story.time("04:01:03").changes).toEqual(["up→down 04:01:03 silence"]);
  });

  it("counts for a run from its start", () => {
    const story = silentSince3();
    story.start("03:20");
    story.gaps = [gap("03:19", "03:19:59")];
    expect(story.shown("03:25")).toBe("down");
    story.gaps = [gap("03:22", "03:24")];
    expect(story.time("03:28").changes).toEqual([]);
    expect(story.time("03:29").changes).toEqual(["up→down 03:29 run-too-long"]);
  });

  it("counts for a first signal too", () => {
    const story = new Story({ expectFirstByAt: clock("02:00") });
    story.gaps = [gap("01:59:30", "02:03")];
    expect(story.time("02:07").changes).toEqual([]);
    expect(story.time("02:08").changes).toEqual(["new→down 02:08 first-ping-missing"]);
  });

  it("counts only if it touches the time in which the signal could have come", () => {
    const story = silentSince3();
    const touching = (ours: Gap): boolean => effectiveDeadline(story.monitor, [ours]).gaps.length === 1;
    expect([gap("03:58", "03:58:59"), gap("03:58", "03:59"), gap("04:05", "04:06")].map(touching)).toEqual([
      false,
      true,
      true,
    ]);
    story.start("03:20");
    expect([gap("03:19", "03:19:59"), gap("03:19", "03:20"), gap("03:25", "03:26")].map(touching)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("says nothing of having waited when the gap cost nothing", () => {
    const story = new Story({ schedule: every(HOUR, 5 * MINUTE, 3) });
    story.success("03:00");
    story.gaps = [gap("04:00", "04:01")];
    const down = story.time("08:00");
    expect(down.changes).toEqual(["up→down 07:05 silence"]);
    expect(down.reason.text).toContain(
      "; Watchbell itself was away from 2026-11-20T04:00:00Z to 2026-11-20T04:01:00Z.",
    );
  });

  it("does not hold a fail", () => {
    const story = silentSince3();
    story.gaps = [gap("03:50", "04:02")];
    expect(story.fail("04:06").changes).toEqual(["up→down 04:06 fail"]);
  });

  it("that is found only after a look still counts at the next", () => {
    const story = silentSince3();
    expect(story.success("03:30").lookAgainAt).toBe(clock("04:35"));
    story.gaps = [gap("04:30", "04:34")];
    expect(story.time("04:35").lookAgainAt).toBe(clock("04:39"));
  });
});
