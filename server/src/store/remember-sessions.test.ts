import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { firstProject, PROJECT_ID } from "../../test/contracts/store/stage.ts";
import { createFakeClock, type FakeClock } from "../../test/fake-clock.ts";
import { newId } from "../lib/ids.ts";
import type { Store } from "./ports.ts";
import { rememberKeys } from "./remember-keys.ts";
import { openSqliteStore } from "./sql/sqlite-store.ts";

const VALUE = "the-value-of-a-cookie";
const KEY = "a-read-key-of-our-own";

let clock: FakeClock;
let real: Store;
let store: Store;
let accountId: string;
let sessionId: string;
let lookups: number;

beforeEach(async () => {
  clock = createFakeClock(Date.UTC(2026, 2, 4, 12));
  real = await openSqliteStore({ path: ":memory:", masterKey: randomBytes(32), baseUrl: "http://x.test" }, clock.now);
  await real.people.bootstrap(firstProject());
  await real.people.createKey({ projectId: PROJECT_ID, kind: "read", name: "own", value: KEY }, "test");
  accountId = newId();
  const account = { accountId, email: "ann@example.org", name: "Ann", passwordHash: null };
  const forever = { accountId: null, payload: null, lifetimeMs: null, replaces: true };
  await real.accounts.putToken({ purpose: "set-up", value: "set-up", ...forever });
  const entrance = { by: "set-up", token: "set-up" } as const;
  await real.accounts.create({ account, entrance, project: null, topics: [], from: "" });
  const session = { value: VALUE, accountId, state: "signed-in", address: "", userAgent: "" } as const;
  sessionId = (await real.accounts.createSession(session)).id;
  lookups = 0;
  const findSession = (value: string) => {
    lookups += 1;
    return real.accounts.findSession(value);
  };
  store = rememberKeys({ ...real, accounts: { ...real.accounts, findSession } }, clock.now);
});
afterEach(() => store.close());

it("looks a session up once in five seconds", async () => {
  const first = await store.accounts.findSession(VALUE);
  expect(first?.account.name).toBe("Ann");
  clock.advance(4_999);
  expect(await store.accounts.findSession(VALUE)).toBe(first);
  expect(lookups).toBe(1);
  clock.advance(1);
  await store.accounts.findSession(VALUE);
  expect(lookups).toBe(2);
});

it("is not kept from remembering by what only looks", async () => {
  await store.accounts.findSession(VALUE);
  await store.accounts.members(PROJECT_ID);
  await store.accounts.takeTry([{ of: "somebody", tries: 5, perMs: 1_000 }]);
  await store.accounts.findSession(VALUE);
  expect(lookups).toBe(1);
});

it("knows a second factor that was turned on at once, and is not kept from remembering by one that is shown", async () => {
  await store.accounts.findSession(VALUE);
  await store.accounts.putTotp(accountId, "SECRET");
  await store.accounts.totp(accountId);
  await store.accounts.findSession(VALUE);
  expect(lookups).toBe(1);
  await store.accounts.confirmTotp({ accountId, step: 1, recoveryCodes: [] }, "test");
  expect((await store.accounts.findSession(VALUE))?.account.factors).toEqual(["totp"]);
  await store.accounts.useTotpStep(accountId, 2);
  await store.accounts.findSession(VALUE);
  expect(lookups).toBe(2);
});

it("does not know a session any more, from the moment on that its end is answered", async () => {
  await store.accounts.findSession(VALUE);
  await store.accounts.endSession(accountId, sessionId, "test");
  expect(await store.accounts.findSession(VALUE)).toBeNull();
});

it("knows a new password, a new name of a project and a lost role at once", async () => {
  await store.accounts.findSession(VALUE);
  await store.people.changeProject(PROJECT_ID, { name: "renamed" }, "test");
  expect((await store.accounts.findSession(VALUE))?.memberships[0]?.projectName).toBe("renamed");
  await store.accounts.deleteProject(PROJECT_ID, "test");
  expect((await store.accounts.findSession(VALUE))?.memberships).toEqual([]);
  await store.accounts.setPassword({ accountId, passwordHash: "x", keepSessionId: null }, "test");
  expect(await store.accounts.findSession(VALUE)).toBeNull();
});

it("does not know the keys of a project any more that was deleted", async () => {
  expect(await store.people.findKey(KEY)).not.toBeNull();
  await store.accounts.deleteProject(PROJECT_ID, "test");
  expect(await store.people.findKey(KEY)).toBeNull();
});
