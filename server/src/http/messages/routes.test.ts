import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { type Sink, startSink } from "../../../test/sink.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

let test: TestApp;
let api: ApiCall;
let sink: Sink;
let targetStatus = 200;

beforeEach(async () => {
  targetStatus = 400;
  test = await createTestApp();
  api = createApi(test);
  sink = await startSink((_, response) => {
    response.statusCode = targetStatus;
    response.end(targetStatus === 200 ? "ok" : "will not take it");
  });
  const integrations = [{ name: "hook", provider: "webhook", credentials: { url: sink.url } }];
  for (const topic of ["one", "two"]) await api("PUT", `/channels/c/topics/${topic}`, { integrations });
});
afterEach(async () => {
  await sink.close();
  await test.close();
});

/** A monitor that told a topic of its outage; the target refused the message for good. */
async function makeDead(topic: string): Promise<{ monitorId: string; messageId: string }> {
  const { body: monitor } = await api("POST", "/monitors", { topics: [`c+${topic}`] });
  await test.http.request(`/ping/${monitor.id}/fail`);
  await test.doDueWork();
  const { body } = await api("GET", `/messages?monitor=${monitor.id}`);
  expect(body.messages).toMatchObject([{ status: "dead", event: "down", topic: `c+${topic}`, integration: "hook" }]);
  return { monitorId: monitor.id, messageId: body.messages[0].id };
}

describe("messages", () => {
  it("one message tells every attempt with the target's answer", async () => {
    const { messageId, monitorId } = await makeDead("one");
    const { body } = await api("GET", `/messages/${messageId}`);
    expect(body).toMatchObject({ id: messageId, monitorId, status: "dead", dueAt: null });
    expect(body.attempts).toMatchObject([{ n: 1, outcome: "rejected", answer: "400 will not take it" }]);
    expect(body.lastReason).toBe(body.attempts[0].reason);
  });

  it("the list narrows by status, topic and monitor, newest first and page by page", async () => {
    const first = await makeDead("one");
    const second = await makeDead("two");
    const ids = async (query: string): Promise<string[]> =>
      (await api("GET", `/messages${query}`)).body.messages.map(({ id }: { id: string }) => id);
    expect(await ids("")).toEqual([second.messageId, first.messageId]);
    expect(await ids("?topic=c%2Bone")).toEqual([first.messageId]);
    expect(await ids(`?monitor=${second.monitorId}`)).toEqual([second.messageId]);
    expect(await ids("?status=dead")).toHaveLength(2);
    expect(await ids("?status=waiting")).toEqual([]);
    const page = await api("GET", "/messages?limit=1");
    expect(await ids(`?limit=1&cursor=${encodeURIComponent(page.body.nextCursor)}`)).toEqual([first.messageId]);
  });

  it("the list narrows by integration, event and time", async () => {
    const first = await makeDead("one");
    test.clock.advance(60_000);
    const second = await makeDead("two");
    const list = async (query: string) => (await api("GET", `/messages?${query}`)).body.messages;
    const [{ integrationId }] = await list(`monitor=${first.monitorId}`);
    const ids = async (query: string) => (await list(query)).map(({ id }: { id: string }) => id);
    expect(await ids(`integration=${integrationId}`)).toEqual([first.messageId]);
    expect(await ids("event=down")).toHaveLength(2);
    expect(await ids("event=up")).toEqual([]);
    const minute = "2026-03-04T12:01:00Z";
    expect(await ids(`from=${minute}`)).toEqual([second.messageId]);
    expect(await ids(`to=${minute}`)).toEqual([first.messageId]);
    expect(await ids(`from=2026-03-04T12:00:00Z&to=2026-03-04T13:00:00Z&limit=1`)).toEqual([second.messageId]);
    expect(await ids("from=2026-03-05T12:00:00Z")).toEqual([]);
    expect((await api("GET", "/messages?from=yesterday")).body.error.field).toBe("from");
  });

  it("the list narrows to what one notification made", async () => {
    const { messageId } = await makeDead("one");
    await makeDead("two");
    const { notificationId } = (await api("GET", `/messages/${messageId}`)).body;
    const { body } = await api("GET", `/messages?notification=${notificationId}`);
    expect(body.messages.map(({ id }: { id: string }) => id)).toEqual([messageId]);
    expect((await api("GET", `/messages?digest=${messageId}`)).body.messages).toEqual([]);
  });

  it("an unknown message is not found, and a status that is none is refused", async () => {
    expect((await api("GET", `/messages/${NOWHERE}`)).status).toBe(404);
    expect((await api("POST", `/messages/${NOWHERE}/replay`)).status).toBe(404);
    expect((await api("GET", "/messages?status=lost")).body.error.field).toBe("status");
  });
});

describe("replaying", () => {
  it("a dead message waits again under its own id, and arrives", async () => {
    const { messageId } = await makeDead("one");
    targetStatus = 200;
    const replayed = await api("POST", `/messages/${messageId}/replay`);
    expect(replayed.status).toBe(200);
    expect(replayed.body).toMatchObject({ id: messageId, status: "waiting", attemptCount: 0 });
    await test.doDueWork();
    const { body } = await api("GET", `/messages/${messageId}`);
    expect(body.status).not.toBe("dead");
    expect(body.attempts).toHaveLength(2);
    expect(new Set(sink.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("a message that is not dead cannot be replayed, and is told why", async () => {
    const { messageId } = await makeDead("one");
    await api("POST", `/messages/${messageId}/replay`);
    const again = await api("POST", `/messages/${messageId}/replay`);
    expect([again.status, again.body.error.code]).toEqual([409, "not_replayable"]);
    expect(again.body.error.message).toContain("waiting");
  });

  it("in bulk it takes those of a topic or monitor, or all", async () => {
    const first = await makeDead("one");
    const second = await makeDead("two");
    const replay = async (body: object): Promise<unknown> => (await api("POST", "/messages/replay", body)).body;
    expect(await replay({ topic: "c+one" })).toEqual({ replayed: 1, ids: [first.messageId] });
    expect(await replay({ monitor: first.monitorId })).toEqual({ replayed: 0, ids: [] });
    expect(await replay({})).toEqual({ replayed: 1, ids: [second.messageId] });
  });

  it("in bulk it takes those that are named, or that the filters of the list show", async () => {
    const [first, second] = [await makeDead("one"), await makeDead("two")];
    const replay = async (body: object): Promise<unknown> => (await api("POST", "/messages/replay", body)).body;
    const { integrationId, createdAt } = (await api("GET", `/messages/${first.messageId}`)).body;
    expect(await replay({ ids: [NOWHERE, second.messageId] })).toEqual({ replayed: 1, ids: [second.messageId] });
    expect(await replay({ integration: integrationId, to: createdAt })).toEqual({ replayed: 0, ids: [] });
    const rest = { integration: integrationId, event: "down", from: createdAt };
    expect(await replay(rest)).toEqual({ replayed: 1, ids: [first.messageId] });
    expect((await api("POST", "/messages/replay", { from: "yesterday" })).body.error.field).toBe("from");
  });
});
