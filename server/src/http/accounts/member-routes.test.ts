import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addMember, type Browser, makeAccount, makeSession, openBrowser, setUpOwner } from "../../../test/browser.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { ROLES, type Role } from "../../model/index.ts";

let test: TestApp;
let olga: Browser;
let browsers: Record<string, Browser>;
let ids: Record<string, string>;

beforeEach(async () => {
  test = await createTestApp();
  olga = await setUpOwner(test);
  browsers = { owner: olga };
  ids = { owner: (await test.store.accounts.list())[0]?.id ?? "" };
  for (const role of ROLES.slice(1)) await join(role, role);
});
afterEach(() => test.close());

async function join(name: string, role: Role): Promise<Browser> {
  const { id } = await makeAccount(test, name);
  await addMember(test, id, role);
  const browser = openBrowser(test, { session: await makeSession(test, id), project: test.projectId });
  browsers[name] = browser;
  ids[name] = id;
  return browser;
}

const as = (name: string): Browser => browsers[name] ?? olga;
const change = (by: string, whom: string, role: Role) => as(by).call("PATCH", `/members/${ids[whom]}`, { role });
const remove = (by: string, whom: string) => as(by).call("DELETE", `/members/${ids[whom]}`);

describe("members of a project", () => {
  it("are seen by every member and by no key", async () => {
    const { items } = (await as("read-only").call("GET", "/members")).body;
    expect(items.map(({ email, role }: { email: string; role: string }) => [email, role])).toContainEqual([
      "member@example.org",
      "member",
    ]);
    expect(items).toHaveLength(4);
    const key = openBrowser(test, { headers: { "X-Api-Key": test.keys.write } });
    expect((await key.call("GET", "/members")).status).toBe(401);
  });

  it("get no role above that of who gives it, and lose none", async () => {
    expect((await change("manager", "member", "manager")).body.role).toBe("manager");
    for (const [by, whom, role] of [
      ["manager", "read-only", "owner"],
      ["manager", "owner", "member"],
    ] as const) {
      const refused = await change(by, whom, role);
      expect([refused.status, refused.body.error]).toMatchObject([403, { code: "forbidden", field: "role" }]);
    }
    expect((await remove("manager", "owner")).status).toBe(403);
    expect((await change("owner", "manager", "owner")).body.role).toBe("owner");
    expect((await change("manager", "owner", "member")).body.role).toBe("member");
  });

  it("leave by themselves, and are taken out by managers only", async () => {
    expect((await remove("member", "read-only")).status).toBe(403);
    expect((await remove("member", "member")).status).toBe(204);
    expect((await as("member").call("GET", "/monitors")).status).toBe(404);
    expect((await remove("manager", "read-only")).status).toBe(204);
    expect((await remove("manager", "read-only")).status).toBe(404);
  });

  it("always have an owner among them", async () => {
    for (const answer of [await change("owner", "owner", "manager"), await remove("owner", "owner")]) {
      expect([answer.status, answer.body.error.code]).toEqual([409, "last_owner"]);
    }
    await join("second", "owner");
    expect((await remove("owner", "owner")).status).toBe(204);
  });

  it("lose what they may at once", async () => {
    expect((await as("member").call("POST", "/monitors", { name: "mine" })).status).toBe(201);
    await change("owner", "member", "read-only");
    expect((await as("member").call("POST", "/monitors", { name: "mine" })).status).toBe(403);
  });
});

describe("invitations", () => {
  const invite = (by: string, role: Role) => as(by).call("POST", "/invites", { role });

  it("are made by managers, for no role above their own", async () => {
    expect((await invite("manager", "owner")).status).toBe(403);
    const made = await invite("manager", "manager");
    expect(made.body).toMatchObject({ role: "manager", email: null, invitedBy: "manager", mailed: false });
    expect(made.body.url).toMatch(/^http:\/\/watchbell\.test\/invite\?token=[\w-]{43}$/);
    expect(Date.parse(made.body.expiresAt) - test.clock.now()).toBe(7 * 24 * 3_600_000);
    expect(JSON.stringify((await as("manager").call("GET", "/invites")).body)).not.toContain("token");
    expect((await as("member").call("GET", "/invites")).status).toBe(403);
  });

  it("are accepted by who is signed in, once, and taken back before", async () => {
    const { id } = await makeAccount(test, "bob");
    const bob = openBrowser(test, { session: await makeSession(test, id) });
    const token = (url: string): string => url.split("token=")[1] ?? "";
    const first = (await invite("owner", "member")).body;
    expect((await olga.call("DELETE", `/invites/${first.id}`)).status).toBe(204);
    expect((await olga.call("DELETE", `/invites/${first.id}`)).status).toBe(404);
    expect((await bob.call("POST", `/invitations/${token(first.url)}/accept`)).status).toBe(410);
    const second = (await invite("owner", "member")).body;
    expect((await bob.call("POST", `/invitations/${token(second.url)}/accept`)).body).toEqual({
      projectId: test.projectId,
    });
    expect((await bob.call("GET", "/project")).body.name).toBe("default");
    expect((await bob.call("POST", `/invitations/${token(second.url)}/accept`)).status).toBe(410);
    const told = (await olga.call("GET", "/history?limit=4")).body.history;
    expect(told.map(({ kind, actor }: { kind: string; actor: string }) => [kind, actor])).toEqual([
      ["member-joined", "bob"],
      ["invite-created", "Olga"],
      ["invite-deleted", "Olga"],
      ["invite-created", "Olga"],
    ]);
  });
});

describe("a project", () => {
  it("is deleted by its owner who writes its name, and is gone for everybody at once", async () => {
    expect((await as("manager").call("DELETE", "/project", { name: "default" })).status).toBe(403);
    const wrong = await olga.call("DELETE", "/project", { name: "Default" });
    expect([wrong.status, wrong.body.error.field]).toEqual([400, "name"]);
    expect((await olga.call("DELETE", "/project", { name: "default" })).status).toBe(204);
    expect((await as("member").call("GET", "/monitors")).status).toBe(404);
    const key = openBrowser(test, { headers: { "X-Api-Key": test.keys.write } });
    expect((await key.call("GET", "/monitors")).body.error.code).toBe("wrong_key");
    expect((await olga.call("GET", "/projects")).body.items).toEqual([]);
    expect((await olga.call("POST", "/projects", { name: "anew" })).status).toBe(201);
    await test.doDueWork();
  });
});
