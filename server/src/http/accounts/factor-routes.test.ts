import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Browser, makeAccount, makeSession, openBrowser, PASSWORD, setUpOwner } from "../../../test/browser.ts";
import { MINUTE } from "../../../test/monitor-story.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { totpCode } from "../../../test/totp-code.ts";

const MAIL = { smtpUrl: "smtp://127.0.0.1", mailFrom: "watchbell@example.org" };
const EMAIL = "olga@example.org";
const STEP = 30_000;

let test: TestApp;
let olga: Browser;

async function start(options: Parameters<typeof createTestApp>[0] = {}): Promise<void> {
  test = await createTestApp(options);
  olga = await setUpOwner(test);
}
beforeEach(() => start());
afterEach(() => test.close());

interface App {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Sets an authenticator app up, as its owner does on the page. */
async function setUpApp(browser: Browser = olga): Promise<App> {
  const { secret } = (await browser.call("POST", "/account/totp")).body;
  const confirmed = await browser.call("PUT", "/account/totp", { code: code(secret) });
  expect(confirmed.status).toBe(200);
  test.clock.advance(STEP);
  return { secret, recoveryCodes: confirmed.body.recoveryCodes };
}

const code = (secret: string, away = 0): string => totpCode(secret, test.clock.now() + away);

/** A browser in which the password was typed. */
async function halfWay(): Promise<Browser> {
  const browser = openBrowser(test);
  const { body } = await browser.call("POST", "/session", { email: EMAIL, password: PASSWORD });
  expect(body).toMatchObject({ state: "second-factor" });
  expect(body.account).toBeUndefined();
  return browser;
}

const show = (browser: Browser, factor: object) => browser.call("POST", "/session/second-factor", factor);

describe("an authenticator app", () => {
  it("is offered as text and as a picture, and counts once its first code was typed", async () => {
    const offer = await olga.call("POST", "/account/totp");
    expect(offer.body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(offer.body.uri).toContain(`secret=${offer.body.secret}`);
    expect(offer.body.qrSvg).toMatch(/^<svg /);
    expect((await olga.call("GET", "/account/factors")).body).toMatchObject({ totp: false, recoveryCodes: 0 });
    const wrong = await olga.call("PUT", "/account/totp", { code: code(offer.body.secret, 10 * STEP) });
    expect([wrong.status, wrong.body.error]).toMatchObject([401, { code: "wrong_code", field: "code" }]);
    const typed = code(offer.body.secret).replace(/^(...)/, "$1 ");
    const { recoveryCodes } = (await olga.call("PUT", "/account/totp", { code: typed })).body;
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const each of recoveryCodes) expect(each).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/);
    expect((await olga.call("GET", "/session")).body.account.twoFactor).toBe(true);
    expect((await olga.call("GET", "/account/factors")).body).toMatchObject({ totp: true, recoveryCodes: 10 });
    expect((await olga.call("POST", "/account/totp")).body.error.code).toBe("totp_on");
    expect((await olga.call("PUT", "/account/totp", { code: typed })).status).toBe(404);
  });

  it("is asked for after the password, and its code is good once", async () => {
    const { secret } = await setUpApp();
    const here = await halfWay();
    expect((await here.call("GET", "/session")).body).toMatchObject({
      state: "second-factor",
      factors: ["totp", "recovery-code"],
    });
    expect((await here.call("GET", "/account/sessions")).body.error.code).toBe("second_factor_needed");
    const before = here.session();
    const now = code(secret);
    const done = await show(here, { totp: now });
    expect([done.status, done.body.state, done.body.account.email]).toEqual([200, "signed-in", EMAIL]);
    expect(here.session()).not.toBe(before);
    const old = openBrowser(test, { session: before ?? "" });
    expect((await old.call("GET", "/session")).body.state).toBe("signed-out");

    const there = await halfWay();
    const again = await show(there, { totp: now });
    expect([again.status, again.body.error]).toMatchObject([401, { code: "wrong_code", field: "totp" }]);
    expect((await show(there, { totp: code(secret, STEP) })).status).toBe(200);
    expect((await show(await halfWay(), { totp: code(secret) })).status).toBe(401);
  });

  it("takes the code of the first set-up no second time", async () => {
    const { secret } = (await olga.call("POST", "/account/totp")).body;
    const first = code(secret);
    await olga.call("PUT", "/account/totp", { code: first });
    expect((await show(await halfWay(), { totp: first })).status).toBe(401);
  });

  it("lets two browsers in with one code never", async () => {
    const { secret } = await setUpApp();
    const browsers = [await halfWay(), await halfWay(), await halfWay()];
    const totp = code(secret);
    const statuses = await Promise.all(browsers.map(async (browser) => (await show(browser, { totp })).status));
    expect(statuses.toSorted()).toEqual([200, 401, 401]);
  });

  it("is guessed ten times an hour, also in ever new log-ins, and the right code does not count", async () => {
    const { secret } = await setUpApp();
    expect((await show(await halfWay(), { totp: code(secret) })).status).toBe(200);
    test.clock.advance(STEP);
    for (let n = 0; n < 10; n += 1) expect((await show(await halfWay(), { totp: "000000" })).status).toBe(401);
    const refused = await show(await halfWay(), { totp: code(secret) });
    expect([refused.status, refused.body.error.code]).toEqual([429, "too_many_tries"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(60);
    test.clock.advance(6 * MINUTE);
    expect((await show(await halfWay(), { totp: code(secret) })).status).toBe(200);
  });

  it("is waited for ten minutes", async () => {
    const { secret } = await setUpApp();
    const here = await halfWay();
    test.clock.advance(10 * MINUTE);
    const late = await show(here, { totp: code(secret) });
    expect([late.status, late.body.error.code]).toEqual([401, "signed_out"]);
    expect((await here.call("GET", "/session")).body.state).toBe("signed-out");
  });

  it("is turned off with the password only, and then the password is enough again", async () => {
    await setUpApp();
    for (const body of [undefined, { password: "not her password" }]) {
      const refused = await olga.call("DELETE", "/account/totp", body);
      expect([refused.status, refused.body.error]).toMatchObject([403, { code: "wrong_password", field: "password" }]);
    }
    expect((await olga.call("DELETE", "/account/totp", { password: PASSWORD })).status).toBe(204);
    expect((await olga.call("DELETE", "/account/totp", { password: PASSWORD })).status).toBe(404);
    const login = await openBrowser(test).call("POST", "/session", { email: EMAIL, password: PASSWORD });
    expect(login.body).toMatchObject({ state: "signed-in", account: { twoFactor: false } });
  });

  it("is set up by nobody who found the browser open", async () => {
    test.clock.advance(11 * MINUTE);
    const refused = await olga.call("POST", "/account/totp");
    expect([refused.status, refused.body.error]).toMatchObject([403, { code: "wrong_password", field: "password" }]);
    expect((await olga.call("POST", "/account/totp", { password: PASSWORD })).status).toBe(200);
  });

  it("of an account without a password is set up and turned off after a fresh log-in", async () => {
    const { id } = await makeAccount(test, "bob");
    const bob = openBrowser(test, { session: await makeSession(test, id) });
    await setUpApp(bob);
    test.clock.advance(11 * MINUTE);
    expect((await bob.call("DELETE", "/account/totp")).body.error.code).toBe("log_in_again");
    const fresh = openBrowser(test, { session: await makeSession(test, id) });
    expect((await fresh.call("DELETE", "/account/totp")).status).toBe(204);
  });

  it("keeps a new password by mail from being enough", async () => {
    await setUpApp();
    const token = "the-token-of-a-mail";
    const [account] = await test.store.accounts.list();
    const put = { accountId: account?.id ?? "", payload: null, lifetimeMs: MINUTE, replaces: true };
    await test.store.accounts.putToken({ purpose: "password", value: token, ...put });
    const reset = await openBrowser(test).call("POST", `/password-resets/${token}`, { password: "eight loud herons" });
    expect(reset.body.state).toBe("second-factor");
  });
});

describe("a recovery code", () => {
  it("lets in once, however it is typed", async () => {
    const { recoveryCodes } = await setUpApp();
    const [first = "", second = ""] = recoveryCodes;
    const typed = ` ${first.toUpperCase().replace("-", " ")} `;
    expect((await show(await halfWay(), { recoveryCode: typed })).body.state).toBe("signed-in");
    const again = await show(await halfWay(), { recoveryCode: first });
    expect([again.status, again.body.error]).toMatchObject([401, { code: "wrong_code", field: "recoveryCode" }]);
    expect((await show(await halfWay(), { recoveryCode: second })).status).toBe(200);
    expect((await olga.call("GET", "/account/factors")).body.recoveryCodes).toBe(8);
    const { history } = (await olga.call("GET", "/account/history")).body;
    expect(history.map(({ text }: { text: string }) => text)).toContain("A recovery code was used; 8 are left.");
  });

  it("is replaced with all others, for the password", async () => {
    const { recoveryCodes } = await setUpApp();
    expect((await olga.call("POST", "/account/recovery-codes")).body.error.code).toBe("wrong_password");
    const renewed = (await olga.call("POST", "/account/recovery-codes", { password: PASSWORD })).body.recoveryCodes;
    expect(renewed).toHaveLength(10);
    expect((await show(await halfWay(), { recoveryCode: recoveryCodes[0] })).status).toBe(401);
    expect((await show(await halfWay(), { recoveryCode: renewed[9] })).status).toBe(200);
  });

  it("is for whoever has something to recover", async () => {
    const refused = await olga.call("POST", "/account/recovery-codes", { password: PASSWORD });
    expect([refused.status, refused.body.error.code]).toEqual([409, "no_second_factor"]);
  });
});

describe("the second step of a log-in", () => {
  it("takes one factor at a time, and no other fields", async () => {
    await setUpApp();
    const here = await halfWay();
    for (const body of [
      {},
      { totp: "123456", recoveryCode: "abcde-fghjk" },
      { password: PASSWORD },
      { totp: 123456 },
    ]) {
      expect([body, (await show(here, body)).body.error.code]).toEqual([body, "invalid_input"]);
    }
  });

  it("comes after the first one only", async () => {
    const { secret } = await setUpApp();
    for (const browser of [openBrowser(test), olga]) {
      const refused = await show(browser, { totp: code(secret) });
      expect([refused.status, refused.body.error.code]).toEqual([401, "signed_out"]);
    }
  });

  it("is told to the log when it fails, without the code", async () => {
    await setUpApp();
    await show(await halfWay(), { totp: "314159" });
    const line = test.logLines.find(({ text }) => text === "somebody could not sign in");
    expect(line?.fields).toMatchObject({ code: "wrong_code" });
    expect(JSON.stringify(test.logLines)).not.toContain("314159");
  });
});

describe("with a mail server", () => {
  beforeEach(async () => {
    await test.close();
    await start({ settings: MAIL });
  });

  it("the owner of an account is told by mail how it logs in now, and no secret", async () => {
    const { secret, recoveryCodes } = await setUpApp();
    await show(await halfWay(), { recoveryCode: recoveryCodes[0] });
    await olga.call("POST", "/account/recovery-codes", { password: PASSWORD });
    await olga.call("DELETE", "/account/totp", { password: PASSWORD });
    expect(test.mails.map(({ to }) => to)).toEqual([EMAIL, EMAIL, EMAIL, EMAIL]);
    const texts = test.mails.map(({ text }) => text).join();
    for (const what of ["turned on", "recovery code was used", "New recovery codes", "turned off"]) {
      expect(texts).toContain(what);
    }
    for (const value of [secret, ...recoveryCodes]) expect(texts).not.toContain(value);
  });
});
