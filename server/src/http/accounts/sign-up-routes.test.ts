import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Browser, openBrowser, PASSWORD, setUpOwner } from "../../../test/browser.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const ANN = { email: "ann@example.org", password: PASSWORD, name: "Ann" };
const MAIL = { smtpUrl: "smtp://127.0.0.1", mailFrom: "watchbell@example.org" };
const HOUR = 3_600_000;

let test: TestApp;
let olga: Browser;

async function start(settings: Parameters<typeof createTestApp>[0] = {}): Promise<void> {
  test = await createTestApp(settings);
  olga = await setUpOwner(test);
}
afterEach(() => test.close());

const open = () => olga.call("PATCH", "/instance", { signUp: "open" });
const tokenOf = (text: string): string => /[?&](?:token|email)=([\w.-]+)/.exec(text)?.[1] ?? "";
const invite = async (body: object): Promise<string> => tokenOf((await olga.call("POST", "/invites", body)).body.url);
/** The mails since the last look. */
const mails = () => test.mails.splice(0);

describe("signing up without a mail server", () => {
  beforeEach(() => start());

  it("takes an invitation, unless the operator opens it", async () => {
    const browser = openBrowser(test);
    const closed = await browser.call("POST", "/accounts", ANN);
    expect([closed.status, closed.body.error.code]).toEqual([403, "sign_up_closed"]);
    const over = await browser.call("POST", "/accounts", { ...ANN, invite: "guessed" });
    expect([over.status, over.body.error.code]).toEqual([410, "link_expired"]);
    expect((await open()).body).toEqual({ signUp: "open" });
    expect((await browser.call("GET", "/session")).body.signUp).toBe("open");
    expect((await browser.call("POST", "/accounts", ANN)).status).toBe(201);
  });

  it("gives a project of one's own with a topic that reaches oneself", async () => {
    await open();
    const ann = openBrowser(test);
    const { body } = await ann.call("POST", "/accounts", ANN);
    expect(body).toMatchObject({ state: "signed-in", account: { name: "Ann", isOperator: false } });
    expect(body.projects).toMatchObject([{ name: "Ann", role: "owner" }]);
    expect((await ann.call("GET", "/project")).body.defaultTopics).toEqual(["default+alerts"]);
    const { topics } = (await ann.call("GET", "/topics")).body;
    expect(
      topics.map(({ name, integrations }: { name: string; integrations: { provider: string }[] }) => [
        name,
        integrations[0]?.provider,
      ]),
    ).toEqual([
      ["default+alerts", "email"],
      [`people+${body.account.id}`, "email"],
    ]);
    expect((await ann.call("GET", "/instance")).status).toBe(403);
  });

  it("gives that project the zone of the browser, and refuses one that does not exist", async () => {
    await open();
    const ann = openBrowser(test);
    const refused = await ann.call("POST", "/accounts", { ...ANN, timezone: "Europe/Atlantis" });
    expect([refused.status, refused.body.error.field]).toEqual([400, "timezone"]);
    const { body } = await ann.call("POST", "/accounts", { ...ANN, timezone: "Asia/Calcutta" });
    expect(body.projects).toMatchObject([{ name: "Ann", timezone: "Asia/Kolkata" }]);
  });

  it("with an invitation makes a member, and says that an e-mail is taken only to who was invited", async () => {
    const token = await invite({ role: "read-only" });
    const ann = openBrowser(test);
    const seen = await ann.call("GET", `/invitations/${token}`);
    expect(seen.body).toMatchObject({ projectName: "default", role: "read-only", email: null, invitedBy: "Olga" });
    const taken = await ann.call("POST", "/accounts", { ...ANN, email: "olga@example.org", invite: token });
    expect([taken.status, taken.body.error]).toMatchObject([409, { code: "email_taken", field: "email" }]);
    const made = await ann.call("POST", "/accounts", { ...ANN, invite: token });
    expect(made.body.projects.map(({ name, role }: { name: string; role: string }) => [name, role])).toEqual([
      ["Ann", "owner"],
      ["default", "read-only"],
    ]);
    expect((await ann.call("GET", `/invitations/${token}`)).body.error.code).toBe("link_expired");
  });

  it("is limited, so that nobody tries addresses", async () => {
    const token = await invite({ role: "member" });
    const tried = async () =>
      (await openBrowser(test).call("POST", "/accounts", { ...ANN, email: "olga@example.org", invite: token })).status;
    for (let n = 0; n < 5; n += 1) expect(await tried()).toBe(409);
    expect(await tried()).toBe(429);
  });

  it("has no way to reset a password but the command line", async () => {
    const refused = await openBrowser(test).call("POST", "/password-resets", { email: "olga@example.org" });
    expect([refused.status, refused.body.error.code]).toEqual([409, "no_mail"]);
    expect(refused.body.error.message).toContain("watchbell users reset");
  });
});

describe("signing up where mail can be sent", () => {
  beforeEach(async () => {
    await start({ settings: MAIL });
    await open();
  });

  it("answers the same for a new address as for a known one, and the mails tell them apart", async () => {
    const fresh = await openBrowser(test).call("POST", "/accounts", ANN);
    const known = await openBrowser(test).call("POST", "/accounts", { ...ANN, email: "Olga@example.org" });
    expect([fresh.status, fresh.body]).toEqual([202, { state: "check-mail" }]);
    expect([known.status, known.body]).toEqual([fresh.status, fresh.body]);
    expect(mails().map(({ to, subject }) => [to, subject])).toEqual([
      ["ann@example.org", "Your account on Watchbell"],
      ["olga@example.org", "You have an account on Watchbell already"],
    ]);
    expect(await test.store.accounts.list()).toHaveLength(1);
  });

  it("ends with the link in the mail, once, and with a password that its reader chooses", async () => {
    const ann = openBrowser(test);
    const typed = { ...ANN, password: "chosen by a stranger", timezone: "Europe/Berlin" };
    await ann.call("POST", "/accounts", typed);
    const [mail] = mails();
    expect(mail?.text).toContain("http://watchbell.test/reset?token=");
    const path = `/password-resets/${tokenOf(mail?.text ?? "")}`;
    expect((await ann.call("GET", path)).body).toEqual({ kind: "sign-up", email: ANN.email });
    expect((await ann.call("POST", path, { password: "short" })).body.error.code).toBe("weak_password");
    const made = await ann.call("POST", path, { password: PASSWORD });
    expect(made.body).toMatchObject({ state: "signed-in", account: { email: ANN.email, name: "Ann" } });
    expect(made.body.projects).toMatchObject([{ name: "Ann", timezone: "Europe/Berlin" }]);
    expect((await openBrowser(test).call("POST", path, { password: PASSWORD })).status).toBe(410);
    const login = await openBrowser(test).call("POST", "/session", {
      email: ANN.email,
      password: "chosen by a stranger",
    });
    expect(login.status).toBe(401);
  });

  it("with an invitation that was mailed needs no second mail", async () => {
    const shown = await olga.call("POST", "/invites", { role: "member", email: ANN.email });
    expect(shown.body.mailed).toBe(true);
    const [mail] = mails();
    expect(mail).toMatchObject({ to: ANN.email, subject: "Invitation to default on Watchbell" });
    const mailed = tokenOf(mail?.text ?? "");
    const ann = openBrowser(test);
    expect((await ann.call("GET", `/invitations/${mailed}`)).body).toMatchObject({ role: "member", email: ANN.email });
    // The link that was shown to the inviter does not show that the address is his.
    const inviter = await openBrowser(test).call("POST", "/accounts", { ...ANN, invite: tokenOf(shown.body.url) });
    expect(inviter.status).toBe(202);
    const other = await openBrowser(test).call("POST", "/accounts", { ...ANN, email: "x@example.org", invite: mailed });
    expect(other.status).toBe(202);
    const made = await ann.call("POST", "/accounts", { ...ANN, invite: mailed });
    expect(made.status).toBe(201);
    expect(made.body.projects).toContainEqual(expect.objectContaining({ name: "default", role: "member" }));
  });

  it("that began with an invitation ends with it", async () => {
    await olga.call("PATCH", "/instance", { signUp: "invited" });
    const token = await invite({ role: "member" });
    const ann = openBrowser(test);
    expect((await ann.call("POST", "/accounts", { ...ANN, invite: token })).status).toBe(202);
    const path = `/password-resets/${tokenOf(mails()[0]?.text ?? "")}`;
    const made = await ann.call("POST", path, { password: PASSWORD });
    expect(made.body.projects).toContainEqual(expect.objectContaining({ name: "default", role: "member" }));
  });

  it("takes links from the base URL, whatever the request claims", async () => {
    const lying = openBrowser(test, {
      headers: { Host: "evil.example", "X-Forwarded-Host": "evil.example", "Sec-Fetch-Site": "same-origin" },
    });
    await lying.call("POST", "/accounts", ANN);
    await lying.call("POST", "/password-resets", { email: "olga@example.org" });
    for (const { text } of mails()) expect(text.match(/https?:\/\/[^/\s]+/g)).toEqual(["http://watchbell.test"]);
  });
});

describe("a forgotten password", () => {
  beforeEach(() => start({ settings: MAIL }));

  const ask = (email = "olga@example.org") => openBrowser(test).call("POST", "/password-resets", { email });

  it("is replaced with the link in the mail, once, which ends every session", async () => {
    expect((await ask("Olga@example.org")).status).toBe(202);
    const path = `/password-resets/${tokenOf(mails()[0]?.text ?? "")}`;
    const browser = openBrowser(test);
    expect((await browser.call("GET", path)).body).toEqual({ kind: "password", email: "olga@example.org" });
    const reset = await browser.call("POST", path, { password: "eight loud herons" });
    expect(reset.body.state).toBe("signed-in");
    expect((await olga.call("GET", "/session")).body.state).toBe("signed-out");
    expect((await openBrowser(test).call("POST", path, { password: "nine loud herons" })).status).toBe(410);
    expect(mails().map(({ subject }) => subject)).toEqual(["Your password on Watchbell was changed"]);
    expect(
      (await browser.call("GET", "/account/history")).body.history.map(({ kind }: { kind: string }) => kind),
    ).toEqual(["signed-in", "session-ended", "password-changed", "signed-in", "account-created"]);
  });

  it("is asked for without a word about whether there is such an account", async () => {
    const known = await ask();
    const unknown = await ask("nobody@example.org");
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect(mails()).toHaveLength(1);
  });

  it("can be asked for five times an hour, and only the newest link is good", async () => {
    for (let n = 0; n < 5; n += 1) expect((await ask()).status).toBe(202);
    expect((await ask()).status).toBe(429);
    const links = mails().map(({ text }) => `/password-resets/${tokenOf(text)}`);
    expect((await openBrowser(test).call("GET", links[0] ?? "")).status).toBe(410);
    expect((await openBrowser(test).call("GET", links[4] ?? "")).status).toBe(200);
    test.clock.advance(HOUR);
    expect((await openBrowser(test).call("GET", links[4] ?? "")).status).toBe(410);
  });
});
