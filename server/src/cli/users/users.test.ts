import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { cli } from "../../../test/run-cli.ts";
import { makeSetUpLink } from "../../actions/accounts/set-up.ts";
import { bootstrapProject } from "../../actions/bootstrap-project.ts";
import { databasePath } from "../../config/data-paths.ts";
import { loadMasterKey } from "../../config/master-key.ts";
import type { Settings } from "../../config/settings.ts";
import { newId } from "../../lib/ids.ts";
import type { Store } from "../../store/ports.ts";
import { lockDataFolder } from "../../store/sql/data-folder-lock.ts";
import { openSqliteStore } from "../../store/sql/sqlite-store.ts";

const NOW = Date.UTC(2026, 2, 4, 12);
const BASE_URL = "https://watch.example.org";

let dataDir: string;
/** What a server that runs meanwhile has open. */
let store: Store;
let lock: { release(): void };

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "watchbell-users-"));
  lock = lockDataFolder(dataDir);
  const masterKey = loadMasterKey({ secretKey: null, dataDir }).key;
  store = await openSqliteStore({ path: databasePath(dataDir), masterKey, baseUrl: BASE_URL }, () => NOW);
});
afterEach(async () => {
  await store.close();
  lock.release();
  rmSync(dataDir, { recursive: true, force: true });
});

const users = (...args: readonly string[]) =>
  cli(["users", ...args], {
    env: { WATCHBELL_DATA_DIR: dataDir, WATCHBELL_BASE_URL: BASE_URL },
    clock: createFakeClock(NOW),
  });

async function makeOlga(): Promise<string> {
  const settings = { baseUrl: BASE_URL, bootstrapApiKey: null, bootstrapPingKey: null } as Settings;
  await bootstrapProject({ settings, store });
  const link = await makeSetUpLink({ settings, store }, { replaces: true });
  const token = new URL(link ?? "").searchParams.get("token") ?? "";
  const accountId = newId();
  const account = { accountId, email: "olga@example.org", name: "Olga", passwordHash: "old" };
  await store.accounts.create({ account, entrance: { by: "set-up", token }, project: null, topics: [], from: "" });
  return accountId;
}

describe("watchbell users, beside a running server", () => {
  it("lists who has an account", async () => {
    expect((await users("list")).out).toContain("Nobody has an account yet.");
    await makeOlga();
    const { code, out } = await users("list");
    expect([code, out.split("\n")[1]?.split(/ {2,}/)]).toEqual([0, ["olga@example.org", "Olga", "yes", "never"]]);
    expect(JSON.parse((await users("list", "--json")).out)).toMatchObject({
      accounts: [{ email: "olga@example.org", isOperator: true, factors: [], lastSeenAt: null }],
    });
  });

  it("prints a fresh link for the first account, and refuses when there is one", async () => {
    const first = await users("set-up");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(/^https:\/\/watch\.example\.org\/set-up\?token=[\w-]{43}\n$/);
    const token = new URL(first.out.trim()).searchParams.get("token") ?? "";
    expect(await store.accounts.findToken("set-up", token)).not.toBeNull();
    await users("set-up");
    expect(await store.accounts.findToken("set-up", token)).toBeNull();
    await makeOlga();
    expect(await users("set-up")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("an account already"),
    });
  });

  it("prints a link with which a password is chosen, once", async () => {
    const accountId = await makeOlga();
    const { code, out } = await users("reset", " Olga@Example.org");
    expect(code).toBe(0);
    const token = new URL(out.trim()).searchParams.get("token") ?? "";
    expect(await store.accounts.resetPassword(token, "new", "")).toMatchObject({ id: accountId });
    expect(await store.accounts.resetPassword(token, "again", "")).toBeNull();
    expect(await users("reset", "eve@example.org")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("No account"),
    });
  });
});

describe("watchbell users delete", () => {
  it("only tells what would go, and deletes with --yes", async () => {
    const olga = await makeOlga();
    const bob = await makeBob();
    const told = await users("delete", " Bob@example.org");
    expect(told).toMatchObject({ code: 0, err: "" });
    expect(told.out).toContain("bob@example.org would be deleted.");
    expect(told.out).toContain("would go with it: Bob's own");
    expect(told.out).toContain("Nothing is deleted yet. Run it again with --yes.");
    expect(await store.accounts.get(bob)).not.toBeNull();
    const done = await users("delete", "bob@example.org", "--yes");
    expect([done.code, done.out]).toEqual([0, expect.stringContaining("bob@example.org is deleted.")]);
    expect(await store.accounts.get(bob)).toBeNull();
    expect((await users("delete", "bob@example.org", "--yes")).err).toContain("No account has this e-mail.");
    expect((await store.accounts.history(olga, { limit: 10 })).items[0]).toMatchObject({
      kind: "account-deleted",
      actor: "command line",
    });
  });

  it("refuses to take the last operator from the others, until there is another", async () => {
    const olga = await makeOlga();
    await store.accounts.deleteProject((await store.people.projects())[0]?.id ?? "", "test");
    await makeBob();
    expect((await users("delete", "olga@example.org")).out).toContain("It is the last operator");
    const refused = await users("delete", "olga@example.org", "--yes");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("watchbell users operator EMAIL")]);
    expect((await users("operator", "bob@example.org")).out).toBe("bob@example.org is an operator.\n");
    expect((await users("operator", "eve@example.org")).code).toBe(1);
    expect((await users("delete", "olga@example.org", "--yes")).code).toBe(0);
    expect(await store.accounts.get(olga)).toBeNull();
    expect((await users("delete", "bob@example.org")).out).toContain("Nobody has an account then");
  });

  async function makeBob(): Promise<string> {
    await store.accounts.setSignUp("open", "test");
    const accountId = newId();
    const account = { accountId, email: "bob@example.org", name: "Bob", passwordHash: null };
    const project = { projectId: newId(), name: "Bob's own", timezone: "UTC", topics: [] };
    await store.accounts.create({ account, entrance: { by: "open" }, project, topics: [], from: "" });
    return accountId;
  }
});

describe("watchbell users reset --second-factor", () => {
  it("takes the second factor away, and leaves it without the option", async () => {
    const accountId = await makeOlga();
    await store.accounts.putTotp(accountId, "SECRET");
    await store.accounts.confirmTotp({ accountId, step: 1, recoveryCodes: ["abcde"] }, "test");
    expect((await users("reset", "olga@example.org")).code).toBe(0);
    expect((await users("list")).out).toContain("totp, recovery-code");
    const { code, out } = await users("reset", "olga@example.org", "--second-factor");
    expect([code, out]).toEqual([0, expect.stringMatching(/\/reset\?token=[\w-]{43}\n$/)]);
    expect((await store.accounts.get(accountId))?.factors).toEqual([]);
  });
});

describe("watchbell users, where it cannot work", () => {
  it("makes no database and no key", async () => {
    const empty = join(dataDir, "empty");
    const { code, err } = await cli(["users", "list"], { env: { WATCHBELL_DATA_DIR: empty } });
    expect([code, err]).toEqual([1, expect.stringContaining("There is no database at")]);
    expect(existsSync(empty)).toBe(false);
    rmSync(join(dataDir, "master.key"));
    expect(await users("list")).toMatchObject({ code: 1, err: expect.stringContaining("There is no master key at") });
    expect(existsSync(join(dataDir, "master.key"))).toBe(false);
  });

  it("leaves a database of another version alone", async () => {
    const db = new DatabaseSync(databasePath(dataDir));
    db.exec("update meta set value = '3' where name = 'schema_version'");
    db.close();
    expect(await users("list")).toMatchObject({ code: 1, err: expect.stringContaining("has schema 3") });
  });
});
