import { newSecret } from "../../lib/ids.ts";
import type { ShownPasskeyJson } from "../../lib/passkeys.ts";
import { AppError } from "../../model/index.ts";
import type { FoundSession } from "../../store/ports.ts";
import type { App, Visitor } from "../app.ts";
import { takeTry } from "./limit-tries.ts";
import { wrongPasskey } from "./passkey-challenges.ts";
import { plainRecoveryCode } from "./recovery-codes.ts";
import { findHalf, usePasskey } from "./show-passkey.ts";
import { tellOwner } from "./tell-owner.ts";
import { useTotp, wrongTotp } from "./totp.ts";

/** What is shown after the password. */
export type ShownFactor =
  | { readonly kind: "totp"; readonly code: string }
  | { readonly kind: "recovery-code"; readonly code: string }
  | { readonly kind: "passkey"; readonly passkey: ShownPasskeyJson };

/** Finishes a log-in whose password was right. The answer is the new value of the session: nobody has seen it before. */
export async function showSecondFactor(app: App, visitor: Visitor, shown: ShownFactor): Promise<string> {
  const half = await findHalf(app, visitor);
  if (half === null || visitor.session === null) throw overdue();
  const attempt = await takeTry(app, "second-factor", visitor, half.account.email);
  await useFactor(app, half, shown, visitor.address);
  await attempt.giveBack();
  const value = newSecret();
  if ((await app.store.accounts.completeSession(visitor.session, value)) === null) throw overdue();
  return value;
}

async function useFactor(app: App, half: FoundSession, shown: ShownFactor, from: string): Promise<void> {
  const { account, session } = half;
  switch (shown.kind) {
    case "totp":
      if (!(await useTotp(app, account.id, shown.code))) throw wrongTotp("totp");
      return;
    case "passkey": {
      const accountId = await usePasskey(app, shown.passkey, { use: "second-factor", sessionId: session.id });
      if (accountId !== account.id) throw wrongPasskey();
      return;
    }
    case "recovery-code": {
      const actor = { name: account.name, from, accountId: account.id };
      if (!(await app.store.accounts.useRecoveryCode(account.id, plainRecoveryCode(shown.code), actor))) {
        const text = '"recoveryCode" is none of your codes, or was used already. Try another one.';
        throw new AppError("wrong_code", text, "recoveryCode");
      }
      tellOwner(app, account, "A recovery code was used to log in.");
    }
  }
}

function overdue(): AppError {
  return new AppError("signed_out", "No log-in waits for a second factor here, or it took too long. Log in again.");
}
