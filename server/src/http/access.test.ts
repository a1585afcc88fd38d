import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../test/test-app.ts";
import { allows } from "../access/verbs.ts";
import { KEY_KINDS } from "../model/index.ts";
import { API_BASE } from "./create-http-app.ts";
import { managementRoutes } from "./management-routes.ts";
import type { Route } from "./route.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

let test: TestApp;
let routes: readonly Route[];

beforeAll(async () => {
  test = await createTestApp();
  routes = managementRoutes(test.app);
});
afterAll(() => test.close());

/** Asks a route for something that does not exist, so that nothing is changed whoever is let in. */
async function ask(
  route: Route,
  headers: Record<string, string>,
): Promise<{ status: number; code: string | undefined }> {
  const path = route.path.replace("{n}", "1").replace(/\{\w+\}/g, NOWHERE);
  const answer = await test.http.request(API_BASE + path, {
    method: route.method.toUpperCase(),
    headers,
    ...(route.method !== "get" && { body: '{"no such field": 1}' }),
  });
  if (answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    await answer.body?.cancel();
    return { status: answer.status, code: undefined };
  }
  const text = await answer.text();
  return { status: answer.status, code: text === "" ? undefined : JSON.parse(text).error?.code };
}

const LET_IN = { 401: false, 403: false } as const;
const isLetIn = (status: number): boolean => !(status in LET_IN);

describe("who is let in to each route", () => {
  it("there are routes to try, and each is mounted", async () => {
    expect(routes.length).toBeGreaterThan(25);
    for (const route of routes) {
      const { code } = await ask(route, { "X-Api-Key": test.keys.write });
      expect([route.path, code]).not.toEqual([route.path, "method_not_allowed"]);
    }
  });

  it.each(KEY_KINDS)("a %s key is let in where its kind may go, and refused everywhere else", async (kind) => {
    for (const route of routes) {
      const { status, code } = await ask(route, { "X-Api-Key": test.keys[kind] });
      const name = `${route.method} ${route.path}`;
      expect([name, isLetIn(status)]).toEqual([name, allows(kind, route.needs)]);
      if (!isLetIn(status)) expect([name, status, code]).toEqual([name, 403, "forbidden"]);
    }
  });

  it("without a key nobody is let in, and is told how to send one", async () => {
    for (const route of routes) expect(await ask(route, {})).toEqual({ status: 401, code: "missing_key" });
  });

  it("a key that never was is refused", async () => {
    for (const route of routes) {
      expect(await ask(route, { "X-Api-Key": "wbw_never-was-a-key-of-anybody" })).toEqual({
        status: 401,
        code: "wrong_key",
      });
    }
  });

  it("a revoked key is refused at once", async () => {
    const made = await test.http.request(`${API_BASE}/keys`, {
      method: "POST",
      headers: { "X-Api-Key": test.keys.write },
      body: '{"kind": "write", "name": "short-lived"}',
    });
    const { id, value } = (await made.json()) as { id: string; value: string };
    const revoked = await test.http.request(`${API_BASE}/keys/${id}`, {
      method: "DELETE",
      headers: { "X-Api-Key": test.keys.write },
    });
    expect(revoked.status).toBe(204);
    for (const route of routes) {
      expect(await ask(route, { "X-Api-Key": value })).toEqual({ status: 401, code: "wrong_key" });
    }
  });

  it("a route that changes something needs more than a read key", () => {
    const readable = routes.filter(({ method, needs }) => method !== "get" && needs !== "write");
    expect(readable.map(({ path }) => path)).toEqual([]);
  });

  it("the key may come as Authorization: Bearer, and X-Api-Key goes first", async () => {
    const [route] = routes;
    if (route === undefined) throw new Error("there is no route");
    expect((await ask(route, { Authorization: `Bearer ${test.keys.read}` })).status).toBe(200);
    expect((await ask(route, { Authorization: `bearer ${test.keys.read}` })).status).toBe(200);
    expect((await ask(route, { Authorization: `Basic ${test.keys.read}` })).code).toBe("missing_key");
    expect((await ask(route, { Authorization: `Bearer ${test.keys.read}`, "X-Api-Key": "wrong" })).code).toBe(
      "wrong_key",
    );
  });
});

describe("what needs no key", () => {
  it.each(["/healthz", "/readyz", "/api/docs", `${API_BASE}/openapi.json`])("%s answers anybody", async (path) => {
    expect((await test.http.request(path)).status).toBe(200);
  });

  it("/metrics does need one that may read", async () => {
    const metrics = (key: string): Promise<Response> =>
      Promise.resolve(test.http.request("/metrics", { headers: key === "" ? {} : { Authorization: `Bearer ${key}` } }));
    expect((await metrics("")).status).toBe(401);
    expect((await metrics(test.keys.ping)).status).toBe(403);
    const answer = await metrics(test.keys.read);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("watchbell_pings_total");
  });
});
