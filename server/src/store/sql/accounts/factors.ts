import type { Actor, FactorSummary } from "../../../model/index.ts";
import type { FactorsPort } from "../../ports.ts";
import type { SqlDeps } from "../deps.ts";
import { lockAccount } from "../locks.ts";
import { findByOidc, linkOidc, unlinkOidc } from "./oidc-links.ts";
import { addPasskey, findPasskey, listPasskeys, removePasskey, usePasskey } from "./passkeys.ts";
import { countCodes, hasFactor, noteFactors, setRecoveryCodes, useRecoveryCode } from "./recovery-codes.ts";
import { confirmTotp, loadTotp, putTotp, removeTotp, useTotpStep } from "./totp.ts";

/** Makes the part of the accounts port that tells how accounts show who they are. */
export function createFactors(deps: SqlDeps): FactorsPort {
  return {
    factors: (accountId) => summarize(deps, accountId),
    putTotp: (accountId, secret) => putTotp(deps, accountId, secret),
    totp: (accountId) => loadTotp(deps, accountId),
    confirmTotp: (confirmed, actor) => confirmTotp(deps, confirmed, actor),
    useTotpStep: (accountId, step) => useTotpStep(deps, accountId, step),
    removeTotp: (accountId, actor) => removeTotp(deps, accountId, actor),
    setRecoveryCodes: (accountId, codes, actor) => setRecoveryCodes(deps, { accountId, codes }, actor),
    useRecoveryCode: (accountId, code, actor) => useRecoveryCode(deps, { accountId, code }, actor),
    addPasskey: (passkey, recoveryCodes, actor) => addPasskey(deps, { passkey, recoveryCodes }, actor),
    passkeys: (accountId) => listPasskeys(deps, accountId),
    findPasskey: (credentialId) => findPasskey(deps, credentialId),
    usePasskey: (use) => usePasskey(deps, use),
    removePasskey: (accountId, passkeyId, actor) => removePasskey(deps, { accountId, passkeyId }, actor),
    removeFactors: (accountId, actor) => removeFactors(deps, accountId, actor),
    findByOidc: (identity) => findByOidc(deps, identity),
    linkOidc: (accountId, identity, actor) =>
      deps.db.transaction().execute((trx) => linkOidc(deps, trx, { accountId, identity }, actor)),
    unlinkOidc: (accountId, actor) => unlinkOidc(deps, accountId, actor),
  };
}

async function removeFactors(deps: SqlDeps, accountId: string, actor: Actor): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    if (!(await hasFactor(trx, accountId))) return false;
    for (const table of ["totp_secrets", "passkeys", "recovery_codes"] as const) {
      await trx.deleteFrom(table).where("account_id", "=", accountId).execute();
    }
    const text = "The authenticator app, the passkeys and the recovery codes were taken away.";
    await noteFactors(deps, trx, { accountId, text }, actor);
    return true;
  });
}

async function summarize(deps: SqlDeps, accountId: string): Promise<FactorSummary> {
  const link = await deps.db
    .selectFrom("oidc_links")
    .select(["email", "linked_at"])
    .where("account_id", "=", accountId)
    .orderBy("linked_at")
    .executeTakeFirst();
  return {
    totp: (await loadTotp(deps, accountId))?.isOn ?? false,
    passkeys: (await listPasskeys(deps, accountId)).length,
    recoveryCodes: await countCodes(deps.db, accountId),
    oidc: link ? { email: link.email, linkedAt: link.linked_at } : null,
  };
}
