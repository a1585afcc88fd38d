import { networkOf } from "../../lib/client-address.ts";
import { TooManyTries } from "../../model/index.ts";
import type { TryBucket } from "../../store/ports.ts";
import type { App, Visitor } from "../app.ts";

const MINUTE_MS = 60_000;

/** What is limited, each with its own count: tries in so many minutes, by the client's network and by the e-mail. */
const LIMITS = {
  /** Passwords. An office behind one address signs in often; only what fails counts. */
  "log-in": { byNetwork: 30, byEmail: 10, minutes: 10 },
  /** Codes after the password: six digits could be guessed, so what fails counts for long. */
  "second-factor": { byNetwork: 30, byEmail: 10, minutes: 60 },
  /** Passkeys, and log-ins by way of a provider: neither can be guessed, and trying must not cost us much. */
  "other-log-in": { byNetwork: 120, byEmail: 60, minutes: 10 },
  /** Accounts that are made, and mails that are asked for. */
  "sign-up": { byNetwork: 20, byEmail: 5, minutes: 60 },
  "password-reset": { byNetwork: 20, byEmail: 5, minutes: 60 },
  /** Links that are opened: set-up, invitations, resets. They cannot be guessed, and trying must not cost us much. */
  link: { byNetwork: 60, byEmail: 60, minutes: 10 },
} as const;

export type Limited = keyof typeof LIMITS;

/** One try of something that is limited. */
export interface Try {
  /** Gives the try back: it was no guess. */
  readonly giveBack: () => Promise<void>;
}

/** Takes a try, or refuses it until later. It is counted before anything is looked up, so that it tells nothing. */
export async function takeTry(
  app: App,
  what: Limited,
  { address }: Pick<Visitor, "address">,
  email: string | null = null,
): Promise<Try> {
  const { byNetwork, byEmail, minutes } = LIMITS[what];
  const perMs = minutes * MINUTE_MS;
  const buckets: TryBucket[] = [{ of: `${what} network ${networkOf(address)}`, tries: byNetwork, perMs }];
  if (email !== null) buckets.push({ of: `${what} e-mail ${email.trim().toLowerCase()}`, tries: byEmail, perMs });
  const refused = await app.store.accounts.takeTry(buckets);
  if (refused !== null) throw new TooManyTries(refused.waitMs);
  return { giveBack: () => app.store.accounts.giveTryBack(buckets) };
}
