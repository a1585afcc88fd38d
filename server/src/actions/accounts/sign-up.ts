import { newId, newSecret } from "../../lib/ids.ts";
import { hashPassword } from "../../lib/passwords.ts";
import { type Account, AppError, type OidcIdentity } from "../../model/index.ts";
import type { CreateAccountOutcome, Entrance } from "../../store/ports.ts";
import type { App, Visitor } from "../app.ts";
import { knownTimezone } from "../check-schedule-input.ts";
import { accountName, checkedEmail, refuseWeakPassword } from "./check-credentials.ts";
import { type Invitation, invitationOver, parseInvitation } from "./invitation.ts";
import { takeTry } from "./limit-tries.ts";
import { knownAddressMail, signUpMail } from "./mails.ts";
import { newProject } from "./new-project.ts";
import { startSession } from "./start-session.ts";

const DAY_MS = 24 * 3_600_000;

interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  /** The token of an invitation. */
  readonly invite?: string | undefined;
  /** The zone of its own project; absent: UTC. */
  readonly timezone?: string | undefined;
}

/** What is remembered until a sign-up is finished from the mail. */
export interface PendingSignUp {
  readonly email: string;
  readonly name: string;
  readonly invite: string | null;
  /** Absent in what an older version remembered. */
  readonly timezone?: string;
}

export type SignedUp =
  | { readonly kind: "signed-in"; readonly session: string }
  /** A mail says how it goes on, to a new address as to a known one. */
  | { readonly kind: "check-mail" };

/**
 * Makes an account for whoever may have one. Where mail can be sent, an address must be shown to be one's own: by the
 * link in a mail, or by an invitation that was made for it. So nobody learns which addresses have accounts, and nobody
 * opens an account in somebody else's name.
 */
export async function signUp(app: App, visitor: Visitor, input: SignUpInput): Promise<SignedUp> {
  const email = checkedEmail(input.email);
  refuseWeakPassword(input.password, email);
  const timezone = firstZone(input.timezone);
  await takeTry(app, "sign-up", visitor, email);
  const invite = input.invite === undefined ? null : parseInvitation(input.invite);
  await refuseUninvited(app, invite);
  const name = accountName(input.name, email);
  if (app.mailer.isSet && !(await isProven(app, invite, email))) {
    await mailSignUp(app, { email, name, invite: invite?.value ?? null, timezone });
    return { kind: "check-mail" };
  }
  const entrance: Entrance = invite === null ? { by: "open" } : { by: "invite", invite: invite.value };
  const passwordHash = await hashPassword(input.password);
  const account = await createAccount(app, { email, name, passwordHash, timezone, entrance, from: visitor.address });
  return { kind: "signed-in", session: await startSession(app, visitor, account, { needsFactor: false }) };
}

/** Who comes without an invitation is let in only where anybody is welcome. */
async function refuseUninvited(app: App, invitation: Invitation | null): Promise<void> {
  const { accounts } = app.store;
  if (invitation === null) {
    if ((await accounts.signUp()) !== "open") throw closed();
  } else if ((await accounts.findInvite(invitation.value)) === null) throw invitationOver();
}

/** Says whether the link of the invitation came to this address by mail. */
async function isProven(app: App, invitation: Invitation | null, email: string): Promise<boolean> {
  if (invitation?.proof === undefined) return false;
  const found = await app.store.accounts.findToken("address", invitation.proof);
  return found !== null && (found.payload as { readonly email: string }).email === email;
}

async function mailSignUp(app: App, pending: PendingSignUp): Promise<void> {
  const { accounts } = app.store;
  const { baseUrl } = app.settings;
  const value = newSecret();
  // The same work for a known address, which gets another mail.
  const known = await accounts.findByEmail(pending.email);
  await accounts.putToken({
    purpose: "sign-up",
    value,
    accountId: null,
    payload: pending,
    lifetimeMs: DAY_MS,
    replaces: false,
  });
  const { email } = pending;
  app.mailer.send(
    known === null
      ? signUpMail(email, `${baseUrl}/reset?token=${value}`)
      : knownAddressMail(known.account.email, baseUrl),
  );
}

interface AccountInput {
  readonly email: string;
  readonly name: string;
  /** Null: it logs in by other means. */
  readonly passwordHash: string | null;
  /** Whom at a provider it logs in as; absent: nobody. */
  readonly oidc?: OidcIdentity | undefined;
  readonly entrance: Entrance;
  /** The zone of its own project. */
  readonly timezone: string;
  readonly from: string;
}

/** The zone that somebody's first project is to have: the browser's, as it says. */
export function firstZone(timezone: string | undefined): string {
  return timezone === undefined ? "UTC" : knownTimezone(timezone, "timezone");
}

/** Makes an account with a project of its own and its personal topic. */
export async function createAccount(app: App, input: AccountInput): Promise<Account> {
  const { email, name, passwordHash, oidc, entrance, timezone, from } = input;
  const accountId = newId();
  const outcome = await app.store.accounts.create({
    account: { accountId, email, name, passwordHash },
    entrance,
    project: newProject(app, { name, timezone }, accountId),
    topics: [],
    oidc,
    from,
  });
  if (outcome.kind !== "created") throw refusalOf(outcome);
  return outcome.account;
}

function refusalOf(outcome: Exclude<CreateAccountOutcome, { readonly kind: "created" }>): AppError {
  switch (outcome.kind) {
    case "closed":
      return closed();
    case "identity-taken":
      return new AppError(
        "oidc_linked",
        "An account was just made for whom the provider says you are. Log in with it.",
      );
    case "email-taken":
      return new AppError("email_taken", "Another account has this e-mail. Log in with it, or use another.", "email");
  }
}

function closed(): AppError {
  const text = "Accounts are made by invitation only. Ask a manager of a project for an invitation.";
  return new AppError("sign_up_closed", text);
}
