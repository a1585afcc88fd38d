import type { Actor } from "../../../model/index.ts";
import type { DynamoDeps } from "../deps.ts";
import { transact } from "../transact.ts";
import { codesOf, noteFactors, withoutLoneCodes } from "./recovery-codes.ts";
import { loadStored, putStored } from "./stored-account.ts";

/** Keeps the secret of an authenticator app until its first code; one that waited before is replaced. */
export async function putTotp(deps: DynamoDeps, accountId: string, secret: string): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || (account.totp !== null && account.totp.confirmedAt !== null)) return false;
    const totp = { sealed: deps.vault.seal(secret), confirmedAt: null, usedStep: null };
    putStored(trx, { ...account, totp });
    return true;
  });
}

/** The secret of an account's app, and whether a first code confirmed it. */
export async function loadTotp({ port, vault }: DynamoDeps, accountId: string) {
  const totp = (await loadStored(port, accountId))?.totp ?? null;
  return totp && { secret: vault.open(totp.sealed), isOn: totp.confirmedAt !== null };
}

interface Confirmed {
  readonly accountId: string;
  readonly step: number;
  readonly recoveryCodes: readonly string[];
}

/** Turns an app on with the time step of its first code, and sets new recovery codes. */
export async function confirmTotp(
  deps: DynamoDeps,
  { accountId, step, recoveryCodes }: Confirmed,
  actor: Actor,
): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || account.totp === null || account.totp.confirmedAt !== null) return false;
    const totp = { ...account.totp, confirmedAt: trx.now, usedStep: step };
    putStored(trx, { ...account, totp, recoveryCodes: codesOf(deps, accountId, recoveryCodes) });
    noteFactors(deps, trx, { accountId, text: "An authenticator app was turned on." }, actor);
    return true;
  });
}

/** Uses the code of a time step up, and with it all before; of two that try only one gets it. */
export async function useTotpStep(deps: DynamoDeps, accountId: string, step: number): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || account.totp === null || account.totp.confirmedAt === null) return false;
    if (account.totp.usedStep !== null && account.totp.usedStep >= step) return false;
    putStored(trx, { ...account, totp: { ...account.totp, usedStep: step } });
    return true;
  });
}

/** Turns an account's app off; a secret that still waits goes without a word. */
export async function removeTotp(deps: DynamoDeps, accountId: string, actor: Actor): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || account.totp === null) return false;
    putStored(trx, withoutLoneCodes({ ...account, totp: null }));
    if (account.totp.confirmedAt === null) return false;
    noteFactors(deps, trx, { accountId, text: "The authenticator app was turned off." }, actor);
    return true;
  });
}
