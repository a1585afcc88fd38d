import { afterEach, describe, expect, it } from "vitest";
import { testProbe } from "../../../test/contracts/probe.ts";
import { createProbeStage } from "../../../test/probe-stage.ts";
import { type RudeServer, serveHttp } from "../../../test/rude-server.ts";
import { TEST_START_AT } from "../../../test/test-app.ts";
import { parseInstant, parseTask } from "./shared/task-report.ts";
import { judgeTask } from "./task.ts";

testProbe({
  kind: "task",
  at: (host, port) => ({ type: "task", url: `http://${host}:${port}/` }),
  waitsForWords: true,
});

/** Wednesday, 2026-03-04 12:00:00 UTC. */
const NOON = TEST_START_AT;
const at = (time: string, day = "2026-03-04"): number => Date.parse(`${day}T${time}Z`);

/** What a task with this body is judged to be. */
function judged(body: object, now = NOON) {
  const parsed = parseTask(JSON.stringify(body));
  if (parsed.kind === "fault") return { verdict: "error", reason: parsed.reason };
  const { verdict, reason } = judgeTask(parsed.report, now);
  return { verdict, reason };
}

const fine = { status: "ok", lastrun: "2026-03-04T11:55:00" };

describe("a task", () => {
  it.each(["ok", "OK", "Ok"])("is ok with the status %s and a last run in time", (status) => {
    expect(judged({ ...fine, status })).toEqual({ verdict: "ok", reason: "status ok, last run 2026-03-04T11:55:00Z" });
  });

  it("is an error with any other status, and tells its reason", () => {
    expect(judged({ ...fine, status: "error", reason: "disk full" }).reason).toBe('status is "error": disk full');
    expect(judged({ ...fine, status: "weird" })).toEqual({ verdict: "error", reason: 'status is "weird"' });
    expect(judged({ lastrun: fine.lastrun }).reason).toBe("status is missing");
  });

  it("is an error when its last run is further away than its frequency, in either direction, and not a moment earlier", () => {
    const run = (lastrun: string) => judged({ status: "ok", lastrun, frequency: 5 });
    expect(run("2026-03-04T11:55:00").verdict).toBe("ok");
    expect(run("2026-03-04T11:54:59")).toEqual({
      verdict: "error",
      reason: "last run 5 minutes 1 second ago (2026-03-04T11:54:59Z), expected within 5 minutes",
    });
    expect(run("2026-03-04T12:05:00").verdict).toBe("ok");
    expect(run("2026-03-04T12:05:01").reason).toContain("in the future");
  });

  it("has ten minutes unless it says more", () => {
    expect(judged({ status: "ok", lastrun: "2026-03-04T11:50:00" }).verdict).toBe("ok");
    expect(judged({ status: "ok", lastrun: "2026-03-04T11:49:59" }).verdict).toBe("error");
  });

  it.each([
    ["2026-03-04T12:00:00", NOON],
    ["2026-03-04 12:00:00.123456", NOON + 123],
    ["2026-03-04T12:00:00Z", NOON],
    ["2026-03-04T13:00:00+01:00", NOON],
    ["2026-03-04T13:00:00+0100", NOON],
    ["2026-03-04 12:00", NOON],
    ["Wed, 04 Mar 2026 12:00:00 GMT", NOON],
    ["Wed, 04 Mar 2026 14:00:00 +0200", NOON],
    ["2026-02-31T12:00:00", null],
    ["yesterday", null],
    ["", null],
    [1_772_625_600, null],
  ])("reads the last run %j", (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    ["no JSON", "the body is not a JSON object"],
    ["[]", "the body is not a JSON object"],
    ['{"status":"ok"}', "lastrun is missing"],
    ['{"status":"ok","lastrun":"soon"}', 'lastrun "soon" cannot be read'],
    ['{"lastrun":"2026-03-04T12:00:00","frequency":"often"}', 'frequency "often" is no number of minutes'],
    ['{"lastrun":"2026-03-04T12:00:00","sleep":"at night"}', "sleep is no list of windows"],
  ])("with the body %j is an error: %s", (body, reason) => {
    expect(parseTask(body)).toEqual({ kind: "fault", reason: expect.stringContaining(reason) });
  });
});

describe("a sleep window", () => {
  const night = { ...fine, status: "error", sleep: [{ start: "22:00:00", duration: 480 }] };

  it("lets the task sleep, whatever its state, across midnight", () => {
    expect(judged(night, at("21:59:59")).verdict).toBe("error");
    expect(judged(night, at("22:00:00"))).toEqual({ verdict: "asleep", reason: "asleep until 2026-03-05T06:00:00Z" });
    expect(judged(night, at("00:00:00", "2026-03-05"))).toMatchObject({ reason: "asleep until 2026-03-05T06:00:00Z" });
    expect(judged(night, at("05:59:59", "2026-03-05")).verdict).toBe("asleep");
    expect(judged(night, at("06:00:00", "2026-03-05")).verdict).toBe("error");
  });

  it("may be one of several, and of any length", () => {
    const naps = {
      ...fine,
      sleep: [
        { start: "01:00:00", duration: 30 },
        { start: "13:00", duration: "60" },
      ],
    };
    expect(judged(naps, at("13:30:00")).verdict).toBe("asleep");
    expect(judged(naps, at("01:29:59")).verdict).toBe("asleep");
    const long = { ...fine, sleep: [{ start: "12:30:00", duration: 3 * 24 * 60 }] };
    expect(judged(long).verdict).toBe("asleep");
  });

  it("is told: the one in force, else the next", () => {
    const parsed = parseTask(JSON.stringify(night));
    if (parsed.kind === "fault") throw new Error(parsed.reason);
    expect(judgeTask(parsed.report, NOON).details).toMatchObject({
      sleepStart: "2026-03-04T22:00:00Z",
      sleepEnd: "2026-03-05T06:00:00Z",
    });
  });
});

describe("the answer of a task's server", () => {
  const { look } = createProbeStage();
  let server: RudeServer;
  afterEach(() => server.close());

  const lookAt = async (status: number, body: string) => {
    server = await serveHttp((_, response) => response.writeHead(status).end(body));
    return look({ type: "task", url: `http://127.0.0.1:${server.port}/task` });
  };

  it("is read whatever its media type, and its process and server are told", async () => {
    const body = { ...fine, process: "import", server: "db1", frequency: 15 };
    expect(await lookAt(200, JSON.stringify(body))).toMatchObject({
      verdict: "ok",
      details: { process: "import", server: "db1", lastRun: "2026-03-04T11:55:00Z", frequencyMinutes: 15 },
    });
  });

  it.each([400, 404, 500, 503])("of status %i is an error, whatever it says", async (status) => {
    expect(await lookAt(status, JSON.stringify(fine))).toMatchObject({
      verdict: "error",
      reason: `status ${status}, expected below 400`,
    });
  });

  it("that is no JSON is an error", async () => {
    expect(await lookAt(200, "<html>")).toMatchObject({ verdict: "error", reason: "the body is not a JSON object" });
  });
});
