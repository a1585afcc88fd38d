import {
  challengeOf,
  type NewPasskeyJson,
  type PasskeySite,
  passkeySite,
  type ShownPasskeyJson,
} from "../../lib/passkeys.ts";
import { AppError } from "../../model/index.ts";
import type { App } from "../app.ts";

/** Long enough for a phone to be found, short enough to be of no use to anybody later. */
const LIFETIME_MS = 5 * 60_000;

/** What a challenge was given out for: it is good for that alone, once, in that session. */
export interface ChallengeUse {
  readonly use: "add" | "second-factor" | "log-in";
  /** Null: nobody is known yet. */
  readonly sessionId: string | null;
}

/** The site whose passkeys they are, or the refusal that says why there are none. */
export function siteOf({ settings }: Pick<App, "settings">): PasskeySite {
  const site = passkeySite(settings.baseUrl);
  if (site !== null) return site;
  const text = `Browsers have passkeys for https and for localhost only, and for names only. ${settings.baseUrl} is neither; see WATCHBELL_BASE_URL.`;
  throw new AppError("passkeys_unavailable", text);
}

/** Remembers a challenge that is about to be given out. */
export async function keepChallenge(app: App, challenge: string, use: ChallengeUse): Promise<void> {
  await app.store.accounts.putToken({
    purpose: "passkey",
    value: challenge,
    accountId: null,
    payload: use,
    lifetimeMs: LIFETIME_MS,
    replaces: false,
  });
}

/** Uses up the challenge that an answer is for. Null: it was not given out for this, or was used, or is over. */
export async function takeChallenge(
  app: App,
  answer: NewPasskeyJson | ShownPasskeyJson,
  { use, sessionId }: ChallengeUse,
): Promise<string | null> {
  const challenge = challengeOf(answer);
  const found = challenge === null ? null : await app.store.accounts.takeToken("passkey", challenge);
  if (found === null) return null;
  // Only keepChallenge writes it, and it was sealed.
  const kept = found.payload as ChallengeUse;
  return kept.use === use && kept.sessionId === sessionId ? challenge : null;
}

/** The refusal of a passkey. */
export function wrongPasskey(): AppError {
  const text =
    "The passkey does not fit, or it took too long. Try again; if it was removed here, remove it in the browser too.";
  return new AppError("wrong_code", text, "passkey");
}
