import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addMember,
  type Browser,
  makeAccount,
  makeSession,
  openBrowser,
  PASSWORD,
  setUpOwner,
} from "../../../test/browser.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { makeSetUpLink } from "../../actions/accounts/set-up.ts";

const EMAIL = "olga@example.org";
const DAY = 24 * 3_600_000;

let test: TestApp;
let olga: Browser;

beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const tokenOf = (url: string | null): string => new URL(url ?? "").searchParams.get("token") ?? "";
const logIn = (browser: Browser, password = PASSWORD, email = EMAIL) =>
  browser.call("POST", "/session", { email, password });
const stateOf = async (browser: Browser) => (await browser.call("GET", "/session")).body.state;

describe("the first account", () => {
  it("is made with the link of the start, owns the first project and is signed in", async () => {
    const browser = openBrowser(test);
    expect((await browser.call("GET", "/session")).body).toEqual({
      state: "set-up-needed",
      signUp: "invited",
      passwordMail: false,
      oidc: null,
      version: "0.0.0-test",
    });
    const token = tokenOf(await makeSetUpLink(test.app, { replaces: true }));
    const made = await browser.call("POST", "/set-up", { token, email: ` ${EMAIL}`, password: PASSWORD });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      state: "signed-in",
      account: {
        email: EMAIL,
        name: "olga",
        isOperator: true,
        twoFactor: false,
        hasPassword: true,
        oidcLinked: false,
      },
      projects: [{ id: test.projectId, name: "default", role: "owner", timezone: "UTC" }],
    });
    expect((await browser.call("GET", "/monitors")).body.monitors).toHaveLength(1);
    const topic = `people+${made.body.account.id}`;
    expect((await browser.call("GET", "/topics")).body.topics.map(({ name }: { name: string }) => name)).toContain(
      topic,
    );
    expect(await makeSetUpLink(test.app, { replaces: true })).toBeNull();
  });

  it("moves the project that waits for it to the zone of its browser, unless that was given one", async () => {
    const browser = openBrowser(test);
    const token = tokenOf(await makeSetUpLink(test.app, { replaces: true }));
    const body = { token, email: EMAIL, password: PASSWORD };
    const refused = await browser.call("POST", "/set-up", { ...body, timezone: "Europe/Atlantis" });
    expect([refused.status, refused.body.error.field]).toEqual([400, "timezone"]);
    const made = await browser.call("POST", "/set-up", { ...body, timezone: "Europe/Berlin" });
    expect(made.body.projects).toMatchObject([{ timezone: "Europe/Berlin" }]);
    const { history } = (await browser.call("GET", "/history")).body;
    expect(history[0]).toMatchObject({ kind: "project-changed", accountId: made.body.account.id });
  });

  it("leaves a zone that the project was given as it is", async () => {
    await test.store.people.changeProject(test.projectId, { timezone: "Asia/Tokyo" }, "test");
    const token = tokenOf(await makeSetUpLink(test.app, { replaces: true }));
    const body = { token, email: EMAIL, password: PASSWORD, timezone: "Europe/Berlin" };
    const made = await openBrowser(test).call("POST", "/set-up", body);
    expect(made.body.projects).toMatchObject([{ timezone: "Asia/Tokyo" }]);
  });

  it("is made once, and by nobody who has no link", async () => {
    const browser = openBrowser(test);
    const link = await makeSetUpLink(test.app, { replaces: true });
    const body = { token: "guessed", email: EMAIL, password: PASSWORD };
    expect((await browser.call("POST", "/set-up", body)).body.error).toMatchObject({
      code: "link_expired",
      field: "token",
    });
    await setUpOwner(test);
    const late = await browser.call("POST", "/set-up", { ...body, token: tokenOf(link) });
    expect([late.status, late.body.error.code]).toEqual([409, "already_set_up"]);
    expect(browser.session()).toBeNull();
  });

  it.each([
    ["nine char", "too short"],
    ["x".repeat(201), "too long"],
    ["Password123", "too common"],
    ["aaaaaaaaaaaa", "no word at all"],
    [EMAIL.toUpperCase(), "the e-mail itself"],
  ])("does not take the password %s (%s), and never repeats it", async (password) => {
    const token = tokenOf(await makeSetUpLink(test.app, { replaces: true }));
    const refused = await openBrowser(test).call("POST", "/set-up", { token, email: EMAIL, password });
    expect([refused.status, refused.body.error.code, refused.body.error.field]).toEqual([
      400,
      "weak_password",
      "password",
    ]);
    expect(refused.body.error.message).not.toContain(password);
    const mended = await openBrowser(test).call("POST", "/set-up", { token, email: EMAIL, password: PASSWORD });
    expect(mended.status).toBe(201);
  });
});

describe("logging in", () => {
  beforeEach(async () => {
    olga = await setUpOwner(test);
  });

  it("takes e-mail and password, whatever the e-mail's case", async () => {
    const browser = openBrowser(test);
    expect((await logIn(browser, PASSWORD, "Olga@Example.ORG ")).body.state).toBe("signed-in");
    expect(await stateOf(browser)).toBe("signed-in");
  });

  it("tells nobody whether there is an account", async () => {
    const wrong = await logIn(openBrowser(test), "not her password");
    const unknown = await logIn(openBrowser(test), "not her password", "nobody@example.org");
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body]);
    expect([wrong.status, wrong.body.error.code]).toEqual([401, "wrong_login"]);
    expect(test.logLines.filter(({ text }) => text === "somebody could not sign in")).toHaveLength(2);
    expect(JSON.stringify(test.logLines)).not.toContain("example.org");
  });

  it("is refused for a while after ten wrong passwords, for a known address as for an unknown one", async () => {
    for (const email of [EMAIL, "nobody@example.org"]) {
      for (let n = 0; n < 10; n += 1)
        expect((await logIn(openBrowser(test), "wrong password", email)).status).toBe(401);
      const refused = await logIn(openBrowser(test), PASSWORD, email);
      expect([refused.status, refused.body.error.code]).toEqual([429, "too_many_tries"]);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(30);
      expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    }
    test.clock.advance(60_000);
    expect((await logIn(openBrowser(test))).status).toBe(200);
  });

  it("is refused for a while after thirty wrong passwords from one network, whatever the addresses", async () => {
    for (let n = 0; n < 30; n += 1) await logIn(openBrowser(test), "wrong password", `user${n}@example.org`);
    expect((await logIn(openBrowser(test))).status).toBe(429);
  });

  it("that succeeds is no try", async () => {
    for (let n = 0; n < 40; n += 1) expect((await logIn(openBrowser(test))).status).toBe(200);
  });

  it("ends the session that the browser had before", async () => {
    const before = olga.session();
    await logIn(olga);
    expect(olga.session()).not.toBe(before);
    expect(await stateOf(openBrowser(test, { session: before ?? "" }))).toBe("signed-out");
  });

  it("and out leaves no session behind", async () => {
    const value = olga.session();
    expect((await olga.call("DELETE", "/session")).status).toBe(204);
    expect(olga.session()).toBeNull();
    expect(await stateOf(openBrowser(test, { session: value ?? "" }))).toBe("signed-out");
    expect((await olga.call("DELETE", "/session")).status).toBe(204);
  });

  it("lasts for thirty days after the last use", async () => {
    test.clock.advance(29 * DAY);
    expect(await stateOf(olga)).toBe("signed-in");
    test.clock.advance(29 * DAY);
    expect(await stateOf(olga)).toBe("signed-in");
    test.clock.advance(31 * DAY);
    const late = await olga.call("GET", "/account/sessions");
    expect([late.status, late.body.error.code]).toEqual([401, "signed_out"]);
  });
});

describe("the cookie", () => {
  const cookieOf = async (app: TestApp): Promise<string> => {
    await setUpOwner(app);
    const { headers } = await logIn(openBrowser(app));
    return headers.get("set-cookie")?.replace(/=[\w-]{43};/, "=…;") ?? "";
  };

  it("is out of reach of scripts, and goes to nobody else", async () => {
    expect(await cookieOf(test)).toBe("watchbell=…; Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000");
  });

  it("goes over TLS only where Watchbell is reached by it, and comes from nobody else", async () => {
    const safe = await createTestApp({ settings: { baseUrl: "https://watch.example.org/bell" } });
    try {
      expect(await cookieOf(safe)).toBe("__Host-watchbell=…; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=15552000");
    } finally {
      await safe.close();
    }
  });

  it("is kept by no cache", async () => {
    await setUpOwner(test);
    const answer = await logIn(openBrowser(test));
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("where a change comes from", () => {
  const rename = async (headers: Readonly<Record<string, string>>) => {
    const session = await makeSession(test, (await test.store.accounts.list())[0]?.id ?? "");
    const answer = await test.http.request("http://127.0.0.1:7200/api/v1/project", {
      method: "PATCH",
      headers: { Cookie: `watchbell=${session}`, Host: "127.0.0.1:7200", ...headers },
      body: '{"name": "renamed"}',
    });
    return answer.status;
  };

  beforeEach(async () => {
    olga = await setUpOwner(test);
  });

  it.each([
    [{ "Sec-Fetch-Site": "same-origin" }, 200],
    [{ Origin: "http://watchbell.test" }, 200],
    [{ Origin: "http://127.0.0.1:7200" }, 200],
    [{ Origin: "https://127.0.0.1:7200" }, 200],
    [{ Origin: "http://127.0.0.1:7201" }, 403],
    [{ Origin: "http://evil.example" }, 403],
    [{ Origin: "null" }, 403],
    [{ Origin: "http://watchbell.test", "Sec-Fetch-Site": "cross-site" }, 403],
    [{ Origin: "http://watchbell.test", "Sec-Fetch-Site": "same-site" }, 403],
    [{ Referer: "http://watchbell.test/settings" }, 403],
    [{}, 403],
  ])("%j is answered %i", async (headers, status) => {
    expect(await rename(headers)).toBe(status);
  });

  it("does not matter for what only looks, nor where a key comes along", async () => {
    const session = olga.session() ?? "";
    const looking = openBrowser(test, { session, headers: { "Sec-Fetch-Site": "cross-site" } });
    expect((await looking.call("GET", "/project")).status).toBe(200);
    const withKey = openBrowser(test, { session, headers: { "Sec-Fetch-Site": "none", "X-Api-Key": test.keys.write } });
    expect((await withKey.call("PATCH", "/project", { name: "renamed" })).status).toBe(200);
  });

  it("keeps another site from signing a browser in", async () => {
    const browser = openBrowser(test, { headers: { "Sec-Fetch-Site": "cross-site" } });
    expect((await logIn(browser)).body.error.code).toBe("cross_site");
    expect(browser.session()).toBeNull();
  });
});

describe("the project that is meant", () => {
  it("need not be said by who is in one, must be said by who is in two, and is never another's", async () => {
    olga = await setUpOwner(test);
    expect((await olga.call("GET", "/project")).body.name).toBe("default");
    const second = await olga.call("POST", "/projects", { name: "second", timezone: "Europe/Berlin" });
    expect(second.body).toMatchObject({ name: "second", role: "owner", timezone: "Europe/Berlin" });
    const unsaid = await olga.call("GET", "/project");
    expect([unsaid.status, unsaid.body.error]).toMatchObject([
      400,
      { code: "missing_project", field: "X-Watchbell-Project" },
    ]);
    olga.project = second.body.id;
    expect((await olga.call("GET", "/project")).body.name).toBe("second");
    const bob = await makeAccount(test, "bob");
    const browser = openBrowser(test, { session: await makeSession(test, bob.id), project: second.body.id });
    expect((await browser.call("GET", "/project")).status).toBe(404);
    browser.project = null;
    expect((await browser.call("GET", "/project")).body.error.code).toBe("missing_project");
  });
});

describe("who did it", () => {
  it("is told with the account's name, its id and the client's address", async () => {
    olga = await setUpOwner(test);
    const [account] = await test.store.accounts.list();
    const { body } = await olga.call("POST", "/keys", { kind: "read", name: "for the wall" });
    const incoming = { socket: { remoteAddress: "192.0.2.44" }, headers: {} };
    const headers = { Cookie: `watchbell=${olga.session()}`, "Sec-Fetch-Site": "same-origin" };
    const revoked = await test.http.request(`/api/v1/keys/${body.id}`, { method: "DELETE", headers }, { incoming });
    expect(revoked.status).toBe(204);
    expect((await olga.call("GET", "/history?limit=2")).body.history).toMatchObject([
      { kind: "key-revoked", actor: "Olga", from: "192.0.2.44", accountId: account?.id },
      { kind: "key-created", actor: "Olga", accountId: account?.id },
    ]);
    await test.http.request(
      `/api/v1/monitors/${test.firstMonitorId}`,
      { method: "DELETE", headers: { "X-Api-Key": test.keys.write } },
      { incoming },
    );
    expect((await olga.call("GET", "/history?limit=1")).body.history).toMatchObject([
      { kind: "monitor-deleted", actor: "first write key", from: "192.0.2.44", accountId: null },
    ]);
  });
});

describe("what a member may have shown", () => {
  it("is more for a member than for one who only reads", async () => {
    olga = await setUpOwner(test);
    const service = await olga.call("POST", "/services", { name: "backup", interval: { every: 1, unit: "days" } });
    for (const [role, sees] of [
      ["member", true],
      ["read-only", false],
    ] as const) {
      const { id } = await makeAccount(test, role);
      await addMember(test, id, role);
      const browser = openBrowser(test, { session: await makeSession(test, id) });
      const topic = await browser.call("GET", "/channels/default/topics/alerts");
      const shown = await browser.call("GET", `/services/${service.body.id}`);
      expect([role, topic.body.hash !== null, shown.body.key !== null]).toEqual([role, sees, sees]);
    }
  });

  it("does not include a key that may do more than he may", async () => {
    await setUpOwner(test);
    const { id } = await makeAccount(test, "bob");
    await addMember(test, id, "member");
    const browser = openBrowser(test, { session: await makeSession(test, id) });
    expect((await browser.call("POST", "/keys", { kind: "read" })).status).toBe(201);
    const refused = await browser.call("POST", "/keys", { kind: "write" });
    expect([refused.status, refused.body.error]).toMatchObject([403, { code: "forbidden", field: "kind" }]);
  });
});
