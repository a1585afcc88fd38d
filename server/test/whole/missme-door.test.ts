import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApi } from "../api-client.ts";
import { type Listener, listen } from "../listen.ts";
import { createTestApp } from "../test-app.ts";
import { HOUR, type Json, MINUTE, SECOND, type Stage, stageOf } from "./stage.ts";

const DAY = 24 * HOUR;
const FORBIDDEN = [403, '{"message":"Forbidden"}'];

let stage: Stage;
let listener: Listener;

beforeEach(async () => {
  stage = stageOf(await createTestApp());
  listener = await listen(stage.test.http);
});
afterEach(async () => {
  await listener.close();
  await stage.close();
});

async function add(body: object = {}): Promise<Json> {
  const service = { name: "nightly backup", interval: { every: 1, unit: "days" }, threshold: 3, ...body };
  const made = await stage.api("POST", "/services", service);
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  return made.body;
}

async function send(path: string, key?: string, init: RequestInit = {}): Promise<[number, string]> {
  const headers = key === undefined ? {} : { "x-api-key": key };
  const answer = await fetch(`${listener.url}${path}`, { ...init, headers });
  return [answer.status, await answer.text()];
}

const show = async (id: string): Promise<Json> => (await stage.api("GET", `/services/${id}`)).body;
const events = async (): Promise<string[]> => (await stage.messages()).map(({ event }) => event);

describe("A: a service", () => {
  it("A1: is made with an id, a key of its own and a line that checks in", async () => {
    const made = await add();
    expect(made).toMatchObject({
      id: made.monitorId,
      name: "nightly backup",
      interval: { every: 1, unit: "days" },
      threshold: 3,
      status: "Unknown",
      lastCheckInAt: null,
      deadAt: null,
      topics: ["default+alerts"],
      key: expect.stringMatching(/^wbc_/),
      curl: `curl --fail -H 'x-api-key: ${made.key}' 'http://watchbell.test/notify/${made.id}'`,
    });
  });

  it("A2: its line checks in as it is", async () => {
    const { curl, id } = await add();
    const line = curl.replace("http://watchbell.test", listener.url);
    await promisify(execFile)("sh", ["-c", line]);
    expect(await show(id)).toMatchObject({ status: "Ok" });
  });

  it("A3: its key is shown again to a write key, never to a read key or in a list", async () => {
    const { id, key } = await add();
    expect((await show(id)).key).toBe(key);
    const read = createApi(stage.test, stage.test.keys.read);
    expect((await read("GET", `/services/${id}`)).body).toMatchObject({ id, key: null, curl: null });
    expect(JSON.stringify((await stage.api("GET", "/services")).body)).not.toContain(key);
    expect((await read("POST", "/services", { name: "x", interval: { every: 1, unit: "days" } })).status).toBe(403);
  });

  it("A4: the overview knows three statuses", async () => {
    const [ok, dead, late, asleep] = await Promise.all(
      ["a ok", "b dead", "c late", "d paused", "e new"].map((name) => add({ name, threshold: 1 })),
    );
    for (const { id, key } of [dead, late, asleep]) await send(`/notify/${id}`, key);
    await stage.command(asleep.monitorId, "pause");
    await stage.test.pass(DAY);
    await send(`/notify/${late.id}`, late.key);
    await stage.test.pass(DAY + HOUR);
    await send(`/notify/${ok.id}`, ok.key);
    const { services } = (await stage.api("GET", "/services")).body;
    expect(services.map(({ name, status }: Json) => `${name}: ${status}`)).toEqual([
      "a ok: Ok",
      "b dead: Dead",
      "c late: Ok",
      "d paused: Unknown",
      "e new: Unknown",
    ]);
  });

  it.each([
    [
      { every: 90, unit: "minutes" },
      { every: 90, unit: "minutes" },
    ],
    [
      { every: 120, unit: "minutes" },
      { every: 2, unit: "hours" },
    ],
    [
      { every: 52, unit: "weeks" },
      { every: 52, unit: "weeks" },
    ],
    [
      { every: 366, unit: "days" },
      { every: 366, unit: "days" },
    ],
  ])("A5: takes the interval %j", async (interval, shown) => {
    expect(await add({ interval })).toMatchObject({ interval: shown });
  });

  it.each([
    ["interval.every", { interval: { every: 0, unit: "days" } }],
    ["interval.every", { interval: { every: 1.5, unit: "days" } }],
    ["interval.unit", { interval: { every: 1, unit: "months" } }],
    ["interval.periodSeconds", { interval: { every: 367, unit: "days" } }],
    ["interval.periodSeconds", { interval: { every: 53, unit: "weeks" } }],
    ["threshold", { threshold: -1 }],
    ["threshold", { threshold: 1001 }],
    ["name", { name: "" }],
    ["topic", { topic: "no+such" }],
  ])("A6: refuses what cannot be: %s", async (field, body) => {
    const service = { name: "x", interval: { every: 1, unit: "days" }, ...body };
    const refused = await stage.api("POST", "/services", service);
    expect([refused.status, refused.body.error.field]).toEqual([400, field]);
    expect((await stage.api("GET", "/services")).body.services).toEqual([]);
  });

  it("A7: deleted, it is gone with its key", async () => {
    const { id, key } = await add();
    expect((await stage.api("DELETE", `/services/${id}`)).status).toBe(204);
    expect((await stage.api("GET", `/services/${id}`)).status).toBe(404);
    expect(await send(`/notify/${id}`, key)).toEqual(FORBIDDEN);
    expect(await stage.test.store.people.findKey(key)).toBeNull();
  });

  it("A8: a monitor that is no service is not found among them", async () => {
    expect((await stage.api("GET", `/services/${stage.test.firstMonitorId}`)).status).toBe(404);
  });
});

describe("B: a check-in", () => {
  it.each(["/notify", "/dev/notify", "/prod/notify", "/Any%20Stage/notify"])(
    "B1: below %s gets 204 and nothing more",
    async (path) => {
      const { id, key } = await add();
      expect(await send(`${path}/${id}`, key)).toEqual([204, ""]);
      expect(await show(id)).toMatchObject({ status: "Ok", lastCheckInAt: expect.any(String) });
    },
  );

  it("B2: a check-in key of the project is good for every service of it", async () => {
    const [a, b] = [await add({ name: "a" }), await add({ name: "b" })];
    for (const { id } of [a, b])
      expect(await send(`/dev/notify/${id}`, stage.test.keys["check-in"])).toEqual([204, ""]);
  });

  it("B3: whatever is wrong gets the same answer, and nothing is recorded", async () => {
    const [a, b] = [await add({ name: "a" }), await add({ name: "b" })];
    const { keys } = stage.test;
    for (const key of [
      undefined,
      "",
      "wrong",
      b.key,
      keys.write,
      keys.read,
      keys.ping,
      keys.publish,
      "x".repeat(300),
    ]) {
      expect([key, ...(await send(`/dev/notify/${a.id}`, key))]).toEqual([key, ...FORBIDDEN]);
    }
    for (const id of ["unknown", stage.test.firstMonitorId, "%00", "%", "x".repeat(300)]) {
      expect([id, ...(await send(`/notify/${id}`, a.key))]).toEqual([id, ...FORBIDDEN]);
      expect([id, ...(await send(`/notify/${id}`, keys["check-in"]))]).toEqual([id, ...FORBIDDEN]);
    }
    expect(await send(`/notify/${a.id}`, a.key, { method: "POST" })).toEqual(FORBIDDEN);
    expect(await show(a.id)).toMatchObject({ status: "Unknown" });
    expect((await stage.monitor(stage.test.firstMonitorId)).pingCount).toBe(0);
  });

  it("B4: our own first segments are no stages", async () => {
    const { id, key } = await add();
    for (const own of ["api", "v1", "heartbeat", "healthz", "metrics", "notify"]) {
      const [status] = await send(`/${own}/notify/${id}`, key);
      expect([own, status]).toEqual([own, 404]);
    }
    expect(await send(`/a/b/notify/${id}`, key)).toMatchObject([404, expect.any(String)]);
    expect(await show(id)).toMatchObject({ status: "Unknown" });
  });

  it("B5: a key that was revoked is wrong at once", async () => {
    const { id, key } = await add();
    const { keys } = (await stage.api("GET", "/keys")).body;
    const own = keys.find(({ monitorId }: Json) => monitorId === id);
    expect(own).toMatchObject({ kind: "check-in", name: "nightly backup" });
    await stage.api("DELETE", `/keys/${own.id}`);
    expect(await send(`/notify/${id}`, key)).toEqual(FORBIDDEN);
    expect((await show(id)).key).toBeNull();
  });
});

describe("C: when it is dead", () => {
  it("C1: interval 1 day, threshold 3: after 4 days of silence, to the second, told once", async () => {
    const { id, key } = await add();
    await send(`/notify/${id}`, key);
    await stage.test.pass(4 * DAY - SECOND);
    expect(await show(id)).toMatchObject({ status: "Ok" });
    await stage.test.pass(SECOND);
    expect(await show(id)).toMatchObject({ status: "Dead" });
    for (let day = 0; day < 10; day++) await stage.test.pass(DAY);
    expect(await events()).toEqual(["down"]);
  });

  it("C2: silence until it has checked in again, which itself is not told", async () => {
    const { id, key } = await add({ interval: { every: 10, unit: "minutes" }, threshold: 0 });
    for (let round = 1; round <= 3; round++) {
      await send(`/notify/${id}`, key);
      await stage.test.pass(30 * MINUTE);
      expect(await events()).toEqual(Array(round).fill("down"));
    }
    await send(`/notify/${id}`, key);
    await stage.test.doDueWork();
    expect(await events()).toHaveLength(3);
    expect(await show(id)).toMatchObject({ status: "Ok" });
  });

  it("C3: never before its first check-in", async () => {
    const { id } = await add({ interval: { every: 1, unit: "minutes" }, threshold: 0 });
    await stage.test.pass(365 * DAY);
    expect(await show(id)).toMatchObject({ status: "Unknown" });
    expect(await events()).toEqual([]);
  });

  it("C4: the recovery is told when that is asked for", async () => {
    const { id, monitorId, key } = await add({ interval: { every: 1, unit: "hours" }, threshold: 0 });
    await stage.api("PATCH", `/monitors/${monitorId}`, { notifyOn: ["down", "up"] });
    await send(`/notify/${id}`, key);
    await stage.test.pass(HOUR);
    await send(`/notify/${id}`, key);
    await stage.test.doDueWork();
    expect(await events()).toEqual(["down", "up"]);
  });

  it("C5: it tells the topic it was given", async () => {
    await stage.putTopic([{ name: "log", provider: "log" }], "night");
    const { id, key } = await add({ topic: "default+night", interval: { every: 1, unit: "hours" }, threshold: 0 });
    await send(`/notify/${id}`, key);
    await stage.test.pass(HOUR);
    expect((await stage.messages()).map(({ topic }) => topic)).toEqual(["default+night"]);
  });
});
