import { describe, expect, it } from "vitest";
import { clock, someConfig } from "../../test/monitor-story.ts";
import { newMonitor } from "./new-monitor.ts";

const seed = { projectId: "p1", monitorId: "m1", door: null, doorKey: null, config: someConfig() };

describe("a new monitor", () => {
  it("may stay silent when nothing was heard of it", () => {
    expect(newMonitor(seed, clock("12:00")).state).toMatchObject({ status: "new", lastPingAt: null, deadlineAt: null });
    expect(newMonitor({ ...seed, lastPingAt: null }, clock("12:00")).state.status).toBe("new");
  });

  it("that comes from another system goes on from its last ping there", () => {
    const { state } = newMonitor({ ...seed, lastPingAt: clock("11:30") }, clock("12:00"));
    expect(state).toMatchObject({
      status: "up",
      statusSinceAt: clock("11:30"),
      lastPingAt: clock("11:30"),
      deadlineAt: clock("12:35"),
      incident: null,
    });
  });

  it("that was overdue there is down since its deadline", () => {
    const { state } = newMonitor({ ...seed, lastPingAt: clock("09:00") }, clock("12:00"));
    expect(state).toMatchObject({
      status: "down",
      statusSinceAt: clock("10:05"),
      deadlineAt: null,
      incident: { n: 1, openedAt: clock("10:05") },
      incidentCount: 1,
    });
  });

  it("is never ahead of our own clock", () => {
    const { state } = newMonitor({ ...seed, lastPingAt: clock("12:10") }, clock("12:00"));
    expect(state).toMatchObject({ status: "up", lastPingAt: clock("12:00"), lastSignalAt: clock("12:00") });
  });
});
