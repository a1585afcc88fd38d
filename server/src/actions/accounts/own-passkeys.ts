import { creationOptions, type NewPasskeyJson, type PasskeyCreationOptions, verifyMade } from "../../lib/passkeys.ts";
import { AppError, type Passkey } from "../../model/index.ts";
import type { App, SignedIn } from "../app.ts";
import { addressOf, askUnlessFresh } from "./ask-password.ts";
import { takeTry } from "./limit-tries.ts";
import { keepChallenge, siteOf, takeChallenge, wrongPasskey } from "./passkey-challenges.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { tellOwner } from "./tell-owner.ts";

/** Begins to add a passkey to one's own account. */
export async function offerPasskey(
  app: App,
  who: SignedIn,
  password: string | undefined,
): Promise<PasskeyCreationOptions> {
  const site = siteOf(app);
  await askUnlessFresh(app, who, password);
  await takeTry(app, "other-log-in", { address: addressOf(who.actor) });
  const known = await app.store.accounts.passkeys(who.account.id);
  const options = await creationOptions(site, who.account, known);
  await keepChallenge(app, options.challenge, { use: "add", sessionId: who.session.id });
  return options;
}

/** A passkey that was added; with the recovery codes that come with the first second factor. */
export interface AddedPasskey {
  readonly passkey: Passkey;
  readonly recoveryCodes: readonly string[] | null;
}

/** Adds the passkey that an authenticator made. */
export async function addPasskey(
  app: App,
  who: SignedIn,
  { name, made }: { readonly name: string; readonly made: NewPasskeyJson },
): Promise<AddedPasskey> {
  const { account, session, actor } = who;
  const site = siteOf(app);
  const challenge = await takeChallenge(app, made, { use: "add", sessionId: session.id });
  if (challenge === null) throw wrongPasskey();
  const verified = await verifyMade(site, challenge, made);
  if ("kind" in verified) {
    app.log.debug({ reason: verified.reason }, "a new passkey was refused");
    throw wrongPasskey();
  }
  const { shown, plain } = newRecoveryCodes();
  const outcome = await app.store.accounts.addPasskey({ ...verified, accountId: account.id, name }, plain, actor);
  switch (outcome.kind) {
    case "known":
      throw new AppError(
        "passkey_known",
        "This passkey is known already. Use another device or another password manager.",
      );
    case "too-many":
      throw new AppError("too_many_passkeys", "You have 20 passkeys, the most there can be. Remove one first.");
    case "added":
      tellOwner(app, account, `The passkey "${outcome.passkey.name}" was added.`);
      return { passkey: outcome.passkey, recoveryCodes: outcome.isFirst ? shown : null };
  }
}

/** Removes a passkey of one's own account. */
export async function removePasskey(
  app: App,
  who: SignedIn,
  { passkeyId, password }: { readonly passkeyId: string; readonly password: string | undefined },
): Promise<void> {
  await askUnlessFresh(app, who, password);
  switch (await app.store.accounts.removePasskey(who.account.id, passkeyId, who.actor)) {
    case "gone":
      throw new AppError("not_found", "You have no such passkey.");
    case "last-log-in":
      throw new AppError("last_log_in", "You could not log in any more: this is your last way. Set a password first.");
    case "removed":
      tellOwner(app, who.account, "A passkey was removed.");
  }
}
