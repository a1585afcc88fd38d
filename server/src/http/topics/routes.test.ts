import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { type Sink, startSink } from "../../../test/sink.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { testTopic } from "../../actions/test-topic.ts";

const TOPIC = "/channels/shop/topics/orders";

let test: TestApp;
let api: ApiCall;
let sink: Sink;
let targetStatus = 200;

beforeEach(async () => {
  targetStatus = 200;
  test = await createTestApp();
  api = createApi(test);
  sink = await startSink((_, response) => {
    response.statusCode = targetStatus;
    response.end(targetStatus === 200 ? "ok" : "no such hook");
  });
});
afterEach(async () => {
  await sink.close();
  await test.close();
});

const webhook = (name: string, more: object = {}): object => ({
  name,
  provider: "webhook",
  credentials: { url: `${sink.url}/hook`, secret: `whsec_${Buffer.alloc(32, 7).toString("base64")}` },
  ...more,
});
const put = (integrations: readonly object[], more: object = {}): ReturnType<ApiCall> =>
  api("PUT", TOPIC, { integrations, ...more });

describe("making a topic", () => {
  it("answers with its id, name and hash, and never with a credential", async () => {
    const { status, body } = await put([webhook("hook", { model: "$name", notifyOn: ["down"] })]);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: "shop+orders",
      channel: "shop",
      topic: "orders",
      integrations: [
        {
          name: "hook",
          provider: "webhook",
          model: "$name",
          notifyOn: ["down"],
          enabled: true,
          suspended: null,
          credentialsSet: ["url", "secret"],
        },
      ],
    });
    expect(body.hash.length).toBeGreaterThan(20);
    expect(JSON.stringify(body)).not.toContain("whsec_");
    expect(JSON.stringify(body)).not.toContain(sink.url);
  });

  it("a second PUT replaces the integrations; the topic keeps its id and hash", async () => {
    const first = await put([webhook("hook")]);
    const second = await put([webhook("other")]);
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({ id: first.body.id, hash: first.body.hash, integrations: [{ name: "other" }] });
  });

  it("credentials that are left out are kept, those that are given replace the old ones", async () => {
    await put([webhook("hook")]);
    const kept = await put([{ name: "hook", provider: "webhook", model: "new text" }]);
    expect(kept.body.integrations).toMatchObject([{ model: "new text", credentialsSet: ["url", "secret"] }]);
    const replaced = await put([{ name: "hook", provider: "webhook", credentials: { url: sink.url } }]);
    expect(replaced.body.integrations).toMatchObject([{ credentialsSet: ["url"] }]);
  });

  it("some credentials are kept beside those that are given, unless the messages would go elsewhere", async () => {
    await put([webhook("hook")]);
    const change = (credentials: object, keepCredentials: readonly string[]): ReturnType<ApiCall> =>
      put([{ name: "hook", provider: "webhook", credentials, keepCredentials }]);
    const kept = await change({ method: "PUT" }, ["url", "secret", "no-such"]);
    expect(kept.body.integrations).toMatchObject([{ credentialsSet: ["url", "method", "secret"] }]);
    await api("POST", `${TOPIC}/test`);
    expect(sink.received).toMatchObject([{ method: "PUT", headers: { "webhook-signature": expect.any(String) } }]);
    const moved = await change({ url: "https://example.com/mine" }, ["secret"]);
    expect([moved.status, moved.body.error.field]).toEqual([400, "integrations.0.credentials.url"]);
    expect(moved.body.error.message).toContain("give all of them anew");
    const left = await change({}, ["secret"]);
    expect([left.status, left.body.error.field]).toEqual([400, "integrations.0.credentials.url"]);
    expect((await change({ url: `${sink.url}/hook` }, ["secret"])).body.integrations).toMatchObject([
      { credentialsSet: ["url", "secret"] },
    ]);
  });

  it("an integration that is named by its id keeps it, and its credentials, under a new name", async () => {
    const [before] = (await put([webhook("hook")])).body.integrations;
    const renamed = await put([{ id: before.id, name: "orders", provider: "webhook" }, webhook("hook")]);
    expect(renamed.body.integrations).toMatchObject([
      { id: before.id, name: "orders", credentialsSet: ["url", "secret"] },
      { name: "hook" },
    ]);
    expect(renamed.body.integrations[1].id).not.toBe(before.id);
    const twice = await put(["a", "b"].map((name) => ({ id: before.id, name, provider: "webhook" })));
    expect([twice.status, twice.body.error.field]).toEqual([400, "integrations.1.id"]);
    const other = await put([{ id: before.id, name: "orders", provider: "log" }]);
    expect([other.status, other.body.error.field]).toEqual([400, "integrations.0.id"]);
  });

  it("takes the id and hash of a topic brought along", async () => {
    const id = randomUUID();
    const { body } = await put([], { id: id.toUpperCase(), hash: "an-old-hash-from-before" });
    expect(body).toMatchObject({ id, hash: "an-old-hash-from-before" });
    const taken = await api("PUT", "/channels/shop/topics/other", { integrations: [], id });
    expect([taken.status, taken.body.error]).toMatchObject([409, { code: "topic_id_taken", field: "id" }]);
  });

  it("an integration that needs no credentials is made without any", async () => {
    expect((await put([{ name: "log", provider: "log" }])).status).toBe(201);
  });

  it.each([
    [{}, "integrations", "invalid_input"],
    [{ integrations: [{ name: "a" }] }, "integrations.0.provider", "invalid_input"],
    [{ integrations: [{ name: "a", provider: "pigeon" }] }, "integrations.0.provider", "unknown_provider"],
    [{ integrations: [{ name: "a", provider: "log", colour: 1 }] }, "integrations.0.colour", "invalid_input"],
    [{ integrations: [{ name: "a\u0000", provider: "log" }] }, "integrations.0.name", "invalid_input"],
    [
      {
        integrations: [
          { name: "a", provider: "log" },
          { name: "a", provider: "log" },
        ],
      },
      "integrations.1.name",
      "invalid_input",
    ],
    [{ integrations: [{ name: "a", provider: "slack" }] }, "integrations.0.credentials.url", "invalid_credentials"],
    [
      { integrations: [{ name: "a", provider: "slack", credentials: { url: "xoxb-not-a-url" } }] },
      "integrations.0.credentials.url",
      "invalid_credentials",
    ],
    [
      { integrations: [{ name: "a", provider: "log", credentials: { token: "xoxb-secret" } }] },
      "integrations.0.credentials.token",
      "invalid_credentials",
    ],
    [
      { integrations: [{ name: "a", provider: "slack", credentials: "xoxb-secret" }] },
      "integrations.0.credentials",
      "invalid_input",
    ],
    [{ integrations: [], id: "not-a-uuid" }, "id", "invalid_input"],
    [{ integrations: [], hash: "short" }, "hash", "invalid_input"],
  ])("%j is refused at its field, and no credential is repeated", async (body, field, code) => {
    const answer = await api("PUT", TOPIC, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code, field });
    expect(JSON.stringify(answer.body)).not.toContain("xoxb");
    expect((await api("GET", TOPIC)).status).toBe(404);
  });

  it.each(["a+b", "a%2Fb", "a%00b", "x".repeat(101)])("a channel or topic called %s is refused", async (name) => {
    const channel = await api("PUT", `/channels/${name}/topics/t`, { integrations: [] });
    expect([channel.status, channel.body.error.field]).toEqual([400, "channel"]);
    const topic = await api("PUT", `/channels/c/topics/${name}`, { integrations: [] });
    expect([topic.status, topic.body.error.field]).toEqual([400, "topic"]);
  });
});

describe("seeing a topic", () => {
  it("a read key sees all but the hash", async () => {
    await put([webhook("hook")]);
    const read = createApi(test, test.keys.read);
    expect((await read("GET", TOPIC)).body).toMatchObject({ hash: null, integrations: [{ name: "hook" }] });
    expect((await read("GET", "/topics")).body.topics.map(({ name }: { name: string }) => name)).toEqual([
      "default+alerts",
      "shop+orders",
    ]);
  });

  it("the list tells how delivery to each integration stands", async () => {
    await put([webhook("gone"), { name: "log", provider: "log" }]);
    targetStatus = 410;
    await api("POST", `${TOPIC}/test`);
    const { topics } = (await api("GET", "/topics")).body;
    expect(topics[1].integrations).toMatchObject([
      { name: "gone", delivery: { state: "suspended", reason: expect.stringContaining("410") } },
      { name: "log", delivery: { state: "working", reason: null } },
    ]);
  });

  it("an unknown topic is not found, whatever is wanted of it", async () => {
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/test"],
      ["POST", "/rotate-hash"],
    ]) {
      expect((await api(method ?? "", `${TOPIC}${path}`)).body.error.code).toBe("not_found");
    }
  });
});

describe("deleting a topic", () => {
  it("says which waiting messages it cancels and which monitors named it", async () => {
    const { body: topic } = await put([webhook("hook")]);
    const { body: monitor } = await api("POST", "/monitors", { topics: ["shop+orders"] });
    const headers = { "x-api-key": test.keys.publish, "x-topic-hash-x": topic.hash };
    const body = '{"metadata": {}}';
    const published = await test.http.request("/v1/notifications/shop/orders", { method: "POST", headers, body });
    const { hook: messageId } = (await published.json()) as { hook: string };
    const deleted = await api("DELETE", TOPIC);
    expect(deleted.body).toEqual({
      name: "shop+orders",
      cancelled: [{ id: messageId, event: "publication", integration: "hook" }],
      monitors: [monitor.id],
    });
    expect((await api("GET", `/messages/${messageId}`)).body.status).toBe("cancelled");
    await test.doDueWork();
    expect(sink.received).toEqual([]);
  });

  it("a monitor that named it can still be pinged and changed", async () => {
    await put([webhook("hook")]);
    const { body: monitor } = await api("POST", "/monitors", { topics: ["shop+orders", "default+alerts"] });
    await api("DELETE", TOPIC);
    expect((await test.http.request(`/ping/${monitor.id}/fail`)).status).toBe(200);
    expect((await api("PATCH", `/monitors/${monitor.id}`, { name: "renamed" })).status).toBe(200);
  });

  it("when a default topic is deleted, monitors can still make themselves", async () => {
    await api("DELETE", "/channels/default/topics/alerts");
    expect((await test.http.request(`/ping/${test.keys.ping}/fresh?create=1`)).status).toBe(201);
    expect((await api("POST", "/monitors", {})).status).toBe(201);
  });
});

describe("testing a topic", () => {
  it("sends one message to each integration now and says how each fared", async () => {
    await put([webhook("good"), webhook("off", { enabled: false }), { name: "log", provider: "log" }]);
    const { status, body } = await api("POST", `${TOPIC}/test`);
    expect(status).toBe(200);
    expect(body.ok).toBe(true);
    expect(body.integrations.map(({ name }: { name: string }) => name)).toEqual(["good", "off", "log"]);
    expect(sink.received).toHaveLength(2);
    const { messageId } = body.integrations[0];
    expect((await api("GET", `/messages/${messageId}`)).body).toMatchObject({ event: "test", attempts: [{ n: 1 }] });
  });

  it("sends to one integration where one is named", async () => {
    await put([webhook("hook"), { name: "log", provider: "log" }]);
    const { body } = await api("POST", `${TOPIC}/test`, { integration: "log" });
    expect(body).toMatchObject({ ok: true, integrations: [{ name: "log" }] });
    expect(sink.received).toEqual([]);
    const unknown = await api("POST", `${TOPIC}/test`, { integration: "no-such" });
    expect([unknown.status, unknown.body.error.field]).toEqual([404, "integration"]);
  });

  it("tells a failure truly, with the target's answer, and does not try again later", async () => {
    await put([webhook("bad")]);
    targetStatus = 500;
    const { body } = await api("POST", `${TOPIC}/test`);
    expect(body.ok).toBe(false);
    expect(body.integrations).toMatchObject([{ name: "bad", outcome: "retry", answer: "500 no such hook" }]);
    expect(body.integrations[0].reason).not.toBe("");
    targetStatus = 200;
    await test.pass(24 * 3_600_000);
    expect(sink.received).toHaveLength(1);
  });

  it("a target that is gone is suspended, and a later success ends that", async () => {
    await put([webhook("gone")]);
    targetStatus = 410;
    const failed = await api("POST", `${TOPIC}/test`);
    expect(failed.body.integrations).toMatchObject([{ outcome: "rejected" }]);
    expect((await api("GET", TOPIC)).body.integrations[0].suspended.reason).not.toBe("");
    targetStatus = 200;
    expect((await api("POST", `${TOPIC}/test`)).body.ok).toBe(true);
    expect((await api("GET", TOPIC)).body.integrations[0].suspended).toBeNull();
    const kinds = (await api("GET", "/history")).body.history.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain("integration-suspended");
    expect(kinds).toContain("integration-resumed");
  });

  it("does not wait behind messages that are being retried", async () => {
    const { body: topic } = await put([webhook("hook")]);
    targetStatus = 500;
    await test.http.request("/v1/notifications/shop/orders", {
      method: "POST",
      headers: { "x-api-key": test.keys.publish, "x-topic-hash-x": topic.hash },
      body: '{"metadata": {}}',
    });
    await test.doDueWork();
    targetStatus = 200;
    expect((await api("POST", `${TOPIC}/test`)).body.integrations).toMatchObject([{ outcome: "delivered" }]);
  });

  it("when the delivery loop is quicker, it tells what that one was told", async () => {
    await put([webhook("hook")]);
    const { claimMessage } = test.store.outbox;
    const outbox = {
      ...test.store.outbox,
      async claimMessage(...args: Parameters<typeof claimMessage>) {
        await test.doDueWork();
        return claimMessage(...args);
      },
    };
    const app = { ...test.app, store: { ...test.store, outbox } };
    const caller = { projectId: test.projectId, standing: "write", actor: "somebody", account: null } as const;
    const [result] = await testTopic(app, caller, { channel: "shop", topic: "orders" });
    expect(result?.outcome).toBe("delivered");
    expect(sink.received).toHaveLength(1);
  });

  it("a topic without integrations has nothing that could fail", async () => {
    await put([]);
    expect((await api("POST", `${TOPIC}/test`)).body).toEqual({ ok: true, integrations: [] });
  });
});
