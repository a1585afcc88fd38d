import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Received, type Sink, startSink } from "../sink.ts";
import { TEST_START_AT } from "../test-app.ts";
import { createStage, iso, type Json, MINUTE, SECOND, type Stage, slackTo } from "./stage.ts";

const HOOK = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";

let stage: Stage;
let slack: Sink;

beforeEach(async () => {
  stage = await createStage();
  slack = await startSink();
  await stage.putTopic([slackTo(slack.url + HOOK)]);
});
afterEach(async () => {
  await slack.close();
  await stage.close();
});

const titles = (): string[] => slack.received.map(titleOf);

/** The first line of a message as people see it. */
function titleOf({ body }: Received): string {
  return JSON.parse(body).blocks[0].text.text.split("\n")[0];
}

/** A monitor of 2 seconds that was heard once, at the beginning. */
async function heardMonitor(body: object = {}): Promise<string> {
  const id = await stage.makeMonitor(body);
  expect(await stage.ping(id)).toBe(200);
  return id;
}

describe("a monitor of 2 seconds that falls silent", () => {
  it("is told in Slack once, in Slack's shape, saying what, since when and why", async () => {
    const id = await heardMonitor({ description: "Copies the database." });
    await stage.test.pass(2 * SECOND);
    const [message] = slack.received;
    expect(message).toMatchObject({ method: "POST", path: HOOK });
    expect(message?.headers["content-type"]).toMatch(/^application\/json/);
    const payload = JSON.parse(message?.body ?? "");
    expect(payload.text).toContain("nightly backup is DOWN");
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*"]);
    expect(payload.blocks[0].text.text).toContain("Down since 2026-03-04T12:00:02Z");
    expect(payload.blocks[0].text.text).toContain("No signal since 2026-03-04T12:00:00Z");
    expect(JSON.stringify(payload)).toContain(`http://watchbell.test/monitors/${id}`);
    expect(JSON.stringify(payload)).toContain("Copies the database.");
    await stage.test.pass(MINUTE);
    expect(slack.received).toHaveLength(1);
  });

  it("is late before it is down, and not a millisecond too early", async () => {
    const id = await stage.makeMonitor({ schedule: { type: "period", periodSeconds: 2, graceSeconds: 1 } });
    await stage.ping(id);
    const seen: string[] = [];
    for (const ms of [1_999, 1, 999, 1]) {
      await stage.test.pass(ms);
      seen.push((await stage.monitor(id)).status);
    }
    expect(seen).toEqual(["up", "late", "late", "down"]);
    expect(slack.received).toHaveLength(1);
  });

  it("shows its status, transition, message, attempt and history in the API", async () => {
    const id = await heardMonitor();
    expect(await stage.monitor(id)).toMatchObject({
      status: "up",
      pingCount: 1,
      lastPingAt: iso(TEST_START_AT),
      expectedAt: iso(TEST_START_AT + 2 * SECOND),
      deadlineAt: iso(TEST_START_AT + 2 * SECOND),
      incident: null,
    });
    await stage.test.pass(2 * SECOND);
    const downAt = iso(TEST_START_AT + 2 * SECOND);
    expect(await stage.monitor(id)).toMatchObject({
      status: "down",
      statusSince: downAt,
      expectedAt: null,
      deadlineAt: null,
      incident: { n: 1, openedAt: downAt, acknowledgedAt: null, acknowledgedBy: null },
    });
    expect(await stage.transitions(id)).toEqual(["new → up: first-ping", "up → down: silence"]);
    expect(await stage.messages()).toMatchObject([
      {
        event: "down",
        topic: "default+alerts",
        integration: "team",
        provider: "slack",
        monitorId: id,
        status: "delivered",
        reason: "The monitor and this integration are both set to notify on down.",
        attemptCount: 1,
        createdAt: downAt,
        finishedAt: downAt,
        dueAt: null,
        attempts: [{ n: 1, at: downAt, outcome: "delivered", answer: "200 ok" }],
      },
    ]);
    const told = (await stage.history()).filter(({ monitorId }) => monitorId === id);
    expect(told.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["monitor-created", "first write key"],
      ["status", "ping"],
      ["status", "time"],
    ]);
    expect(told.at(-1)?.text).toContain("nightly backup: up → down. No signal since");
  });

  it("recovers with its next ping, and the recovery says how long it was down", async () => {
    const id = await heardMonitor();
    await stage.test.pass(2 * SECOND);
    stage.test.clock.advance(90 * SECOND);
    expect(await stage.ping(id)).toBe(200);
    await stage.test.doDueWork();
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*", "🟢 *nightly backup is UP*"]);
    expect(slack.received[1]?.body).toContain("It was down for 1 minute 30 seconds.");
    expect(await stage.monitor(id)).toMatchObject({ status: "up", incident: null, pingCount: 2 });
    expect((await stage.messages()).map(({ event, status }) => [event, status])).toEqual([
      ["down", "delivered"],
      ["up", "delivered"],
    ]);
  });

  it("that fails by its own word is told at once, with its exit status", async () => {
    const id = await heardMonitor();
    await stage.ping(`${id}/137`);
    await stage.test.doDueWork();
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*"]);
    expect(slack.received[0]?.body).toContain("The job ended with exit status 137.");
  });

  it("is told in every topic and integration that wants it, and in no other", async () => {
    const other = await startSink();
    try {
      await stage.putTopic(
        [slackTo(`${other.url}/a`, "a"), slackTo(`${other.url}/b`, "b", { enabled: false })],
        "more",
      );
      await stage.putTopic([slackTo(`${other.url}/c`, "c", { notifyOn: ["up"] })], "ups");
      await stage.putTopic([slackTo(`${other.url}/d`, "d")], "unused");
      await heardMonitor({ topics: ["default+alerts", "default+more", "default+ups"] });
      await stage.test.pass(2 * SECOND);
      expect(slack.received).toHaveLength(1);
      expect(other.received.map(({ path }) => path)).toEqual(["/a"]);
    } finally {
      await other.close();
    }
  });

  it("that wants to be told of nothing is down all the same", async () => {
    const id = await heardMonitor({ notifyOn: [] });
    await stage.test.pass(2 * SECOND);
    expect(await stage.monitor(id)).toMatchObject({ status: "down" });
    expect(await stage.messages()).toEqual([]);
  });
});

describe("a ping that comes after its deadline, before anybody looked", () => {
  it("is told as one message: it was down, and is up again", async () => {
    const id = await heardMonitor();
    stage.test.clock.advance(30 * SECOND);
    expect(await stage.ping(id)).toBe(200);
    await stage.test.doDueWork();
    expect(await stage.transitions(id)).toEqual(["new → up: first-ping", "up → down: silence", "down → up: success"]);
    expect(titles()).toEqual(["🟢 *nightly backup was down for 28 seconds*"]);
    expect((await stage.messages()).map(({ event }) => event)).toEqual(["recovered-late"]);
    const { transitions } = (await stage.api("GET", `/monitors/${id}/transitions`)).body;
    expect(transitions.map(({ at }: Json) => at)).toEqual([
      iso(TEST_START_AT + 30 * SECOND),
      iso(TEST_START_AT + 2 * SECOND),
      iso(TEST_START_AT),
    ]);
  });

  it("with more successes needed than one, is told as a down that is not over", async () => {
    const id = await heardMonitor({ successesToUp: 2 });
    stage.test.clock.advance(30 * SECOND);
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(await stage.monitor(id)).toMatchObject({ status: "down" });
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*", "🟢 *nightly backup is UP*"]);
  });
});

describe("a target that was away during the whole outage", () => {
  it("gets one message when it is back: it was down", async () => {
    slack.behave((_, response) => response.writeHead(503).end("maintenance"));
    const id = await heardMonitor();
    await stage.test.pass(2 * SECOND);
    expect(await stage.messages()).toMatchObject([
      { event: "down", status: "waiting", attemptCount: 1, lastReason: "The target answered 503." },
    ]);
    stage.test.clock.advance(SECOND);
    await stage.ping(id);
    slack.behave((_, response) => response.end("ok"));
    await stage.test.doDueWork();
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*", "🟢 *nightly backup was down for 1 second*"]);
    expect((await stage.messages()).map(({ event, status }) => [event, status])).toEqual([
      ["down", "superseded"],
      ["was-down", "delivered"],
    ]);
    await stage.test.pass(MINUTE);
    expect(slack.received).toHaveLength(3);
  });
});

describe("an outage that somebody takes care of", () => {
  it("shows who acknowledged it and since when; nothing is sent for it, and the end is told as ever", async () => {
    const id = await heardMonitor();
    await stage.test.pass(2 * SECOND);
    await stage.test.pass(MINUTE);
    const shown = await stage.command(id, "acknowledge", { note: "disk is full, on it" });
    const at = iso(TEST_START_AT + 62 * SECOND);
    expect(shown).toMatchObject({
      status: "down",
      incident: { n: 1, acknowledgedAt: at, acknowledgedBy: "first write key" },
    });
    expect(await stage.history("acknowledged")).toMatchObject([
      { monitorId: id, text: "The outage of nightly backup was acknowledged: disk is full, on it" },
    ]);
    await stage.test.doDueWork();
    expect(slack.received).toHaveLength(1);
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(titles().at(-1)).toBe("🟢 *nightly backup is UP*");
    expect(await stage.monitor(id)).toMatchObject({ incident: null });
  });

  it("cannot be acknowledged before it is there", async () => {
    const id = await heardMonitor();
    expect(await stage.command(id, "acknowledge")).toMatchObject({ error: { code: "not_down" } });
  });
});

describe("a monitor that is paused", () => {
  it("is left alone by time, and says so in the API", async () => {
    const id = await heardMonitor();
    expect(await stage.command(id, "pause")).toMatchObject({ status: "paused", deadlineAt: null });
    await stage.test.pass(1_000 * MINUTE);
    expect(await stage.monitor(id)).toMatchObject({ status: "paused" });
    expect(slack.received).toEqual([]);
  });

  it("is new again when it is resumed, and watched from its next ping on", async () => {
    const id = await heardMonitor();
    await stage.command(id, "pause");
    expect(await stage.command(id, "resume")).toMatchObject({ status: "new", lastPingAt: null });
    await stage.test.pass(MINUTE);
    expect(slack.received).toEqual([]);
    await stage.ping(id);
    await stage.test.pass(2 * SECOND);
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*"]);
    expect(await stage.command(id, "resume")).toMatchObject({ error: { code: "not_paused" } });
  });

  it("comes back by a ping that is missed again", async () => {
    const id = await heardMonitor();
    await stage.command(id, "pause");
    await stage.ping(id);
    expect(await stage.monitor(id)).toMatchObject({ status: "up" });
    await stage.test.pass(2 * SECOND);
    expect(await stage.transitions(id)).toEqual([
      "new → up: first-ping",
      "up → paused: paused",
      "paused → up: success",
      "up → down: silence",
    ]);
  });

  it("with manualResume records pings and stays paused", async () => {
    const id = await heardMonitor({ manualResume: true });
    await stage.command(id, "pause");
    expect(await stage.ping(`${id}/fail`)).toBe(200);
    expect(await stage.monitor(id)).toMatchObject({ status: "paused", pingCount: 2 });
  });

  it("ends its outage without a message to people, who asked for none", async () => {
    const id = await heardMonitor();
    await stage.test.pass(2 * SECOND);
    await stage.command(id, "pause");
    await stage.test.doDueWork();
    expect(slack.received).toHaveLength(1);
    expect(await stage.monitor(id)).toMatchObject({ status: "paused", incident: null });
  });
});

describe("a severity that changes while the monitor is down", () => {
  it("is told as a change of the same outage", async () => {
    const id = await heardMonitor();
    await stage.test.pass(2 * SECOND);
    const { body } = await stage.api("PATCH", `/monitors/${id}`, { severity: "critical" });
    expect(body).toMatchObject({ status: "down", severity: "critical", incident: { n: 1 } });
    await stage.test.doDueWork();
    expect(titles()).toEqual(["🔴 *nightly backup is DOWN*", "🔴 *nightly backup is still DOWN, now critical*"]);
    expect(await stage.transitions(id)).toContain("down → down: configured");
    expect((await stage.messages()).map(({ event }) => event)).toEqual(["down", "changed"]);
  });

  it("is told to nobody while the monitor is up, nor when only the name changes", async () => {
    const id = await heardMonitor();
    await stage.api("PATCH", `/monitors/${id}`, { severity: "critical" });
    await stage.test.pass(2 * SECOND);
    await stage.api("PATCH", `/monitors/${id}`, { name: "backup" });
    await stage.test.doDueWork();
    expect((await stage.messages()).map(({ event }) => event)).toEqual(["down"]);
  });
});

describe("a job that tells when it starts", () => {
  it("and does not end in time is down, and the message says so", async () => {
    const schedule = { type: "period", periodSeconds: 3_600, graceSeconds: 60 };
    const id = await stage.makeMonitor({ schedule });
    await stage.ping(id);
    await stage.ping(`${id}/start`);
    expect(await stage.monitor(id)).toMatchObject({ started: true, deadlineAt: iso(TEST_START_AT + MINUTE) });
    await stage.test.pass(MINUTE);
    expect(await stage.transitions(id)).toContain("up → down: run-too-long");
    expect(slack.received[0]?.body).toContain("did not end within its grace of 1 minute");
  });

  it("and ends in time shows how long it took", async () => {
    const id = await heardMonitor();
    await stage.ping(`${id}/start`);
    stage.test.clock.advance(1_500);
    await stage.ping(id);
    expect(await stage.monitor(id)).toMatchObject({ status: "up", started: false, lastDurationMs: 1_500 });
  });
});

describe("a first signal that never comes", () => {
  it("is an outage when it was expected, and silence when it was not", async () => {
    const expectFirstBy = iso(TEST_START_AT + MINUTE);
    const expected = await stage.makeMonitor({ name: "expected", expectFirstBy });
    const patient = await stage.makeMonitor({ name: "patient" });
    await stage.test.pass(MINUTE);
    expect(await stage.monitor(expected)).toMatchObject({ status: "down" });
    expect(await stage.monitor(patient)).toMatchObject({ status: "new" });
    expect(titles()).toEqual(["🔴 *expected is DOWN*"]);
  });
});

describe("the figures for Prometheus", () => {
  const figures = async (): Promise<Map<string, number>> => {
    const answer = await stage.test.http.request("/metrics", { headers: { "X-Api-Key": stage.test.keys.read } });
    expect(answer.headers.get("content-type")).toContain("text/plain");
    const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
  };

  it("tell pings, transitions, attempts by provider and outcome, the lag of the sweep and the age of the queue", async () => {
    slack.behave((_, response) => response.writeHead(500).end());
    const id = await heardMonitor();
    await stage.ping(`${id}/log`);
    await stage.test.pass(3 * SECOND);
    await stage.publish({ title: "hello" });
    stage.test.clock.advance(7 * SECOND);
    expect(Object.fromEntries(await figures())).toMatchObject({
      'watchbell_pings_total{kind="success"}': 1,
      'watchbell_pings_total{kind="log"}': 1,
      'watchbell_transitions_total{to="down"}': 1,
      'watchbell_attempts_total{provider="slack",outcome="retry"}': 1,
      'watchbell_attempt_seconds_count{provider="slack"}': 1,
      watchbell_outbox_waiting: 2,
      watchbell_outbox_age_seconds: 7,
      watchbell_outbox_dead: 0,
    });
    slack.behave((_, response) => response.writeHead(400).end());
    await stage.test.doDueWork();
    expect(Object.fromEntries(await figures())).toMatchObject({
      'watchbell_attempts_total{provider="slack",outcome="rejected"}': 2,
      watchbell_outbox_waiting: 0,
      watchbell_outbox_age_seconds: 0,
      watchbell_outbox_dead: 2,
    });
  });

  it("tell how late a silence was noticed", async () => {
    await heardMonitor();
    stage.test.clock.advance(12 * SECOND);
    await stage.test.sweep();
    expect((await figures()).get("watchbell_sweep_lag_seconds_sum")).toBe(10);
    expect((await figures()).get('watchbell_sweep_lag_seconds_bucket{le="5"}')).toBe(0);
  });
});

describe("a monitor that is deleted while it is down", () => {
  it("leaves what was told, and sends nothing more", async () => {
    const id = await heardMonitor();
    await stage.test.pass(2 * SECOND);
    expect((await stage.api("DELETE", `/monitors/${id}`)).status).toBe(204);
    await stage.test.pass(MINUTE);
    expect(await stage.ping(id)).toBe(404);
    expect(slack.received).toHaveLength(1);
    expect((await stage.messages()).map(({ event, status }) => [event, status])).toEqual([["down", "delivered"]]);
    expect((await stage.history("monitor-deleted")).map(({ monitorId }) => monitorId)).toEqual([id]);
  });
});
