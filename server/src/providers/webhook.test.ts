import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { HOSTILE, HOSTILE_DOWN, SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type WebhookPayload, webhook } from "./webhook.ts";

const SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const URL_TEXT = "https://example.com/hooks/abc?name=$name";
const says = (status: number, body = "", headers: Record<string, string> = {}): HttpScene => ({
  status,
  body,
  headers,
});

const bodyOf = (payload: WebhookPayload): string =>
  payload.kind === "event" ? JSON.stringify(payload.event) : payload.body;

const signature = (secret: string, { headers, body }: Received): string => {
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
    .update(signed)
    .digest("base64")}`;
};

const refusedUrls = [
  { url: "example.com/x", says: /url: must begin with http/ },
  { url: "ftp://example.com", says: /url: must begin with http/ },
  { url: "$url", says: /url: must begin with http/ },
  { url: "https://$name.example.com/", says: /variables in its path and query only/ },
  { url: "https://example.com$name", says: /variables in its path and query only/ },
  { url: "https://example.com:$name/", says: /variables in its path and query only/ },
  { url: "https://user:$name@example.com/", says: /variables in its path and query only/ },
  { url: "https:///$name.example.com/", says: /must begin with http/ },
  { url: "https://\\$name.example.com/", says: /must begin with http/ },
  { url: "https://example.com/a b", says: /no spaces or line breaks/ },
  { url: "https://exa mple.com/", says: /no spaces or line breaks/ },
  { url: "https://example.com:99999/", says: /is not a valid URL/ },
];

describeProvider({
  provider: webhook,
  golden: "webhook.json",
  accepted: [
    { title: "an address", credentials: { url: "https://example.com/hook" } },
    {
      title: "everything",
      credentials: {
        url: URL_TEXT,
        method: "PUT",
        headers: { Authorization: "Bearer abc", "X-Status": "$status" },
        body: '{"text":"$name"}',
        secret: SECRET,
        previousSecret: OTHER_SECRET,
      },
    },
  ],
  refused: [
    ...refusedUrls.map(({ url, says }) => ({ title: `the address ${url}`, credentials: { url }, says })),
    { title: "a strange method", credentials: { url: URL_TEXT, method: "TRACE" }, says: /^method: / },
    {
      title: "a header of two lines",
      credentials: { url: URL_TEXT, headers: { a: "b\r\nc: d" } },
      says: /^headers\.a: must be one line/,
    },
    {
      title: "a header name with a space",
      credentials: { url: URL_TEXT, headers: { "a b": "c" } },
      says: /^headers\.a b: is not the name/,
    },
    {
      title: "a header that we set",
      credentials: { url: URL_TEXT, headers: { "Content-Length": "1" } },
      says: /is set by Watchbell itself/,
    },
    {
      title: "a signature of its own",
      credentials: { url: URL_TEXT, headers: { "Webhook-Id": "1" } },
      says: /belongs to the signature/,
    },
    {
      title: "a secret of another kind",
      credentials: { url: URL_TEXT, secret: "hunter2" },
      says: /^secret: must be whsec_/,
    },
  ],
  example: { url: URL_TEXT, headers: { "X-Reason": "$reason" } },
  model: '{"text":"$name: $reason","tags":["$tags"]}',
  expectEscaped(payload) {
    expect(payload.url).toBe(`https://example.com/hooks/abc?name=${encodeURIComponent(HOSTILE)}`);
    expect(payload.headers["x-reason"]).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(payload.kind).not.toBe("fault");
    expect(JSON.stringify(JSON.parse(bodyOf(payload)))).toContain(JSON.stringify(HOSTILE).slice(1, -1));
  },
  expectWithinLimits(payload) {
    if (payload.kind === "text") expect(Buffer.byteLength(payload.body)).toBeLessThanOrEqual(262_144);
  },
  wire: {
    start: () =>
      startHttpVendor((url) => ({
        url: `${url}/hooks/s3cretPathPart?name=$name&key=qu3ryqu3ryqu3ry`,
        headers: { Authorization: "Bearer t0kent0kent0ken" },
        secret: SECRET,
        previousSecret: OTHER_SECRET,
      })),
    success: says(202),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "204", scene: says(204), becomes: { kind: "delivered" } },
      { title: "301", scene: says(301, "", { location: "/" }), becomes: { kind: "retry" } },
      { title: "400", scene: says(400, "bad"), becomes: { kind: "rejected", answer: "400 bad" } },
      { title: "401", scene: says(401), becomes: { kind: "retry" } },
      { title: "404", scene: says(404), becomes: { kind: "rejected", suspend: true } },
      { title: "410", scene: says(410), becomes: { kind: "rejected", suspend: true } },
      { title: "429", scene: says(429), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with Retry-After",
        scene: says(429, "", { "retry-after": "5" }),
        becomes: { kind: "limited", afterMs: 5_000 },
      },
      {
        title: "503 with Retry-After",
        scene: says(503, "", { "retry-after": "5" }),
        becomes: { kind: "limited", afterMs: 5_000 },
      },
      { title: "503", scene: says(503), becomes: { kind: "retry" } },
      { title: "504", scene: says(504), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: ["s3cretPathPart", "qu3ryqu3ryqu3ry", "t0kent0kent0ken", SECRET, SECRET.slice(6), OTHER_SECRET],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({
        method: "POST",
        path: "/hooks/s3cretPathPart?name=Nightly%20backup&key=qu3ryqu3ryqu3ry",
        headers: {
          authorization: "Bearer t0kent0kent0ken",
          "content-type": "application/json",
          "webhook-id": "6f1d7c6e-0000-4000-8000-000000000001",
          "webhook-timestamp": String(SAMPLE_AT / 1_000),
          "webhook-signature": `${signature(SECRET, first)} ${signature(OTHER_SECRET, first)}`,
        },
      });
      expect(JSON.parse(first.body)).toMatchObject({
        id: first.headers["webhook-id"],
        alertKey: "monitor:1:incident:1",
        event: "down",
        time: "2026-03-04T12:00:00.000Z",
        project: "Shop",
        topic: "default+alerts",
        monitor: { name: "Nightly backup", status: "down" },
      });
      expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a webhook made from templates", () => {
  const render = (credentials: Record<string, unknown>, model: string | null = null, input = SAMPLE_EVENTS.down) =>
    webhook.render(input, model, webhook.Credentials.parse({ url: "https://example.com/$slug", ...credentials }));

  it("fills the variables in where they are", () => {
    expect(render({ method: "PUT", headers: { "X-Status": "$status" }, body: '{"text":"$name is $status"}' })).toEqual({
      kind: "text",
      method: "PUT",
      url: "https://example.com/nightly-backup",
      headers: { "content-type": "application/json", "x-status": "down" },
      body: '{"text":"Nightly backup is down"}',
    });
  });

  it("takes the model as body when there is one", () => {
    expect(render({ body: '"body"' }, '"model"')).toMatchObject({ body: '"model"' });
  });

  it("escapes for the type that the body is announced as", () => {
    const body = (type: string): string => bodyOf(render({ headers: { "Content-Type": type }, body: "a=$tags" }));
    expect(body("application/x-www-form-urlencoded")).toBe("a=prod%2C%20db");
    expect(body("text/plain; charset=utf-8")).toBe("a=prod, db");
    const hostile = webhook.render(HOSTILE_DOWN, null, {
      url: "https://example.com/",
      headers: { "content-type": "text/xml" },
      body: "<a>$name</a>",
    });
    expect(bodyOf(hostile)).toContain("<a>&lt;!channel&gt; &amp; ");
  });

  it("sends no body with GET", () => {
    expect(render({ method: "GET", url: "https://example.com/?q=$status", body: "ignored" })).toEqual({
      kind: "text",
      method: "GET",
      url: "https://example.com/?q=down",
      headers: {},
      body: "",
    });
  });

  it("says in the preview why a body is no JSON, and is rejected with the same words", async () => {
    const payload = render({ body: '{"text": $name}' });
    expect(payload).toMatchObject({ kind: "fault", body: '{"text": Nightly backup}' });
    const fault = payload.kind === "fault" ? payload.fault : "";
    expect(fault).toMatch(/^The body is announced as JSON but is none after its variables are filled in: .*N/);
    const forbidden = (): never => {
      throw new Error("nothing may be sent");
    };
    const input = {
      payload,
      credentials: { url: "https://example.com/" },
      messageId: "m",
      alertKey: null,
      previous: null,
    };
    const deps = { http: { request: forbidden }, connect: forbidden, now: SAMPLE_AT, log: () => {} };
    expect(await webhook.send(input, deps)).toEqual({ kind: "rejected", reason: fault });
  });

  it("does not let a value climb to another path", () => {
    const named = (name: string) => ({
      event: "publication" as const,
      facts: { type: "publication" as const, projectName: "p", topic: "a+b", at: SAMPLE_AT, metadata: { name } },
    });
    const path = { url: "https://example.com/hooks/$name/run" };
    expect(render(path, null, named(".."))).toMatchObject({
      kind: "fault",
      fault: expect.stringContaining("dots only"),
    });
    expect(render(path, null, named("."))).toMatchObject({ kind: "fault" });
    expect(render(path, null, named("a/../b"))).toMatchObject({ url: "https://example.com/hooks/a%2F..%2Fb/run" });
    expect(render({ url: "https://example.com/?$name" }, null, named(".."))).toMatchObject({ kind: "event" });
  });

  it("sends header values that are not ASCII as UTF-8", () => {
    const { headers } = render({ headers: { Title: "Störung" } });
    expect(Buffer.from(headers.title ?? "", "latin1").toString("utf8")).toBe("Störung");
  });

  it("refuses a body that grew beyond what is sent", () => {
    const huge = {
      event: "publication" as const,
      facts: {
        type: "publication" as const,
        projectName: "p",
        topic: "a+b",
        at: SAMPLE_AT,
        metadata: { x: "y".repeat(250_000) },
      },
    };
    expect(render({ body: '"$x $x"' }, null, huge)).toMatchObject({
      kind: "fault",
      fault: expect.stringContaining("at most 262144"),
    });
  });
});
