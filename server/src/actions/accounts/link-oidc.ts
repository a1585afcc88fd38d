import { newSecret } from "../../lib/ids.ts";
import { isMailAddress } from "../../lib/mailbox.ts";
import { AppError, type OidcIdentity } from "../../model/index.ts";
import type { App, SignedIn, Visitor } from "../app.ts";
import type { OidcPerson } from "../oidc-client.ts";
import { askUnlessFresh } from "./ask-password.ts";
import {
  keepForJourney,
  type Landing,
  type Link,
  type LinkOrder,
  type OidcProblem,
  oidcOf,
  takeForJourney,
} from "./oidc-journey.ts";
import { tellOwner } from "./tell-owner.ts";

/** Makes the address at which one's own account is linked with whom the provider says one is. */
export async function orderLink(
  app: App,
  who: SignedIn,
  { password, next }: { readonly password: string | undefined; readonly next: string },
): Promise<string> {
  oidcOf(app);
  await askUnlessFresh(app, who, password);
  if (who.account.oidcLinked) throw new AppError("oidc_linked", "The account is linked already. Part it first.");
  const order: LinkOrder = { kind: "link", link: { accountId: who.account.id, sessionId: who.session.id }, next };
  const value = newSecret();
  await keepForJourney(app, value, order);
  return `${app.settings.baseUrl}/auth/oidc/start?link=${value}`;
}

/** Takes the order to link out of an address; null: it was used, or is over. */
export async function takeLinkOrder(app: App, value: string): Promise<Pick<LinkOrder, "link" | "next"> | null> {
  const kept = await takeForJourney(app, value);
  return kept?.kind === "link" ? { link: kept.link, next: kept.next } : null;
}

/** Links the account of whoever ordered it: still logged in, in the session in which he did. */
export async function linkOidc(
  app: App,
  visitor: Visitor,
  { ordered, next, person }: { readonly ordered: Link; readonly next: string; readonly person: OidcPerson },
): Promise<Landing | OidcProblem> {
  if (!(await isOrderedHere(app, visitor, ordered))) return "expired";
  const identity = identityOf(person);
  const account = await app.store.accounts.get(ordered.accountId);
  if (account === null) return "expired";
  if (identity === null) return "email_not_verified";
  const actor = { name: account.name, from: visitor.address, accountId: account.id };
  switch (await app.store.accounts.linkOidc(account.id, identity, actor)) {
    case "taken":
      return "linked_elsewhere";
    case "linked":
      tellOwner(app, account, `It was linked with ${identity.email} at ${oidcOf(app).name}.`);
      return { to: { path: next } };
    case "linked-already":
      return { to: { path: next } };
  }
}

/** Says whether a browser is still signed in with the session in which the link was ordered; a log-in needs none. */
export async function isOrderedHere(app: App, { session: value }: Visitor, ordered: Link | null): Promise<boolean> {
  if (ordered === null) return true;
  const found = value === null ? null : await app.store.accounts.findSession(value);
  return found !== null && found.session.state === "signed-in" && found.session.id === ordered.sessionId;
}

/** Who somebody is, when the provider vouches for an address. */
export function identityOf({ issuer, subject, email, isEmailVerified }: OidcPerson): OidcIdentity | null {
  return email !== null && isEmailVerified && isMailAddress(email) ? { issuer, subject, email } : null;
}

/** Parts one's own account from the provider. */
export async function unlinkOidc(app: App, who: SignedIn, password: string | undefined): Promise<void> {
  await askUnlessFresh(app, who, password);
  switch (await app.store.accounts.unlinkOidc(who.account.id, who.actor)) {
    case "gone":
      throw new AppError("not_found", "The account is linked with no provider.");
    case "last-log-in":
      throw new AppError("last_log_in", "You could not log in any more: this is your last way. Set a password first.");
    case "removed":
      tellOwner(app, who.account, "It is linked with no provider any more.");
  }
}
