import type { Actor } from "../../../model/index.ts";
import type { DynamoDeps } from "../deps.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { loadStored, putStored, type StoredAccount, secondFactors } from "./stored-account.ts";

/** Sets new recovery codes in place of all there were. */
export async function setRecoveryCodes(
  deps: DynamoDeps,
  { accountId, codes }: { readonly accountId: string; readonly codes: readonly string[] },
  actor: Actor,
): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || !hasFactor(account)) return false;
    putStored(trx, { ...account, recoveryCodes: codesOf(deps, accountId, codes) });
    const text = "New recovery codes were made; those before are good no more.";
    noteFactors(deps, trx, { accountId, text }, actor);
    return true;
  });
}

/** Uses a recovery code up; of two that try only one gets it. */
export async function useRecoveryCode(
  deps: DynamoDeps,
  { accountId, code }: { readonly accountId: string; readonly code: string },
  actor: Actor,
): Promise<boolean> {
  const [used] = codesOf(deps, accountId, [code]);
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || !hasFactor(account)) return false;
    const recoveryCodes = account.recoveryCodes.filter((each) => each !== used);
    const left = recoveryCodes.length;
    if (left === account.recoveryCodes.length) return false;
    putStored(trx, { ...account, recoveryCodes });
    const text = `A recovery code was used; ${left} ${left === 1 ? "is" : "are"} left.`;
    noteFactors(deps, trx, { accountId, text }, actor);
    return true;
  });
}

/** What is kept of recovery codes. The account is part of it, so that two accounts never hold the same one. */
export function codesOf({ vault }: DynamoDeps, accountId: string, codes: readonly string[]): readonly string[] {
  return codes.map((code) => vault.code(`recovery\n${accountId}\n${code}`));
}

/** Recovery codes stand in for another factor; with the last one they go. */
export function withoutLoneCodes(account: StoredAccount): StoredAccount {
  return hasFactor(account) ? account : { ...account, recoveryCodes: [] };
}

/** Says whether an account has a second factor. */
export function hasFactor(account: StoredAccount): boolean {
  return secondFactors(account).length > 0;
}

/** Writes into an account's own history what became of its factors. */
export function noteFactors(
  deps: DynamoDeps,
  trx: Transaction,
  { accountId, text }: { readonly accountId: string; readonly text: string },
  actor: Actor,
): void {
  writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "second-factor-changed", actor, accountId, text }]);
}
