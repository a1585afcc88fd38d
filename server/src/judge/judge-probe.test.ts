import { describe, expect, it } from "vitest";
import { clock, every, MINUTE, SECOND, Story, type Told } from "../../test/monitor-story.ts";
import type { MonitorConfig, ProbeSpec, ProbeVerdict } from "../model/index.ts";
import { nextProbeAt, spreadProbeAt } from "./next-probe-at.ts";

const probe: ProbeSpec = {
  type: "tcp",
  host: "example.org",
  port: 22,
  send: null,
  conditions: [],
  timeoutMs: 10_000,
  retries: 0,
  errorIntervalMs: null,
};
const config: Partial<MonitorConfig> = { kind: "probe", probe, schedule: every(MINUTE, 0) };

/** A probe that lives through results. */
class ProbeStory extends Story {
  constructor(patch: Partial<MonitorConfig> = {}) {
    super({ ...config, ...patch });
  }

  found(at: string, verdict: ProbeVerdict, reason = "status 502, expected 2xx"): Told {
    const timings = { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: null, totalMs: 12.3 };
    return this.send(at, { type: "probe", leaseId: "l", startedAt: clock(at), verdict, reason, timings, details: {} });
  }
}

describe("a probe", () => {
  it("is up with its first ok and down with its first error, and each change has its reason", () => {
    const story = new ProbeStory();
    expect(story.found("00:00", "ok", "status 200 in 12 ms").reason).toEqual({
      code: "first-ping",
      text: "Status 200 in 12 ms; the monitor was new.",
    });
    expect(story.status).toBe("up");
    const down = story.found("00:01", "error");
    expect(down.changes).toEqual(["up→down 00:01 probe-error"]);
    expect(down.reason.text).toBe("Status 502, expected 2xx.");
    expect(story.found("00:02", "error").changes).toEqual([]);
    expect(story.found("00:03", "ok").changes).toEqual(["down→up 00:03 probe-ok"]);
    expect(story.monitor.state).toMatchObject({ pingCount: 4, failureCount: 2, failuresInRow: 0, lastDurationMs: 12 });
  });

  it("never goes down by silence, and is never late", () => {
    const story = new ProbeStory();
    story.found("00:00", "ok");
    expect([story.expected, story.deadline]).toEqual([null, null]);
    expect(story.time("+2d 00:00").changes).toEqual([]);
    expect(story.shown("+2d 00:00")).toBe("up");
  });

  it("goes down when enough errors came in a row, and up when enough were ok", () => {
    const story = new ProbeStory({ failuresToDown: 2, successesToUp: 2 });
    story.found("00:00", "ok");
    expect(story.found("00:01", "error").reason).toMatchObject({ code: "fail-counted" });
    expect(story.found("00:02", "ok").changes).toEqual([]);
    story.found("00:03", "error");
    expect(story.found("00:04", "error").changes).toEqual(["up→down 00:04 probe-error"]);
    story.found("00:05", "ok");
    expect(story.status).toBe("down");
    expect(story.found("00:06", "ok").changes).toEqual(["down→up 00:06 probe-ok"]);
  });

  it("that never was up is not made up by an error that only counts", () => {
    const story = new ProbeStory({ failuresToDown: 3 });
    story.found("00:00", "error");
    expect(story.status).toBe("new");
    story.found("00:01", "error");
    expect(story.found("00:02", "error").changes).toEqual(["new→down 00:02 probe-error"]);
  });

  it("asleep changes nothing, whatever it was", () => {
    const story = new ProbeStory({ failuresToDown: 2 });
    expect(story.found("00:00", "asleep").changes).toEqual([]);
    expect(story.status).toBe("new");
    story.found("00:01", "ok");
    story.found("00:02", "error");
    story.found("00:03", "asleep", "asleep until morning");
    expect(story.found("00:04", "error").changes).toEqual(["up→down 00:04 probe-error"]);
    expect(story.found("00:05", "asleep").changes).toEqual([]);
    expect(story.status).toBe("down");
  });

  it("that is paused stays so, whatever a look under way finds", () => {
    const story = new ProbeStory();
    story.found("00:00", "ok");
    story.pause("00:01");
    expect(story.found("00:02", "error").reason.code).toBe("ignored");
    expect(story.found("00:03", "ok").changes).toEqual([]);
    expect(story.status).toBe("paused");
    story.resume("00:04");
    expect(story.status).toBe("new");
  });

  it("hears no ping", () => {
    const story = new ProbeStory();
    story.found("00:00", "error");
    expect(story.success("00:01").ping?.kind).toBe("ignored");
    expect(story.status).toBe("down");
  });
});

describe("an operator who wants a look now", () => {
  const look = { type: "probe-now", actor: "ann" } as const;

  it("changes nothing but when the next look is due", () => {
    const story = new ProbeStory();
    story.found("00:00", "error");
    const before = story.monitor;
    const told = story.send("00:01", look);
    expect(told).toMatchObject({
      changes: [],
      ping: null,
      reason: { code: "probe-now", text: "ann wants a look now." },
    });
    expect(story.monitor).toEqual({ ...before, state: { ...before.state, lastSignalAt: clock("00:01") } });
    expect(nextProbeAt(before, story.monitor, look, clock("00:01"))).toBe(clock("00:01"));
  });

  it("is refused while the monitor is paused, and by what is no probe", () => {
    const story = new ProbeStory();
    story.pause("00:00");
    expect(story.refusal("00:01", look)).toBe("paused");
    expect(new Story().refusal("00:01", look)).toBe("not_a_probe");
  });
});

describe("when a probe is due", () => {
  const at = clock("00:00");
  const due = (verdict: ProbeVerdict, tookMs: number, patch: Partial<MonitorConfig> = {}): number => {
    const { monitor } = new ProbeStory(patch);
    const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: tookMs };
    const signal = { type: "probe", leaseId: "l", startedAt: at, verdict, reason: "", timings, details: {} } as const;
    const next = nextProbeAt(monitor, monitor, signal, at + tookMs);
    if (typeof next !== "number") throw new Error(`not due: ${next}`);
    return next - at;
  };

  it("is an interval after it began, or up to a twentieth earlier", () => {
    for (const tookMs of [10, 5 * SECOND]) {
      expect(due("ok", tookMs)).toBeLessThanOrEqual(MINUTE);
      expect(due("ok", tookMs)).toBeGreaterThanOrEqual(0.95 * MINUTE);
    }
  });

  it("may be another interval after an error", () => {
    const errorSoon = { probe: { ...probe, errorIntervalMs: 10 * SECOND } };
    expect(due("error", 10, errorSoon)).toBeLessThanOrEqual(10 * SECOND);
    expect(due("ok", 10, errorSoon)).toBeGreaterThan(10 * SECOND);
    expect(due("error", 10)).toBeGreaterThan(10 * SECOND);
  });

  it("is a second later when it took longer than its interval", () => {
    expect(due("error", 3 * MINUTE)).toBe(3 * MINUTE + SECOND);
  });

  it("is now when it is new, changed or resumed, never while paused, and otherwise as it was", () => {
    const story = new ProbeStory();
    const before = story.monitor;
    const time = { type: "time" } as const;
    expect(nextProbeAt(null, before, time, at)).toBe(at);
    expect(nextProbeAt(before, before, time, at)).toBe("keep");
    story.configure("00:01", { severity: "critical" });
    expect(nextProbeAt(before, story.monitor, time, at)).toBe("keep");
    story.configure("00:02", { probe: { ...probe, port: 23 } });
    expect(nextProbeAt(before, story.monitor, time, at)).toBe(at);
    story.pause("00:03");
    const paused = story.monitor;
    expect(nextProbeAt(before, paused, time, at)).toBe(null);
    story.resume("00:04");
    expect(nextProbeAt(paused, story.monitor, time, at)).toBe(at);
    expect(nextProbeAt(null, new Story().monitor, time, at)).toBe(null);
  });

  it("is spread over the interval, a minute at most, after nobody looked for a while", () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => `monitor-${n}`);
    const quarters = [0, 0, 0, 0];
    for (const id of ids) {
      const afterMs = spreadProbeAt(id, 24 * 60 * MINUTE, at) - at;
      expect(afterMs).toBeGreaterThanOrEqual(0);
      expect(afterMs).toBeLessThan(MINUTE);
      const quarter = Math.floor(afterMs / (MINUTE / 4));
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
      expect(spreadProbeAt(id, SECOND, at) - at).toBeLessThan(SECOND);
    }
    for (const count of quarters) expect(count).toBeGreaterThan(150);
  });
});
