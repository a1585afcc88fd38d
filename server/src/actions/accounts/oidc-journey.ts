import { newSecret } from "../../lib/ids.ts";
import { withParameter } from "../../lib/own-path.ts";
import { AppError } from "../../model/index.ts";
import type { App } from "../app.ts";
import type { OidcAsk, OidcClient } from "../oidc-client.ts";

/** Why somebody comes back from the provider without being let in, as the page's address says it. */
export type OidcProblem =
  | "refused"
  | "expired"
  | "unreachable"
  | "email_not_verified"
  | "not_linked"
  | "sign_up_closed"
  | "linked_elsewhere"
  | "too_many_tries";

/** The session in which somebody said that the account is to be linked: nobody else can finish it. */
export interface Link {
  readonly accountId: string;
  readonly sessionId: string;
}

/** What is remembered while somebody is at the provider. */
export interface Journey {
  readonly kind: "journey";
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go afterwards, a path of ours. */
  readonly next: string;
  /** Null: a log-in. */
  readonly link: Link | null;
  /** The token of an invitation that somebody new comes with. */
  readonly invite: string | null;
  /** The zone of somebody new's own project. */
  readonly timezone: string;
}

/** An account that is to be linked, before its owner sets out. */
export interface LinkOrder {
  readonly kind: "link";
  readonly link: Link;
  readonly next: string;
}

/** Where the browser goes next. */
export interface Landing {
  /** A path of ours, or the address at the provider. */
  readonly to: { readonly path: string } | { readonly url: string };
  /** The value of a new session; absent: the browser keeps what it has. */
  readonly session?: string;
}

/** Long enough to find a password and a second factor at the provider. */
const LIFETIME_MS = 10 * 60_000;

/** The client of the provider that is set, or the refusal that says that none is. */
export function oidcOf({ oidc }: Pick<App, "oidc">): OidcClient {
  if (oidc !== null) return oidc;
  throw new AppError("no_oidc", "No OpenID Connect provider is set. Its operator sets it with WATCHBELL_OIDC_ISSUER.");
}

interface Departure extends Pick<Journey, "next" | "link" | "invite" | "timezone"> {
  /** A secret that only the browser of the one who starts holds. */
  readonly browser: string;
}

/** Sends somebody to the provider: the address there, or null when it could not be reached. */
export async function startJourney(app: App, { browser, ...wish }: Departure): Promise<string | null> {
  const oidc = oidcOf(app);
  const journey: Journey = { ...wish, kind: "journey", nonce: newSecret(), verifier: await oidc.newVerifier() };
  const state = newSecret();
  const url = await oidc.begin(askOf(app, state, journey));
  if (url !== null) await keepForJourney(app, journeyKey(state, browser), journey);
  return url;
}

/** Finds what somebody came back from, and uses it up; null: it began in another browser, was used, or is over. */
export async function endJourney(app: App, state: string, browser: string): Promise<Journey | null> {
  const kept = await takeForJourney(app, journeyKey(state, browser));
  return kept?.kind === "journey" ? kept : null;
}

/** What ties the provider's answer to this journey. */
export function askOf({ settings }: App, state: string, { nonce, verifier }: Journey): OidcAsk {
  return { redirectUri: `${settings.baseUrl}/auth/oidc/callback`, state, nonce, verifier };
}

/** The page that says why it did not work: where the account was to be linked, or where one logs in. */
export function problemPath(problem: OidcProblem, { link, next }: Pick<Journey, "link" | "next">): string {
  if (link !== null) return withParameter(next, "problem", problem);
  const path = withParameter("/log-in", "problem", problem);
  return next === "/" ? path : withParameter(path, "next", next);
}

/** The state alone is not enough: whoever reads it in an address has not the browser's secret. */
function journeyKey(state: string, browser: string): string {
  return `${state}\n${browser}`;
}

/** Keeps what is to be remembered until its secret comes back, once. */
export async function keepForJourney(app: App, value: string, payload: Journey | LinkOrder): Promise<void> {
  const token = { purpose: "oidc", value, accountId: null, payload, lifetimeMs: LIFETIME_MS, replaces: false } as const;
  await app.store.accounts.putToken(token);
}

/** Finds what was kept, and uses it up. */
export async function takeForJourney(app: App, value: string): Promise<Journey | LinkOrder | null> {
  const found = await app.store.accounts.takeToken("oidc", value);
  // Only keepForJourney writes it, and it was sealed.
  return found === null ? null : (found.payload as Journey | LinkOrder);
}
