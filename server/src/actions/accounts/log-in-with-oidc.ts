import { canonicalTimezone } from "../../judge/schedules/schedule.ts";
import { onOneLine } from "../../lib/clean-text.ts";
import { ownPath } from "../../lib/own-path.ts";
import { AppError } from "../../model/index.ts";
import type { Entrance } from "../../store/ports.ts";
import type { App, Visitor } from "../app.ts";
import type { OidcPerson } from "../oidc-client.ts";
import { accountName } from "./check-credentials.ts";
import { parseInvitation } from "./invitation.ts";
import { takeTry } from "./limit-tries.ts";
import { identityOf, isOrderedHere, linkOidc, takeLinkOrder } from "./link-oidc.ts";
import {
  askOf,
  endJourney,
  type Journey,
  type Landing,
  type OidcProblem,
  oidcOf,
  problemPath,
  startJourney,
} from "./oidc-journey.ts";
import { createAccount } from "./sign-up.ts";
import { startSession } from "./start-session.ts";

/** With what somebody sets out for the provider; `browser` is a secret that only that browser holds. */
export interface OidcStart {
  readonly next: string;
  readonly invite: string | null;
  /** The zone of the browser, as it says. */
  readonly timezone: string;
  /** The order to link, from its address; null: a log-in. */
  readonly link: string | null;
  readonly browser: string;
}

const NAME_LENGTH = 100;
/** Where an order to link that is over leads, since it does not say any more where it came from. */
const ACCOUNT_PAGE = "/settings/account";

/** Sends somebody to the provider, to log in or to link the account. */
export async function startOidc(app: App, visitor: Visitor, start: OidcStart): Promise<Landing> {
  oidcOf(app);
  const { invite, browser } = start;
  // A page cannot be sent back for a zone that nobody typed.
  const timezone = canonicalTimezone(start.timezone) ?? "UTC";
  const aim = start.link === null ? { next: ownPath(start.next), link: null } : await takeLinkOrder(app, start.link);
  if (aim === null || !(await isOrderedHere(app, visitor, aim.link))) {
    return { to: { path: `${ACCOUNT_PAGE}?problem=expired` } };
  }
  if (await isTired(app, visitor)) return { to: { path: problemPath("too_many_tries", aim) } };
  const url = await startJourney(app, { ...aim, invite, timezone, browser });
  return { to: url === null ? { path: problemPath("unreachable", aim) } : { url } };
}

async function isTired(app: App, visitor: Visitor): Promise<boolean> {
  try {
    await takeTry(app, "other-log-in", visitor);
    return false;
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}

/** Takes in whoever comes back from the provider. */
export async function finishOidc(
  app: App,
  visitor: Visitor,
  { query, browser }: { readonly query: string; readonly browser: string },
): Promise<Landing> {
  const oidc = oidcOf(app);
  const state = new URLSearchParams(query).get("state") ?? "";
  const journey = await endJourney(app, state, browser);
  if (journey === null) return { to: { path: "/log-in?problem=expired" } };
  const outcome = await oidc.finish(askOf(app, state, journey), query);
  const landing = outcome.kind === "person" ? await arrive(app, visitor, journey, outcome.person) : null;
  if (landing !== null && typeof landing !== "string") return landing;
  const problem = landing ?? (outcome.kind === "refused" ? "refused" : "unreachable");
  return { to: { path: problemPath(problem, journey) } };
}

async function arrive(
  app: App,
  visitor: Visitor,
  journey: Journey,
  person: OidcPerson,
): Promise<Landing | OidcProblem> {
  if (journey.link !== null) return await linkOidc(app, visitor, { ordered: journey.link, next: journey.next, person });
  const account = await app.store.accounts.findByOidc(person);
  if (account === null) return await welcome(app, visitor, journey, person);
  const session = await startSession(app, visitor, account, { needsFactor: true });
  return { to: { path: journey.next }, session };
}

/**
 * Makes an account for somebody new, by the rule of sign-up. Whose address has an account already is not linked with it
 * here, whatever the provider says: first he shows, logged in, that the account is his.
 */
async function welcome(
  app: App,
  visitor: Visitor,
  { invite, next, timezone }: Journey,
  person: OidcPerson,
): Promise<Landing | OidcProblem> {
  const identity = identityOf(person);
  if (identity === null) return "email_not_verified";
  if ((await app.store.accounts.findByEmail(identity.email)) !== null) return "not_linked";
  const entrance: Entrance = invite === null ? { by: "open" } : { by: "invite", invite: parseInvitation(invite).value };
  const { email } = identity;
  try {
    const input = { email, name: nameOf(person, email), passwordHash: null, oidc: identity, entrance, timezone };
    const account = await createAccount(app, { ...input, from: visitor.address });
    const session = await startSession(app, visitor, account, { needsFactor: false });
    // The page of the invitation has nothing more to say.
    return { to: { path: invite === null ? next : "/" }, session };
  } catch (error) {
    if (error instanceof AppError) return error.code === "sign_up_closed" ? "sign_up_closed" : "expired";
    throw error;
  }
}

/** The name comes from outside: one line, of whole characters, not too long. */
function nameOf({ name }: OidcPerson, email: string): string {
  const line = onOneLine(name ?? "");
  return accountName(Array.from(line).slice(0, NAME_LENGTH).join(""), email);
}
