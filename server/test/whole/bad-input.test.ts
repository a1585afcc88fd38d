import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allows } from "../../src/access/verbs.ts";
import { isVerb } from "../../src/http/callers.ts";
import { managementRoutes } from "../../src/http/management-routes.ts";
import { Nothing, type Route } from "../../src/http/route.ts";
import { ERRORS } from "../../src/model/index.ts";
import { type ApiAnswer, type ApiCall, createApi } from "../api-client.ts";
import { makeSession, openBrowser, setUpOwner } from "../browser.ts";
import { createStage, iso, type Json, type Stage, slackTo } from "./stage.ts";

const SIGN_UP = { email: "ann@example.org", password: "seven quiet herons" };

const NO_PASSKEY = { id: "AA", rawId: "AA", type: "public-key" };
const MADE_PASSKEY = { ...NO_PASSKEY, response: { clientDataJSON: "AA", attestationObject: "AA" } };
const SHOWN_PASSKEY = { ...NO_PASSKEY, response: { clientDataJSON: "AA", authenticatorData: "AA", signature: "AA" } };

/** What the body of a route holds at least, by its path; with its method where that differs. */
const MINIMUM: Readonly<Record<string, object>> = {
  "/services": { name: "x", interval: { every: 1, unit: "days" } },
  "/imports/{kind}": { Items: [] },
  "/keys": { kind: "read" },
  "/alarms/preview": { source: "generic", body: "{}" },
  "/monitors/batch": { ids: ["x"], action: "pause" },
  "/incidents/{id}/notes": { text: "x" },
  "/status-page": { slug: "shop", title: "Shop" },
  "/topics/preview": { provider: "log" },
  "/set-up": { token: "x", ...SIGN_UP },
  "/session": SIGN_UP,
  "/accounts": SIGN_UP,
  "/password-resets": { email: SIGN_UP.email },
  "/password-resets/{token}": { password: SIGN_UP.password },
  "delete /account": SIGN_UP,
  "/account/email": { token: "x" },
  "/account/password": { password: SIGN_UP.password },
  "put /account/totp": { code: "123456" },
  "/account/passkeys": { name: "x", passkey: MADE_PASSKEY },
  "/session/passkey": { passkey: SHOWN_PASSKEY },
  "/projects": { name: "x" },
  "/project": { name: "x" },
  "/members/{accountId}": { role: "member" },
  "/invites": { role: "member" },
};

const leastOf = ({ method, path }: Route): object | undefined => MINIMUM[`${method} ${path}`] ?? MINIMUM[path];

const NOWHERE = "00000000-0000-4000-8000-000000000000";
const TOPIC = "/channels/default/topics/alerts";

/** Texts that break what is careless. None of them may be told back, stored half or take the server down. */
const HOSTILE = {
  "a null character": "a\u0000b",
  "control characters": "a\u0007\u001b[31mb",
  "a line break": "a\r\nX-Injected: yes",
  "a line separator": "a\u2028b",
  "half a character": "a\ud800b",
  "10,000 characters": "x".repeat(10_000),
} as const;

/** Texts that look wild and are names all the same. */
const WELCOME = {
  markup: '<script>alert(1)</script> & <b>"bold"</b> \'--',
  "right to left": "גיבוי לילי \u202eabc",
  emoji: "👩‍👩‍👧 backup 🚨",
  "a word of JavaScript": "__proto__",
  "another one": "constructor",
  "a template": "$name ${status} {{7*7}} %s",
  SQL: "'; drop table monitors; --",
} as const;

let folder: string;
let stage: Stage;
let routes: readonly Route[];
let monitorId: string;
let strangers: ApiCall;
let ownerId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchbell-bad-"));
  stage = await createStage({ path: join(folder, "watchbell.db") });
  routes = managementRoutes(stage.test.app);
  monitorId = await stage.makeMonitor({ slug: "taken" });
  await setUpOwner(stage.test);
  ownerId = (await stage.test.store.accounts.list())[0]?.id ?? "";
  strangers = await secondProject();
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

/** Another tenant of the same store, with a write key of its own. */
async function secondProject(): Promise<ApiCall> {
  const projectId = "22222222-2222-4222-8222-222222222222";
  const value = "strangers-write-key-0123456789";
  const project = { projectId, name: "other", timezone: "UTC", topics: [] };
  await stage.test.store.accounts.createProject(project, ownerId, "test");
  await stage.test.store.people.createKey({ projectId, kind: "write", name: "stranger", value }, "test");
  return createApi(stage.test, value);
}

/** A refusal as a user must meet it: in the catalogue, with a sentence that names the field, and nothing of the input. */
function expectRefusal(answer: ApiAnswer, expected: { readonly code?: string; readonly field?: string } = {}): void {
  const { error } = answer.body;
  expect(Object.keys(answer.body)).toEqual(["error"]);
  expect(Object.keys(ERRORS)).toContain(error.code);
  expect(answer.status).toBe(ERRORS[error.code as keyof typeof ERRORS].status);
  expect(error).toMatchObject(expected);
  expect(error.message).toMatch(/^["A-Z][^\n]{10,1000}\.$/);
  expect(error.message).not.toMatch(/undefined|\[object|NaN|Zod|SQLITE|Error:/);
  const isSchedule = /zone|expression|Seconds|allowedMisses|calendar/.test(error.field ?? "");
  if (error.code === "invalid_input" && error.field !== undefined && !isSchedule) {
    expect(error.message).toContain(`"${error.field}"`);
  }
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
}

const takesBody = (route: Route): boolean => route.body !== null && route.body !== Nothing;

/** The route's address with parameters that exist where that matters. */
function addressOf(route: Route): string {
  return route.path
    .replace("/messages/{id}", `/messages/${NOWHERE}`)
    .replace("/keys/{id}", `/keys/${NOWHERE}`)
    .replace("{id}", monitorId)
    .replace("{slug}", "taken")
    .replace("{kind}", "heartbeat")
    .replace("{n}", "1")
    .replace("{channel}", "default")
    .replace("{topic}", "alerts");
}

/** What a write key may ask; the rest takes somebody who is signed in. */
const takesKey = ({ needs }: Route): boolean => isVerb(needs) && allows("write", needs);

/** Asks with the write key, or as the owner, with a session that is new each time: some routes end it. */
async function ask(route: Route, body?: unknown, query = ""): Promise<ApiAnswer> {
  return await askAt(route, addressOf(route) + query, body);
}

async function askAt(route: Route, path: string, body?: unknown): Promise<ApiAnswer> {
  const method = route.method.toUpperCase();
  if (takesKey(route)) return await stage.api(method, path, body);
  const session = await makeSession(stage.test, ownerId);
  return await openBrowser(stage.test, { session, project: stage.test.projectId }).call(method, path, body);
}

describe("a body that no route can take", () => {
  it("is refused by every route that takes one, and there are such routes", async () => {
    const withBody = routes.filter((route) => route.body !== null);
    expect(withBody.length).toBeGreaterThan(10);
    for (const route of withBody) {
      expectRefusal(await ask(route, `{"a": "${"x".repeat((route.maxBodyBytes ?? 1_000_000) + 1)}"}`), {
        code: "body_too_large",
      });
      const malformed = await ask(route, '{\n  "name": oops\n}');
      expectRefusal(malformed, { code: "invalid_json" });
      expect(malformed.body.error.message).toContain("line 2, column 11");
      for (const body of ["[]", "7", '"text"', "null", "true"])
        expectRefusal(await ask(route, body), { code: "invalid_input" });
      const unknown = await ask(route, { ...minimumOf(route), colour: "red" });
      expectRefusal(unknown, { code: "invalid_input", field: "colour" });
      expect(unknown.body.error.message).toContain("Check its spelling or leave it out.");
      expectRefusal(await ask(route, '{"__proto__": {"polluted": true}}'), { code: "invalid_input" });
    }
    expect(({} as Json).polluted).toBeUndefined();
  });

  it("has a wrong type in each field of each route, and the field is named", async () => {
    let tried = 0;
    for (const route of routes.filter(takesBody)) {
      for (const [field, schema] of Object.entries((route.body as z.ZodObject).shape)) {
        // A sample of an alarm may be anything.
        if ((schema as z.ZodType).safeParse({ unexpected: ["thing"] }).success) continue;
        const answer = await ask(route, { ...minimumOf(route), [field]: { unexpected: ["thing"] } });
        expectRefusal(answer, { code: "invalid_input" });
        expect([route.path, answer.body.error.field?.split(".")[0]]).toEqual([route.path, field]);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(30);
  });

  /** What a route needs at least. */
  function minimumOf(route: Route): object {
    if (route.path === "/project" && route.method === "patch") return {};
    if (route.path.startsWith("/channels") && route.method === "put") return { integrations: [] };
    return leastOf(route) ?? {};
  }
});

describe("a query that no list can take", () => {
  const lists = (): readonly Route[] => routes.filter((route) => "cursor" in route.query.shape);

  it.each([
    ["cursor=nonsense", "invalid_cursor", "cursor"],
    ["cursor=", "invalid_cursor", "cursor"],
    [`cursor=${Buffer.from('["x"]').toString("base64url")}xyz`, "invalid_cursor", "cursor"],
    [`cursor=${Buffer.from('{"a":1}').toString("base64url")}`, "invalid_cursor", "cursor"],
    [`cursor=${Buffer.from("[1,2,3]").toString("base64url")}`, "invalid_cursor", "cursor"],
    [`cursor=${Buffer.from("[null]").toString("base64url")}`, "invalid_cursor", "cursor"],
    [`cursor=${"x".repeat(1_001)}`, "invalid_input", "cursor"],
    ["limit=0", "invalid_input", "limit"],
    ["limit=1001", "invalid_input", "limit"],
    ["limit=-1", "invalid_input", "limit"],
    ["limit=1.5", "invalid_input", "limit"],
    ["limit=1e3", undefined, undefined],
    ["limit=lots", "invalid_input", "limit"],
    ["limit=", "invalid_input", "limit"],
    ["limit=Infinity", "invalid_input", "limit"],
    ["limit=5&limit=6", "invalid_input", "limit"],
    ["page=2", "invalid_input", "page"],
    ["__proto__=1", "invalid_input", "__proto__"],
  ])("%s", async (query, code, field) => {
    expect(lists().length).toBeGreaterThan(4);
    for (const route of lists()) {
      const answer = await ask(route, undefined, `?${query}`);
      if (code === undefined) expect(answer.status).toBe(200);
      else expectRefusal(answer, { code, ...(field !== undefined && { field }) });
    }
  });

  it.each([
    ["/monitors?status=sleeping", "status.0"],
    ["/monitors?kind=robot", "kind"],
    [`/monitors?text=${"x".repeat(201)}`, "text"],
    [`/monitors?tag=${"x".repeat(101)}`, "tag.0"],
    ["/messages?status=lost", "status"],
    ["/messages?topic=alerts", "topic"],
    ["/history?kind=rumour", "kind"],
    ["/schedules/preview", "type"],
    ["/schedules/preview?type=cron", "expression"],
    ["/schedules/preview?type=period&periodSeconds=many", "periodSeconds"],
    ["/schedules/preview?type=period&periodSeconds=0", "periodSeconds"],
    ["/schedules/preview?type=period&from=yesterday", "from"],
    ["/schedules/preview?type=period&count=101", "count"],
    ["/schedules/preview?type=period&weekdays=someday&calendarTimezone=UTC", "calendar.weekdays.0"],
    ["/schedules/preview?type=period&weekdays=mon&calendarTimezone=UTC&hours=8-9", "calendar.hours.0.from"],
  ])("%s names its field", async (path, field) => {
    expectRefusal(await stage.api("GET", path), { code: "invalid_input", field });
  });

  it("an exact fault of an expression is told, with the part that is wrong", async () => {
    const faults = [
      ["cron", "99 * * * *", "99"],
      ["cron", "* * *", "five"],
      ["cron", "0 0 30 2 *", "never fires"],
      ["oncalendar", "Moonday 08:00", "Moonday"],
      ["oncalendar", "*-13-01", "13"],
    ];
    for (const [type, expression, part] of faults) {
      const query = `type=${type}&expression=${encodeURIComponent(expression ?? "")}`;
      const answer = await stage.api("GET", `/schedules/preview?${query}`);
      expectRefusal(answer, { code: "invalid_schedule", field: "expression" });
      expect(answer.body.error.message).toContain(part);
    }
  });
});

describe("hostile names", () => {
  const places: readonly (readonly [string, string, (text: string) => object])[] = [
    ["POST", "/monitors", (name) => ({ name })],
    ["POST", "/monitors", (tag) => ({ tags: [tag] })],
    ["POST", "/monitors", (slug) => ({ slug })],
    ["POST", "/monitors", (topic) => ({ topics: [topic] })],
    ["POST", "/monitors", (expression) => ({ schedule: { type: "cron", expression } })],
    ["POST", "/monitors", (expression) => ({ schedule: { type: "oncalendar", expression } })],
    ["POST", "/monitors", (timezone) => ({ schedule: { type: "cron", expression: "0 0 * * *", timezone } })],
    ["POST", "/monitors", (word) => ({ filters: { body: { failure: [word] } } })],
    ["PATCH", "/project", (name) => ({ name })],
    ["PATCH", "/project", (timezone) => ({ timezone })],
    ["POST", "/keys", (name) => ({ kind: "read", name })],
    ["POST", "/keys", (value) => ({ kind: "read", value })],
    ["PUT", TOPIC, (name) => ({ integrations: [{ name, provider: "log" }] })],
    ["PUT", TOPIC, (provider) => ({ integrations: [{ name: "a", provider }] })],
    ["PUT", TOPIC, (hash) => ({ integrations: [], hash })],
    ["POST", "/messages/replay", (topic) => ({ topic })],
  ];

  it.each(Object.entries(HOSTILE))("with %s are refused wherever a name is given", async (_, text) => {
    for (const [method, path, body] of places) {
      const answer = await stage.api(method, path, body(text));
      expectRefusal(answer);
      expect(answer.body.error.field).toBeDefined();
      expect(answer.body.error.message).not.toContain(text.slice(0, 50));
    }
  });

  it.each(Object.entries(WELCOME))(
    "of %s are taken, given back as they were typed, found and told",
    async (_, name) => {
      const made = await stage.api("POST", "/monitors", { name, description: name, topics: ["default+alerts"] });
      expect(made.status).toBe(201);
      expect(await stage.monitor(made.body.id)).toMatchObject({ name, description: name });
      const found = await stage.api("GET", `/monitors?text=${encodeURIComponent(name)}`);
      expect(found.body.monitors.map(({ id }: Json) => id)).toContain(made.body.id);
      await stage.ping(`${made.body.id}/fail`);
      await stage.test.doDueWork();
      const line = stage.test.logLines.findLast(({ text }) => text === "notification");
      expect(line?.fields.title).toContain(name.split(" ")[0]);
      await stage.api("DELETE", `/monitors/${made.body.id}`);
      const topic = await stage.api("PUT", `/channels/${encodeURIComponent(name.replaceAll("/", ""))}/topics/t`, {
        integrations: [{ name, provider: "log" }],
      });
      expect([topic.status, topic.body.integrations[0].name]).toEqual([201, name]);
      expect((await stage.api("DELETE", `/channels/${encodeURIComponent(topic.body.channel)}/topics/t`)).status).toBe(
        200,
      );
    },
  );

  it("a tag or metadata called __proto__ is data like any other", async () => {
    const made = await stage.api("POST", "/monitors", { tags: ["__proto__", "constructor"] });
    expect(made.body.tags).toEqual(["__proto__", "constructor"]);
    expect((await stage.api("GET", "/monitors?tag=__proto__")).body.monitors).toHaveLength(1);
    const { status, body } = await stage.publish(JSON.parse('{"__proto__": "x", "constructor": "y", "title": "t"}'));
    expect(status).toBe(200);
    await stage.test.doDueWork();
    const [id] = Object.values(body);
    expect(await stage.message(String(id))).toMatchObject({ status: "delivered" });
    await stage.api("DELETE", `/monitors/${made.body.id}`);
  });
});

describe("absurd numbers", () => {
  it.each<[object, string]>([
    [{ schedule: { type: "period", periodSeconds: 1e308 } }, "schedule.periodSeconds"],
    [{ schedule: { type: "period", periodSeconds: -1 } }, "schedule.periodSeconds"],
    [{ schedule: { type: "period", periodSeconds: 0.5 } }, "schedule.periodSeconds"],
    [{ schedule: { type: "period", periodSeconds: 2 ** 53 } }, "schedule.periodSeconds"],
    [{ schedule: { type: "period", graceSeconds: 1e9 } }, "schedule.graceSeconds"],
    [{ schedule: { type: "period", allowedMisses: 1e9 } }, "schedule.allowedMisses"],
    [{ failuresToDown: 1e9 }, "failuresToDown"],
    [{ successesToUp: 0 }, "successesToUp"],
    [{ expectFirstBy: "99999-01-01T00:00:00Z" }, "expectFirstBy"],
    [{ expectFirstBy: "2026-02-30T00:00:00Z" }, "expectFirstBy"],
    [{ tags: Array(51).fill("a") }, "tags"],
    [{ topics: Array(51).fill("default+alerts") }, "topics"],
  ])("%j is refused at its field", async (body, field) => {
    expectRefusal(await stage.api("POST", "/monitors", body), { code: "invalid_input", field });
  });

  it("numbers that JSON cannot hold, or that are text, are no numbers", async () => {
    for (const number of ["1e999", '"3600"', "NaN", "0x10", "1_000"]) {
      const answer = await stage.api(
        "POST",
        "/monitors",
        `{"schedule": {"type": "period", "periodSeconds": ${number}}}`,
      );
      expectRefusal(answer);
    }
  });

  it("the furthest that is allowed works: a year, with as many misses and as much grace as can be", async () => {
    const schedule = { type: "period", periodSeconds: 31_622_400, graceSeconds: 31_536_000, allowedMisses: 1_000 };
    const { status, body } = await stage.api("POST", "/monitors", { schedule });
    expect(status).toBe(201);
    expect(await stage.ping(body.id)).toBe(200);
    expect((await stage.monitor(body.id)).deadlineAt).toMatch(/^30\d\d-/);
    await stage.api("DELETE", `/monitors/${body.id}`);
  });
});

describe("what is taken already, or not there", () => {
  it("a slug, a key's value and a topic's id are refused with what to do", async () => {
    expectRefusal(await stage.api("POST", "/monitors", { slug: "taken" }), { code: "slug_taken", field: "slug" });
    const other = await stage.makeMonitor();
    expectRefusal(await stage.api("PATCH", `/monitors/${other}`, { slug: "taken" }), {
      code: "slug_taken",
      field: "slug",
    });
    const value = "brought-along-0123456789";
    expect((await stage.api("POST", "/keys", { kind: "check-in", value })).status).toBe(201);
    expectRefusal(await stage.api("POST", "/keys", { kind: "ping", value }), { code: "key_taken", field: "value" });
    const id = (await stage.api("GET", TOPIC)).body.id;
    const stolen = await stage.api("PUT", "/channels/c/topics/t", { integrations: [], id });
    expectRefusal(stolen, { code: "topic_id_taken", field: "id" });
  });

  it("a topic that does not exist is named, in a monitor and in the project", async () => {
    const topics = ["default+alerts", "default+nowhere"];
    for (const answer of [
      await stage.api("POST", "/monitors", { topics }),
      await stage.api("PATCH", `/monitors/${monitorId}`, { topics }),
      await stage.api("PUT", "/monitors/by-slug/taken", { topics }),
      await stage.api("PATCH", "/project", { defaultTopics: topics }),
    ]) {
      expectRefusal(answer, { code: "unknown_topic" });
      expect(answer.body.error.message).toBe('There is no topic "default+nowhere". Create it first, or leave it out.');
    }
    expect(await stage.monitor(monitorId)).toMatchObject({ topics: ["default+alerts"] });
  });

  it("another project's topic, slug and key do not get in the way, and are not to be had", async () => {
    const theirs = await strangers("POST", "/monitors", { slug: "taken" });
    expect(theirs.status).toBe(201);
    expectRefusal(await strangers("POST", "/monitors", { topics: ["default+alerts"] }), { code: "unknown_topic" });
    expect((await strangers("GET", "/monitors")).body.monitors).toHaveLength(1);
    expect((await strangers("GET", "/monitors/by-slug/taken")).body.id).toBe(theirs.body.id);
    expect((await strangers("GET", "/topics")).body.topics).toEqual([]);
    expect((await strangers("GET", "/history")).body.history.map(({ kind }: Json) => kind)).not.toContain("status");
  });

  it("an id that is nobody's, another project's, or none at all is not found, whatever is wanted of it", async () => {
    await stage.ping(`${monitorId}/fail`);
    const message = (await stage.messages(`&monitor=${monitorId}`)).at(-1)?.id;
    const key = (await stage.api("GET", "/keys")).body.keys[0].id;
    const withId = routes.filter(
      (route) => /\{(?:id|slug|topic)\}/.test(route.path) && route.method !== "put" && takesKey(route),
    );
    expect(withId.length).toBeGreaterThan(14);
    for (const route of withId) {
      const own: string = route.path.startsWith("/keys")
        ? key
        : route.path.startsWith("/messages")
          ? message
          : monitorId;
      for (const [call, id] of [
        [stage.api, NOWHERE],
        [stage.api, "no-id-at-all"],
        [stage.api, "%00"],
        [stage.api, "x".repeat(3_000)],
        [strangers, own],
      ] as const) {
        const path = route.path
          .replace("{kind}", "heartbeat")
          .replace("{n}", "1")
          .replace("{id}", id)
          .replace("{slug}", "nobody")
          .replace("{channel}", "default")
          .replace("{topic}", call === strangers ? "alerts" : "nothing");
        const answer = await call(route.method.toUpperCase(), path, leastOf(route));
        expect([route.method, path, answer.status]).toEqual([route.method, path, 404]);
        expectRefusal(answer, { code: "not_found" });
      }
    }
  });
});

describe("a wrong key", () => {
  it.each([
    [{}, 401, "missing_key"],
    [{ "X-Api-Key": "" }, 401, "missing_key"],
    [{ "X-Api-Key": "wbw_no-such-key" }, 401, "wrong_key"],
    [{ "X-Api-Key": "x".repeat(10_000) }, 401, "wrong_key"],
    [{ Authorization: "Basic dXNlcjpwYXNz" }, 401, "missing_key"],
    [{ Authorization: "Bearer " }, 401, "missing_key"],
  ])("%j", async (headers, status, code) => {
    const answer = await stage.test.http.request("/api/v1/monitors", { headers: headers as Record<string, string> });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("is not told back, and a read key that wants to write learns what it needs", async () => {
    const answer = await stage.test.http.request("/api/v1/monitors", { headers: { "X-Api-Key": "secret-typo-123" } });
    expect(await answer.text()).not.toContain("secret-typo-123");
    const read = createApi(stage.test, stage.test.keys.read);
    const refused = await read("POST", "/monitors", {});
    expectRefusal(refused, { code: "forbidden" });
    expect(refused.body.error.message).toContain("write");
  });
});

describe("credentials", () => {
  const SECRET = "xoxb-9471-hunter2-secret";

  it.each<[string, object, string]>([
    ["an unknown name", { url: "https://example.org/", colour: SECRET }, "colour"],
    ["a wrong type", { url: { nested: SECRET } }, "url"],
    ["a value that does not fit", { url: SECRET }, "url"],
    ["a scheme that is not HTTP", { url: `ftp://user:${SECRET}@example.org/` }, "url"],
    ["a value with a line break", { url: `https://example.org/\r\n${SECRET}` }, "url"],
  ])("with %s are refused at their name, and their values are not told back", async (_, credentials, field) => {
    for (const provider of ["slack", "webhook"]) {
      const answer = await stage.api("PUT", "/channels/c/topics/t", {
        integrations: [{ name: "a", provider, credentials }],
      });
      if (answer.status === 201) throw new Error(`${provider} took ${JSON.stringify(credentials)}`);
      expectRefusal(answer, { code: "invalid_credentials", field: `integrations.0.credentials.${field}` });
      expect(answer.body.error.message).toContain(`"integrations.0.credentials.${field}"`);
      expect(JSON.stringify(answer.body)).not.toContain("hunter2");
    }
    expect(JSON.stringify(stage.test.logLines)).not.toContain("hunter2");
    expect((await stage.api("GET", "/channels/c/topics/t")).status).toBe(404);
  });

  it("of another integration in the same request are not told back either, and nothing is stored", async () => {
    const good = slackTo(`https://hooks.example.org/${SECRET}`);
    const answer = await stage.api("PUT", "/channels/c/topics/t", {
      integrations: [good, { name: "b", provider: "pigeon", credentials: { key: SECRET } }],
    });
    expectRefusal(answer, { code: "unknown_provider", field: "integrations.1.provider" });
    expect(answer.body.error.message).toMatch(/Choose one of: .*log, .*slack, .*webhook/);
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
    expect((await stage.api("GET", "/channels/c/topics/t")).status).toBe(404);
  });
});

describe("the ping API", () => {
  it.each([
    [`/ping/${NOWHERE}`, 404],
    ["/ping/", 404],
    ["/ping/%00", 404],
    [`/ping/${"x".repeat(5_000)}`, 404],
    [`/ping/wrong-key/taken`, 404],
    ["/ping/KEY/nobody", 404],
    ["/ping/KEY/TAKEN", 400],
    ["/ping/KEY/taken/256", 400],
    ["/ping/KEY/taken/-1", 404],
    ["/ping/KEY/taken/1.5", 404],
    ["/ping/KEY/taken?rid=nonsense", 400],
    ["/ping/KEY/Bad%20Name?create=1", 404],
    [`/ping/KEY/${"x".repeat(101)}?create=1`, 404],
    ["/ping/KEY/__proto__/constructor", 404],
  ])("%s is %i in plain text, and makes nothing", async (path, status) => {
    const before = (await stage.api("GET", "/monitors?limit=1000")).body.monitors.length;
    const answer = await stage.test.http.request(path.replace("KEY", stage.test.keys.ping));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).not.toContain("<");
    expect((await stage.api("GET", "/monitors?limit=1000")).body.monitors).toHaveLength(before);
  });

  it("takes any bytes and any header as they are, and shows them as data", async () => {
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const answer = await stage.test.http.request(`/ping/${monitorId}`, {
      method: "POST",
      body,
      headers: {
        "User-Agent": `<script>alert(1)</script> ${"x".repeat(5_000)}`,
        "X-Forwarded-For": `'; drop table pings; -- ${"y".repeat(5_000)}`,
        "X-Forwarded-Proto": "javascript",
      },
    });
    expect(answer.status).toBe(200);
    const [ping] = (await stage.api("GET", `/monitors/${monitorId}/pings?limit=1`)).body.pings;
    expect(ping).toMatchObject({ scheme: "http", bodyBytes: 256 });
    expect([ping.userAgent.length, ping.remoteAddress.length]).toEqual([200, 100]);
    const stored = await stage.test.http.request(`/api/v1/monitors/${monitorId}/pings/${ping.n}/body`, {
      headers: { "X-Api-Key": stage.test.keys.read },
    });
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(body);
    expect(stored.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(stored.headers.get("content-security-policy")).toContain("sandbox");
  });
});

describe("whatever is sent to the management API", () => {
  const wild = fc.oneof(
    fc.constantFrom<unknown>(
      ...Object.values(HOSTILE).slice(0, 5),
      ...Object.values(WELCOME),
      "",
      " ",
      null,
      -0,
      1e308,
      NOWHERE,
    ),
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const text = fc.oneof(
    fc.constantFrom<string>(...Object.values(WELCOME), "default", "alerts", "..", ".", "%", "1", "-1", ""),
    fc.string({ unit: "grapheme-composite", maxLength: 20 }),
    fc.string({ unit: "binary-ascii", maxLength: 20 }),
  );

  it("is answered with what is documented or refused in the catalogue's words, and never with a 500", async () => {
    const names = routes.map(nameOf);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.gen(), async (name, gen) => {
        const route = routes.find((each) => nameOf(each) === name);
        if (route === undefined) throw new Error(`there is no route ${name}`);
        const path = route.path.replace(/\{\w+\}/g, () => {
          const value = gen(() =>
            fc.oneof(text, fc.constantFrom(monitorId, "taken", "default", "alerts")),
          ).toWellFormed();
          // Dots alone are another address before they ever leave the sender.
          return /^\.*$/.test(value) ? "x" : encodeURIComponent(value);
        });
        const query = new URLSearchParams();
        for (const parameter of Object.keys(route.query.shape)) {
          if (gen(fc.boolean)) query.append(parameter, gen(() => text).toWellFormed());
        }
        const body = fieldsOf(route)
          .filter(() => gen(fc.boolean))
          .map((field) => [field, gen(() => wild)]);
        const sent = route.method === "get" || route.method === "delete" ? undefined : Object.fromEntries(body);
        const answer = await askAt(route, `${path}?${query}`, sent);
        if (answer.status >= 400) expectRefusal(answer);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 1_500, endOnFailure: true },
    );
  }, 60_000);

  const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

  function fieldsOf(route: Route): string[] {
    return route.body instanceof z.ZodObject ? Object.keys(route.body.shape) : [];
  }

  it("leaves the server well", async () => {
    expect((await stage.test.http.request("/readyz")).status).toBe(200);
    expect(await stage.ping(stage.test.firstMonitorId)).toBe(200);
    expect(await stage.monitor(stage.test.firstMonitorId)).toMatchObject({ lastPingAt: iso(stage.test.clock.now()) });
  });
});
