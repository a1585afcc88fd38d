import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeAccount, makeSession, openBrowser, PASSWORD, setUpOwner } from "../../../test/browser.ts";
import { startFakeApi } from "../../../test/fake-api.ts";
import { MINUTE } from "../../../test/monitor-story.ts";
import { type OidcStage, type OidcStageOptions, type Person, startOidcProvider } from "../../../test/oidc-stage.ts";
import { createTestApp, type TestApp, type TestAppOptions } from "../../../test/test-app.ts";
import { totpCode } from "../../../test/totp-code.ts";
import { newSecret } from "../../lib/ids.ts";

const BASE = "http://watchbell.test";
const CALLBACK = `${BASE}/auth/oidc/callback`;
const SECRET = "the secret & of a client: +%/";
const CLIENT = { clientId: "watchbell", clientSecret: SECRET, redirectUri: CALLBACK } as const;
const ANN: Person = { sub: "ann-1", email: "ann@login.example", email_verified: true, name: "Ann Å." };
const OLGA: Person = { sub: "olga-1", email: "olga@example.org", email_verified: true, name: "Olga" };

let provider: OidcStage;
let test: TestApp;

async function start(stage: Partial<OidcStageOptions> = {}, settings: TestAppOptions["settings"] = {}): Promise<void> {
  provider = await startOidcProvider({ ...CLIENT, ...stage });
  await open({
    oidcIssuer: provider.issuer,
    oidcClientSecret: stage.clientSecret === null ? null : SECRET,
    ...settings,
  });
}

async function open(settings: TestAppOptions["settings"]): Promise<void> {
  test = await createTestApp({
    settings: { oidcClientId: "watchbell", oidcClientSecret: SECRET, oidcName: "Example", ...settings },
  });
}

afterEach(async () => {
  await test.close();
  await provider[Symbol.asyncDispose]();
});

/** Cookies of somebody's browser at Watchbell. */
type Jar = Map<string, string>;

/** Follows a link with the browser; says where it leads, and keeps what cookies it is given. */
async function follow(jar: Jar, path: string): Promise<string> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await test.http.request(path.replace(BASE, ""), {
    headers: { cookie, "Sec-Fetch-Site": "cross-site" },
  });
  for (const set of answer.headers.getSetCookie()) {
    expect(set).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
    jar.set(name, value);
  }
  expect([path, answer.status]).toEqual([path, 302]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  return answer.headers.get("location") ?? "";
}

/** Logs in by way of the provider; says where it ends, without the base URL. */
async function goThrough(jar: Jar, path: string): Promise<string> {
  const there = await follow(jar, path);
  if (!there.startsWith(provider.issuer)) return there.replace(BASE, "");
  return (await follow(jar, await provider.visit(there))).replace(BASE, "");
}

const logIn = (jar: Jar, query = ""): Promise<string> => goThrough(jar, `/auth/oidc/start${query}`);
const browserOf = (jar: Jar) => openBrowser(test, { session: jar.get("watchbell") ?? "none" });
const stateOf = async (jar: Jar) => (await browserOf(jar).call("GET", "/session")).body;
const jarOf = (session: string): Jar => new Map([["watchbell", session]]);

/** Olga, signed in with her password just now. */
async function olgaSignedIn(): Promise<Jar> {
  return jarOf((await setUpOwner(test)).session() ?? "");
}

/** Links an account as its owner does on the page. */
async function link(jar: Jar, body: object = {}): Promise<string> {
  const { status, body: answer } = await browserOf(jar).call("POST", "/account/oidc", body);
  expect(status).toBe(200);
  return await goThrough(jar, answer.url);
}

describe("somebody new", () => {
  beforeEach(() => start());

  it("gets an account where anybody may sign up, with the address that the provider vouches for", async () => {
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = ANN;
    const jar: Jar = new Map();
    const query = "?next=/monitors%3Fstatus%3Ddown&timezone=Europe%2FBerlin";
    expect(await logIn(jar, query)).toBe("/monitors?status=down");
    expect(await stateOf(jar)).toMatchObject({
      state: "signed-in",
      oidc: { name: "Example" },
      account: { email: "ann@login.example", name: "Ann Å.", isOperator: false, hasPassword: false, oidcLinked: true },
      projects: [{ name: "Ann Å.", role: "owner", timezone: "Europe/Berlin" }],
    });
    const again: Jar = new Map();
    expect(await logIn(again)).toBe("/");
    expect((await stateOf(again)).account.email).toBe("ann@login.example");
    expect(await test.store.accounts.list()).toHaveLength(2);
  });

  it("is turned away where accounts are made by invitation only", async () => {
    await setUpOwner(test);
    provider.person = ANN;
    const jar: Jar = new Map();
    expect(await logIn(jar, "?next=/monitors")).toBe("/log-in?problem=sign_up_closed&next=%2Fmonitors");
    expect((await stateOf(jar)).state).toBe("signed-out");
    expect(await test.store.accounts.list()).toHaveLength(1);
  });

  it("does not become the first account without the set-up link", async () => {
    provider.person = ANN;
    const jar: Jar = new Map();
    expect(await logIn(jar)).toBe("/log-in?problem=sign_up_closed");
    expect((await stateOf(jar)).state).toBe("set-up-needed");
  });

  it("comes in with an invitation, once", async () => {
    const olga = await setUpOwner(test);
    const { url } = (await olga.call("POST", "/invites", { role: "member" })).body;
    const invite = new URL(url).searchParams.get("token") ?? "";
    provider.person = ANN;
    const jar: Jar = new Map();
    expect(await logIn(jar, `?invite=${invite}`)).toBe("/");
    expect((await stateOf(jar)).projects).toMatchObject([{ role: "owner" }, { role: "member" }]);
    provider.person = { ...ANN, sub: "eve-1", email: "eve@login.example" };
    expect(await logIn(new Map(), `?invite=${invite}`)).toBe("/log-in?problem=sign_up_closed");
  });

  it.each<[string, Omit<Person, "sub">]>([
    ["not verified", { email: "ann@login.example", email_verified: false }],
    ["verified in a word that is no yes", { email: "ann@login.example", email_verified: "no" }],
    ["nothing that anybody vouches for", { email: "ann@login.example" }],
    ["missing", { email_verified: true }],
    ["no address at all", { email: "ann, bob@login.example", email_verified: true }],
  ])("whose e-mail is %s gets no account", async (_, person) => {
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = { sub: "ann-1", ...person };
    expect(await logIn(new Map())).toBe("/log-in?problem=email_not_verified");
    expect(await test.store.accounts.list()).toHaveLength(1);
  });

  it("may have the yes in a text, a name that is too long, or none", async () => {
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = { ...ANN, email_verified: "true", name: `a\u0000\r\n${"😀".repeat(200)}` };
    const jar: Jar = new Map();
    expect(await logIn(jar)).toBe("/");
    expect((await stateOf(jar)).account.name).toBe(`a ${"😀".repeat(98)}`);
    provider.person = { sub: "bob-1", email: "bob@login.example", email_verified: true };
    const other: Jar = new Map();
    await logIn(other);
    expect((await stateOf(other)).account.name).toBe("bob");
  });
});

describe("an account that is there", () => {
  beforeEach(() => start());

  it("is not taken over by whom the provider gives its address", async () => {
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = { ...OLGA, email: "OLGA@Example.org" };
    const jar: Jar = new Map();
    expect(await logIn(jar)).toBe("/log-in?problem=not_linked");
    expect((await stateOf(jar)).state).toBe("signed-out");
  });

  it("is linked by its owner, signed in, and then the provider is enough", async () => {
    const jar = await olgaSignedIn();
    provider.person = { ...OLGA, email: "olga@elsewhere.example" };
    expect(await link(jar)).toBe("/settings/account");
    expect((await stateOf(jar)).account).toMatchObject({ email: "olga@example.org", oidcLinked: true });
    const { oidc } = (await browserOf(jar).call("GET", "/account/factors")).body;
    expect(oidc.email).toBe("olga@elsewhere.example");
    const other: Jar = new Map();
    expect(await logIn(other)).toBe("/");
    expect((await stateOf(other)).account.email).toBe("olga@example.org");
    const { history } = (await browserOf(jar).call("GET", "/account/history")).body;
    expect(history.map(({ text }: { text: string }) => text)).toContain(
      `The account was linked with olga@elsewhere.example at ${new URL(provider.issuer).host}.`,
    );
  });

  it("is asked for its own second factor all the same", async () => {
    const jar = await olgaSignedIn();
    provider.person = OLGA;
    await link(jar);
    const { secret } = (await browserOf(jar).call("POST", "/account/totp")).body;
    await browserOf(jar).call("PUT", "/account/totp", { code: totpCode(secret, test.clock.now()) });
    const other: Jar = new Map();
    expect(await logIn(other)).toBe("/");
    expect((await stateOf(other)).state).toBe("second-factor");
  });

  it("is not linked with whom another account is linked with", async () => {
    const jar = await olgaSignedIn();
    provider.person = OLGA;
    await link(jar);
    const bob = jarOf(await makeSession(test, (await makeAccount(test, "bob")).id));
    expect(await link(bob, { next: "/settings/security?tab=1" })).toBe(
      "/settings/security?tab=1&problem=linked_elsewhere",
    );
    expect((await stateOf(bob)).account.oidcLinked).toBe(false);
  });

  it("is not linked with an address that nobody vouches for", async () => {
    const jar = await olgaSignedIn();
    provider.person = { ...OLGA, email_verified: false };
    expect(await link(jar)).toBe("/settings/account?problem=email_not_verified");
    expect((await stateOf(jar)).account.oidcLinked).toBe(false);
  });

  it("is linked in the session in which that was ordered, and in no other", async () => {
    const jar = await olgaSignedIn();
    provider.person = ANN;
    const order = async () => (await browserOf(jar).call("POST", "/account/oidc", {})).body.url;
    expect(await goThrough(new Map(), await order())).toBe("/settings/account?problem=expired");
    const bob = jarOf(await makeSession(test, (await makeAccount(test, "bob")).id));
    expect(await goThrough(bob, await order())).toBe("/settings/account?problem=expired");
    const there = await follow(jar, await order());
    const back = await provider.visit(there);
    const elsewhere: Jar = new Map([...bob, ["watchbell-oidc", jar.get("watchbell-oidc") ?? ""]]);
    expect((await follow(elsewhere, back)).replace(BASE, "")).toBe("/settings/account?problem=expired");
    for (const each of [jar, bob]) expect((await stateOf(each)).account.oidcLinked).toBe(false);
  });

  it("is linked by one order once, and within ten minutes", async () => {
    const jar = await olgaSignedIn();
    provider.person = null;
    const { url } = (await browserOf(jar).call("POST", "/account/oidc", {})).body;
    expect(await goThrough(jar, url)).toBe("/settings/account?problem=refused");
    expect(await goThrough(jar, url)).toBe("/settings/account?problem=expired");
    const { url: late } = (await browserOf(jar).call("POST", "/account/oidc", {})).body;
    test.clock.advance(10 * MINUTE);
    expect(await goThrough(jar, late)).toBe("/settings/account?problem=expired");
  });

  it("is linked and parted by nobody who found the browser open", async () => {
    const jar = await olgaSignedIn();
    test.clock.advance(11 * MINUTE);
    for (const method of ["POST", "DELETE"]) {
      const refused = await browserOf(jar).call(method, "/account/oidc");
      expect(refused.body.error).toMatchObject({ code: "wrong_password", field: "password" });
    }
    provider.person = OLGA;
    expect(await link(jar, { password: PASSWORD })).toBe("/settings/account");
    expect((await browserOf(jar).call("POST", "/account/oidc", { password: PASSWORD })).body.error.code).toBe(
      "oidc_linked",
    );
    expect((await browserOf(jar).call("DELETE", "/account/oidc", { password: PASSWORD })).status).toBe(204);
    expect((await browserOf(jar).call("DELETE", "/account/oidc", { password: PASSWORD })).status).toBe(404);
    expect(await logIn(new Map())).toBe("/log-in?problem=not_linked");
  });

  it("that has no other way to log in is not parted", async () => {
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = ANN;
    const jar: Jar = new Map();
    await logIn(jar);
    expect((await browserOf(jar).call("DELETE", "/account/oidc")).body.error.code).toBe("last_log_in");
    expect((await browserOf(jar).call("POST", "/account/password", { password: PASSWORD })).status).toBe(204);
    expect((await browserOf(jar).call("DELETE", "/account/oidc")).status).toBe(204);
  });

  it("is linked from a page of Watchbell only", async () => {
    const jar = await olgaSignedIn();
    const headers = { "Sec-Fetch-Site": "cross-site" };
    const elsewhere = openBrowser(test, { session: jar.get("watchbell") ?? "", headers });
    expect((await elsewhere.call("POST", "/account/oidc", {})).body.error.code).toBe("cross_site");
  });
});

describe("the way to the provider and back", () => {
  beforeEach(async () => {
    await start();
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = ANN;
  });

  it("asks with PKCE, state and nonce, new ones each time", async () => {
    const urls = [await follow(new Map(), "/auth/oidc/start"), await follow(new Map(), "/auth/oidc/start")].map(
      (text) => new URL(text).searchParams,
    );
    expect(Object.fromEntries(urls[0] ?? [])).toMatchObject({
      client_id: "watchbell",
      redirect_uri: CALLBACK,
      response_type: "code",
      scope: "openid email profile",
      code_challenge_method: "S256",
    });
    for (const name of ["state", "nonce", "code_challenge"]) {
      const values = urls.map((parameters) => parameters.get(name) ?? "");
      expect(new Set(values).size).toBe(2);
      for (const value of values) expect(value.length).toBeGreaterThan(40);
    }
  });

  it("is gone once, in the browser in which it began", async () => {
    const jar: Jar = new Map();
    const back = await provider.visit(await follow(jar, "/auth/oidc/start"));
    const victim: Jar = new Map();
    expect(await follow(victim, back)).toBe(`${BASE}/log-in?problem=expired`);
    const other: Jar = new Map([["watchbell-oidc", newSecret()]]);
    expect(await follow(other, back)).toBe(`${BASE}/log-in?problem=expired`);
    for (const each of [victim, other]) expect(each.has("watchbell")).toBe(false);
    expect(await follow(jar, back)).toBe(`${BASE}/`);
    expect(await follow(jar, back)).toBe(`${BASE}/log-in?problem=expired`);
  });

  it("takes ten minutes at most", async () => {
    const jar: Jar = new Map();
    const back = await provider.visit(await follow(jar, "/auth/oidc/start"));
    test.clock.advance(10 * MINUTE);
    expect(await follow(jar, back)).toBe(`${BASE}/log-in?problem=expired`);
  });

  it("can be gone in two tabs at a time", async () => {
    const jar: Jar = new Map();
    const [one, two] = [await follow(jar, "/auth/oidc/start?next=/a"), await follow(jar, "/auth/oidc/start?next=/b")];
    expect(await follow(jar, await provider.visit(one))).toBe(`${BASE}/a`);
    expect(await follow(jar, await provider.visit(two))).toBe(`${BASE}/b`);
  });

  it("is refused when code, state or issuer was changed on it", async () => {
    const change = async (name: string, value: string): Promise<string> => {
      const jar: Jar = new Map();
      const back = new URL(await provider.visit(await follow(jar, "/auth/oidc/start")));
      back.searchParams.set(name, value);
      const landing = await follow(jar, back.href);
      expect(jar.has("watchbell")).toBe(false);
      return landing.replace(BASE, "");
    };
    expect(await change("code", "another-code")).toBe("/log-in?problem=unreachable");
    expect(await change("iss", "https://evil.example")).toBe("/log-in?problem=unreachable");
    expect(await change("state", "another-state")).toBe("/log-in?problem=expired");
  });

  it("leads nowhere but to pages of our own", async () => {
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]) {
      expect(await logIn(new Map(), `?next=${encodeURIComponent(next)}`)).toBe("/");
    }
  });

  it("ends on the log-in page for whoever says no at the provider", async () => {
    provider.person = null;
    const jar: Jar = new Map();
    expect(await logIn(jar, "?next=/monitors")).toBe("/log-in?problem=refused&next=%2Fmonitors");
    expect((await stateOf(jar)).state).toBe("signed-out");
  });

  it("asks the provider about itself once, and again an hour later", async () => {
    const asked = () => provider.seen.filter((line) => line === "GET /.well-known/openid-configuration").length;
    await logIn(new Map());
    await logIn(new Map());
    expect(asked()).toBe(1);
    test.clock.advance(60 * MINUTE);
    await logIn(new Map());
    expect(asked()).toBe(2);
  });

  it("is begun so often and no more", async () => {
    for (let n = 0; n < 120; n += 1) await follow(new Map(), "/auth/oidc/start");
    expect(await logIn(new Map())).toBe("/log-in?problem=too_many_tries");
  });

  it("leaves no secret, code or token in the log", async () => {
    await logIn(new Map());
    provider.person = null;
    await logIn(new Map());
    const log = JSON.stringify(test.logLines);
    expect(log).toContain("access_denied");
    expect(log).not.toContain(SECRET);
    expect(log).not.toMatch(/[\w-]{40,}/);
  });
});

describe("providers of every kind", () => {
  const openSignUp = async (): Promise<void> => {
    await setUpOwner(test);
    await test.store.accounts.setSignUp("open", "test");
    provider.person = ANN;
  };

  it("that take the secret in the body only", async () => {
    await start({
      client: { token_endpoint_auth_method: "client_secret_post" },
      configuration: { clientAuthMethods: ["client_secret_post"] },
    });
    await openSignUp();
    expect(await logIn(new Map())).toBe("/");
  });

  it("that know us as a client without a secret", async () => {
    await start({ clientSecret: null });
    await openSignUp();
    expect(await logIn(new Map())).toBe("/");
  });

  it("that put the address into the ID token, and are not asked again", async () => {
    await start({ configuration: { conformIdTokenClaims: false } });
    await openSignUp();
    expect(await logIn(new Map())).toBe("/");
    expect(provider.seen).not.toContain("GET /me");
  });

  it("that want the log-in pushed to them first are not ours, and that is told", async () => {
    await start({ client: { require_pushed_authorization_requests: true } });
    await openSignUp();
    expect(await logIn(new Map())).toBe("/log-in?problem=refused");
  });

  it("that do not take our secret let nobody in", async () => {
    await start({}, { oidcClientSecret: "another secret" });
    await openSignUp();
    expect(await logIn(new Map())).toBe("/log-in?problem=unreachable");
    expect(JSON.stringify(test.logLines)).toContain("invalid_client");
  });

  it("under a base URL with https the cookies are for that host alone", async () => {
    const baseUrl = "https://watch.example.org/bell";
    await start({ redirectUri: `${baseUrl}/auth/oidc/callback` }, { baseUrl });
    const answer = await test.http.request("/auth/oidc/start");
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-watchbell-oidc=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
    );
    const there = new URL(answer.headers.get("location") ?? "");
    expect(there.searchParams.get("redirect_uri")).toBe(`${baseUrl}/auth/oidc/callback`);
    const late = await test.http.request("/auth/oidc/callback?state=x&code=y");
    expect(late.headers.get("location")).toBe(`${baseUrl}/log-in?problem=expired`);
  });
});

describe("a provider that is not what it should be", () => {
  beforeEach(async () => {
    provider = await startOidcProvider(CLIENT);
  });

  it("and cannot be reached is told on the page, and tried again the next time", async () => {
    await open({ oidcIssuer: "http://127.0.0.1:9" });
    expect(await logIn(new Map(), "?next=/a")).toBe("/log-in?problem=unreachable&next=%2Fa");
    expect(await logIn(new Map())).toBe("/log-in?problem=unreachable");
    expect(test.logLines.filter(({ text }) => text.includes("could not be asked"))).toHaveLength(2);
  });

  it("but an address that nobody may call is not called", async () => {
    await open({ oidcIssuer: "https://169.254.169.254" });
    expect(await logIn(new Map())).toBe("/log-in?problem=unreachable");
    expect(JSON.stringify(test.logLines)).toContain("Refused to connect to 169.254.169.254");
  });

  it.each<[string, (issuer: string) => object | string]>([
    ["another issuer", () => ({ issuer: "https://evil.example", authorization_endpoint: "https://evil.example/a" })],
    ["no address to go to", (issuer) => ({ issuer })],
    ["a page", () => "<!doctype html><h1>Welcome</h1>"],
    ["half a document", () => '{"issuer":'],
    ["more than anybody reads", () => `{"issuer":"${"x".repeat(600_000)}"}`],
  ])("and answers with %s is not trusted", async (_, told) => {
    const path = "GET /.well-known/openid-configuration";
    const answers: Record<string, { status: number; json: unknown } | { status: number; text: string }> = {};
    await using fake = await startFakeApi(answers);
    const answer = told(fake.url);
    answers[path] = typeof answer === "string" ? { status: 200, text: answer } : { status: 200, json: answer };
    await open({ oidcIssuer: fake.url });
    expect(await logIn(new Map())).toBe("/log-in?problem=unreachable");
    expect(fake.lines()).toEqual([path]);
  });

  it("and is not set at all is not offered", async () => {
    await open({ oidcClientId: null, oidcClientSecret: null });
    const olga = await setUpOwner(test);
    expect((await olga.call("GET", "/session")).body.oidc).toBeNull();
    expect((await olga.call("POST", "/account/oidc", {})).body.error.code).toBe("no_oidc");
    for (const path of ["start", "callback?state=x&code=y"]) {
      const answer = await test.http.request(`/auth/oidc/${path}`);
      expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
        409,
        "no_oidc",
      ]);
    }
  });

  it("is called by its host when it has no name", async () => {
    await open({ oidcIssuer: "https://login.example/realms/main", oidcName: null });
    expect((await openBrowser(test).call("GET", "/session")).body.oidc).toEqual({ name: "login.example" });
  });
});
