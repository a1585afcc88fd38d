import type { Account, Actor, OidcIdentity } from "../../../model/index.ts";
import type { RemoveOutcome } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Key } from "../item.ts";
import { uniqueKey } from "../keys.ts";
import type { DynamoPort } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { accountOf, countLogIns, loadStored, putStored, type StoredLink } from "./stored-account.ts";

interface Link {
  readonly accountId: string;
  readonly identity: OidcIdentity;
}

type Somebody = Pick<OidcIdentity, "issuer" | "subject">;

const linkKey = ({ issuer, subject }: Somebody): Key => uniqueKey("oidc", issuer, subject);

/** Finds the account that is linked with somebody at a provider. */
export async function findByOidc(port: DynamoPort, somebody: Somebody): Promise<Account | null> {
  const owner = await port.get(linkKey(somebody));
  const account = owner && (await loadStored(port, String(owner.id)));
  return account && accountOf(account);
}

/** Links an account with somebody at a provider, inside a transaction. */
export async function linkOidc(
  deps: DynamoDeps,
  trx: Transaction,
  { accountId, identity }: Link,
  actor: Actor,
): Promise<"linked" | "taken" | "linked-already"> {
  const { issuer, subject, email } = identity;
  const account = await loadStored(trx, accountId);
  if (account === null) throw new Error("a link without an account");
  const owner = await trx.get(linkKey(identity));
  if (owner !== null && owner.id !== accountId) return "taken";
  if (account.links.some((link) => link.issuer === issuer)) return "linked-already";
  trx.put({ ...linkKey(identity), id: accountId });
  putStored(trx, { ...account, links: [...account.links, { issuer, subject, email, linkedAt: trx.now }] });
  const text = `The account was linked with ${email} at ${new URL(issuer).host}.`;
  writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "account-changed", actor, accountId, text }]);
  return "linked";
}

/** Parts an account from every provider, unless that is the last way to log in. */
export async function unlinkOidc(deps: DynamoDeps, accountId: string, actor: Actor): Promise<RemoveOutcome> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, accountId);
    if (account === null || account.links.length === 0) return "gone";
    const { links } = account;
    if (countLogIns(account) <= links.length) return "last-log-in";
    await forgetLinks(trx, links);
    putStored(trx, { ...account, links: [] });
    const text = `The account is linked with ${links.map(({ email }) => email).join(", ")} no more.`;
    writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "account-changed", actor, accountId, text }]);
    return "removed";
  });
}

/** Takes away what finds these links. */
export async function forgetLinks(trx: Transaction, links: readonly StoredLink[]): Promise<void> {
  const keys = links.map(linkKey);
  await trx.getMany(keys);
  for (const key of keys) trx.delete(key);
}
