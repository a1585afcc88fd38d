import type { Account, Actor } from "../../../model/index.ts";
import { emailKey } from "../../email-key.ts";
import type { SqlDeps } from "../deps.ts";
import { writeHistory } from "../write-history.ts";
import { loadAccount, loadOwnAccount } from "./load-accounts.ts";
import { forgetTokens } from "./one-time-tokens.ts";

interface AccountChange {
  readonly accountId: string;
  readonly patch: { readonly name?: string | undefined; readonly email?: string | undefined };
}

/** Changes what an account is called, or its address: what was mailed to the old one is good no more. */
export async function changeAccount(
  deps: SqlDeps,
  { accountId, patch }: AccountChange,
  actor: Actor,
): Promise<Account | "email-taken" | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const account = await loadAccount(trx, accountId);
    if (account === null) return null;
    const { name = account.name, email = account.email } = patch;
    const owner = await trx
      .selectFrom("accounts")
      .select("id")
      .where("email_key", "=", emailKey(email))
      .executeTakeFirst();
    if (owner && owner.id !== accountId) return "email-taken" as const;
    if (name === account.name && email === account.email) return account;
    await trx
      .updateTable("accounts")
      .set({ name, email, email_key: emailKey(email) })
      .where("id", "=", accountId)
      .execute();
    if (email !== account.email) await forgetTokens(trx, "password", accountId);
    const text = `Account ${account.name} (${account.email}) is ${name} (${email}) now.`;
    await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "account-changed", actor, accountId, text }]);
    return await loadOwnAccount(trx, accountId);
  });
}
