import type { Factor } from "../model/index.ts";

/** The factors of an account that has these; recovery codes stand in for another factor, alone they are none. */
export function factorsOf(has: {
  readonly totp: boolean;
  readonly passkeys: number;
  readonly recoveryCodes: number;
}): readonly Factor[] {
  const own: Factor[] = [];
  if (has.totp) own.push("totp");
  if (has.passkeys > 0) own.push("passkey");
  return own.length > 0 && has.recoveryCodes > 0 ? [...own, "recovery-code"] : own;
}

/** Passkeys of one account, at most. */
export const MOST_PASSKEYS = 20;
