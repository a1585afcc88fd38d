import { newSecret } from "../../lib/ids.ts";
import { hashPassword } from "../../lib/passwords.ts";
import { type Account, AppError } from "../../model/index.ts";
import type { App, Visitor } from "../app.ts";
import { checkedEmail, refuseWeakPassword } from "./check-credentials.ts";
import { takeTry } from "./limit-tries.ts";
import { passwordChangedMail, passwordMail } from "./mails.ts";
import { createAccount, type PendingSignUp } from "./sign-up.ts";
import { startSession } from "./start-session.ts";

const HOUR_MS = 3_600_000;

/** Mails a link for a new password, if the address has an account; nobody but its owner learns whether it has. */
export async function askForPassword(app: App, visitor: Visitor, typed: string): Promise<void> {
  if (!app.mailer.isSet) {
    const text = "No mail server is set. Whoever runs this Watchbell makes a link with `watchbell users reset EMAIL`.";
    throw new AppError("no_mail", text);
  }
  const email = checkedEmail(typed);
  await takeTry(app, "password-reset", visitor, email);
  const found = await app.store.accounts.findByEmail(email);
  // A link that nobody gets is made for an unknown address, so that the answer takes as long.
  const url = await makePasswordLink(app, found?.account ?? null, HOUR_MS);
  if (found !== null) app.mailer.send(passwordMail(found.account.email, url));
}

/** Makes a link for a new password; one that was made before is good no more. A link for no account is good for nothing. */
export async function makePasswordLink(
  { settings, store }: Pick<App, "settings" | "store">,
  account: Pick<Account, "id"> | null,
  lifetimeMs: number,
): Promise<string> {
  const value = newSecret();
  const token = { accountId: account?.id ?? null, payload: null, lifetimeMs, replaces: true } as const;
  await store.accounts.putToken({ purpose: "password", value, ...token });
  return `${settings.baseUrl}/reset?token=${value}`;
}

/** What a link for a password is for: an account that is there, or one that is to be made. */
export interface PasswordLink {
  readonly kind: "password" | "sign-up";
  readonly email: string;
}

/** Says what a link for a password is for. */
export async function lookAtPasswordLink(app: App, visitor: Visitor, token: string): Promise<PasswordLink> {
  await takeTry(app, "link", visitor);
  const { accounts } = app.store;
  const reset = await accounts.findToken("password", token);
  const account = reset?.accountId ? await accounts.get(reset.accountId) : null;
  if (account !== null) return { kind: "password", email: account.email };
  const pending = await accounts.findToken("sign-up", token);
  if (pending === null) throw expired();
  return { kind: "sign-up", email: pendingOf(pending.payload).email };
}

/**
 * Uses a link for a password. Whoever has it reads the mails of the account, so he is signed in; a second factor is asked
 * for all the same. The answer is the value of the session.
 */
export async function usePasswordLink(
  app: App,
  visitor: Visitor,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<string> {
  const { kind, email } = await lookAtPasswordLink(app, visitor, token);
  refuseWeakPassword(password, email);
  const passwordHash = await hashPassword(password);
  const account =
    kind === "password"
      ? await resetPassword(app, visitor, { token, passwordHash })
      : await finishSignUp(app, visitor, { token, passwordHash });
  return await startSession(app, visitor, account, { needsFactor: true });
}

interface Used {
  readonly token: string;
  readonly passwordHash: string;
}

async function resetPassword(app: App, { address }: Visitor, { token, passwordHash }: Used): Promise<Account> {
  const account = await app.store.accounts.resetPassword(token, passwordHash, address);
  if (account === null) throw expired();
  if (app.mailer.isSet) app.mailer.send(passwordChangedMail(account.email, app.settings.baseUrl));
  return account;
}

async function finishSignUp(app: App, { address }: Visitor, { token, passwordHash }: Used): Promise<Account> {
  const found = await app.store.accounts.findToken("sign-up", token);
  if (found === null) throw expired();
  const { email, name, invite, timezone } = pendingOf(found.payload);
  return await createAccount(app, {
    email,
    name,
    passwordHash,
    entrance: { by: "mail", token, invite },
    timezone: timezone ?? "UTC",
    from: address,
  });
}

/** Only sign-up.ts writes it, and it was sealed. */
function pendingOf(payload: unknown): PendingSignUp {
  return payload as PendingSignUp;
}

function expired(): AppError {
  return new AppError("link_expired", "This link was used already or has expired. Ask for a new one.");
}
