import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../test/test-app.ts";
import { StoreUnavailable } from "../model/index.ts";
import { allPages } from "../pages/all-pages.ts";
import type { Store } from "../store/ports.ts";
import { createHttpApp } from "./create-http-app.ts";

let test: TestApp;
let api: ApiCall;
let failure: Error | null = null;

/** A store whose every method fails while `failure` is set. */
function breakable(store: Store): Store {
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value === "object" && value !== null) return wrap(value);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => (failure === null ? value.apply(target, args) : Promise.reject(failure));
      },
    });
  return wrap(store);
}

beforeEach(async () => {
  failure = null;
  test = await createTestApp({ wrapStore: breakable });
  api = createApi(test);
});
afterEach(() => test.close());

describe("a body that cannot be taken", () => {
  it.each([
    ['{"name": x}', "line 1, column 10"],
    ['{\n  "name": "a",\n}', "line 3, column 1"],
    ["nonsense", "line 1, column 1"],
    ['{"name": "a"', "line 1, column 13"],
  ])("%j is refused with the place where it goes wrong", async (body, place) => {
    const answer = await api("POST", "/monitors", body);
    expect([answer.status, answer.body.error.code]).toEqual([400, "invalid_json"]);
    expect(answer.body.error.message).toContain(place);
  });

  it.each(["[]", "null", '"text"', "7"])("%s is no object", async (body) => {
    const answer = await api("POST", "/monitors", body);
    expect(answer.body.error).toEqual({ code: "invalid_input", message: "The body must be a JSON object." });
  });

  it("bytes that are no UTF-8 are refused", async () => {
    const answer = await test.http.request("/api/v1/monitors", {
      method: "POST",
      headers: { "X-Api-Key": test.keys.write },
      body: Uint8Array.of(0x7b, 0xff, 0x7d),
    });
    expect(await answer.json()).toMatchObject({ error: { code: "invalid_json" } });
  });

  it("more than 1 MB is refused, announced or not", async () => {
    const body = JSON.stringify({ description: "x".repeat(1_000_000) });
    expect((await api("POST", "/monitors", body)).status).toBe(413);
    const headers = { "X-Api-Key": test.keys.write, "Content-Length": String(body.length) };
    const announced = await test.http.request("/api/v1/monitors", { method: "POST", headers, body });
    expect(announced.status).toBe(413);
    expect(await announced.json()).toMatchObject({ error: { code: "body_too_large" } });
  });

  it("names that would reach into an object's prototype are unknown fields", async () => {
    const answer = await api("POST", "/monitors", '{"__proto__": {"name": "x"}}');
    expect(answer.body.error).toMatchObject({ code: "invalid_input", field: "__proto__" });
  });

  it("ten thousand brackets in a row are refused in no time", async () => {
    expect((await api("POST", "/monitors", `{"tags": ${"[".repeat(10_000)}`)).body.error.code).toBe("invalid_json");
  });
});

describe("an address that is none", () => {
  it("is not found, in the API's shape", async () => {
    for (const path of ["/api/v1/nothing", "/api/v2/monitors", "/nothing", "/"]) {
      const answer = await test.http.request(path, { headers: { "X-Api-Key": test.keys.write } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ error: { code: "not_found" } });
    }
  });

  it("another method is told which ones there are", async () => {
    const answer = await api("PUT", "/monitors", {});
    expect([answer.status, answer.body.error.code]).toEqual([405, "method_not_allowed"]);
    expect(answer.headers.get("allow")).toBe("GET, POST");
  });
});

describe("a store that fails or is busy", () => {
  beforeEach(() => {
    failure = new StoreUnavailable("The store cannot take this now: the disk or the database is full.");
  });

  it("is 503 with Retry-After, never 404 and never a change", async () => {
    const answer = await api("GET", "/monitors");
    expect([answer.status, answer.body.error.code]).toEqual([503, "unavailable"]);
    expect(answer.headers.get("retry-after")).toBe("2");
  });

  it("a ping is told to come again, by UUID and by slug", async () => {
    for (const address of [test.firstMonitorId, `${test.keys.ping}/my-first-heartbeat`]) {
      const answer = await test.http.request(`/ping/${address}`);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("2");
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
    failure = null;
    expect((await api("GET", `/monitors/${test.firstMonitorId}`)).body).toMatchObject({ status: "new", pingCount: 0 });
  });

  it("readyz says so with the reason, healthz goes on", async () => {
    const ready = await test.http.request("/readyz");
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      problems: [{ name: "store", problem: expect.stringContaining("full") }],
    });
    expect((await test.http.request("/healthz")).status).toBe(200);
  });
});

describe("a loop that is stuck", () => {
  it("makes readyz say so, by its name and with the reason", async () => {
    const readiness = (): { name: string; problem: string }[] => [{ name: "sweep", problem: "no round for 90 s" }];
    const stuck = createHttpApp({ ...test.app, readiness }, allPages);
    const answer = await stuck.request("/readyz");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: "not ready",
      problems: [{ name: "sweep", problem: "no round for 90 s" }],
    });
    expect((await test.http.request("/readyz")).status).toBe(200);
  });
});

describe("a bug of ours", () => {
  beforeEach(() => {
    failure = new Error("secret detail of the inside");
  });

  it("is 500 with an id that is in the log once, and nothing of it is told", async () => {
    const answer = await api("GET", "/monitors");
    expect(answer.status).toBe(500);
    expect(answer.body.error.code).toBe("internal");
    expect(JSON.stringify(answer.body)).not.toContain("secret detail");
    const id = answer.headers.get("x-request-id");
    expect(answer.body.error.message).toContain(id);
    const lines = test.logLines.filter(({ fields }) => fields.requestId === id);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields.err).toBe(failure);
  });

  it("of the ping API is logged without the key that is in the address", async () => {
    const answer = await test.http.request(`/ping/${test.keys.ping}/my-first-heartbeat`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret detail");
    const [line] = test.logLines.filter(({ level }) => level === "error");
    expect(line?.fields.route).toBe("/ping/*");
    expect(JSON.stringify(line?.fields)).not.toContain(test.keys.ping);
  });
});

describe("another project's ids", () => {
  it("are not found, whatever is wanted of them", async () => {
    const stranger = "stranger-key-0123456789";
    await test.close();
    test = await createTestApp({
      wrapStore: (store) => ({
        ...store,
        people: {
          ...store.people,
          // A key of a project that is not ours; ids of ours are tried with it.
          async findKey(value) {
            const key = await store.people.findKey(value === stranger ? test.keys.write : value);
            return key && value === stranger ? { ...key, projectId: "11111111-1111-4111-8111-111111111111" } : key;
          },
        },
      }),
    });
    const ours = createApi(test);
    const theirs = createApi(test, stranger);
    await test.http.request(`/ping/${test.firstMonitorId}/fail`, { method: "POST", body: "hello" });
    const message = (await ours("GET", "/messages")).body.messages[0].id;
    const key = (await ours("GET", "/keys")).body.keys[0].id;
    const monitor = `/monitors/${test.firstMonitorId}`;
    const topic = "/channels/default/topics/alerts";
    const tried: readonly (readonly [string, string])[] = [
      ["GET", monitor],
      ["GET", "/monitors/by-slug/my-first-heartbeat"],
      ["PATCH", monitor],
      ["DELETE", monitor],
      ["POST", `${monitor}/pause`],
      ["POST", `${monitor}/resume`],
      ["POST", `${monitor}/acknowledge`],
      ["GET", `${monitor}/pings`],
      ["GET", `${monitor}/pings/1/body`],
      ["GET", `${monitor}/transitions`],
      ["GET", topic],
      ["DELETE", topic],
      ["POST", `${topic}/test`],
      ["POST", `${topic}/rotate-hash`],
      ["GET", `/messages/${message}`],
      ["POST", `/messages/${message}/replay`],
      ["GET", `/keys/${key}`],
      ["DELETE", `/keys/${key}`],
    ];
    for (const [method, path] of tried) {
      expect([method, path, (await theirs(method, path)).status]).toEqual([method, path, 404]);
    }
    for (const [path, field] of [
      ["/monitors", "monitors"],
      ["/topics", "topics"],
      ["/messages", "messages"],
      ["/history", "history"],
      ["/keys", "keys"],
    ] as const) {
      expect([path, (await theirs("GET", path)).body[field]]).toEqual([path, []]);
    }
    expect((await theirs("POST", "/messages/replay")).body.replayed).toBe(0);
    expect((await ours("GET", monitor)).body).toMatchObject({ status: "down", pingCount: 1 });
  });
});

describe("the documentation", () => {
  it("the page holds no script of its own and may load and call only us", async () => {
    const page = await test.http.request("/api/docs");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(await page.text()).not.toMatch(/<script>|onload=|style="/);
  });

  it("every file that the page names is there", async () => {
    const page = await (await test.http.request("/api/docs")).text();
    const files = [...page.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, file]) => `/api/${file}`);
    expect(files).toHaveLength(3);
    for (const file of files) expect([file, (await test.http.request(file)).status]).toEqual([file, 200]);
    expect((await test.http.request("/api/docs/package.json")).status).toBe(404);
    expect((await test.http.request("/api/docs/..%2f..%2fpackage.json")).status).toBe(404);
  });
});

describe("large answers", () => {
  it("a list of a thousand monitors is compressed to 200 kB at most", async () => {
    const seeds = Array.from({ length: 1_000 }, (_, i) => api("POST", "/monitors", { name: `monitor number ${i}` }));
    await Promise.all(seeds);
    const answer = await test.http.request("/api/v1/monitors?limit=1000", {
      headers: { "X-Api-Key": test.keys.read, "Accept-Encoding": "gzip" },
    });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    const bytes = await answer.bytes();
    expect(bytes.length).toBeLessThan(200_000);
    expect(JSON.parse(gunzipSync(bytes).toString()).monitors).toHaveLength(1_000);
  });
});
