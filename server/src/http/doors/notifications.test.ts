import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { StoreUnavailable } from "../../model/index.ts";

let test: TestApp;
let api: ApiCall;
let hash: string;
let broken = false;

beforeEach(async () => {
  broken = false;
  test = await createTestApp({
    wrapStore: (store) => ({
      ...store,
      outbox: {
        ...store.outbox,
        publish: (...args) =>
          broken ? Promise.reject(new StoreUnavailable("disk is full")) : store.outbox.publish(...args),
      },
    }),
  });
  api = createApi(test);
  const made = await api("PUT", "/channels/shop/topics/orders", {
    integrations: [
      { name: "log one", provider: "log" },
      { name: "log two", provider: "log", model: "$item for $name" },
      { name: "asleep", provider: "log", enabled: false },
    ],
  });
  expect(made.status).toBe(201);
  hash = made.body.hash;
});
afterEach(() => test.close());

interface Call {
  readonly topic?: string;
  readonly key?: string;
  readonly hash?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails when it is not there.
async function publish(call: Call = {}): Promise<{ status: number; body: any; headers: Headers }> {
  const answer = await test.http.request(`/v1/notifications/${call.topic ?? "shop/orders"}`, {
    method: call.method ?? "POST",
    headers: {
      "x-api-key": call.key ?? test.keys.publish,
      "x-topic-hash-x": call.hash ?? hash,
      ...call.headers,
    },
    body: call.body ?? JSON.stringify({ metadata: { item: "socks" } }),
  });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

const messages = async (): Promise<readonly unknown[]> =>
  (await api("GET", "/messages?topic=shop%2Borders")).body.messages;

describe("a publication that is accepted", () => {
  it("answers with the id of each message by the name of its integration", async () => {
    const { status, body } = await publish();
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["log one", "log two"]);
    for (const [integration, id] of Object.entries(body)) {
      expect((await api("GET", `/messages/${id}`)).body).toMatchObject({
        integration,
        event: "publication",
        status: "waiting",
      });
    }
  });

  it("is durable before it is answered, and then delivered", async () => {
    const { body } = await publish();
    await test.doDueWork();
    for (const id of Object.values(body)) {
      expect((await api("GET", `/messages/${id}`)).body).toMatchObject({ status: "delivered", attempts: [{ n: 1 }] });
    }
  });

  it("works with a write key too, and with a topic of letters from anywhere", async () => {
    expect((await publish({ key: test.keys.write })).status).toBe(200);
    const made = await api("PUT", "/channels/%C3%BCber%20alles/topics/%E2%9C%93", { integrations: [] });
    expect(made.body.name).toBe("über alles+✓");
    const { status, body } = await publish({ topic: "%C3%BCber%20alles/%E2%9C%93", hash: made.body.hash });
    expect([status, body]).toEqual([200, {}]);
  });

  it("takes every scalar, and fields beside the metadata", async () => {
    const metadata = { text: "a", number: 1.5, yes: true, nothing: null };
    expect((await publish({ body: JSON.stringify({ metadata, later: 1 }) })).status).toBe(200);
  });

  it("takes a body of exactly 256 kB", async () => {
    const frame = JSON.stringify({ metadata: { a: "" } }).length;
    const body = JSON.stringify({ metadata: { a: "x".repeat(256 * 1024 - frame) } });
    expect((await publish({ body })).status).toBe(200);
  });
});

describe("who is not let in", () => {
  const forbidden = { status: 403, body: { message: "Forbidden" } };

  it("a wrong key and a wrong hash get the same answer", async () => {
    expect(await publish({ key: "wrong" })).toMatchObject(forbidden);
    expect(await publish({ key: "" })).toMatchObject(forbidden);
    expect(await publish({ hash: "wrong" })).toMatchObject(forbidden);
    expect(await publish({ hash: "" })).toMatchObject(forbidden);
    expect(await messages()).toEqual([]);
  });

  it.each(["read", "ping", "check-in"] as const)("a %s key does not publish", async (kind) => {
    expect(await publish({ key: test.keys[kind] })).toMatchObject(forbidden);
  });

  it("a stranger cannot find out which topics exist", async () => {
    const there = await publish({ key: "wrong", topic: "shop/orders" });
    const notThere = await publish({ key: "wrong", topic: "shop/nothing", body: "{" });
    expect(notThere.status).toBe(there.status);
    expect(notThere.body).toEqual(there.body);
  });

  it("a hash that was rotated away is refused, the new one works", async () => {
    const rotated = (await api("POST", "/channels/shop/topics/orders/rotate-hash")).body.hash;
    expect(await publish()).toMatchObject(forbidden);
    expect((await publish({ hash: rotated })).status).toBe(200);
  });

  it("whoever has a right key is told that a channel or topic is unknown", async () => {
    expect(await publish({ topic: "shop/nothing" })).toMatchObject({ status: 404, body: { message: "Not Found" } });
    expect(await publish({ topic: "nowhere/orders" })).toMatchObject({ status: 404 });
  });
});

describe("a body that cannot be taken", () => {
  it.each([
    ["is no JSON", '{"metadata": {x}}', "The body is not JSON: see line 1, column 15."],
    ["is empty", "", "The body is not JSON: see line 1, column 1."],
    ["is a list", "[]", "The body must be a JSON object."],
    ["has no metadata", "{}", '"metadata" is required: give a JSON object.'],
    ["has metadata that is a text", '{"metadata": "a"}', '"metadata" must be a JSON object.'],
    ["has metadata that is a list", '{"metadata": ["a"]}', '"metadata" must be a JSON object.'],
    [
      "has an object inside",
      '{"metadata": {"a": {}}}',
      '"metadata.a" must be a string or a number or true or false or null.',
    ],
    [
      "has a list inside",
      '{"metadata": {"a": []}}',
      '"metadata.a" must be a string or a number or true or false or null.',
    ],
  ])("a body that %s is refused", async (_, body, message) => {
    expect(await publish({ body })).toMatchObject({ status: 400, body: { message } });
    expect(await messages()).toEqual([]);
  });

  it("a body over 256 kB is refused, announced or not", async () => {
    const body = JSON.stringify({ metadata: { a: "x".repeat(256 * 1024) } });
    expect((await publish({ body })).status).toBe(413);
    expect((await publish({ body, headers: { "Content-Length": String(body.length) } })).status).toBe(413);
  });

  it("another method is refused", async () => {
    const answer = await publish({ method: "PUT" });
    expect(answer).toMatchObject({ status: 405 });
    expect(answer.headers.get("allow")).toBe("POST");
  });
});

describe("an Idempotency-Key", () => {
  const headers = { "Idempotency-Key": "order-17" };
  const other = JSON.stringify({ metadata: { item: "shoes" } });

  it("gives a repeat the same ids and sends nothing twice", async () => {
    const first = await publish({ headers });
    const second = await publish({ headers });
    expect(second.body).toEqual(first.body);
    expect(await messages()).toHaveLength(2);
  });

  it("of repeats at the same time one is sent", async () => {
    const answers = await Promise.all([publish({ headers }), publish({ headers }), publish({ headers })]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await messages()).toHaveLength(2);
  });

  it("with another body is refused", async () => {
    await publish({ headers });
    expect((await publish({ headers, body: other })).status).toBe(422);
    expect(await messages()).toHaveLength(2);
  });

  it("is forgotten after a day", async () => {
    const first = await publish({ headers });
    test.clock.advance(24 * 3_600_000);
    const second = await publish({ headers, body: other });
    expect(second.status).toBe(200);
    expect(second.body).not.toEqual(first.body);
  });

  it("that is empty or endless is refused", async () => {
    expect((await publish({ headers: { "Idempotency-Key": "" } })).status).toBe(400);
    expect((await publish({ headers: { "Idempotency-Key": "k".repeat(256) } })).status).toBe(400);
  });
});

describe("a store that cannot take it", () => {
  it("is told in the words of this door, and nothing is queued", async () => {
    broken = true;
    const answer = await publish();
    expect(answer.status).toBe(502);
    expect(answer.body.message).toMatch(/^An error occurs while processing the request \(Message: .+\)$/);
    expect(answer.body.message).not.toContain("disk is full");
    expect(answer.headers.get("retry-after")).toBe("2");
    broken = false;
    expect(await messages()).toEqual([]);
  });
});
