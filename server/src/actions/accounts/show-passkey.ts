import { type PasskeyRequestOptions, requestOptions, type ShownPasskeyJson, verifyShown } from "../../lib/passkeys.ts";
import type { FoundSession } from "../../store/ports.ts";
import type { App, Visitor } from "../app.ts";
import { takeTry } from "./limit-tries.ts";
import { type ChallengeUse, keepChallenge, siteOf, takeChallenge, wrongPasskey } from "./passkey-challenges.ts";
import { startSession } from "./start-session.ts";

/**
 * Begins to show a passkey: one of the account whose password was right, or whichever its owner has, for a log-in with
 * the passkey alone.
 */
export async function askForPasskey(app: App, visitor: Visitor): Promise<PasskeyRequestOptions> {
  const site = siteOf(app);
  await takeTry(app, "other-log-in", visitor);
  const half = await findHalf(app, visitor);
  const known = half === null ? [] : await app.store.accounts.passkeys(half.account.id);
  const options = await requestOptions(site, known);
  const use = half === null ? "log-in" : "second-factor";
  await keepChallenge(app, options.challenge, { use, sessionId: half?.session.id ?? null });
  return options;
}

/** Finds the session of a browser while it waits for the second factor. */
export async function findHalf(app: App, { session: value }: Visitor): Promise<FoundSession | null> {
  const found = value === null ? null : await app.store.accounts.findSession(value);
  return found?.session.state === "second-factor" ? found : null;
}

/** Logs in with a passkey alone: it is in somebody's hand, and it made sure in whose. The answer is the value of the session. */
export async function logInWithPasskey(app: App, visitor: Visitor, shown: ShownPasskeyJson): Promise<string> {
  const attempt = await takeTry(app, "log-in", visitor);
  const accountId = await usePasskey(app, shown, { use: "log-in", sessionId: null });
  const account = accountId === null ? null : await app.store.accounts.get(accountId);
  if (account === null) throw wrongPasskey();
  await attempt.giveBack();
  return await startSession(app, visitor, account, { needsFactor: false });
}

/** Verifies a passkey that was shown, and says whose it is; null: it does not fit. Its counter and its challenge are used up. */
export async function usePasskey(app: App, shown: ShownPasskeyJson, use: ChallengeUse): Promise<string | null> {
  const site = siteOf(app);
  const { accounts } = app.store;
  const challenge = await takeChallenge(app, shown, use);
  const found = challenge === null ? null : await accounts.findPasskey(shown.id);
  if (challenge === null || found === null || !isHandleOf(found.passkey.accountId, shown)) return null;
  const verified = await verifyShown(site, { challenge, known: found }, shown);
  if ("kind" in verified) {
    app.log.debug({ reason: verified.reason }, "a passkey was refused");
    return null;
  }
  const { id: passkeyId, accountId } = found.passkey;
  const { counter: to, backedUp } = verified;
  return (await accounts.usePasskey({ passkeyId, from: found.counter, to, backedUp })) ? accountId : null;
}

/** An authenticator that tells whose passkey it shows must tell the same as we do. */
function isHandleOf(accountId: string, { response }: ShownPasskeyJson): boolean {
  const handle = response.userHandle ?? "";
  return handle === "" || Buffer.from(handle, "base64url").toString("utf8") === accountId;
}
