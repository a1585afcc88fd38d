import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type Received, type Sink, type SinkAnswer, startSink } from "../sink.ts";
import { TEST_START_AT } from "../test-app.ts";
import { createStage, HOUR, type Json, MINUTE, SECOND, type Stage, slackTo, stageOf, webhookTo } from "./stage.ts";

let stage: Stage;
let sink: Sink;
let other: Sink;

beforeEach(async () => {
  stage = await createStage();
  sink = await startSink();
  other = await startSink();
});
afterEach(async () => {
  await stage.close();
  await sink.close();
  await other.close();
});

const status =
  (code: number, text = "", headers: Record<string, string> = {}): SinkAnswer =>
  (_, response) =>
    response.writeHead(code, headers).end(text);
const ok: SinkAnswer = (_, response) => response.end("ok");

const events = (received: readonly Received[]): string[] => received.map(({ body }) => JSON.parse(body).event);
/** Not silent before a week has passed. */
const PATIENT = { schedule: { type: "period", periodSeconds: 604_800, graceSeconds: 0 } };

const ids = (received: readonly Received[]): unknown[] => received.map(({ headers }) => headers["webhook-id"]);
const inShort = (messages: readonly Json[]): string[] =>
  messages.map(({ integration, event, status: became }) => `${integration}: ${event} ${became}`);

/** Publishes once; says the id of the message to the only integration. */
async function publishOne(): Promise<string> {
  const { status: code, body } = await stage.publish({ title: "hello" });
  expect(code).toBe(200);
  const [id] = Object.values(body);
  return String(id);
}

/** Lets time pass until just before the message is due, looks that nothing is sent, and then until it is due. */
async function passUntilDue(id: string): Promise<number> {
  const now = stage.test.clock.now();
  const dueAt = Date.parse((await stage.message(id)).dueAt);
  const before = sink.received.length;
  await stage.test.pass(dueAt - 1 - now);
  expect(sink.received).toHaveLength(before);
  await stage.test.pass(1);
  return dueAt - now;
}

describe("accepted means durable", () => {
  it("the answer comes with the ids of all messages, which the API knows at once", async () => {
    await stage.putTopic([webhookTo(sink.url, "one"), webhookTo(other.url, "two")]);
    const { body } = await stage.publish({ title: "hello" });
    expect(Object.keys(body)).toEqual(["one", "two"]);
    expect((await stage.messages()).map(({ id, status: became }) => [id, became])).toEqual(
      Object.values(body).map((id) => [id, "waiting"]),
    );
    expect(sink.received).toEqual([]);
  });
});

describe("accepted before a crash", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "watchbell-promises-"));
    await stage.close();
    stage = await createStage({ path: join(folder, "watchbell.db") });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const restart = async (): Promise<void> => {
    await stage.close();
    stage = stageOf(await stage.test.reopen());
  };

  it("is delivered after it, with the retries that are left", async () => {
    sink.behave(status(500));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await restart();
    await stage.test.doDueWork();
    await restart();
    sink.behave(ok);
    await passUntilDue(id);
    expect(await stage.message(id)).toMatchObject({ status: "delivered", attemptCount: 2 });
    expect(ids(sink.received)).toEqual([id, id]);
  });

  it("is not sent twice when its sender asks again with the same Idempotency-Key", async () => {
    await stage.putTopic([webhookTo(sink.url)]);
    const key = { "Idempotency-Key": "order-4711" };
    const first = await stage.publish({ title: "hello" }, key);
    await restart();
    expect(await stage.publish({ title: "hello" }, key)).toEqual(first);
    await stage.test.doDueWork();
    expect(sink.received).toHaveLength(1);
    expect((await stage.publish({ title: "other" }, key)).status).toBe(422);
  });

  it("goes on with suspensions, pauses and the order where they were", async () => {
    sink.behave(status(429, "", { "Retry-After": "600" }));
    other.behave(status(410));
    await stage.putTopic([webhookTo(sink.url, "limited"), webhookTo(other.url, "gone")]);
    const id = await stage.makeMonitor(PATIENT);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    await restart();
    await stage.ping(id);
    await stage.ping(`${id}/fail`);
    sink.behave(ok);
    await stage.test.pass(599 * SECOND);
    expect([sink.received.length, other.received.length]).toEqual([1, 1]);
    await stage.test.pass(SECOND);
    const ofMonitor = events(sink.received).filter((event) => event !== "suspended");
    expect(ofMonitor).toEqual(["down", "was-down", "down"]);
  });
});

describe("the retry plan", () => {
  it("tries ten times, after 0, 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h and 10 h, give or take a fifth", async () => {
    sink.behave(status(500, "out of order"));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await stage.test.doDueWork();
    const planned = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR];
    for (const [index, plan] of [...planned, 10 * HOUR].entries()) {
      expect(await stage.message(id)).toMatchObject({ status: "waiting", attemptCount: index + 1 });
      const waited = await passUntilDue(id);
      // What jitter adds up to must not stretch over the age limit: the last try comes just before it.
      const leftMs = TEST_START_AT + 28 * HOUR - MINUTE - (stage.test.clock.now() - waited);
      expect(waited).toBeGreaterThanOrEqual(Math.min(0.8 * plan, leftMs));
      expect(waited).toBeLessThanOrEqual(Math.min(1.2 * plan, leftMs));
      expect(sink.received).toHaveLength(index + 2);
    }
    const message = await stage.message(id);
    expect(message).toMatchObject({ status: "dead", attemptCount: 10, dueAt: null });
    expect(message.attempts.map(({ n, outcome }: Json) => [n, outcome])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 1, "retry"]),
    );
    expect(message.attempts[0]).toMatchObject({ reason: "The target answered 500.", answer: "500 out of order" });
    expect(message.lastReason).toBe("The target answered 500. Given up: this was the last attempt.");
    await stage.test.pass(100 * HOUR);
    expect(sink.received).toHaveLength(10);
    expect(await stage.history("message-dead")).toMatchObject([{ actor: "delivery" }]);
  });

  it("is jittered, so that what failed together does not come back together", async () => {
    sink.behave(status(500));
    await stage.putTopic([webhookTo(sink.url)]);
    for (let n = 0; n < 8; n += 1) await publishOne();
    await stage.test.doDueWork();
    const due = (await stage.messages()).map(({ dueAt }) => dueAt);
    expect(new Set(due).size).toBeGreaterThan(1);
  });

  it("goes on where it was when the target answers in between with an error and is then well", async () => {
    let tries = 0;
    sink.behave((received, response) => (++tries < 3 ? status(502)(received, response) : response.end("ok")));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await stage.test.doDueWork();
    await passUntilDue(id);
    await passUntilDue(id);
    expect(await stage.message(id)).toMatchObject({
      status: "delivered",
      attemptCount: 3,
      attempts: [{ outcome: "unknown" }, { outcome: "unknown" }, { outcome: "delivered" }],
    });
  });

  it("holds for a target that cuts the line, that hangs up early, and that is not there", async () => {
    sink.behave((_, response) => response.destroy());
    const closed = await startSink();
    await closed.close();
    await stage.putTopic([webhookTo(sink.url, "cut"), webhookTo(closed.url, "gone")]);
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    const [cut, gone] = await stage.messages();
    expect(cut).toMatchObject({ status: "waiting", attempts: [{ outcome: "unknown", answer: null }] });
    expect(gone).toMatchObject({ status: "waiting", attempts: [{ outcome: "retry", answer: null }] });
    expect(gone.attempts[0].reason).toContain("Could not connect to 127.0.0.1:");
  });

  it("gives a target that refuses the message itself no second one", async () => {
    sink.behave(status(400, "bad payload"));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await stage.test.pass(HOUR);
    expect(sink.received).toHaveLength(1);
    expect(await stage.message(id)).toMatchObject({ status: "dead", attempts: [{ outcome: "rejected" }] });
  });
});

describe("at least once, and the same id in every try", () => {
  it("a webhook's id is the message's, over retries and over a replay", async () => {
    sink.behave(status(500));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await stage.test.doDueWork();
    await passUntilDue(id);
    sink.behave(status(422));
    await passUntilDue(id);
    sink.behave(ok);
    expect((await stage.api("POST", `/messages/${id}/replay`)).status).toBe(200);
    await stage.test.doDueWork();
    expect(ids(sink.received)).toEqual([id, id, id, id]);
    expect(JSON.parse(sink.received[3]?.body ?? "").id).toBe(id);
  });
});

describe("dead letters", () => {
  beforeEach(async () => {
    sink.behave(status(400));
    await stage.putTopic([webhookTo(sink.url)]);
  });

  it("are sent again one by one, with a fresh plan and all earlier attempts shown", async () => {
    const id = await publishOne();
    await stage.test.doDueWork();
    sink.behave(status(500));
    expect((await stage.api("POST", `/messages/${id}/replay`)).body).toMatchObject({
      id,
      status: "waiting",
      attemptCount: 0,
    });
    await stage.test.doDueWork();
    sink.behave(ok);
    expect(await passUntilDue(id)).toBeLessThanOrEqual(6 * SECOND);
    expect(await stage.message(id)).toMatchObject({
      status: "delivered",
      attempts: [{ outcome: "rejected" }, { outcome: "retry" }, { outcome: "delivered" }],
    });
    expect(await stage.history("message-replayed")).toMatchObject([{ actor: "first write key" }]);
    const again = await stage.api("POST", `/messages/${id}/replay`);
    expect([again.status, again.body.error.code]).toEqual([409, "not_replayable"]);
  });

  it("are sent again in bulk: of a topic, of a monitor, or all", async () => {
    await stage.putTopic([webhookTo(other.url)], "more");
    other.behave(status(400));
    const id = await stage.makeMonitor({ topics: ["default+alerts", "default+more"] });
    await stage.ping(`${id}/fail`);
    await publishOne();
    await stage.test.doDueWork();
    expect((await stage.messages()).map(({ status: became }) => became)).toEqual(["dead", "dead", "dead"]);
    sink.behave(ok);
    other.behave(ok);
    const replay = async (select: object): Promise<number> =>
      (await stage.api("POST", "/messages/replay", select)).body.replayed;
    expect(await replay({ topic: "default+more" })).toBe(1);
    expect(await replay({ monitor: id })).toBe(1);
    expect(await replay({})).toBe(1);
    expect(await replay({})).toBe(0);
    await stage.test.doDueWork();
    expect((await stage.messages()).map(({ status: became }) => became)).toEqual([
      "delivered",
      "delivered",
      "delivered",
    ]);
  });

  it("are kept for 30 days, and delivered ones for 90", async () => {
    await publishOne();
    await stage.test.doDueWork();
    sink.behave(ok);
    await publishOne();
    await stage.test.doDueWork();
    const left = async (days: number): Promise<string[]> => {
      stage.test.clock.advance(days * 24 * HOUR);
      while ((await stage.test.store.watch.prune(100)) > 0);
      return (await stage.messages()).map(({ status: became }) => became);
    };
    expect(await left(29)).toEqual(["dead", "delivered"]);
    expect(await left(2)).toEqual(["delivered"]);
    expect(await left(58)).toEqual(["delivered"]);
    expect(await left(2)).toEqual([]);
  });
});

describe("rate limits", () => {
  it("a 429 pauses the target for as long as it asks, and uses up no attempt", async () => {
    sink.behave(status(429, "slow down", { "Retry-After": "90" }));
    await stage.putTopic([webhookTo(sink.url)]);
    const first = await publishOne();
    await stage.test.doDueWork();
    const second = await publishOne();
    await stage.test.pass(89 * SECOND);
    expect(sink.received).toHaveLength(1);
    expect(await stage.message(first)).toMatchObject({
      status: "waiting",
      attemptCount: 0,
      attempts: [{ n: 1, outcome: "limited", answer: "429 slow down" }],
    });
    sink.behave(ok);
    await stage.test.pass(SECOND);
    expect(await stage.message(first)).toMatchObject({ status: "delivered", attemptCount: 1 });
    expect(await stage.message(second)).toMatchObject({ status: "delivered", attemptCount: 1 });
  });

  it("a target that always limits is asked until the message is 28 hours old, and not for ever", async () => {
    sink.behave(status(429, "", { "Retry-After": "3600" }));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    for (let hour = 0; hour < 30; hour += 1) await stage.test.pass(HOUR);
    const message = await stage.message(id);
    expect(message).toMatchObject({ status: "dead" });
    expect(message.lastReason).toMatch(/age limit/);
    expect(message.attempts.every(({ outcome }: Json) => outcome === "limited")).toBe(true);
    expect(message.attempts.length).toBeGreaterThan(20);
    expect(Date.parse(message.finishedAt) - TEST_START_AT).toBeLessThanOrEqual(28 * HOUR);
  });

  it("a pause is of the credentials: others with the same wait too, others with their own do not", async () => {
    sink.behave(status(429, "", { "Retry-After": "60" }));
    await stage.putTopic([webhookTo(sink.url, "limited"), webhookTo(other.url, "free")]);
    await stage.putTopic([webhookTo(sink.url, "same")], "more");
    const id = await stage.makeMonitor({ topics: ["default+alerts"] });
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    const shared = await stage.makeMonitor({ topics: ["default+more"] });
    await stage.ping(`${shared}/fail`);
    await stage.test.doDueWork();
    expect([sink.received.length, other.received.length]).toEqual([1, 1]);
    sink.behave(ok);
    await stage.test.pass(MINUTE);
    expect(sink.received).toHaveLength(3);
  });
});

describe("honest outcomes", () => {
  it("a 200 with an error in it is an error, and is shown with its words", async () => {
    sink.behave(status(200, "invalid_payload"));
    other.behave(status(200, "<html>Please log in</html>"));
    await stage.putTopic([slackTo(sink.url, "refused"), slackTo(other.url, "lost")]);
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    expect(await stage.messages()).toMatchObject([
      { status: "dead", attempts: [{ outcome: "rejected", answer: "200 invalid_payload" }] },
      { status: "waiting", attempts: [{ outcome: "unknown", answer: "200 <html>Please log in</html>" }] },
    ]);
  });

  it("a redirect is not followed, and the reason says what to do", async () => {
    sink.behave(status(302, "", { Location: other.url }));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await stage.test.doDueWork();
    expect(other.received).toEqual([]);
    expect((await stage.message(id)).lastReason).toContain("set the final address");
  });
});

describe("a dead target", () => {
  beforeEach(async () => {
    sink.behave(status(410, "this hook was deleted"));
    await stage.putTopic([webhookTo(sink.url, "gone"), webhookTo(other.url, "well")]);
  });

  it("is suspended, and the topic's other integrations are told", async () => {
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    const { integrations } = (await stage.api("GET", "/channels/default/topics/alerts")).body;
    expect(integrations[0].suspended.reason).toBe("The address no longer exists: it answered 410.");
    expect(integrations[1].suspended).toBeNull();
    expect(events(other.received)).toEqual(["publication", "suspended"]);
    expect(JSON.parse(other.received[1]?.body ?? "").integration).toMatchObject({ name: "gone", provider: "webhook" });
    expect(await stage.history("integration-suspended")).toHaveLength(1);
    expect(inShort(await stage.messages())).toEqual([
      "gone: publication dead",
      "well: publication delivered",
      "well: suspended delivered",
    ]);
  });

  it("gets nothing more while it is suspended: its messages wait, the others' do not", async () => {
    await stage.publish({ n: 1 });
    await stage.test.doDueWork();
    await stage.publish({ n: 2 });
    await stage.test.pass(HOUR);
    expect([sink.received.length, other.received.length]).toEqual([1, 3]);
    expect(inShort(await stage.messages())).toContain("gone: publication waiting");
  });

  it("is told once, although many messages find it dead at the same time", async () => {
    for (let n = 0; n < 5; n += 1) await stage.publish({ n });
    await stage.test.doDueWork();
    await stage.test.pass(MINUTE);
    expect(events(other.received).filter((event) => event === "suspended")).toEqual(["suspended"]);
    expect(await stage.history("integration-suspended")).toHaveLength(1);
  });

  it("works again with new credentials, and gets what waited for it", async () => {
    await stage.publish({ n: 1 });
    await stage.test.doDueWork();
    await stage.publish({ n: 2 });
    sink.behave(ok);
    await stage.putTopic([webhookTo(`${sink.url}/new`, "gone"), webhookTo(other.url, "well")]);
    await stage.test.doDueWork();
    expect(sink.received.map(({ path }) => path)).toEqual(["/", "/new"]);
    expect(JSON.parse(sink.received[1]?.body ?? "").metadata).toEqual({ n: 2 });
  });

  it("works again after a test that succeeds, and not after one that fails", async () => {
    await stage.publish({ n: 1 });
    await stage.test.doDueWork();
    await stage.publish({ n: 2 });
    const test = async (): Promise<Json> => (await stage.api("POST", "/channels/default/topics/alerts/test")).body;
    expect(await test()).toMatchObject({ ok: false, integrations: [{ name: "gone", outcome: "rejected" }, {}] });
    await stage.test.doDueWork();
    expect(events(sink.received)).toEqual(["publication", "test"]);
    sink.behave(ok);
    expect(await test()).toMatchObject({ ok: true });
    await stage.test.doDueWork();
    expect(events(sink.received)).toEqual(["publication", "test", "test", "publication"]);
    expect(await stage.history("integration-resumed")).toHaveLength(1);
  });

  it("that stays dead for 28 hours loses what waited, which can still be replayed", async () => {
    await stage.publish({ n: 1 });
    await stage.test.doDueWork();
    await stage.publish({ n: 2 });
    await stage.test.pass(28 * HOUR);
    const late = (await stage.messages()).filter(
      ({ integration, attempts }) => integration === "gone" && attempts.length === 0,
    );
    expect(late).toMatchObject([{ status: "dead", lastReason: expect.stringContaining("its target was suspended") }]);
    sink.behave(ok);
    await stage.api("POST", "/channels/default/topics/alerts/test");
    expect((await stage.api("POST", `/messages/${late[0].id}/replay`)).status).toBe(200);
    await stage.test.doDueWork();
    expect(await stage.message(late[0].id)).toMatchObject({ status: "delivered" });
  });

  it("of Slack is known by Slack's own words", async () => {
    other.behave(status(404, "no_service"));
    await stage.putTopic([slackTo(other.url)]);
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    const { integrations } = (await stage.api("GET", "/channels/default/topics/alerts")).body;
    expect(integrations[0].suspended.reason).toContain("no_service");
  });
});

describe("an integration that is switched off or removed", () => {
  it("keeps what waits for it while it is off, gets nothing new, and goes on when it is on again", async () => {
    sink.behave(status(500));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await publishOne();
    await stage.test.doDueWork();
    sink.behave(ok);
    await stage.putTopic([webhookTo(sink.url, "hook", { enabled: false })]);
    expect((await stage.publish({ title: "unheard" })).body).toEqual({});
    await stage.test.pass(HOUR);
    expect(sink.received).toHaveLength(1);
    await stage.putTopic([webhookTo(sink.url)]);
    await stage.test.doDueWork();
    expect(ids(sink.received)).toEqual([id, id]);
  });

  it("loses what waits for it when it is removed, and says so", async () => {
    await stage.putTopic([webhookTo(sink.url), webhookTo(other.url, "stays")]);
    await stage.publish({ title: "hello" });
    await stage.putTopic([webhookTo(other.url, "stays")]);
    await stage.test.doDueWork();
    expect(inShort(await stage.messages())).toEqual([
      "(removed): publication cancelled",
      "stays: publication delivered",
    ]);
    expect([sink.received.length, other.received.length]).toEqual([0, 1]);
  });
});

describe("order", () => {
  it("messages of one integration and monitor go one at a time, in the order in which things happened", async () => {
    sink.behave(status(502));
    await stage.putTopic([webhookTo(sink.url)]);
    const id = await stage.makeMonitor(PATIENT);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    await stage.ping(id);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    expect(events(sink.received)).toEqual(["down"]);
    sink.behave(ok);
    await stage.test.pass(6 * SECOND);
    expect(events(sink.received)).toEqual(["down", "down", "up", "down"]);
    const alertKeys = sink.received.map(({ body }) => JSON.parse(body).alertKey);
    expect(alertKeys).toEqual([`${id}:1`, `${id}:1`, `${id}:1`, `${id}:2`]);
  });

  it("one monitor's messages do not wait for another's, nor for publications", async () => {
    let held = 0;
    sink.behave((received, response) =>
      JSON.parse(received.body).monitor?.name === "stuck"
        ? status(502, String(++held))(received, response)
        : ok(received, response),
    );
    await stage.putTopic([webhookTo(sink.url)]);
    for (const name of ["stuck", "fine"]) {
      const id = await stage.makeMonitor({ ...PATIENT, name });
      await stage.ping(`${id}/fail`);
      await stage.test.doDueWork();
      await stage.ping(`${id}/fail`);
      await stage.api("PATCH", `/monitors/${id}`, { severity: "critical" });
    }
    await publishOne();
    await stage.test.doDueWork();
    expect(held).toBe(1);
    expect((await stage.messages("&status=delivered")).map(({ event }) => event)).toEqual([
      "down",
      "changed",
      "publication",
    ]);
  });
});

describe("superseding", () => {
  beforeEach(async () => {
    await stage.putTopic([webhookTo(sink.url)]);
  });

  it("an up behind a down that surely nobody saw replaces it: one message says that it was down", async () => {
    sink.behave(status(500));
    const id = await stage.makeMonitor(PATIENT);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    sink.behave(ok);
    await stage.ping(id);
    await stage.test.pass(HOUR);
    expect(events(sink.received)).toEqual(["down", "was-down"]);
    expect(inShort(await stage.messages())).toEqual(["hook: down superseded", "hook: was-down delivered"]);
  });

  it("an up behind a down that may have been seen waits for it, and goes as an up", async () => {
    sink.behave(status(504));
    const id = await stage.makeMonitor(PATIENT);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    sink.behave(ok);
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(events(sink.received)).toEqual(["down"]);
    await stage.test.pass(6 * SECOND);
    expect(events(sink.received)).toEqual(["down", "down", "up"]);
  });

  it("a change of severity that still waits goes with the down that it belongs to", async () => {
    sink.behave(status(500));
    const id = await stage.makeMonitor(PATIENT);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    await stage.api("PATCH", `/monitors/${id}`, { severity: "critical" });
    await stage.ping(id);
    sink.behave(ok);
    await stage.test.pass(HOUR);
    expect(events(sink.received)).toEqual(["down", "was-down"]);
  });

  it("whoever wants only downs is told nothing of the up, but that it was down if that is still news", async () => {
    await stage.putTopic([webhookTo(sink.url, "downs", { notifyOn: ["down"] })]);
    const id = await stage.makeMonitor(PATIENT);
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(events(sink.received)).toEqual(["down"]);
    sink.behave(status(500));
    await stage.ping(`${id}/fail`);
    await stage.test.doDueWork();
    sink.behave(ok);
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(events(sink.received)).toEqual(["down", "down", "was-down"]);
  });
});

// On PostgreSQL a round of a loop takes time of which the fake clock knows nothing.
describe.runIf(inject("engine") === "sqlite")("isolation", () => {
  const hang: SinkAnswer = () => {};

  /** Lets everything run that needs neither time nor the network. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  beforeEach(async () => {
    await stage.close();
    stage = await createStage({ withLoops: true });
    sink.behave(hang);
  });
  // The loops stop when what is in flight has ended, so the hanging target must go first.
  afterEach(() => sink.close());

  it("a target that never answers delays neither the next ping, nor the sweep, nor another integration", async () => {
    await stage.putTopic([webhookTo(sink.url, "hangs"), webhookTo(other.url, "well")]);
    const first = await stage.makeMonitor({ ...PATIENT, name: "first" });
    const silent = await stage.makeMonitor({ name: "silent" });
    await stage.ping(silent);
    await stage.ping(`${first}/fail`);
    await sink.arrived(1);
    await other.arrived(1);
    expect(await stage.ping(first)).toBe(200);
    await other.arrived(2);
    stage.test.clock.advance(2 * SECOND);
    await other.arrived(3);
    expect(events(other.received)).toEqual(["down", "up", "down"]);
    expect(await stage.monitor(silent)).toMatchObject({ status: "down" });
    for (let n = 0; n < 40; n += 1) expect((await stage.publish({ n })).status).toBe(200);
    for (let second = 0; second < 5; second += 1) {
      await settle();
      stage.test.clock.advance(SECOND);
    }
    await other.arrived(43);
    expect(
      inShort(await stage.messages()).filter((text) => text.startsWith("hangs") && text.endsWith("delivered")),
    ).toEqual([]);
  });

  it("a target that never answers is given up after a minute and tried again, as one that may have got it", async () => {
    await stage.putTopic([webhookTo(sink.url, "hangs")]);
    const id = await publishOne();
    await sink.arrived(1);
    stage.test.clock.advance(MINUTE);
    await settle();
    expect(await stage.message(id)).toMatchObject({
      status: "waiting",
      attemptCount: 1,
      attempts: [{ outcome: "unknown", durationMs: MINUTE }],
    });
    stage.test.clock.advance(6 * SECOND);
    await sink.arrived(2);
    expect(ids(sink.received)).toEqual([id, id]);
  });

  it("a hundred targets that hang with all that they may have in flight do not delay one that is well", async () => {
    let givenUp = 0;
    sink.behave((_, response) => response.on("close", () => givenUp++));
    const hanging = Array.from({ length: 50 }, (_, n) => webhookTo(`${sink.url}/${n}`, `hangs ${n}`));
    await stage.putTopic(hanging, "a");
    const more = Array.from({ length: 50 }, (_, n) => webhookTo(`${sink.url}/more/${n}`, `hangs ${n}`));
    await stage.putTopic(more, "b");
    await stage.putTopic([webhookTo(other.url, "well")]);
    const failing = await Promise.all(
      Array.from({ length: 16 }, () => stage.makeMonitor({ ...PATIENT, topics: ["default+a", "default+b"] })),
    );
    for (const id of failing) await stage.ping(`${id}/fail`);
    for (let second = 0; second < 3; second += 1) {
      await settle();
      stage.test.clock.advance(SECOND);
    }
    await settle();
    await publishOne();
    await other.arrived(1);
    expect(events(other.received)).toEqual(["publication"]);
    expect(givenUp).toBe(0);
  });
});

describe("the outgoing mode public", () => {
  it("refuses a target on this machine or in a private network, in whatever spelling, and says why", async () => {
    await stage.close();
    stage = await createStage({ settings: { outgoing: "public" } });
    const { port } = new URL(sink.url);
    const hosts = [
      "127.0.0.1",
      "localhost",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "2130706433",
      "0x7f.1",
      "10.0.0.1",
      "169.254.169.254",
    ];
    await stage.putTopic(hosts.map((host) => webhookTo(`http://${host}:${port}/`, host)));
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    const messages = await stage.messages();
    expect(messages.map(({ integration, status: became }) => [integration, became])).toEqual(
      hosts.map((host) => [host, "dead"]),
    );
    for (const { lastReason } of messages)
      expect(lastReason).toMatch(/not allowed|WATCHBELL_OUTGOING|refused|globally/i);
    expect(sink.received).toEqual([]);
  });
});

describe("secrets", () => {
  const PASSWORD = "pa55-word-of-the-basic-kind";
  const TOKEN = "tok-3n-of-the-query";
  const HEADER = "Bearer h3ader-secret-value";
  const SIGNING = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;

  it("of an integration show in no answer, no attempt and no line of the log, whatever the target says", async () => {
    const secrets = [PASSWORD, TOKEN, "h3ader-secret-value", SIGNING, SIGNING.slice(6)];
    const leak = secrets.join(" ");
    const url = `${sink.url.replace("http://", `http://user:${PASSWORD}@`)}/hook?token=${TOKEN}`;
    await stage.putTopic([
      {
        name: "talkative",
        provider: "webhook",
        credentials: { url, headers: { Authorization: HEADER }, secret: SIGNING },
      },
    ]);
    const answers: SinkAnswer[] = [status(500, leak), status(200, leak), status(400, leak), status(410, leak)];
    answers.push((_, response) => response.destroy());
    const seen: string[] = [];
    for (const behave of answers) {
      sink.behave(behave);
      const { body } = await stage.publish({ title: "hello" });
      seen.push(JSON.stringify(body));
      await stage.test.pass(10 * SECOND);
    }
    seen.push(JSON.stringify(await stage.api("POST", "/channels/default/topics/alerts/test")));
    seen.push(JSON.stringify(await stage.messages()));
    for (const path of ["/channels/default/topics/alerts", "/topics", "/history", "/messages"]) {
      seen.push(JSON.stringify((await stage.api("GET", path)).body));
    }
    seen.push(
      JSON.stringify(stage.test.logLines, (_, value) => (value instanceof Error ? String(value.stack) : value)),
    );
    expect(sink.received.length).toBeGreaterThan(4);
    expect(seen.join("\n")).toContain("***");
    for (const secret of secrets) expect(seen.join("\n")).not.toContain(secret);
  });

  it("of a target that cannot be reached or read are not in the reasons either", async () => {
    const closed = await startSink();
    await closed.close();
    await stage.putTopic([
      webhookTo(`${closed.url}/s3cret-path-9471?key=${TOKEN}`, "gone"),
      webhookTo(`http://169.254.169.254/s3cret-path-9471?key=${TOKEN}`, "refused"),
    ]);
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    const seen = JSON.stringify([await stage.messages(), stage.test.logLines]);
    expect(seen).toContain("169.254.169.254");
    expect(seen).not.toContain("s3cret-path-9471");
    expect(seen).not.toContain(TOKEN);
  });
});
