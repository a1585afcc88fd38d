import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../test/test-app.ts";

const MINUTE = 60_000;

let stage: TestApp;

async function open(settings: { readonly keyLimitPerMinute?: number; readonly addressLimitPerMinute?: number }) {
  stage = await createTestApp({ settings: { ...settings, trustedProxies: ["127.0.0.1"] } });
}

/** Asks as a client of this address, behind a trusted proxy. */
async function ask(path: string, { key = "", from = "203.0.113.7", method = "GET" } = {}) {
  const incoming = { headers: {}, socket: { remoteAddress: "127.0.0.1" } };
  const headers = { "X-Api-Key": key, "X-Forwarded-For": from };
  const answer = await stage.http.request(path, { method, headers }, { incoming });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), text: await answer.text() };
}

const limited = async (): Promise<string> =>
  await stage.app.metrics.registry.getSingleMetricAsString("watchbell_limited_requests_total");

afterEach(() => stage.close());

describe("requests with one key", () => {
  beforeEach(() => open({ keyLimitPerMinute: 3 }));

  it("are refused beyond the limit in the words of the catalogue, until there is room again; others are not", async () => {
    const { read, write } = stage.keys;
    for (let n = 0; n < 3; n++) expect(await ask("/api/v1/monitors", { key: read })).toMatchObject({ status: 200 });
    const refused = await ask("/api/v1/monitors", { key: read });
    expect(refused).toMatchObject({ status: 429, retryAfter: "20" });
    expect(JSON.parse(refused.text)).toEqual({
      error: { code: "too_many_requests", message: "There were too many requests with this key. Try again in 20 s." },
    });
    expect(await ask("/api/v1/monitors", { key: write })).toMatchObject({ status: 200 });
    expect(await limited()).toContain('{by="key"} 1');
    stage.clock.advance(MINUTE / 3);
    expect(await ask("/api/v1/monitors", { key: read })).toMatchObject({ status: 200 });
  });

  it("are refused by the doors of older systems in their shape", async () => {
    for (const [method, path, key] of [
      ["POST", "/v1/notifications/default/alerts", stage.keys.publish],
      ["GET", "/prod/notify/some-service", stage.keys["check-in"]],
      ["POST", "/v1/alarms/generic/a-token-in-the-address", ""],
    ] as const) {
      for (let n = 0; n < 3; n++) expect((await ask(path, { method, key })).status).not.toBe(429);
      expect(await ask(path, { method, key })).toEqual({
        status: 429,
        retryAfter: "20",
        text: '{"message":"Too Many Requests"}',
      });
    }
  });

  it("are no pings, and no questions of how we are", async () => {
    for (const path of [`/ping/${stage.firstMonitorId}`, "/healthz", "/readyz"]) {
      for (let n = 0; n < 5; n++) expect((await ask(path, { key: stage.keys.read })).status).toBe(200);
    }
  });
});

describe("requests from one address", () => {
  beforeEach(() => open({ addressLimitPerMinute: 3 }));

  it("are refused beyond the limit, a ping in the words of its door and without being recorded", async () => {
    const path = `/ping/${stage.firstMonitorId}`;
    for (let n = 0; n < 3; n++) expect((await ask(path)).status).toBe(200);
    expect(await ask(path)).toEqual({ status: 429, retryAfter: "20", text: "rate limited, try again" });
    expect(await ask("/api/v1/monitors", { key: stage.keys.read })).toMatchObject({ status: 429 });
    expect((await ask(path, { from: "203.0.113.8" })).status).toBe(200);
    const monitor = await stage.store.watch.get({ by: "id", monitorId: stage.firstMonitorId });
    expect(monitor?.state.pingCount).toBe(4);
    expect(await limited()).toContain('{by="address"} 2');
  });

  it("count a whole /64 of IPv6 as one: all of it belongs to one line", async () => {
    for (let n = 0; n < 3; n++) await ask("/api/v1/monitors", { from: `2001:db8:0:1::${n}` });
    expect((await ask("/api/v1/monitors", { from: "2001:db8:0:1:ffff::1" })).status).toBe(429);
    expect((await ask("/api/v1/monitors", { from: "2001:db8:0:2::1" })).status).not.toBe(429);
  });

  it("never take away what machines ask about us", async () => {
    for (let n = 0; n < 5; n++) expect((await ask("/healthz")).status).toBe(200);
    for (let n = 0; n < 5; n++) expect((await ask("/metrics", { key: stage.keys.read })).status).toBe(200);
  });
});

it("tells the codes of its refusals in figures", async () => {
  await open({});
  await ask("/api/v1/monitors");
  await ask("/api/v1/monitors", { key: "a-key-that-nobody-has" });
  const { text } = await ask("/metrics", { key: stage.keys.read });
  expect(text).toContain('watchbell_refusals_total{code="missing_key"} 1');
  expect(text).toContain('watchbell_refusals_total{code="wrong_key"} 1');
});
