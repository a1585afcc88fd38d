import type { Actor, FactorSummary } from "../../../model/index.ts";
import type { FactorsPort } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { DynamoPort } from "../port.ts";
import { transact } from "../transact.ts";
import { findByOidc, linkOidc, unlinkOidc } from "./oidc-links.ts";
import { addPasskey, findPasskey, forgetPasskeys, listPasskeys, removePasskey, usePasskey } from "./passkeys.ts";
import { hasFactor, noteFactors, setRecoveryCodes, useRecoveryCode } from "./recovery-codes.ts";
import { loadStored, putStored } from "./stored-account.ts";
import { confirmTotp, loadTotp, putTotp, removeTotp, useTotpStep } from "./totp.ts";

/** Makes the part of the accounts port that tells how accounts show who they are. */
export function createFactors(deps: DynamoDeps): FactorsPort {
  const { port } = deps;
  return {
    factors: (accountId) => summarize(port, accountId),
    putTotp: (accountId, secret) => putTotp(deps, accountId, secret),
    totp: (accountId) => loadTotp(deps, accountId),
    confirmTotp: (confirmed, actor) => confirmTotp(deps, confirmed, actor),
    useTotpStep: (accountId, step) => useTotpStep(deps, accountId, step),
    removeTotp: (accountId, actor) => removeTotp(deps, accountId, actor),
    setRecoveryCodes: (accountId, codes, actor) => setRecoveryCodes(deps, { accountId, codes }, actor),
    useRecoveryCode: (accountId, code, actor) => useRecoveryCode(deps, { accountId, code }, actor),
    addPasskey: (passkey, recoveryCodes, actor) => addPasskey(deps, { passkey, recoveryCodes }, actor),
    passkeys: (accountId) => listPasskeys(port, accountId),
    findPasskey: (credentialId) => findPasskey(port, credentialId),
    usePasskey: (use) => usePasskey(deps, use),
    removePasskey: (accountId, passkeyId, actor) => removePasskey(deps, { accountId, passkeyId }, actor),
    removeFactors: (accountId, actor) => removeFactors(deps, accountId, actor),
    findByOidc: (identity) => findByOidc(port, identity),
    linkOidc: (accountId, identity, actor) =>
      transact(deps, (trx) => linkOidc(deps, trx, { accountId, identity }, actor)),
    unlinkOidc: (accountId, actor) => unlinkOidc(deps, accountId, actor),
  };
}

async function removeFactors(deps: DynamoDeps, accountId: string, actor: Actor): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || !hasFactor(account)) return false;
    await forgetPasskeys(trx, account.passkeys);
    putStored(trx, { ...account, totp: null, passkeys: [], recoveryCodes: [] });
    const text = "The authenticator app, the passkeys and the recovery codes were taken away.";
    noteFactors(deps, trx, { accountId, text }, actor);
    return true;
  });
}

async function summarize(port: DynamoPort, accountId: string): Promise<FactorSummary> {
  const account = await loadStored(port, accountId);
  const [link] = account?.links ?? [];
  return {
    totp: typeof account?.totp?.confirmedAt === "number",
    passkeys: account?.passkeys.length ?? 0,
    recoveryCodes: account?.recoveryCodes.length ?? 0,
    oidc: link ? { email: link.email, linkedAt: link.linkedAt } : null,
  };
}
