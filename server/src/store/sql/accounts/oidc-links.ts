import type { Account, Actor, OidcIdentity } from "../../../model/index.ts";
import type { RemoveOutcome } from "../../ports.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { lockAccount } from "../locks.ts";
import { writeHistory } from "../write-history.ts";
import { countLogIns } from "./count-log-ins.ts";
import { loadAccount } from "./load-accounts.ts";

interface Link {
  readonly accountId: string;
  readonly identity: OidcIdentity;
}

/** Finds the account that is linked with somebody at a provider. */
export async function findByOidc(
  { db }: SqlDeps,
  { issuer, subject }: Pick<OidcIdentity, "issuer" | "subject">,
): Promise<Account | null> {
  const row = await db
    .selectFrom("oidc_links")
    .select("account_id")
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row ? await loadAccount(db, row.account_id) : null;
}

/** Links an account with somebody at a provider, inside a transaction. */
export async function linkOidc(
  deps: SqlDeps,
  trx: Db,
  { accountId, identity }: Link,
  actor: Actor,
): Promise<"linked" | "taken" | "linked-already"> {
  const { issuer, subject, email } = identity;
  await lockAccount(trx, accountId);
  const known = await trx
    .selectFrom("oidc_links")
    .select(["account_id", "subject"])
    .where("issuer", "=", issuer)
    .where((where) => where.or([where("subject", "=", subject), where("account_id", "=", accountId)]))
    .execute();
  if (known.some((row) => row.subject === subject && row.account_id !== accountId)) return "taken";
  if (known.length > 0) return "linked-already";
  const now = deps.now();
  const linked = await trx
    .insertInto("oidc_links")
    .values({ issuer, subject, account_id: accountId, email, linked_at: now })
    .onConflict((conflict) => conflict.columns(["issuer", "subject"]).doNothing())
    .returning("account_id")
    .executeTakeFirst();
  if (!linked) return "taken";
  const text = `The account was linked with ${email} at ${new URL(issuer).host}.`;
  await writeHistory(trx, [{ projectId: null, at: now, kind: "account-changed", actor, accountId, text }]);
  return "linked";
}

/** Parts an account from every provider, unless that is the last way to log in. */
export async function unlinkOidc(deps: SqlDeps, accountId: string, actor: Actor): Promise<RemoveOutcome> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    const ways = await countLogIns(trx, accountId);
    const links = await trx.selectFrom("oidc_links").select("email").where("account_id", "=", accountId).execute();
    if (links.length === 0) return "gone";
    if (ways <= links.length) return "last-log-in";
    await trx.deleteFrom("oidc_links").where("account_id", "=", accountId).execute();
    const text = `The account is linked with ${links.map(({ email }) => email).join(", ")} no more.`;
    await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "account-changed", actor, accountId, text }]);
    return "removed";
  });
}
