import { isPassword } from "../../lib/passwords.ts";
import { type Actor, AppError, type Session } from "../../model/index.ts";
import type { App, SignedIn } from "../app.ts";
import { takeTry } from "./limit-tries.ts";

/** A log-in counts as fresh for so long. */
const FRESH_MS = 10 * 60_000;

/**
 * Asks once more for the password before something that a borrowed browser must not do. An account that has none must
 * have logged in a short while ago.
 */
export async function askPassword(
  app: App,
  { account, session, actor }: SignedIn,
  password: string | undefined,
  field: string,
): Promise<void> {
  const hash = await app.store.accounts.passwordHash(account.id);
  if (hash === null) return await refuseStale(app, session);
  if (password === undefined || password === "") {
    throw new AppError("wrong_password", `"${field}" must be the password that you log in with now.`, field);
  }
  const attempt = await takeTry(app, "log-in", { address: addressOf(actor) }, account.email);
  if (!(await isPassword(password, hash))) {
    throw new AppError("wrong_password", `"${field}" is not the password that you log in with now.`, field);
  }
  await attempt.giveBack();
}

/** Asks for the password as `askPassword` does, unless the log-in is fresh. */
export async function askUnlessFresh(app: App, who: SignedIn, password: string | undefined): Promise<void> {
  if (await isFresh(app, who.session)) return;
  await askPassword(app, who, password, "password");
}

/** The address that somebody's request came from. */
export function addressOf(actor: Actor): string {
  return typeof actor === "string" ? "" : actor.from;
}

async function refuseStale(app: App, session: Session): Promise<void> {
  if (await isFresh(app, session)) return;
  throw new AppError("log_in_again", "Log in again first: your last log-in is more than 10 minutes ago.");
}

async function isFresh(app: App, session: Session): Promise<boolean> {
  return (await app.store.now()) - session.createdAt <= FRESH_MS;
}
