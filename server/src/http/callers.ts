import type { Context } from "hono";
import { VERBS, type Verb } from "../access/verbs.ts";
import { findMember, findOperator, findSignedIn } from "../actions/accounts/find-signed-in.ts";
import type { App, Caller, SignedIn, Visitor } from "../actions/app.ts";
import { authenticate } from "../actions/authenticate.ts";
import { clientOf } from "./client-of.ts";
import { refuseCrossSite } from "./same-origin.ts";
import { readSessionCookie } from "./session-cookie.ts";

/**
 * What a route asks for: a verb that a key or a member of the project may do; a member of it, of any role, and no key
 * (`member`); somebody who is signed in (`account`), who must be the operator (`operator`); or nothing (`anyone`).
 */
export type Need = Verb | "member" | "account" | "operator" | "anyone";

/** Who comes to a route that asks for this. */
export type CallerOf<N extends Need> = N extends Verb | "member" ? Caller : N extends "anyone" ? Visitor : SignedIn;

const PROJECT_HEADER = "x-watchbell-project";
const MAX_USER_AGENT = 300;

/** Finds out who asks, and refuses who may not. A key goes before a session. */
export async function identify(c: Context, need: Need, app: App): Promise<Caller | SignedIn | Visitor> {
  const visitor = visitorOf(c, app);
  const { session } = visitor;
  const key = presentedKey(c);
  if (isVerb(need) && (key !== null || session === null)) {
    const { projectId, kind, name } = await authenticate(app, key, need);
    return { projectId, standing: kind, actor: { name, from: visitor.address }, account: null };
  }
  // From here on it is a browser that asks, with what it sends by itself: also the first cookie must not be forced on it.
  if (session !== null || need === "anyone") refuseCrossSite(c, app.settings);
  switch (need) {
    case "anyone":
      return visitor;
    case "account":
      return await findSignedIn(app, visitor);
    case "operator":
      return await findOperator(app, visitor);
    default: {
      const projectId = c.req.header(PROJECT_HEADER) ?? null;
      return await findMember(app, visitor, { projectId, verb: need === "member" ? null : need });
    }
  }
}

/** Whoever sent a request, before anything is asked of him. */
export function visitorOf(c: Context, { settings }: Pick<App, "settings">): Visitor {
  const userAgent = (c.req.header("user-agent") ?? "").slice(0, MAX_USER_AGENT);
  return { address: clientOf(c, settings), userAgent, session: readSessionCookie(c, settings) };
}

/** Says whether a route asks for a verb, which keys may do too. */
export function isVerb(need: Need): need is Verb {
  return (VERBS as readonly string[]).includes(need);
}

/** The key of a request: `X-Api-Key`, or else `Authorization: Bearer`. */
export function presentedKey(c: Context): string | null {
  const plain = c.req.header("x-api-key");
  if (plain !== undefined) return plain.trim();
  const bearer = c.req.header("authorization");
  if (bearer === undefined || bearer.slice(0, 7).toLowerCase() !== "bearer ") return null;
  return bearer.slice(7).trim();
}
