import { describe, expect } from "vitest";
import { newId, newSecret } from "../../../src/lib/ids.ts";
import { type Account, type HistoryEntry, ROLES } from "../../../src/model/index.ts";
import type { AccountSeed, Entrance, NewProject, Store } from "../../../src/store/ports.ts";
import { DAY, MINUTE } from "../../monitor-story.ts";
import { firstProject, only, PROJECT_ID, type Stage, type StoreEngine, tester } from "./stage.ts";

const ANN = { name: "Ann", from: "192.0.2.7", accountId: "ann" };
const TIME = { time: true };

/** What every engine promises about accounts: making them, and what lets them in. */
export function testAccounts(engine: StoreEngine): void {
  const test = tester(engine);

  describe("the first account", () => {
    test("is made with the set-up link, as operator and owner of every project there is", async (stage) => {
      const { accounts } = stage.store;
      expect(await accounts.hasAccounts()).toBe(false);
      const account = await setUp(stage);
      expect(account).toMatchObject({
        name: "Olga",
        isOperator: true,
        hasPassword: true,
        factors: [],
        oidcLinked: false,
      });
      expect(await accounts.hasAccounts()).toBe(true);
      expect(await accounts.members(PROJECT_ID)).toMatchObject([{ accountId: account.id, role: "owner" }]);
      expect(kindsOf(await historyOf(stage))).toEqual(["member-joined"]);
      expect((await accounts.history(account.id, { limit: 10 })).items).toMatchObject([
        { kind: "account-created", actor: "Olga", from: "192.0.2.1", accountId: account.id },
      ]);
    });

    test("is made once, whoever is quicker", async ({ store }) => {
      await putSetUp(store, "link");
      const calls = Array.from({ length: 4 }, () => store.accounts.create(seed({ by: "set-up", token: "link" })));
      const kinds = (await Promise.all(calls)).map(({ kind }) => kind).toSorted();
      expect(kinds).toEqual(["closed", "closed", "closed", "created"]);
    });

    test("is not made by a link that a newer one replaced, nor by none", async ({ store }) => {
      await putSetUp(store, "old");
      await putSetUp(store, "new");
      for (const token of ["old", "", "wrong"]) {
        expect(await store.accounts.create(seed({ by: "set-up", token }))).toEqual({ kind: "closed" });
      }
      expect(await store.accounts.create(seed({ by: "set-up", token: "new" }))).toMatchObject({ kind: "created" });
    });

    test("is made by one of several links, whichever is opened first, and the others are over with it", async (stage) => {
      const { store } = stage;
      const links = ["one", "two", "three"];
      for (const value of links) await putToken(store, { purpose: "set-up", value });
      for (const value of links) expect(await store.accounts.findToken("set-up", value)).not.toBeNull();
      const calls = links.map((token, n) => store.accounts.create(seed({ by: "set-up", token }, `${n}@example.org`)));
      const outcomes = await Promise.all(calls);
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["closed", "closed", "created"]);
      const first = outcomes.find((outcome) => outcome.kind === "created");
      if (first?.kind === "created") await store.accounts.deleteAccount(first.account.id, ANN);
      expect(await store.accounts.hasAccounts()).toBe(false);
      for (const value of links) expect(await store.accounts.findToken("set-up", value)).toBeNull();
    });

    test("keeps a deleted last project from being made anew at the next start", async (stage) => {
      await setUp(stage);
      await stage.store.accounts.deleteProject(PROJECT_ID, "ann");
      expect(await stage.store.people.bootstrap(firstProject())).toBe(false);
      expect(await stage.store.people.projects()).toEqual([]);
    });
  });

  describe("further accounts", () => {
    test("are let in where anybody is, and nowhere else", async ({ store }) => {
      expect(await store.accounts.signUp()).toBe("invited");
      expect(await store.accounts.create(seed({ by: "open" }))).toEqual({ kind: "closed" });
      await store.accounts.setSignUp("open", ANN);
      expect(await store.accounts.signUp()).toBe("open");
      const made = created(await store.accounts.create(seed({ by: "open" })));
      expect(made.isOperator).toBe(false);
      await store.accounts.setSignUp("invited", ANN);
      expect(await store.accounts.create(seed({ by: "open" }, "other@example.org"))).toEqual({ kind: "closed" });
    });

    test("have a project of their own from the beginning, or nothing at all is made", async ({ store }) => {
      await store.accounts.setSignUp("open", ANN);
      const project = projectOf("Bea");
      const account = created(await store.accounts.create({ ...seed({ by: "open" }), project }));
      expect(await store.people.project(project.projectId)).toMatchObject({
        name: "Bea",
        defaultTopics: ["default+alerts"],
      });
      expect(await store.accounts.members(project.projectId)).toMatchObject([{ accountId: account.id, role: "owner" }]);
      const again = projectOf("Twice");
      expect(await store.accounts.create({ ...seed({ by: "open" }), project: again })).toEqual({ kind: "email-taken" });
      expect(await store.people.project(again.projectId)).toBeNull();
    });

    test("never share an e-mail, whatever its case", async ({ store }) => {
      await store.accounts.setSignUp("open", ANN);
      const calls = ["ann@example.org", "Ann@Example.org", "ANN@EXAMPLE.ORG"].map((email) =>
        store.accounts.create(seed({ by: "open" }, email)),
      );
      const kinds = (await Promise.all(calls)).map(({ kind }) => kind).toSorted();
      expect(kinds).toEqual(["created", "email-taken", "email-taken"]);
      expect((await store.accounts.findByEmail("aNN@example.ORG"))?.passwordHash).toBe("hash");
      expect(await store.accounts.findByEmail("bob@example.org")).toBeNull();
    });

    test("come in by an invitation once, and a refused one leaves it unused", async (stage) => {
      const { accounts } = stage.store;
      await setUp(stage);
      await invite(stage, "bring-bob", "member");
      const taken = await accounts.create(seed({ by: "invite", invite: "bring-bob" }, "olga@example.org"));
      expect(taken).toEqual({ kind: "email-taken" });
      const bob = created(await accounts.create(seed({ by: "invite", invite: "bring-bob" }, "bob@example.org")));
      expect((await accounts.members(PROJECT_ID)).map(({ accountId, role }) => [accountId, role])).toContainEqual([
        bob.id,
        "member",
      ]);
      expect(await accounts.create(seed({ by: "invite", invite: "bring-bob" }, "eve@example.org"))).toEqual({
        kind: "closed",
      });
      expect((await accounts.list()).map(({ email }) => email)).toEqual(["bob@example.org", "olga@example.org"]);
    });

    test("that were mailed a link come in by it once, with the invitation that they began with", async (stage) => {
      const { accounts } = stage.store;
      await setUp(stage);
      await invite(stage, "bring-bob", "read-only");
      for (const value of ["mailed", "uninvited"]) await putToken(stage.store, { purpose: "sign-up", value });
      expect(await accounts.create(seed({ by: "mail", token: "uninvited", invite: null }))).toEqual({ kind: "closed" });
      const bob = created(await accounts.create(seed({ by: "mail", token: "mailed", invite: "bring-bob" })));
      expect(await accounts.members(PROJECT_ID)).toContainEqual(
        expect.objectContaining({ accountId: bob.id, role: "read-only" }),
      );
      expect(await accounts.create(seed({ by: "mail", token: "mailed", invite: null }, "x@example.org"))).toEqual({
        kind: "closed",
      });
    });

    test("can be called otherwise, and take no address of another", async (stage) => {
      const { accounts } = stage.store;
      const olga = await setUp(stage);
      const bob = await member(stage, "bob", "member");
      expect(await accounts.change(bob.id, { name: "Robert" }, ANN)).toMatchObject({
        name: "Robert",
        email: bob.email,
      });
      expect(await accounts.change(bob.id, { email: "Bob@Example.org" }, ANN)).toMatchObject({
        email: "Bob@Example.org",
      });
      expect(await accounts.change(bob.id, { email: olga.email.toUpperCase() }, ANN)).toBe("email-taken");
      expect(await accounts.change(newId(), { name: "Nobody" }, ANN)).toBeNull();
    });
  });

  describe("a password", () => {
    test("that is changed ends every session but the one, and every mailed link", async (stage) => {
      const { accounts } = stage.store;
      const { id: accountId } = await setUp(stage);
      const keep = await signIn(stage, accountId, "here");
      await signIn(stage, accountId, "there");
      await putToken(stage.store, { purpose: "password", value: "link", accountId });
      await accounts.setPassword({ accountId, passwordHash: "new hash", keepSessionId: keep.id }, ANN);
      expect(await accounts.passwordHash(accountId)).toBe("new hash");
      expect((await accounts.sessions(accountId)).map(({ id }) => id)).toEqual([keep.id]);
      expect(await accounts.resetPassword("link", "hash of a thief", "")).toBeNull();
      expect(await accounts.findSession("there")).toBeNull();
      expect(kindsOf((await accounts.history(accountId, { limit: 2 })).items)).toEqual([
        "session-ended",
        "password-changed",
      ]);
    });

    test("is reset by a link once, which ends every session", async (stage) => {
      const { accounts } = stage.store;
      const { id: accountId } = await setUp(stage);
      await signIn(stage, accountId, "here");
      await putToken(stage.store, { purpose: "password", value: "link", accountId });
      expect(await accounts.resetPassword("link", "new hash", "192.0.2.9")).toMatchObject({ id: accountId });
      expect(await accounts.passwordHash(accountId)).toBe("new hash");
      expect(await accounts.sessions(accountId)).toEqual([]);
      expect(await accounts.resetPassword("link", "another", "192.0.2.9")).toBeNull();
    });
  });

  describe("a token that is used once", () => {
    test("is found with what was to be remembered, for its purpose only", async ({ store }) => {
      await putToken(store, { purpose: "oidc", value: "state", payload: { nonce: "n", next: "/monitors" } });
      expect(await store.accounts.findToken("passkey", "state")).toBeNull();
      expect(await store.accounts.findToken("oidc", "state")).toEqual({
        accountId: null,
        payload: { nonce: "n", next: "/monitors" },
      });
      const taken = await Promise.all([1, 2, 3].map(() => store.accounts.takeToken("oidc", "state")));
      expect(taken.filter((each) => each !== null)).toHaveLength(1);
    });

    test(
      "is good until its time is over",
      async ({ store, clock }) => {
        await putToken(store, { purpose: "address", value: "mailed", lifetimeMs: MINUTE });
        clock.advance(MINUTE - 1);
        expect(await store.accounts.findToken("address", "mailed")).not.toBeNull();
        clock.advance(1);
        expect(await store.accounts.findToken("address", "mailed")).toBeNull();
        expect(await store.accounts.takeToken("address", "mailed")).toBeNull();
      },
      TIME,
    );
  });

  describe("tries", () => {
    const bucket = (of: string, tries: number) => ({ of, tries, perMs: 10 * MINUTE });

    test("are counted, refused with the time to wait, and given back", async ({ store }) => {
      const buckets = [bucket("network", 5), bucket("e-mail", 2)];
      expect(await store.accounts.takeTry(buckets)).toBeNull();
      expect(await store.accounts.takeTry(buckets)).toBeNull();
      const refused = await store.accounts.takeTry(buckets);
      expect(refused?.waitMs).toBeGreaterThan(4 * MINUTE);
      expect(refused?.waitMs).toBeLessThanOrEqual(5 * MINUTE);
      await store.accounts.giveTryBack(buckets);
      expect(await store.accounts.takeTry(buckets)).toBeNull();
    });

    test("that are refused by one bucket take nothing from the other", async ({ store }) => {
      await store.accounts.takeTry([bucket("e-mail", 1)]);
      for (let n = 0; n < 3; n += 1) await store.accounts.takeTry([bucket("network", 2), bucket("e-mail", 1)]);
      expect(await store.accounts.takeTry([bucket("network", 2)])).toBeNull();
      expect(await store.accounts.takeTry([bucket("network", 2)])).toBeNull();
    });

    test("in parallel are never more than there are", async ({ store }) => {
      const taken = await Promise.all(Array.from({ length: 10 }, () => store.accounts.takeTry([bucket("network", 3)])));
      expect(taken.filter((each) => each === null)).toHaveLength(3);
    });

    test(
      "come back with time",
      async ({ store, clock }) => {
        await store.accounts.takeTry([bucket("network", 1)]);
        clock.advance(10 * MINUTE - 1_000);
        const waitMs = (await store.accounts.takeTry([bucket("network", 1)]))?.waitMs ?? 0;
        expect(Math.abs(waitMs - 1_000)).toBeLessThanOrEqual(1);
        clock.advance(waitMs);
        expect(await store.accounts.takeTry([bucket("network", 1)])).toBeNull();
      },
      TIME,
    );
  });
}

/** What every engine promises about sessions and members. */
export function testMembers(engine: StoreEngine): void {
  const test = tester(engine);

  describe("a session", () => {
    test("is found by its value alone, with whose it is and where they may go", async (stage) => {
      const olga = await setUp(stage);
      await signIn(stage, olga.id, "value");
      expect(await stage.store.accounts.findSession("value")).toMatchObject({
        account: { id: olga.id },
        session: { state: "signed-in", address: "192.0.2.1", userAgent: "Firefox" },
        memberships: [{ projectId: PROJECT_ID, projectName: "default", timezone: "UTC", role: "owner" }],
      });
      for (const wrong of ["", "VALUE", "valu", "%"]) expect(await stage.store.accounts.findSession(wrong)).toBeNull();
    });

    test("that waits for the second factor is completed once, under another value", async (stage) => {
      const { accounts } = stage.store;
      const { id: accountId } = await setUp(stage);
      await signIn(stage, accountId, "half", "second-factor");
      expect(await accounts.sessions(accountId)).toEqual([]);
      expect(await accounts.completeSession("half", "whole")).toMatchObject({ state: "signed-in", accountId });
      expect(await accounts.completeSession("half", "again")).toBeNull();
      expect(await accounts.completeSession("whole", "again")).toBeNull();
      expect(await accounts.findSession("half")).toBeNull();
      expect((await accounts.findSession("whole"))?.session.state).toBe("signed-in");
    });

    test(
      "lasts 30 days after its last use, 180 at most, and 10 minutes without the second factor",
      async (stage) => {
        const { accounts } = stage.store;
        const { id: accountId } = await setUp(stage);
        await signIn(stage, accountId, "idle");
        await signIn(stage, accountId, "used");
        await signIn(stage, accountId, "half", "second-factor");
        stage.clock.advance(10 * MINUTE);
        expect(await accounts.findSession("half")).toBeNull();
        for (let days = 0; days < 174; days += 29) {
          expect(await accounts.findSession("used")).not.toBeNull();
          stage.clock.advance(29 * DAY);
        }
        expect(await accounts.findSession("idle")).toBeNull();
        expect(await accounts.findSession("used")).not.toBeNull();
        stage.clock.advance(6 * DAY);
        expect(await accounts.findSession("used")).toBeNull();
      },
      TIME,
    );

    test(
      "notes its last use, to the minute",
      async (stage) => {
        const { accounts } = stage.store;
        const { id: accountId } = await setUp(stage);
        await signIn(stage, accountId, "value");
        const lastSeen = async () => only(await accounts.sessions(accountId)).lastSeenAt;
        const first = await lastSeen();
        stage.clock.advance(MINUTE - 1);
        await accounts.findSession("value");
        expect(await lastSeen()).toBe(first);
        stage.clock.advance(1);
        await accounts.findSession("value");
        expect(await lastSeen()).toBe(first + MINUTE);
        expect((await accounts.get(accountId))?.lastSeenAt).toBe(first + MINUTE);
      },
      TIME,
    );

    test("is ended by its owner only, one or all others", async (stage) => {
      const { accounts } = stage.store;
      const olga = await setUp(stage);
      const bob = await member(stage, "bob", "member");
      const here = await signIn(stage, olga.id, "here");
      const there = await signIn(stage, olga.id, "there");
      await signIn(stage, olga.id, "elsewhere");
      expect(await accounts.endSession(bob.id, there.id, ANN)).toBe(false);
      expect(await accounts.endSession(olga.id, there.id, ANN)).toBe(true);
      expect(await accounts.endSession(olga.id, there.id, ANN)).toBe(false);
      await accounts.endOtherSessions(olga.id, here.id, ANN);
      expect((await accounts.sessions(olga.id)).map(({ id }) => id)).toEqual([here.id]);
      expect(await accounts.findSession("there")).toBeNull();
    });
  });

  describe("an account that goes", () => {
    test("takes its sessions, ways to log in and own projects along, and leaves the others", async (stage) => {
      const { accounts } = stage.store;
      const olga = await setUp(stage);
      const bob = await member(stage, "bob", "manager");
      const own = projectOf("Bob's own");
      await accounts.createProject(own, bob.id, ANN);
      await signIn(stage, bob.id, "his");
      await accounts.putTotp(bob.id, "SECRET");
      const departure = {
        deleted: [{ id: own.projectId, name: "Bob's own" }],
        left: [{ id: PROJECT_ID, name: expect.any(String) }],
        ownerless: [],
        isLastOperator: false,
        isLastAccount: false,
      };
      expect(await accounts.departure(bob.id)).toEqual(departure);
      expect(await accounts.deleteAccount(bob.id, ANN)).toEqual({ kind: "deleted", departure });
      expect(await accounts.get(bob.id)).toBeNull();
      expect(await accounts.findSession("his")).toBeNull();
      expect(await accounts.totp(bob.id)).toBeNull();
      expect((await stage.store.people.projects()).map(({ id }) => id)).toEqual([PROJECT_ID]);
      expect((await accounts.members(PROJECT_ID)).map(({ name }) => name)).toEqual(["Olga"]);
      expect(await historyOf(stage)).toContainEqual(
        expect.objectContaining({
          kind: "member-left",
          actor: "Ann",
          text: "bob (manager) is no member any more: the account was deleted.",
        }),
      );
      expect((await accounts.history(olga.id, { limit: 10 })).items).toContainEqual(
        expect.objectContaining({ kind: "account-deleted", text: "Account bob (bob@example.org) was deleted." }),
      );
      expect(await accounts.departure(bob.id)).toBeNull();
      expect(await accounts.deleteAccount(bob.id, ANN)).toBeNull();
    });

    test("leaves no project without an owner, and those who stay an operator", async (stage) => {
      const { accounts } = stage.store;
      const olga = await setUp(stage);
      const bob = await member(stage, "bob", "member");
      expect(await accounts.deleteAccount(olga.id, ANN)).toMatchObject({
        kind: "last-owner",
        departure: { ownerless: [{ id: PROJECT_ID }], isLastOperator: true },
      });
      await accounts.changeRole({ projectId: PROJECT_ID, accountId: bob.id, role: "member" }, "owner", ANN);
      expect(await accounts.deleteAccount(olga.id, ANN)).toMatchObject({ kind: "last-operator" });
      expect(await accounts.get(olga.id)).toMatchObject({ isOperator: true });
      expect(await accounts.makeOperator(bob.id, ANN)).toBe(true);
      expect(await accounts.makeOperator("nobody", ANN)).toBe(false);
      const outcomes = await Promise.all([olga, bob].map(({ id }) => accounts.deleteAccount(id, ANN)));
      // Whoever comes first goes; then the other is alone with all there is, and may go too.
      expect(outcomes.map((outcome) => outcome?.kind)).toEqual(["deleted", "deleted"]);
      expect(outcomes.filter((outcome) => outcome?.departure.isLastAccount)).toHaveLength(1);
      expect(await accounts.hasAccounts()).toBe(false);
      expect(await stage.store.people.projects()).toEqual([]);
    });
  });

  describe("members", () => {
    test("get other roles and leave, each told in the project's history with where it came from", async (stage) => {
      const { accounts } = stage.store;
      await setUp(stage);
      const bob = await member(stage, "bob", "member");
      const address = { projectId: PROJECT_ID, accountId: bob.id, role: "member" } as const;
      expect(await accounts.changeRole(address, "manager", ANN)).toBe("changed");
      expect(await accounts.changeRole(address, "owner", ANN)).toBe("gone");
      expect(await accounts.removeMember(address, ANN)).toBe("gone");
      expect(await accounts.removeMember({ ...address, role: "manager" }, ANN)).toBe("removed");
      expect((await accounts.members(PROJECT_ID)).map(({ name }) => name)).toEqual(["Olga"]);
      const told = (await historyOf(stage)).slice(0, 2);
      expect(told).toMatchObject([
        { kind: "member-left", text: "bob (manager) is no member any more." },
        {
          kind: "member-changed",
          text: "bob was member and is manager now.",
          actor: "Ann",
          from: "192.0.2.7",
          accountId: "ann",
        },
      ]);
    });

    test("always have an owner, also when two leave at once", async (stage) => {
      const { accounts } = stage.store;
      const olga = await setUp(stage);
      const address = { projectId: PROJECT_ID, accountId: olga.id, role: "owner" } as const;
      for (const role of ROLES.slice(1)) expect(await accounts.changeRole(address, role, ANN)).toBe("last-owner");
      expect(await accounts.removeMember(address, ANN)).toBe("last-owner");
      const bob = await member(stage, "bob", "owner");
      const left = await Promise.all(
        [olga.id, bob.id].map((accountId) => accounts.removeMember({ ...address, accountId }, ANN)),
      );
      expect(left.toSorted()).toEqual(["last-owner", "removed"]);
    });
  });

  describe("an invitation", () => {
    test("is seen with its project, listed, and taken back", async (stage) => {
      const { accounts } = stage.store;
      await setUp(stage);
      const made = await invite(stage, "secret", "manager");
      expect(await accounts.findInvite("secret")).toEqual({ invite: made, projectName: "default" });
      expect(await accounts.findInvite("Secret")).toBeNull();
      expect(await accounts.invites(PROJECT_ID)).toEqual([made]);
      expect(await accounts.deleteInvite(newId(), made.id, ANN)).toBe(false);
      expect(await accounts.deleteInvite(PROJECT_ID, made.id, ANN)).toBe(true);
      expect(await accounts.findInvite("secret")).toBeNull();
    });

    test("makes an account a member, once; a member stays what he is and leaves it unused", async (stage) => {
      const { accounts } = stage.store;
      const olga = await setUp(stage);
      await stage.store.accounts.setSignUp("open", ANN);
      const bob = created(await accounts.create(seed({ by: "open" }, "bob@example.org")));
      await invite(stage, "secret", "read-only");
      expect(await accounts.acceptInvite("secret", olga.id, ANN)).toEqual({ projectId: PROJECT_ID });
      expect(await accounts.acceptInvite("secret", bob.id, ANN)).toEqual({ projectId: PROJECT_ID });
      expect((await accounts.members(PROJECT_ID)).map(({ role }) => role).toSorted()).toEqual(["owner", "read-only"]);
      expect(await accounts.acceptInvite("secret", bob.id, ANN)).toBeNull();
    });

    test(
      "is over after a week",
      async (stage) => {
        await setUp(stage);
        await invite(stage, "secret", "member");
        stage.clock.advance(7 * DAY - 1);
        expect(await stage.store.accounts.findInvite("secret")).not.toBeNull();
        stage.clock.advance(1);
        expect(await stage.store.accounts.findInvite("secret")).toBeNull();
        expect(await stage.store.accounts.invites(PROJECT_ID)).toEqual([]);
      },
      TIME,
    );
  });

  describe("a project", () => {
    test("that is deleted lets nobody in, tells nobody, and is nowhere to be seen", async (stage) => {
      const { store } = stage;
      const olga = await setUp(stage);
      await signIn(stage, olga.id, "here");
      await invite(stage, "secret", "member");
      const monitorId = await stage.monitor();
      await stage.ping(monitorId, "fail");
      const [address] = (await store.pages.badgeAddresses(PROJECT_ID, [{ of: "project" }])) ?? [];
      const page = {
        title: "Acme",
        description: "",
        note: "",
        showIncidents: true,
        incidentDays: 14,
        groups: [],
      } as const;
      await store.pages.putStatusPage({ projectId: PROJECT_ID, slug: "acme", enabled: true, ...page }, ANN);
      expect(await store.accounts.deleteProject(newId(), ANN)).toBe(false);
      expect(await store.accounts.deleteProject(PROJECT_ID, ANN)).toBe(true);
      expect(await store.accounts.deleteProject(PROJECT_ID, ANN)).toBe(false);
      expect(await store.people.projects()).toEqual([]);
      expect(await store.people.project(PROJECT_ID)).toBeNull();
      expect(await store.people.keys(PROJECT_ID)).toEqual([]);
      expect(await store.accounts.findInvite("secret")).toBeNull();
      expect(await store.pages.statusPageBySlug("acme")).toBeNull();
      expect(address && (await store.pages.badgeSubject({ ...address, tag: null }))).toBeNull();
      expect((await store.accounts.findSession("here"))?.memberships).toEqual([]);
      expect(await stage.claim()).toEqual([]);
      expect(kindsOf((await store.accounts.history(olga.id, { limit: 1 })).items)).toEqual(["project-deleted"]);
    });

    test("that was deleted goes bit by bit, and a ping that comes meanwhile harms nothing", async (stage) => {
      await setUp(stage);
      const monitorId = await stage.monitor();
      for (let n = 0; n < 5; n += 1) await stage.monitor();
      await stage.store.accounts.deleteProject(PROJECT_ID, ANN);
      expect(await stage.ping(monitorId, "fail")).toMatchObject({ kind: "changed" });
      expect(await stage.claim()).toEqual([]);
      let rounds = 0;
      while ((await stage.store.watch.prune(200)) > 0) rounds += 1;
      expect(rounds).toBeGreaterThan(1);
      expect(await stage.store.watch.get({ by: "id", monitorId })).toBeNull();
      expect(await historyOf(stage)).toEqual([]);
    });

    test("of one's own begins with its topics and its owner", async (stage) => {
      const olga = await setUp(stage);
      const project = projectOf("Second");
      const made = await stage.store.accounts.createProject(project, olga.id, ANN);
      expect(made).toMatchObject({ id: project.projectId, name: "Second", defaultTopics: ["default+alerts"] });
      const topics = await stage.store.topics.list(project.projectId);
      expect(topics.map(({ name }) => name)).toEqual(["default+alerts"]);
      expect(await stage.store.accounts.members(project.projectId)).toMatchObject([
        { accountId: olga.id, role: "owner" },
      ]);
    });
  });
}

function seed(entrance: Entrance, email = "ann@example.org", name = "Ann"): AccountSeed {
  const account = { accountId: newId(), email, name, passwordHash: "hash" };
  return { account, entrance, project: null, topics: [], from: "192.0.2.1" };
}

function topicOf(projectId: string) {
  return { projectId, channel: "default", topic: "alerts", integrations: [] };
}

function projectOf(name: string): NewProject {
  const projectId = newId();
  return { projectId, name, timezone: "UTC", topics: [topicOf(projectId)] };
}

async function putToken(
  store: Store,
  token: Partial<Parameters<Store["accounts"]["putToken"]>[0]> &
    Pick<Parameters<Store["accounts"]["putToken"]>[0], "purpose" | "value">,
): Promise<void> {
  await store.accounts.putToken({ accountId: null, payload: null, lifetimeMs: null, replaces: false, ...token });
}

const putSetUp = (store: Store, value: string) => putToken(store, { purpose: "set-up", value, replaces: true });

async function setUp(stage: Stage): Promise<Account> {
  await putSetUp(stage.store, "set-up");
  return created(
    await stage.store.accounts.create(seed({ by: "set-up", token: "set-up" }, "olga@example.org", "Olga")),
  );
}

async function invite(stage: Stage, value: string, role: (typeof ROLES)[number]) {
  return await stage.store.accounts.createInvite({ projectId: PROJECT_ID, value, role, email: null }, ANN);
}

async function member(stage: Stage, name: string, role: (typeof ROLES)[number]): Promise<Account> {
  const value = newSecret();
  await invite(stage, value, role);
  return created(await stage.store.accounts.create(seed({ by: "invite", invite: value }, `${name}@example.org`, name)));
}

async function signIn(
  stage: Stage,
  accountId: string,
  value: string,
  state: "signed-in" | "second-factor" = "signed-in",
) {
  return await stage.store.accounts.createSession({
    value,
    accountId,
    state,
    address: "192.0.2.1",
    userAgent: "Firefox",
  });
}

function created(outcome: Awaited<ReturnType<Store["accounts"]["create"]>>): Account {
  if (outcome.kind !== "created") throw new Error(`the account was not made: ${outcome.kind}`);
  return outcome.account;
}

async function historyOf({ store }: Stage): Promise<readonly HistoryEntry[]> {
  return (await store.history.list({ projectId: PROJECT_ID, limit: 100 })).items.filter(({ kind }) =>
    /member|invite/.test(kind),
  );
}

function kindsOf(entries: readonly HistoryEntry[]): readonly string[] {
  return entries.map(({ kind }) => kind);
}
