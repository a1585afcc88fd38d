import { newLegibleCode } from "../../lib/ids.ts";
import { AppError } from "../../model/index.ts";
import type { App, SignedIn } from "../app.ts";
import { askPassword } from "./ask-password.ts";
import { tellOwner } from "./tell-owner.ts";

const COUNT = 10;
const HALF_LENGTH = 5;

/** Makes the recovery codes of an account: as they are shown once, and as they are compared. */
export function newRecoveryCodes(): { readonly shown: string[]; readonly plain: readonly string[] } {
  const shown = Array.from({ length: COUNT }, () => `${newLegibleCode(HALF_LENGTH)}-${newLegibleCode(HALF_LENGTH)}`);
  return { shown, plain: shown.map(plainRecoveryCode) };
}

/** A recovery code as it is compared: however it was copied or typed. */
export function plainRecoveryCode(typed: string): string {
  return typed.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Makes new recovery codes in place of those there were. */
export async function renewRecoveryCodes(app: App, who: SignedIn, password: string | undefined): Promise<string[]> {
  await askPassword(app, who, password, "password");
  const { shown, plain } = newRecoveryCodes();
  if (!(await app.store.accounts.setRecoveryCodes(who.account.id, plain, who.actor))) {
    const text = "Recovery codes stand in for a lost app or passkey. Set up one of those first.";
    throw new AppError("no_second_factor", text);
  }
  tellOwner(app, who.account, "New recovery codes were made; those before are good no more.");
  return shown;
}
