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

const MAIL = { smtpUrl: "smtp://127.0.0.1", mailFrom: "watchbell@example.org" };
const NEW = "eight loud herons";

let test: TestApp;
let olga: Browser;
let accountId: string;

async function start(settings: Parameters<typeof createTestApp>[0] = {}): Promise<void> {
  test = await createTestApp(settings);
  olga = await setUpOwner(test);
  accountId = (await test.store.accounts.list())[0]?.id ?? "";
}
afterEach(() => test.close());

describe("the end of one's own account", () => {
  beforeEach(() => start());

  it("is told before, and comes for the e-mail and the password only", async () => {
    const { id } = await makeAccount(test, "bob");
    await addMember(test, id, "owner");
    const bob = await withPassword(id);
    await bob.call("POST", "/projects", { name: "Bob's own" });
    expect((await bob.call("GET", "/account/departure")).body).toEqual({
      deleted: [{ id: expect.any(String), name: "Bob's own" }],
      left: [{ id: test.projectId, name: "default" }],
      ownerless: [],
      isLastOperator: false,
      isLastAccount: false,
    });
    const end = (body: object) => bob.call("DELETE", "/account", body);
    expect((await end({ email: "olga@example.org", password: PASSWORD })).body.error).toMatchObject({
      code: "invalid_input",
      field: "email",
    });
    const wrong = await end({ email: "bob@example.org", password: "not his password" });
    expect([wrong.status, wrong.body.error.code]).toEqual([403, "wrong_password"]);
    expect((await end({ email: "bob@example.org" })).body.error.field).toBe("password");
    expect((await end({ email: " Bob@Example.org", password: PASSWORD })).status).toBe(204);
    expect((await bob.call("GET", "/session")).body.state).toBe("signed-out");
    expect((await bob.call("GET", "/account/departure")).status).toBe(401);
    const login = await openBrowser(test).call("POST", "/session", { email: "bob@example.org", password: PASSWORD });
    expect([login.status, login.body.error.code]).toEqual([401, "wrong_login"]);
    expect((await olga.call("GET", "/members")).body.items).toHaveLength(1);
    const { history } = (await olga.call("GET", "/account/history")).body;
    expect(history[0]).toMatchObject({ kind: "account-deleted", actor: "bob" });
  });

  it("waits until its projects have another owner, and the others an operator, and says how", async () => {
    const { id } = await makeAccount(test, "bob");
    await addMember(test, id, "member");
    const end = () => olga.call("DELETE", "/account", { email: "olga@example.org", password: PASSWORD });
    const owner = await end();
    expect([owner.status, owner.body.error.code]).toEqual([409, "last_owner"]);
    expect(owner.body.error.message).toContain("default. Make another member an owner there first");
    await olga.call("PATCH", `/members/${id}`, { role: "owner" });
    const operator = await end();
    expect([operator.status, operator.body.error.code]).toEqual([409, "last_operator"]);
    expect(operator.body.error.message).toContain("watchbell users operator");
    await test.store.accounts.makeOperator(id, "test");
    expect((await end()).status).toBe(204);
    expect((await test.store.accounts.list()).map(({ name }) => name)).toEqual(["bob"]);
  });

  it("without a password comes while the log-in is fresh", async () => {
    const { id } = await makeAccount(test, "bob");
    const stale = openBrowser(test, { session: await makeSession(test, id) });
    test.clock.advance(10 * 60_000 + 1);
    const body = { email: "bob@example.org" };
    expect((await stale.call("DELETE", "/account", body)).body.error.code).toBe("log_in_again");
    const fresh = openBrowser(test, { session: await makeSession(test, id) });
    expect((await fresh.call("DELETE", "/account", body)).status).toBe(204);
  });

  it("of the last one leaves a Watchbell that wants a first account again", async () => {
    expect((await olga.call("GET", "/account/departure")).body).toMatchObject({ isLastAccount: true });
    const body = { email: "olga@example.org", password: PASSWORD };
    expect((await olga.call("DELETE", "/account", body)).status).toBe(204);
    expect((await olga.call("GET", "/session")).body.state).toBe("set-up-needed");
  });

  /** The browser of somebody who has a password. */
  async function withPassword(id: string): Promise<Browser> {
    const browser = openBrowser(test, { session: await makeSession(test, id) });
    expect((await browser.call("POST", "/account/password", { password: PASSWORD })).status).toBe(204);
    return browser;
  }
});

describe("one's own account", () => {
  beforeEach(() => start());

  it("is called otherwise", async () => {
    const changed = await olga.call("PATCH", "/account", { name: " Olga Ö. " });
    expect(changed.body).toMatchObject({ name: "Olga Ö.", email: "olga@example.org", mailed: false });
    expect((await olga.call("GET", "/session")).body.account.name).toBe("Olga Ö.");
  });

  it("gets another e-mail for the password only, and none that is taken", async () => {
    await makeAccount(test, "bob");
    const change = (body: object) => olga.call("PATCH", "/account", body);
    expect((await change({ email: "new@example.org" })).body.error).toMatchObject({
      code: "wrong_password",
      field: "password",
    });
    const wrong = await change({ email: "new@example.org", password: "not her password" });
    expect([wrong.status, wrong.body.error.code]).toEqual([403, "wrong_password"]);
    const taken = await change({ email: "bob@example.org", password: PASSWORD });
    expect([taken.status, taken.body.error]).toMatchObject([409, { code: "email_taken", field: "email" }]);
    expect((await change({ email: "nowhere", password: PASSWORD })).body.error).toMatchObject({
      code: "invalid_input",
      field: "email",
    });
    expect((await change({ email: "new@example.org", password: PASSWORD })).body).toMatchObject({
      email: "new@example.org",
      mailed: false,
    });
    const login = await openBrowser(test).call("POST", "/session", { email: "new@example.org", password: PASSWORD });
    expect(login.status).toBe(200);
  });

  it("gets another password for the old one, which ends all other sessions", async () => {
    const there = openBrowser(test, { session: await makeSession(test, accountId) });
    const change = (body: object) => olga.call("POST", "/account/password", body);
    expect((await change({ password: NEW })).body.error).toMatchObject({ code: "wrong_password", field: "current" });
    expect((await change({ current: "wrong one", password: NEW })).status).toBe(403);
    expect((await change({ current: PASSWORD, password: "short" })).body.error.code).toBe("weak_password");
    expect((await change({ current: PASSWORD, password: NEW })).status).toBe(204);
    expect((await olga.call("GET", "/session")).body.state).toBe("signed-in");
    expect((await there.call("GET", "/session")).body.state).toBe("signed-out");
    const login = (password: string) =>
      openBrowser(test).call("POST", "/session", { email: "olga@example.org", password });
    expect([(await login(PASSWORD)).status, (await login(NEW)).status]).toEqual([401, 200]);
  });

  it("lets a borrowed browser guess the password ten times, no more", async () => {
    const guess = () => olga.call("POST", "/account/password", { current: "a wrong guess", password: NEW });
    for (let n = 0; n < 10; n += 1) expect((await guess()).status).toBe(403);
    expect((await guess()).status).toBe(429);
  });

  it("without a password gets one while the log-in is fresh", async () => {
    const { id } = await makeAccount(test, "bob");
    const bob = openBrowser(test, { session: await makeSession(test, id) });
    test.clock.advance(10 * 60_000 + 1);
    const stale = await bob.call("POST", "/account/password", { password: NEW });
    expect([stale.status, stale.body.error.code]).toEqual([403, "log_in_again"]);
    const fresh = openBrowser(test, { session: await makeSession(test, id) });
    expect((await fresh.call("POST", "/account/password", { password: NEW })).status).toBe(204);
    expect((await test.store.accounts.get(id))?.hasPassword).toBe(true);
  });

  it("shows its sessions, and ends them one by one or all others at once", async () => {
    const there = openBrowser(test, { session: await makeSession(test, accountId) });
    await makeSession(test, accountId);
    const { items } = (await olga.call("GET", "/account/sessions")).body;
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(items.filter(({ current }: { current: boolean }) => !current)).toMatchObject([
      { address: "192.0.2.1", userAgent: "test" },
      { address: "192.0.2.1", userAgent: "test" },
    ]);
    const mine = (await there.call("GET", "/account/sessions")).body.items.find(
      ({ current }: { current: boolean }) => current,
    );
    expect((await olga.call("DELETE", `/account/sessions/${mine.id}`)).status).toBe(204);
    expect((await olga.call("DELETE", `/account/sessions/${mine.id}`)).status).toBe(404);
    expect((await there.call("GET", "/session")).body.state).toBe("signed-out");
    expect((await olga.call("DELETE", "/account/sessions")).status).toBe(204);
    expect((await olga.call("GET", "/account/sessions")).body.items).toMatchObject([{ current: true }]);
  });

  it("ends no session of somebody else", async () => {
    const { id } = await makeAccount(test, "bob");
    const bob = openBrowser(test, { session: await makeSession(test, id) });
    const [own] = (await olga.call("GET", "/account/sessions")).body.items;
    expect((await bob.call("DELETE", `/account/sessions/${own.id}`)).status).toBe(404);
    expect((await olga.call("GET", "/session")).body.state).toBe("signed-in");
    expect(
      (await bob.call("GET", "/account/history")).body.history.map(({ accountId }: { accountId: string }) => accountId),
    ).toEqual([id, id]);
  });
});

describe("one's own address where mail can be sent", () => {
  beforeEach(() => start({ settings: MAIL }));

  it("is another one only once the link that was mailed there is opened", async () => {
    const changed = await olga.call("PATCH", "/account", { email: "new@example.org", password: PASSWORD });
    expect(changed.body).toMatchObject({ email: "olga@example.org", mailed: true });
    const [mail] = test.mails.splice(0);
    expect(mail?.to).toBe("new@example.org");
    const token = /settings\/account\?email=([\w-]+)/.exec(mail?.text ?? "")?.[1];
    const { id } = await makeAccount(test, "bob");
    const bob = openBrowser(test, { session: await makeSession(test, id) });
    await olga.call("PATCH", "/account", { email: "newer@example.org", password: PASSWORD });
    const newer = /email=([\w-]+)/.exec(test.mails.splice(0)[0]?.text ?? "")?.[1];
    expect((await olga.call("POST", "/account/email", { token })).status).toBe(410);
    expect((await olga.call("POST", "/account/email", { token: newer })).body.email).toBe("newer@example.org");
    expect((await bob.call("POST", "/account/email", { token: newer })).status).toBe(410);
    expect(test.mails.splice(0).map(({ to }) => to)).toEqual(["olga@example.org"]);
  });

  it("that belongs to somebody else gets the same answer, and its owner another mail", async () => {
    await makeAccount(test, "bob");
    const changed = await olga.call("PATCH", "/account", { email: "bob@example.org", password: PASSWORD });
    expect(changed.body).toMatchObject({ email: "olga@example.org", mailed: true });
    expect(test.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ["bob@example.org", "You have an account on Watchbell already"],
    ]);
  });
});
