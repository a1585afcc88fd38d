import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Authenticator, createAuthenticator, type Lies } from "../../../test/authenticator.ts";
import { type Browser, makeAccount, makeSession, openBrowser, PASSWORD, setUpOwner } from "../../../test/browser.ts";
import { MINUTE } from "../../../test/monitor-story.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const SITE = "http://localhost:7200";
const EMAIL = "olga@example.org";

let test: TestApp;
let olga: Browser;
let phone: Authenticator;

async function start(baseUrl: string): Promise<void> {
  test = await createTestApp({ settings: { baseUrl } });
  olga = await setUpOwner(test);
  phone = createAuthenticator(new URL(baseUrl).origin);
}
beforeEach(() => start(SITE));
afterEach(() => test.close());

/** Adds a passkey, as its owner does on the page. */
async function add(browser: Browser = olga, authenticator: Authenticator = phone, lies?: Lies) {
  const { body: options } = await browser.call("POST", "/account/passkeys/options");
  const passkey = await authenticator.create(options, lies);
  return await browser.call("POST", "/account/passkeys", { name: "my phone", passkey });
}

/** Logs in with the passkey alone. */
async function logIn(browser: Browser = openBrowser(test), lies?: Lies) {
  const { body: options } = await browser.call("POST", "/session/passkey-options");
  return await browser.call("POST", "/session/passkey", { passkey: await phone.get(options, lies) });
}

/** A browser in which the password was typed. */
async function halfWay(): Promise<Browser> {
  const browser = openBrowser(test);
  const { body } = await browser.call("POST", "/session", { email: EMAIL, password: PASSWORD });
  expect(body.state).toBe("second-factor");
  return browser;
}

async function showAfterPassword(browser: Browser, authenticator: Authenticator = phone) {
  const { body: options } = await browser.call("POST", "/session/passkey-options");
  const passkey = await authenticator.get(options);
  return { options, answer: await browser.call("POST", "/session/second-factor", { passkey }) };
}

const lastUsed = async () => (await olga.call("GET", "/account/passkeys")).body.items[0].lastUsedAt;

describe("a passkey", () => {
  it("is added with a name, and the first one brings recovery codes along", async () => {
    const { body: options } = await olga.call("POST", "/account/passkeys/options");
    expect(options).toMatchObject({
      rp: { name: "Watchbell", id: "localhost" },
      user: { name: EMAIL, displayName: "Olga" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [],
    });
    const first = await add();
    expect([first.status, first.body.name]).toEqual([201, "my phone"]);
    expect(first.body.recoveryCodes).toHaveLength(10);
    test.clock.advance(1);
    const second = await add(olga, createAuthenticator(SITE));
    expect(second.body.recoveryCodes).toBeNull();
    const { items } = (await olga.call("GET", "/account/passkeys")).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([first.body.id, second.body.id]);
    expect(items[0]).toMatchObject({ name: "my phone", lastUsedAt: null, backedUp: false });
    const again = (await olga.call("POST", "/account/passkeys/options")).body;
    expect(again.excludeCredentials).toHaveLength(2);
    expect((await olga.call("GET", "/account/factors")).body).toMatchObject({
      passkeys: 2,
      recoveryCodes: 10,
      canUsePasskeys: true,
    });
  });

  it("logs in alone, without an e-mail and without a second factor", async () => {
    await add();
    const browser = openBrowser(test);
    const { body: options } = await browser.call("POST", "/session/passkey-options");
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(options.allowCredentials).toBeUndefined();
    const answer = await logIn(browser);
    expect([answer.status, answer.body.state, answer.body.account.email]).toEqual([200, "signed-in", EMAIL]);
    expect(await lastUsed()).not.toBeNull();
  });

  it("is asked for after the password, one of the account's own", async () => {
    await add();
    const browser = await halfWay();
    expect((await browser.call("GET", "/session")).body.factors).toEqual(["passkey", "recovery-code"]);
    const { options, answer } = await showAfterPassword(browser);
    expect(options.allowCredentials).toHaveLength(1);
    expect([answer.status, answer.body.state]).toEqual([200, "signed-in"]);
  });

  it("of somebody else is no second factor", async () => {
    await add();
    const bob = openBrowser(test, { session: await makeSession(test, (await makeAccount(test, "bob")).id) });
    const stick = createAuthenticator(SITE);
    expect((await add(bob, stick)).status).toBe(201);
    const { answer } = await showAfterPassword(await halfWay(), stick);
    expect([answer.status, answer.body.error]).toMatchObject([401, { code: "wrong_code", field: "passkey" }]);
  });

  it.each<[string, Lies]>([
    ["made for another site", { origin: "https://watchbell.example" }],
    ["of another name", { rpId: "watchbell.example" }],
    ["whose owner did not show himself", { userVerified: false }],
    ["for a challenge that was never given", { challenge: "bm90LWEtY2hhbGxlbmdl" }],
    ["that was shown, not made", { type: "webauthn.get" }],
    ["with a statement that nobody asked for", { format: "fido-u2f" }],
    ["with a statement of an unknown kind", { format: "home-made" }],
  ])("%s is not added", async (_, lies) => {
    const refused = await add(olga, phone, lies);
    expect([refused.status, refused.body.error]).toMatchObject([401, { code: "wrong_code", field: "passkey" }]);
    expect((await olga.call("GET", "/account/passkeys")).body.items).toEqual([]);
    expect((await olga.call("GET", "/session")).body.account.twoFactor).toBe(false);
  });

  it.each<[string, Lies]>([
    ["shown to another site", { origin: "https://watchbell.example" }],
    ["shown to another port", { origin: "http://localhost:7201" }],
    ["of another name", { rpId: "watchbell.example" }],
    ["whose owner did not show himself", { userVerified: false }],
    ["for a challenge that was never given", { challenge: "bm90LWEtY2hhbGxlbmdl" }],
    ["for no challenge", { challenge: "" }],
    ["that was made, not shown", { type: "webauthn.create" }],
    ["that is another's", { userHandle: Buffer.from("somebody").toString("base64url") }],
    ["with the signature of another", { otherKey: true }],
  ])("%s lets nobody in", async (_, lies) => {
    await add();
    const refused = await logIn(openBrowser(test), lies);
    expect([refused.status, refused.body.error]).toMatchObject([401, { code: "wrong_code", field: "passkey" }]);
    expect(await lastUsed()).toBeNull();
  });

  it("that was seen on its way is of no use to anybody", async () => {
    await add();
    const browser = openBrowser(test);
    const { body: options } = await browser.call("POST", "/session/passkey-options");
    const passkey = await phone.get(options);
    const calls = [1, 2, 3].map(() => openBrowser(test).call("POST", "/session/passkey", { passkey }));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 401, 401]);
  });

  it("that was copied is found out by its counter", async () => {
    await add();
    expect((await logIn()).status).toBe(200);
    expect((await logIn()).status).toBe(200);
    phone.counter = 1;
    expect((await logIn()).status).toBe(401);
    expect((await logIn()).status).toBe(200);
  });

  it("is shown within five minutes, for what it was asked for, where it was asked for", async () => {
    await add();
    const late = openBrowser(test);
    const { body: options } = await late.call("POST", "/session/passkey-options");
    test.clock.advance(5 * MINUTE);
    expect((await late.call("POST", "/session/passkey", { passkey: await phone.get(options) })).status).toBe(401);

    const [here, there] = [await halfWay(), await halfWay()];
    const { body: half } = await here.call("POST", "/session/passkey-options");
    const elsewhere = await there.call("POST", "/session/second-factor", { passkey: await phone.get(half) });
    expect(elsewhere.status).toBe(401);
    const { body: other } = await here.call("POST", "/session/passkey-options");
    expect((await here.call("POST", "/session/passkey", { passkey: await phone.get(other) })).status).toBe(401);
    const { body: alone } = await openBrowser(test).call("POST", "/session/passkey-options");
    const mixed = await here.call("POST", "/session/second-factor", { passkey: await phone.get(alone) });
    expect(mixed.status).toBe(401);
    expect((await showAfterPassword(here)).answer.status).toBe(200);
  });

  it("is added in the session in which that was begun, once, and by one account", async () => {
    const { body: options } = await olga.call("POST", "/account/passkeys/options");
    const passkey = await phone.create(options);
    const [account] = await test.store.accounts.list();
    const elsewhere = openBrowser(test, { session: await makeSession(test, account?.id ?? "") });
    expect((await elsewhere.call("POST", "/account/passkeys", { name: "x", passkey })).status).toBe(401);
    expect((await olga.call("POST", "/account/passkeys", { name: "x", passkey })).status).toBe(401);
  });

  it("is removed, and then it lets nobody in", async () => {
    const { id } = (await add()).body;
    const bob = openBrowser(test, { session: await makeSession(test, (await makeAccount(test, "bob")).id) });
    expect((await bob.call("DELETE", `/account/passkeys/${id}`)).status).toBe(404);
    test.clock.advance(11 * MINUTE);
    const path = `/account/passkeys/${id}`;
    expect((await olga.call("DELETE", path)).body.error).toMatchObject({ code: "wrong_password", field: "password" });
    expect((await olga.call("DELETE", path, { password: PASSWORD })).status).toBe(204);
    expect((await logIn()).status).toBe(401);
    const login = await openBrowser(test).call("POST", "/session", { email: EMAIL, password: PASSWORD });
    expect(login.body.state).toBe("signed-in");
  });

  it("that is the last way to log in stays", async () => {
    const bob = openBrowser(test, { session: await makeSession(test, (await makeAccount(test, "bob")).id) });
    const { id } = (await add(bob)).body;
    const refused = await bob.call("DELETE", `/account/passkeys/${id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, "last_log_in"]);
    expect((await logIn()).body.account.email).toBe("bob@example.org");
  });

  it("is added by nobody who found the browser open", async () => {
    test.clock.advance(11 * MINUTE);
    expect((await olga.call("POST", "/account/passkeys/options")).body.error.code).toBe("wrong_password");
    expect((await olga.call("POST", "/account/passkeys/options", { password: PASSWORD })).status).toBe(200);
  });

  it("is asked for so often and no more, so that nobody fills the store with challenges", async () => {
    const ask = () => openBrowser(test).call("POST", "/session/passkey-options");
    for (let n = 0; n < 120; n += 1) expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });
});

describe("nonsense in place of a passkey", () => {
  it.each<[string, object]>([
    ["text that is no JSON", { clientDataJSON: "bm8" }],
    ["JSON that is no object", { clientDataJSON: Buffer.from("[1]").toString("base64url") }],
    ["null", { clientDataJSON: Buffer.from("null").toString("base64url") }],
  ])("%s is refused as a wrong passkey", async (_, broken) => {
    await add();
    const { body: options } = await openBrowser(test).call("POST", "/session/passkey-options");
    const passkey = await phone.get(options);
    const call = { passkey: { ...passkey, response: { ...passkey.response, ...broken } } };
    expect((await openBrowser(test).call("POST", "/session/passkey", call)).body.error.code).toBe("wrong_code");
  });

  it("bytes that are no passkey are refused as one", async () => {
    const { body: options } = await olga.call("POST", "/account/passkeys/options");
    const passkey = await phone.create(options);
    const response = { ...passkey.response, attestationObject: "AAAA" };
    const refused = await olga.call("POST", "/account/passkeys", { name: "x", passkey: { ...passkey, response } });
    expect([refused.status, refused.body.error.code]).toEqual([401, "wrong_code"]);
  });
});

describe("where browsers have no passkeys", () => {
  it.each(["http://watchbell.test", "http://192.168.1.5:7200", "https://192.168.1.5", "https://[2001:db8::5]"])(
    "at %s that is said",
    async (baseUrl) => {
      await test.close();
      await start(baseUrl);
      const session = { headers: { Origin: baseUrl } };
      for (const [browser, path] of [
        [openBrowser(test, session), "/session/passkey-options"],
        [olga, "/account/passkeys/options"],
      ] as const) {
        const refused = await browser.call("POST", path);
        expect([refused.status, refused.body.error.code]).toEqual([409, "passkeys_unavailable"]);
      }
      expect((await olga.call("GET", "/account/factors")).body.canUsePasskeys).toBe(false);
    },
  );

  it("at https under a name they are there, for that name", async () => {
    await test.close();
    await start("https://watch.example.org/bell");
    expect((await add()).status).toBe(201);
    expect((await logIn()).status).toBe(200);
    expect((await olga.call("POST", "/session/passkey-options")).body.rpId).toBe("watch.example.org");
  });
});
