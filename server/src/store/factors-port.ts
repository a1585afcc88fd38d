import type { Account, Actor, FactorSummary, OidcIdentity, Passkey } from "../model/index.ts";

export interface NewPasskey {
  readonly accountId: string;
  /** What the authenticator calls it, base64url. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  /** How a browser reaches the authenticator. */
  readonly transports: readonly string[];
  readonly backedUp: boolean;
  readonly name: string;
}

/** A passkey with what it is verified by. */
export interface FoundPasskey {
  readonly passkey: Passkey;
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

export type AddPasskeyOutcome =
  /** `isFirst`: the account had no second factor, and has the recovery codes that came along. */
  | { readonly kind: "added"; readonly passkey: Passkey; readonly isFirst: boolean }
  /** An account has this passkey. */
  | { readonly kind: "known" }
  | { readonly kind: "too-many" };

/** `last-log-in`: the account could not log in any more. */
export type RemoveOutcome = "removed" | "gone" | "last-log-in";

/** A passkey that was shown, after it was verified. */
export interface PasskeyUse {
  readonly passkeyId: string;
  /** The counter that it was verified against: if it is another by now, somebody showed the passkey meanwhile. */
  readonly from: number;
  readonly to: number;
  readonly backedUp: boolean;
}

/** How accounts show who they are beside their password. The secrets of apps are sealed; only codes of recovery codes are kept. */
export interface FactorsPort {
  factors(accountId: string): Promise<FactorSummary>;

  /** Keeps the secret of an authenticator app until its first code; one that waited before is replaced. False: one is on. */
  putTotp(accountId: string, secret: string): Promise<boolean>;
  totp(accountId: string): Promise<{ readonly secret: string; readonly isOn: boolean } | null>;
  /** Turns the app on with the time step of its first code, and sets new recovery codes. False: no secret waits. */
  confirmTotp(
    confirmed: { readonly accountId: string; readonly step: number; readonly recoveryCodes: readonly string[] },
    actor: Actor,
  ): Promise<boolean>;
  /** Uses the code of a time step up: each is good once, and none before it. False: it was used. */
  useTotpStep(accountId: string, step: number): Promise<boolean>;
  /** False: none was on. */
  removeTotp(accountId: string, actor: Actor): Promise<boolean>;

  /** Sets new recovery codes in place of all there were. False: the account has no factor that they could stand in for. */
  setRecoveryCodes(accountId: string, codes: readonly string[], actor: Actor): Promise<boolean>;
  /** False: it is none of the account's, or was used. */
  useRecoveryCode(accountId: string, code: string, actor: Actor): Promise<boolean>;

  /** The recovery codes are for an account whose first second factor it is. */
  addPasskey(passkey: NewPasskey, recoveryCodes: readonly string[], actor: Actor): Promise<AddPasskeyOutcome>;
  /** The oldest first. */
  passkeys(accountId: string): Promise<readonly FoundPasskey[]>;
  findPasskey(credentialId: string): Promise<FoundPasskey | null>;
  /** Notes that a passkey was shown. False: it is gone, or its counter is another by now. */
  usePasskey(use: PasskeyUse): Promise<boolean>;
  removePasskey(accountId: string, passkeyId: string, actor: Actor): Promise<RemoveOutcome>;

  /** Takes app, passkeys and recovery codes away from somebody who has lost them. False: there are none. */
  removeFactors(accountId: string, actor: Actor): Promise<boolean>;

  findByOidc(identity: Pick<OidcIdentity, "issuer" | "subject">): Promise<Account | null>;
  /** `taken`: the identity belongs to another account; `linked-already`: the account has another identity there. */
  linkOidc(accountId: string, identity: OidcIdentity, actor: Actor): Promise<"linked" | "taken" | "linked-already">;
  unlinkOidc(accountId: string, actor: Actor): Promise<RemoveOutcome>;
}
