import { newTotp, qrCode, totpStep } from "../../lib/totp.ts";
import { AppError } from "../../model/index.ts";
import type { App, SignedIn } from "../app.ts";
import { addressOf, askPassword, askUnlessFresh } from "./ask-password.ts";
import { takeTry } from "./limit-tries.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { tellOwner } from "./tell-owner.ts";

const ISSUER = "Watchbell";

/** What an authenticator app takes in. */
export interface TotpOffer {
  readonly secret: string;
  readonly uri: string;
  readonly qrSvg: string;
}

/** Makes a secret for an authenticator app; it counts once a first code was typed. */
export async function offerTotp(app: App, who: SignedIn, password: string | undefined): Promise<TotpOffer> {
  await askUnlessFresh(app, who, password);
  const { secret, uri } = await newTotp({ issuer: ISSUER, label: who.account.email });
  if (!(await app.store.accounts.putTotp(who.account.id, secret))) {
    throw new AppError("totp_on", "An authenticator app is on already. Turn it off first, then set up another.");
  }
  return { secret, uri, qrSvg: await qrCode(uri) };
}

/** Turns the app on with its first code; the answer is the account's recovery codes. */
export async function confirmTotp(app: App, who: SignedIn, typed: string): Promise<string[]> {
  const { account, actor } = who;
  const attempt = await takeTry(app, "second-factor", { address: addressOf(actor) }, account.email);
  const waiting = await app.store.accounts.totp(account.id);
  if (waiting === null || waiting.isOn) throw notWaiting();
  const step = await totpStep(waiting.secret, plainCode(typed), await app.store.now());
  if (step === null) throw wrongTotp("code");
  await attempt.giveBack();
  const { shown, plain } = newRecoveryCodes();
  const confirmed = { accountId: account.id, step, recoveryCodes: plain };
  if (!(await app.store.accounts.confirmTotp(confirmed, actor))) throw notWaiting();
  tellOwner(app, account, "An authenticator app was turned on.");
  return shown;
}

/** Turns the app off. */
export async function removeTotp(app: App, who: SignedIn, password: string | undefined): Promise<void> {
  await askPassword(app, who, password, "password");
  if (!(await app.store.accounts.removeTotp(who.account.id, who.actor))) {
    throw new AppError("not_found", "No authenticator app is on.");
  }
  tellOwner(app, who.account, "The authenticator app was turned off.");
}

/** Says whether this is a code of the account's app now, and uses it up: a code that somebody saw is of no use to him. */
export async function useTotp(app: App, accountId: string, typed: string): Promise<boolean> {
  const { accounts } = app.store;
  const totp = await accounts.totp(accountId);
  if (totp === null || !totp.isOn) return false;
  const step = await totpStep(totp.secret, plainCode(typed), await app.store.now());
  return step !== null && (await accounts.useTotpStep(accountId, step));
}

/** The refusal of a code. */
export function wrongTotp(field: string): AppError {
  const text = `"${field}" is wrong, or was used already. Type the next code of your app; if that is wrong too, compare the clocks.`;
  return new AppError("wrong_code", text, field);
}

/** Apps show their codes in groups. */
function plainCode(typed: string): string {
  return typed.replace(/[\s-]/g, "");
}

function notWaiting(): AppError {
  return new AppError("not_found", "No app waits for its first code. Begin once more with a new QR code.");
}
