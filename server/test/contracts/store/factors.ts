import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { Account, OidcIdentity } from "../../../src/model/index.ts";
import type { FoundPasskey, NewPasskey } from "../../../src/store/ports.ts";
import { MINUTE } from "../../monitor-story.ts";
import { type Stage, type StoreEngine, tester } from "./stage.ts";

const ANN = { name: "Ann", from: "192.0.2.7", accountId: "ann" };
const CODES = ["aaaaa11111", "bbbbb22222", "ccccc33333"];
const TIME = { time: true };

/** What every engine promises about how accounts show who they are beside their password. */
export function testFactors(engine: StoreEngine): void {
  const test = tester(engine);

  describe("an authenticator app", () => {
    test("counts once its first code was typed, and brings recovery codes along", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await makeAccount(stage);
      expect(await accounts.totp(id)).toBeNull();
      expect(await accounts.putTotp(id, "FIRST")).toBe(true);
      expect(await accounts.putTotp(id, "SECOND")).toBe(true);
      expect(await accounts.totp(id)).toEqual({ secret: "SECOND", isOn: false });
      expect((await accounts.get(id))?.factors).toEqual([]);
      expect(await accounts.useTotpStep(id, 7)).toBe(false);
      expect(await accounts.confirmTotp({ accountId: id, step: 7, recoveryCodes: CODES }, ANN)).toBe(true);
      expect(await accounts.totp(id)).toEqual({ secret: "SECOND", isOn: true });
      expect((await accounts.get(id))?.factors).toEqual(["totp", "recovery-code"]);
      expect(await accounts.factors(id)).toEqual({ totp: true, passkeys: 0, recoveryCodes: 3, oidc: null });
      expect(await textsOf(stage, id)).toEqual(["An authenticator app was turned on."]);
    });

    test("that is on is not replaced, nor turned on twice", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await withTotp(stage);
      expect(await accounts.putTotp(id, "OTHER")).toBe(false);
      expect(await accounts.confirmTotp({ accountId: id, step: 9, recoveryCodes: ["other"] }, ANN)).toBe(false);
      expect(await accounts.totp(id)).toEqual({ secret: "SECRET", isOn: true });
      expect(await accounts.useRecoveryCode(id, "aaaaa11111", ANN)).toBe(true);
    });

    test("has codes that are good once, also when two try at a time, and none before the last", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await withTotp(stage, 7);
      expect(await accounts.useTotpStep(id, 7)).toBe(false);
      expect(await accounts.useTotpStep(id, 6)).toBe(false);
      const tries = await Promise.all([1, 2, 3, 4].map(() => accounts.useTotpStep(id, 8)));
      expect(tries.toSorted()).toEqual([false, false, false, true]);
      expect(await accounts.useTotpStep(id, 10)).toBe(true);
      expect(await accounts.useTotpStep(id, 9)).toBe(false);
    });

    test("that is turned off takes the recovery codes along when nothing else is there", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await withTotp(stage);
      expect(await accounts.removeTotp(id, ANN)).toBe(true);
      expect(await accounts.removeTotp(id, ANN)).toBe(false);
      expect(await accounts.factors(id)).toEqual({ totp: false, passkeys: 0, recoveryCodes: 0, oidc: null });
      expect(await accounts.useTotpStep(id, 100)).toBe(false);
      expect(await textsOf(stage, id)).toEqual([
        "The authenticator app was turned off.",
        "An authenticator app was turned on.",
      ]);
    });

    test("that still waits for its first code is not turned off", async (stage) => {
      const { id } = await makeAccount(stage);
      await stage.store.accounts.putTotp(id, "SECRET");
      expect(await stage.store.accounts.removeTotp(id, ANN)).toBe(false);
      expect(await textsOf(stage, id)).toEqual([]);
    });
  });

  describe("recovery codes", () => {
    test("are good once each, for their own account", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await withTotp(stage);
      const other = await withTotp(stage, 1, "bob");
      await accounts.setRecoveryCodes(other.id, ["ddddd44444"], ANN);
      expect(await accounts.useRecoveryCode(id, "ddddd44444", ANN)).toBe(false);
      const tries = await Promise.all([1, 2, 3].map(() => accounts.useRecoveryCode(id, "bbbbb22222", ANN)));
      expect(tries.toSorted()).toEqual([false, false, true]);
      expect((await accounts.factors(id)).recoveryCodes).toBe(2);
      expect((await textsOf(stage, id))[0]).toBe("A recovery code was used; 2 are left.");
      await accounts.useRecoveryCode(id, "aaaaa11111", ANN);
      await accounts.useRecoveryCode(id, "ccccc33333", ANN);
      expect((await accounts.get(id))?.factors).toEqual(["totp"]);
    });

    test("are replaced as a whole, by an account that has something to recover", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await withTotp(stage);
      expect(await accounts.setRecoveryCodes(id, ["eeeee55555"], ANN)).toBe(true);
      expect(await accounts.useRecoveryCode(id, "aaaaa11111", ANN)).toBe(false);
      expect(await accounts.useRecoveryCode(id, "eeeee55555", ANN)).toBe(true);
      const { id: bare } = await makeAccount(stage, "bob");
      expect(await accounts.setRecoveryCodes(bare, CODES, ANN)).toBe(false);
      expect((await accounts.factors(bare)).recoveryCodes).toBe(0);
    });
  });

  describe("a passkey", () => {
    test(
      "is found by what its authenticator calls it, and belongs to one account",
      async (stage) => {
        const { accounts } = stage.store;
        const { id } = await makeAccount(stage);
        const added = await accounts.addPasskey(passkeyOf(id, "laptop"), CODES, ANN);
        expect(added).toMatchObject({ kind: "added", isFirst: true, passkey: { name: "laptop", lastUsedAt: null } });
        expect(await accounts.findPasskey("id-of-laptop")).toEqual({
          passkey: expect.objectContaining({ accountId: id, name: "laptop", backedUp: false }),
          credentialId: "id-of-laptop",
          publicKey: "key-of-laptop",
          counter: 0,
          transports: ["internal"],
        });
        expect(await accounts.findPasskey("id-of-phone")).toBeNull();
        const { id: other } = await makeAccount(stage, "bob");
        expect(await accounts.addPasskey(passkeyOf(other, "laptop"), CODES, ANN)).toEqual({ kind: "known" });
        expect((await accounts.factors(other)).recoveryCodes).toBe(0);
        stage.clock.advance(1);
        expect(await accounts.addPasskey(passkeyOf(id, "phone"), ["other"], ANN)).toMatchObject({ isFirst: false });
        expect((await accounts.passkeys(id)).map(({ passkey }) => passkey.name)).toEqual(["laptop", "phone"]);
        expect(await accounts.factors(id)).toMatchObject({ passkeys: 2, recoveryCodes: 3 });
        expect((await accounts.get(id))?.factors).toEqual(["passkey", "recovery-code"]);
      },
      TIME,
    );

    test(
      "is used with the counter that it was verified against, once",
      async (stage) => {
        const { accounts } = stage.store;
        const { passkey } = await withPasskey(stage);
        stage.clock.advance(MINUTE);
        const use = { passkeyId: passkey.id, from: 0, to: 5, backedUp: true };
        const uses = await Promise.all([1, 2, 3].map(() => accounts.usePasskey(use)));
        expect(uses.toSorted()).toEqual([false, false, true]);
        const found = await accounts.findPasskey("id-of-laptop");
        expect(found?.counter).toBe(5);
        expect(found?.passkey).toMatchObject({ backedUp: true, lastUsedAt: passkey.createdAt + MINUTE });
        expect(await accounts.usePasskey({ ...use, passkeyId: newId() })).toBe(false);
      },
      TIME,
    );

    test("that never counts is used over and over", async (stage) => {
      const { passkey } = await withPasskey(stage);
      const use = { passkeyId: passkey.id, from: 0, to: 0, backedUp: false };
      expect(await stage.store.accounts.usePasskey(use)).toBe(true);
      expect(await stage.store.accounts.usePasskey(use)).toBe(true);
    });

    test("is removed by its owner only, and the last one takes the recovery codes along", async (stage) => {
      const { accounts } = stage.store;
      const { passkey } = await withPasskey(stage);
      const { id: other } = await makeAccount(stage, "bob");
      expect(await accounts.removePasskey(other, passkey.id, ANN)).toBe("gone");
      expect(await accounts.removePasskey(passkey.accountId, passkey.id, ANN)).toBe("removed");
      expect(await accounts.removePasskey(passkey.accountId, passkey.id, ANN)).toBe("gone");
      expect(await accounts.factors(passkey.accountId)).toMatchObject({ passkeys: 0, recoveryCodes: 0 });
      expect((await textsOf(stage, passkey.accountId))[0]).toBe("Passkey laptop was removed.");
    });

    test("is not the twenty-first of an account", async (stage) => {
      const { id } = await makeAccount(stage);
      for (let n = 1; n <= 20; n += 1) await stage.store.accounts.addPasskey(passkeyOf(id, `number ${n}`), [], ANN);
      expect(await stage.store.accounts.addPasskey(passkeyOf(id, "one more"), [], ANN)).toEqual({ kind: "too-many" });
      expect(await stage.store.accounts.passkeys(id)).toHaveLength(20);
    });
  });

  describe("a link with a provider", () => {
    test("leads to one account, and an account has one", async (stage) => {
      const { accounts } = stage.store;
      const [ann, bob] = [await makeAccount(stage), await makeAccount(stage, "bob")];
      expect(await accounts.findByOidc(IDENTITY)).toBeNull();
      expect(await accounts.linkOidc(ann.id, IDENTITY, ANN)).toBe("linked");
      expect(await accounts.linkOidc(bob.id, IDENTITY, ANN)).toBe("taken");
      expect(await accounts.linkOidc(ann.id, IDENTITY, ANN)).toBe("linked-already");
      expect(await accounts.linkOidc(ann.id, { ...IDENTITY, subject: "2" }, ANN)).toBe("linked-already");
      expect((await accounts.findByOidc(IDENTITY))?.id).toBe(ann.id);
      expect(await accounts.findByOidc({ ...IDENTITY, issuer: "https://other.example.org" })).toBeNull();
      expect((await accounts.get(ann.id))?.oidcLinked).toBe(true);
      expect(await accounts.factors(ann.id)).toMatchObject({ oidc: { email: IDENTITY.email } });
      expect(await textsOf(stage, ann.id)).toEqual(["The account was linked with ann@login.example at login.example."]);
    });

    test("is there from the beginning of an account that comes by it, or there is no account", async (stage) => {
      const ann = await makeAccount(stage, "ann", { oidc: IDENTITY, passwordHash: null });
      expect((await stage.store.accounts.findByOidc(IDENTITY))?.id).toBe(ann.id);
      const again = makeAccount(stage, "bob", { oidc: IDENTITY, passwordHash: null });
      await expect(again).rejects.toThrow("identity-taken");
      expect(await stage.store.accounts.findByEmail("bob@example.org")).toBeNull();
    });

    test("is parted", async (stage) => {
      const { accounts } = stage.store;
      const { id } = await makeAccount(stage);
      expect(await accounts.unlinkOidc(id, ANN)).toBe("gone");
      await accounts.linkOidc(id, IDENTITY, ANN);
      expect(await accounts.unlinkOidc(id, ANN)).toBe("removed");
      expect(await accounts.findByOidc(IDENTITY)).toBeNull();
      expect((await textsOf(stage, id))[0]).toBe("The account is linked with ann@login.example no more.");
    });
  });

  test("all second factors are taken from somebody who has lost them", async (stage) => {
    const { accounts } = stage.store;
    const { id } = await withTotp(stage);
    await accounts.addPasskey(passkeyOf(id, "laptop"), CODES, ANN);
    const other = await withTotp(stage, 1, "bob");
    expect(await accounts.removeFactors(id, "command line")).toBe(true);
    expect(await accounts.factors(id)).toEqual({ totp: false, passkeys: 0, recoveryCodes: 0, oidc: null });
    expect(await accounts.removeFactors(id, "command line")).toBe(false);
    expect((await accounts.get(other.id))?.factors).toEqual(["totp", "recovery-code"]);
    expect((await textsOf(stage, id))[0]).toBe(
      "The authenticator app, the passkeys and the recovery codes were taken away.",
    );
  });

  test("the last way to log in stays: a passkey, a link, or what is left of both", async (stage) => {
    const { accounts } = stage.store;
    const { id } = await makeAccount(stage, "ann", { oidc: IDENTITY, passwordHash: null });
    expect(await accounts.unlinkOidc(id, ANN)).toBe("last-log-in");
    await accounts.addPasskey(passkeyOf(id, "laptop"), CODES, ANN);
    expect(await accounts.unlinkOidc(id, ANN)).toBe("removed");
    const [laptop] = await accounts.passkeys(id);
    expect(await accounts.removePasskey(id, laptop?.passkey.id ?? "", ANN)).toBe("last-log-in");
    expect(await accounts.factors(id)).toMatchObject({ passkeys: 1, recoveryCodes: 3 });
    await accounts.setPassword({ accountId: id, passwordHash: "hash", keepSessionId: null }, ANN);
    expect(await accounts.removePasskey(id, laptop?.passkey.id ?? "", ANN)).toBe("removed");
  });
}

const IDENTITY: OidcIdentity = { issuer: "https://login.example", subject: "1", email: "ann@login.example" };

interface Special {
  readonly oidc?: OidcIdentity;
  readonly passwordHash?: null;
}

async function makeAccount({ store }: Stage, name = "ann", special: Special = {}): Promise<Account> {
  const { oidc, passwordHash = "hash" } = special;
  await store.accounts.setSignUp("open", ANN);
  const account = { accountId: newId(), email: `${name}@example.org`, name, passwordHash };
  const outcome = await store.accounts.create({
    account,
    entrance: { by: "open" },
    project: null,
    topics: [],
    oidc,
    from: "",
  });
  if (outcome.kind !== "created") throw new Error(outcome.kind);
  return outcome.account;
}

async function withTotp(stage: Stage, step = 7, name = "ann"): Promise<Account> {
  const account = await makeAccount(stage, name);
  await stage.store.accounts.putTotp(account.id, "SECRET");
  await stage.store.accounts.confirmTotp({ accountId: account.id, step, recoveryCodes: CODES }, ANN);
  return account;
}

async function withPasskey(stage: Stage): Promise<FoundPasskey> {
  const { id } = await makeAccount(stage);
  await stage.store.accounts.addPasskey(passkeyOf(id, "laptop"), CODES, ANN);
  const [found] = await stage.store.accounts.passkeys(id);
  if (found === undefined) throw new Error("the passkey was not added");
  return found;
}

function passkeyOf(accountId: string, name: string): NewPasskey {
  const bytes = { credentialId: `id-of-${name}`, publicKey: `key-of-${name}` };
  return { accountId, ...bytes, counter: 0, transports: ["internal"], backedUp: false, name };
}

/** What stands in the account's own history of how it logs in, the newest first. */
async function textsOf({ store }: Stage, accountId: string): Promise<readonly string[]> {
  const { items } = await store.accounts.history(accountId, { limit: 100 });
  return items.filter(({ kind }) => kind !== "account-created").map(({ text }) => text);
}
