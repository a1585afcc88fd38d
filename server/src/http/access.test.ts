import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember, makeAccount, makeSession, setUpOwner } from "../../test/browser.ts";
import { createTestApp, type TestApp } from "../../test/test-app.ts";
import { allows } from "../access/verbs.ts";
import { newId } from "../lib/ids.ts";
import { KEY_KINDS, ROLES } from "../model/index.ts";
import { isVerb } from "./callers.ts";
import { API_BASE } from "./create-http-app.ts";
import { managementRoutes } from "./management-routes.ts";
import type { Route } from "./route.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

/** Who tries each route, besides the keys. */
const PEOPLE = ["owner", "manager", "member", "read-only", "stranger"] as const;
type Person = (typeof PEOPLE)[number];

let test: TestApp;
let routes: readonly Route[];
let people: Record<Person, string>;

beforeAll(async () => {
  test = await createTestApp();
  routes = managementRoutes(test.app);
  people = await makePeople();
});
afterAll(() => test.close());

/** The owner is the operator too; the stranger is signed in, and a member of another project. */
async function makePeople(): Promise<Record<Person, string>> {
  await setUpOwner(test);
  const [owner] = await test.store.accounts.list();
  if (owner === undefined) throw new Error("there is no owner");
  const made: Record<string, string> = { owner: owner.id };
  for (const role of ["manager", "member", "read-only"] as const) {
    const { id } = await makeAccount(test, role);
    await addMember(test, id, role);
    made[role] = id;
  }
  const stranger = await makeAccount(test, "stranger");
  const project = { projectId: newId(), name: "elsewhere", timezone: "UTC", topics: [] };
  await test.store.accounts.createProject(project, stranger.id, "test");
  made.stranger = stranger.id;
  return made as Record<Person, string>;
}

/** Asks a route for something that does not exist, so that nothing is changed whoever is let in. */
async function ask(route: Route, headers: Record<string, string>): Promise<Asked> {
  const path = route.path.replace("{n}", "1").replace(/\{\w+\}/g, NOWHERE);
  const answer = await test.http.request(API_BASE + path, {
    method: route.method.toUpperCase(),
    headers,
    ...(route.body !== null && { body: '{"no such field": 1}' }),
  });
  if (answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    await answer.body?.cancel();
    return { status: answer.status, code: undefined };
  }
  const text = await answer.text();
  const json = answer.headers.get("content-type")?.startsWith("application/json") && text !== "";
  return { status: answer.status, code: json ? JSON.parse(text).error?.code : undefined };
}

interface Asked {
  readonly status: number;
  readonly code: string | undefined;
}

/** Asks as a browser does, with a session of its own each time: some routes end it. */
async function askAs(person: Person, route: Route, headers: Record<string, string> = {}): Promise<Asked> {
  const session = await makeSession(test, people[person]);
  return await ask(route, {
    Cookie: `watchbell=${session}`,
    "Sec-Fetch-Site": "same-origin",
    "X-Watchbell-Project": test.projectId,
    ...headers,
  });
}

const LET_IN = { 401: false, 403: false } as const;
const isLetIn = (status: number): boolean => !(status in LET_IN);
const projectRoutes = (): readonly Route[] => routes.filter(({ needs }) => isVerb(needs));
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

describe("who is let in to each route", () => {
  it("there are routes to try, and each is mounted", async () => {
    expect(routes.length).toBeGreaterThan(25);
    for (const route of routes) {
      const { code } = await askAs("owner", route);
      expect([route.path, code]).not.toEqual([route.path, "method_not_allowed"]);
    }
  });

  it.each(KEY_KINDS)("a %s key is let in where its kind may go, and refused everywhere else", async (kind) => {
    for (const route of routes) {
      const { status, code } = await ask(route, { "X-Api-Key": test.keys[kind], "Sec-Fetch-Site": "same-origin" });
      const name = nameOf(route);
      if (isVerb(route.needs)) {
        expect([name, isLetIn(status)]).toEqual([name, allows(kind, route.needs)]);
        if (!isLetIn(status)) expect([name, status, code]).toEqual([name, 403, "forbidden"]);
      } else if (route.needs === "anyone") {
        expect([name, isLetIn(status)]).toEqual([name, true]);
      } else {
        expect([name, status, code]).toEqual([name, 401, "signed_out"]);
      }
    }
  });

  it.each(ROLES)("a member who is %s is let in where the role may go, and refused everywhere else", async (role) => {
    for (const route of routes) {
      const { status, code } = await askAs(role, route);
      const may = route.needs === "operator" ? role === "owner" : !isVerb(route.needs) || allows(role, route.needs);
      expect([nameOf(route), isLetIn(status)]).toEqual([nameOf(route), may]);
      if (!may) expect([nameOf(route), status, code]).toEqual([nameOf(route), 403, "forbidden"]);
    }
  });

  it("a stranger who is signed in finds nothing in a project that is not his", async () => {
    for (const route of routes.filter(({ needs }) => isVerb(needs) || needs === "member")) {
      expect([nameOf(route), await askAs("stranger", route)]).toEqual([
        nameOf(route),
        { status: 404, code: "not_found" },
      ]);
    }
    for (const route of routes.filter(({ needs }) => needs === "operator")) {
      expect(await askAs("stranger", route)).toEqual({ status: 403, code: "forbidden" });
    }
  });

  it("without a key and a session nobody is let in, and is told how to come in", async () => {
    for (const route of routes.filter(({ needs }) => needs !== "anyone")) {
      const code = isVerb(route.needs) ? "missing_key" : "signed_out";
      expect([nameOf(route), await ask(route, {})]).toEqual([nameOf(route), { status: 401, code }]);
    }
  });

  it("whoever still has to show the second factor is not let in", async () => {
    const session = await makeSession(test, people.owner, "second-factor");
    const headers = { Cookie: `watchbell=${session}`, "Sec-Fetch-Site": "same-origin" };
    for (const route of routes.filter(({ needs }) => needs !== "anyone")) {
      expect(await ask(route, headers)).toEqual({ status: 401, code: "second_factor_needed" });
    }
  });

  it("a page of another site can make a browser change nothing", async () => {
    const elsewhere: readonly Record<string, string>[] = [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "none" },
      { "Sec-Fetch-Site": "cross-site", Origin: "http://watchbell.test" },
    ];
    for (const route of routes.filter(({ method }) => method !== "get")) {
      for (const headers of elsewhere) {
        expect([nameOf(route), await askAs("owner", route, headers)]).toEqual([
          nameOf(route),
          { status: 403, code: "cross_site" },
        ]);
      }
    }
  });

  it("a key goes before a session, whatever the session may", async () => {
    for (const route of projectRoutes()) {
      expect(await askAs("owner", route, { "X-Api-Key": "wbw_never-was-a-key-of-anybody" })).toEqual({
        status: 401,
        code: "wrong_key",
      });
    }
  });

  it("a key that never was is refused", async () => {
    for (const route of projectRoutes()) {
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
    for (const route of projectRoutes()) {
      expect(await ask(route, { "X-Api-Key": value })).toEqual({ status: 401, code: "wrong_key" });
    }
  });

  it("a route that changes something needs more than a read key", () => {
    const readable = projectRoutes().filter(({ method, needs }) => method !== "get" && needs === "read");
    expect(readable.map(({ path }) => path)).toEqual([]);
  });

  it("the key may come as Authorization: Bearer, and X-Api-Key goes first", async () => {
    const route = routes.find(({ method, path }) => method === "get" && path === "/project");
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
