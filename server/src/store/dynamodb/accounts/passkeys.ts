import { newId } from "../../../lib/ids.ts";
import type { Actor } from "../../../model/index.ts";
import { MOST_PASSKEYS } from "../../account-factors.ts";
import type { AddPasskeyOutcome, FoundPasskey, NewPasskey, PasskeyUse, RemoveOutcome } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Key } from "../item.ts";
import { uniqueKey } from "../keys.ts";
import type { DynamoPort } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { codesOf, hasFactor, noteFactors, withoutLoneCodes } from "./recovery-codes.ts";
import { countLogIns, loadStored, putStored } from "./stored-account.ts";

const credentialKey = (credentialId: string): Key => uniqueKey("passkey", credentialId);
const idKey = (passkeyId: string): Key => uniqueKey("passkey-id", passkeyId);

/** Adds a passkey to an account. */
export async function addPasskey(
  deps: DynamoDeps,
  { passkey, recoveryCodes }: { readonly passkey: NewPasskey; readonly recoveryCodes: readonly string[] },
  actor: Actor,
): Promise<AddPasskeyOutcome> {
  const { accountId, name, credentialId } = passkey;
  const passkeyId = newId();
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null) throw new Error("a passkey without an account");
    const isFirst = !hasFactor(account);
    if (account.passkeys.length >= MOST_PASSKEYS) return { kind: "too-many" };
    if ((await trx.get(credentialKey(credentialId))) !== null) return { kind: "known" };
    const added = foundOf(passkey, passkeyId, trx.now);
    trx.put({ ...credentialKey(credentialId), id: accountId });
    trx.create({ ...idKey(passkeyId), id: accountId });
    putStored(trx, {
      ...account,
      passkeys: [...account.passkeys, added],
      ...(isFirst && { recoveryCodes: codesOf(deps, accountId, recoveryCodes) }),
    });
    noteFactors(deps, trx, { accountId, text: `Passkey ${name} was added.` }, actor);
    return { kind: "added", passkey: added.passkey, isFirst };
  });
}

function foundOf({ credentialId, publicKey, counter, transports, ...passkey }: NewPasskey, id: string, now: number) {
  const { accountId, name, backedUp } = passkey;
  return {
    passkey: { id, accountId, name, backedUp, createdAt: now, lastUsedAt: null },
    credentialId,
    publicKey,
    counter,
    transports,
  };
}

/** The passkeys of an account, the oldest first. */
export async function listPasskeys(port: DynamoPort, accountId: string): Promise<readonly FoundPasskey[]> {
  return (await loadStored(port, accountId))?.passkeys ?? [];
}

/** Finds a passkey by what its authenticator calls it. */
export async function findPasskey(port: DynamoPort, credentialId: string): Promise<FoundPasskey | null> {
  const owner = await port.get(credentialKey(credentialId));
  const passkeys = owner === null ? [] : await listPasskeys(port, String(owner.id));
  return passkeys.find((each) => each.credentialId === credentialId) ?? null;
}

/** Notes that a passkey was shown, unless its counter moved meanwhile. */
export async function usePasskey(deps: DynamoDeps, use: PasskeyUse): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const owner = await trx.get(idKey(use.passkeyId));
    const account = owner && (await loadStored(trx, String(owner.id)));
    const known = account?.passkeys.find(({ passkey }) => passkey.id === use.passkeyId);
    if (!account || !known || known.counter !== use.from) return false;
    const passkey = { ...known.passkey, backedUp: use.backedUp, lastUsedAt: trx.now };
    const used = { ...known, passkey, counter: use.to };
    putStored(trx, { ...account, passkeys: account.passkeys.map((each) => (each === known ? used : each)) });
    return true;
  });
}

/** Removes a passkey of an account, unless it is the last way to log in. */
export async function removePasskey(
  deps: DynamoDeps,
  { accountId, passkeyId }: { readonly accountId: string; readonly passkeyId: string },
  actor: Actor,
): Promise<RemoveOutcome> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    const known = account?.passkeys.find(({ passkey }) => passkey.id === passkeyId);
    if (!account || !known) return "gone";
    if (countLogIns(account) <= 1) return "last-log-in";
    const passkeys = account.passkeys.filter((each) => each !== known);
    putStored(trx, withoutLoneCodes({ ...account, passkeys }));
    await forgetPasskeys(trx, [known]);
    noteFactors(deps, trx, { accountId, text: `Passkey ${known.passkey.name} was removed.` }, actor);
    return "removed";
  });
}

/** Takes away what finds these passkeys. */
export async function forgetPasskeys(trx: Transaction, passkeys: readonly FoundPasskey[]): Promise<void> {
  const keys = passkeys.flatMap(({ passkey, credentialId }) => [credentialKey(credentialId), idKey(passkey.id)]);
  await trx.getMany(keys);
  for (const key of keys) trx.delete(key);
}
