import { type Actor, AppError, type Departure, type NamedProject } from "../../model/index.ts";
import type { App, SignedIn } from "../app.ts";
import { askPassword } from "./ask-password.ts";
import { accountDeletedMail } from "./mails.ts";

/** Tells what deleting one's own account does to projects. */
export async function showDeparture(app: Pick<App, "store">, accountId: string): Promise<Departure> {
  const departure = await app.store.accounts.departure(accountId);
  if (departure === null) throw accountIsGone();
  return departure;
}

/** Deletes the account of who is signed in, for whoever writes its e-mail and knows its password. */
export async function deleteOwnAccount(
  app: App,
  who: SignedIn,
  { email, password }: { readonly email: string; readonly password?: string | undefined },
): Promise<void> {
  const { account, actor } = who;
  if (email.trim().toLowerCase() !== account.email.toLowerCase()) {
    const text = '"email" is not the e-mail of the account. Write it as it is to delete the account.';
    throw new AppError("invalid_input", text, "email");
  }
  await askPassword(app, who, password, "password");
  await deleteAccount(app, { accountId: account.id, remedy: "own" }, actor);
  if (app.mailer.isSet) app.mailer.send(accountDeletedMail(account.email, app.settings.baseUrl));
}

/** Whom a refusal speaks to: the account's owner, or whoever has a shell on the server. */
type Remedy = "own" | "shell";

/** Deletes an account; says what became of projects. */
export async function deleteAccount(
  app: Pick<App, "store">,
  { accountId, remedy }: { readonly accountId: string; readonly remedy: Remedy },
  actor: Actor,
): Promise<Departure> {
  const outcome = await app.store.accounts.deleteAccount(accountId, actor);
  if (outcome === null) throw accountIsGone();
  const { kind, departure } = outcome;
  switch (kind) {
    case "deleted":
      return departure;
    case "last-owner":
      throw new AppError("last_owner", sayOwnerless(departure.ownerless, remedy));
    case "last-operator":
      throw new AppError("last_operator", LAST_OPERATOR);
  }
}

const LAST_OPERATOR =
  "This is the last operator of this Watchbell, and others have accounts here. Make one of them an operator first, with `watchbell users operator EMAIL` on the server.";

function sayOwnerless(projects: readonly NamedProject[], remedy: Remedy): string {
  const names = projects.map(({ name }) => name).join(", ");
  const handOver =
    remedy === "own"
      ? "Make another member an owner there first, under Settings, Members, or delete the project."
      : "Let another member be made an owner there first, under Settings, Members; `watchbell users reset EMAIL` makes a link to log in with.";
  return `This is the last owner of a project that others are in: ${names}. ${handOver}`;
}

function accountIsGone(): AppError {
  return new AppError("signed_out", "This account is gone.");
}
