import { isPassword } from "../../lib/passwords.ts";
import { AppError } from "../../model/index.ts";
import type { App, Visitor } from "../app.ts";
import { takeTry } from "./limit-tries.ts";
import { startSession } from "./start-session.ts";

/**
 * Logs in with e-mail and password; the answer is the value of the session. An e-mail that nobody has costs as much work
 * and gets the same refusal as a wrong password.
 */
export async function logIn(
  app: App,
  visitor: Visitor,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string> {
  const attempt = await takeTry(app, "log-in", visitor, email);
  const found = await app.store.accounts.findByEmail(email.trim());
  const isRight = await isPassword(password, found?.passwordHash ?? null);
  if (found === null || !isRight) throw new AppError("wrong_login", "The e-mail or the password is wrong.");
  await attempt.giveBack();
  return await startSession(app, visitor, found.account, { needsFactor: true });
}
