import { newSecret } from "../../lib/ids.ts";
import { hashPassword } from "../../lib/passwords.ts";
import { type Account, AppError } from "../../model/index.ts";
import type { App, SignedIn } from "../app.ts";
import { addressOf, askPassword } from "./ask-password.ts";
import { checkedEmail, refuseWeakPassword } from "./check-credentials.ts";
import { takeTry } from "./limit-tries.ts";
import { addressChangedMail, knownAddressMail, newAddressMail, passwordChangedMail } from "./mails.ts";

const HOUR_MS = 3_600_000;

interface AccountPatch {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** The account's password, asked for once more before its address is changed. */
  readonly password?: string | undefined;
}

/** An account after a change; `mailed`: the new address counts once the link that was mailed to it is opened. */
export interface ChangedAccount {
  readonly account: Account;
  readonly mailed: boolean;
}

/** Changes what an account is called, or its address; where mail can be sent, a new address must be shown to be one's own. */
export async function changeAccount(app: App, who: SignedIn, patch: AccountPatch): Promise<ChangedAccount> {
  const email = patch.email === undefined ? undefined : checkedEmail(patch.email);
  const isMoved = email !== undefined && email !== who.account.email;
  if (isMoved) await askPassword(app, who, patch.password, "password");
  const mailed = isMoved && app.mailer.isSet;
  const account = await store(app, who, { name: patch.name?.trim(), email: mailed ? undefined : email });
  if (mailed) await mailToNewAddress(app, who, email);
  return { account, mailed };
}

/** Gives an account the address that its link was mailed to. */
export async function confirmAddress(app: App, who: SignedIn, token: string): Promise<Account> {
  const found = await app.store.accounts.takeToken("address", token);
  if (found === null || found.accountId !== who.account.id) {
    throw new AppError("link_expired", "This link was used already or has expired. Change the e-mail once more.");
  }
  const { email } = found.payload as { readonly email: string };
  const account = await store(app, who, { email });
  app.mailer.send(addressChangedMail(who.account.email, { email, baseUrl: app.settings.baseUrl }));
  return account;
}

async function store(app: App, { account, actor }: SignedIn, patch: Omit<AccountPatch, "password">): Promise<Account> {
  const changed = await app.store.accounts.change(account.id, patch, actor);
  if (changed === null) throw new AppError("signed_out", "This account is gone.");
  if (changed === "email-taken") throw new AppError("email_taken", "Another account has this e-mail.", "email");
  return changed;
}

/** A known address gets another mail, so that nobody learns here which addresses have accounts. */
async function mailToNewAddress(app: App, { account, actor }: SignedIn, email: string): Promise<void> {
  await takeTry(app, "sign-up", { address: addressOf(actor) }, email);
  const { baseUrl } = app.settings;
  const known = await app.store.accounts.findByEmail(email);
  if (known !== null && known.account.id !== account.id) return app.mailer.send(knownAddressMail(email, baseUrl));
  const value = newSecret();
  await app.store.accounts.putToken({
    purpose: "address",
    value,
    accountId: account.id,
    payload: { email },
    lifetimeMs: HOUR_MS,
    replaces: true,
  });
  app.mailer.send(newAddressMail(email, `${baseUrl}/settings/account?email=${value}`));
}

/** Sets a new password; every other session of the account ends. */
export async function changePassword(
  app: App,
  who: SignedIn,
  { current, password }: { readonly current?: string | undefined; readonly password: string },
): Promise<void> {
  const { account, session, actor } = who;
  await askPassword(app, who, current, "current");
  refuseWeakPassword(password, account.email);
  const passwordHash = await hashPassword(password);
  await app.store.accounts.setPassword({ accountId: account.id, passwordHash, keepSessionId: session.id }, actor);
  if (app.mailer.isSet) app.mailer.send(passwordChangedMail(account.email, app.settings.baseUrl));
}
