import { newSecret } from "../../lib/ids.ts";
import type { Account } from "../../model/index.ts";
import type { App, Visitor } from "../app.ts";

/**
 * Makes a session for somebody who showed who he is; with `needsFactor` it waits for the second factor of an account
 * that has one. The session that the browser had before is over. Gives the value for the cookie.
 */
export async function startSession(
  app: App,
  visitor: Visitor,
  account: Account,
  { needsFactor }: { readonly needsFactor: boolean },
): Promise<string> {
  const { address, userAgent } = visitor;
  await endSessionOf(app, visitor);
  const value = newSecret();
  const state = needsFactor && account.factors.length > 0 ? "second-factor" : "signed-in";
  await app.store.accounts.createSession({ value, accountId: account.id, state, address, userAgent });
  return value;
}

/** Ends the session of a browser, if it has one. */
export async function endSessionOf(app: App, { session: value, address }: Visitor): Promise<void> {
  const found = value === null ? null : await app.store.accounts.findSession(value);
  if (found === null) return;
  const { account, session } = found;
  const actor = { name: account.name, from: address, accountId: account.id };
  await app.store.accounts.endSession(account.id, session.id, actor);
}
