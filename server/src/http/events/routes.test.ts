import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { createSilentFeed } from "../../actions/change-feed.ts";
import { allPages } from "../../pages/all-pages.ts";
import { createHttpApp } from "../create-http-app.ts";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

/** Somebody who listens to the events, piece by piece as they come. */
async function listen() {
  const answer = await test.http.request("/api/v1/events", { headers: { "X-Api-Key": test.keys.read } });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("the answer has no body");
  const next = async (): Promise<string> => (await reader.read()).value ?? "(end)";
  expect(await next()).toBe("retry: 3000\n\n");
  expect(await next()).toBe("event: resync\nid: 1\ndata: {}\n\n");
  return { answer, next, leave: () => reader.cancel() };
}

/** Lets the feed tell what it gathered. */
async function gathered(): Promise<void> {
  test.clock.advance(250);
  await new Promise((resolve) => setImmediate(resolve));
}

describe("listening to what changes", () => {
  it("is a stream of events that nobody keeps or changes on the way", async () => {
    const { answer, leave } = await listen();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    expect(answer.headers.get("content-encoding")).toBeNull();
    await leave();
  });

  it("tells of a ping after its commit, and of what it changed", async () => {
    const { body: monitor } = await api("POST", "/monitors", {});
    const { next, leave } = await listen();
    await test.http.request(`/ping/${monitor.id}/fail`);
    await gathered();
    const hints = [
      { kind: "monitor", id: monitor.id, status: "down" },
      { kind: "incident", id: null, status: null },
      { kind: "message", id: null, status: null },
    ];
    expect(await next()).toBe(`event: changes\nid: 2\ndata: ${JSON.stringify(hints)}\n\n`);
    await test.http.request(`/ping/${monitor.id}/log`);
    await gathered();
    const [, , data = ""] = (await next()).split("\n");
    expect(JSON.parse(data.slice("data: ".length))).toEqual([{ kind: "monitor", id: monitor.id, status: null }]);
    await leave();
  });

  it.each<[string, () => Promise<unknown>]>([
    ["topic", () => api("PUT", "/channels/c/topics/t", { integrations: [] })],
    ["key", () => api("POST", "/keys", { kind: "read", name: "another" })],
    ["project", () => api("PATCH", "/project", { name: "Shop" })],
    ["monitor", () => api("POST", "/monitors", {})],
    ["message", () => api("POST", "/channels/default/topics/alerts/test")],
  ])("tells of a %s that somebody changed", async (kind, change) => {
    const { next, leave } = await listen();
    await change();
    await gathered();
    expect(await next()).toContain(`"kind":"${kind}"`);
    await leave();
  });

  it("tells of a deadline that the sweep found, and of a message that was delivered", async () => {
    const schedule = { type: "period", periodSeconds: 1, graceSeconds: 1 };
    const { body: monitor } = await api("POST", "/monitors", { schedule });
    await test.http.request(`/ping/${monitor.id}`);
    const { next, leave } = await listen();
    await test.pass(5_000);
    await gathered();
    const told = await next();
    expect(told).toContain(`{"kind":"monitor","id":"${monitor.id}","status":"down"}`);
    expect(told).toContain('"kind":"message"');
    await leave();
  });

  it("says every 15 seconds that it is there", async () => {
    const { next, leave } = await listen();
    test.clock.advance(15_000);
    expect(await next()).toBe(": alive\n\n");
    await leave();
  });

  it("a reader that does not read is told once, when it reads again, that it missed something", async () => {
    const { body: monitor } = await api("POST", "/monitors", {});
    const { next, leave } = await listen();
    for (let n = 0; n < 40; n++) {
      await test.http.request(`/ping/${monitor.id}/log`);
      await gathered();
    }
    const read: string[] = [];
    do read.push(await next());
    while (!read.at(-1)?.includes("resync") && read.length < 40);
    expect(read.length).toBeLessThan(25);
    expect(read.filter((text) => text.includes("resync"))).toHaveLength(1);
    await leave();
  });

  it("ends after a quarter of an hour, and when Watchbell stops", async () => {
    const first = await listen();
    test.clock.advance(15 * 60_000);
    await new Promise((resolve) => setImmediate(resolve));
    const rest = [await first.next(), await first.next()];
    expect(rest).toContain("(end)");
    const second = await listen();
    test.app.changes.close();
    expect(await second.next()).toBe("(end)");
    const refused = await api("GET", "/events");
    expect([refused.status, refused.body.error.code]).toEqual([503, "unavailable"]);
  });

  it("a key listens twenty times at once, and whoever leaves makes room", async () => {
    const listeners = [];
    for (let n = 0; n < 20; n++) listeners.push(await listen());
    const refused = await createApi(test, test.keys.read)("GET", "/events");
    expect([refused.status, refused.body.error.code]).toEqual([429, "too_many_streams"]);
    await listeners[0]?.leave();
    await (await listen()).leave();
    for (const { leave } of listeners.slice(1)) await leave();
    expect(test.app.changes.isHeard()).toBe(false);
  });

  it("is refused where a host keeps no connections open, in a way that no page takes for a fault", async () => {
    const http = createHttpApp({ ...test.app, changes: createSilentFeed() }, allPages);
    const answer = await http.request("/api/v1/events", { headers: { "X-Api-Key": test.keys.read } });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ error: { code: "no_stream" } });
  });
});
