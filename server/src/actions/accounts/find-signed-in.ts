import { allows, rolesAllowed, type Verb } from "../../access/verbs.ts";
import { AppError, type Membership } from "../../model/index.ts";
import type { App, Caller, SignedIn, Visitor } from "../app.ts";

/** Finds who is signed in with the session of a request. */
export async function findSignedIn(app: App, { session: value, address }: Visitor): Promise<SignedIn> {
  const found = value === null ? null : await app.store.accounts.findSession(value);
  if (found === null) throw new AppError("signed_out", "Nobody is signed in here, or the session has ended. Log in.");
  const { session, account, memberships } = found;
  if (session.state !== "signed-in") {
    throw new AppError("second_factor_needed", "The second factor is still to be shown. Finish logging in.");
  }
  return { account, session, memberships, actor: { name: account.name, from: address, accountId: account.id } };
}

/** Finds the operator who is signed in. */
export async function findOperator(app: App, visitor: Visitor): Promise<SignedIn> {
  const who = await findSignedIn(app, visitor);
  if (who.account.isOperator) return who;
  throw new AppError("forbidden", "Only the operator of this Watchbell may do this.");
}

/** Finds the member who is signed in, in the project that is meant, and says whether he may do this; null: any may. */
export async function findMember(
  app: App,
  visitor: Visitor,
  { projectId, verb }: { readonly projectId: string | null; readonly verb: Verb | null },
): Promise<Caller> {
  const { account, memberships, actor } = await findSignedIn(app, visitor);
  const membership = meantProject(memberships, projectId);
  const { role } = membership;
  if (verb !== null && !allows(role, verb)) {
    const roles = rolesAllowed(verb);
    const remedy = roles.length === 0 ? "Use a key that may." : `It takes the role ${roles.join(" or ")}.`;
    throw new AppError("forbidden", `Your role in this project is ${role}, which may not do this. ${remedy}`);
  }
  return { projectId: membership.projectId, standing: role, actor, account };
}

/** A project that the account does not belong to looks the same as one that does not exist. */
function meantProject(memberships: readonly Membership[], projectId: string | null): Membership {
  const [only, ...others] = memberships;
  if (projectId !== null) {
    const found = memberships.find((membership) => membership.projectId === projectId);
    if (found !== undefined) return found;
    throw new AppError("not_found", "You are in no project of this id.", "X-Watchbell-Project");
  }
  if (only !== undefined && others.length === 0) return only;
  const text =
    only === undefined
      ? "You are in no project. Make one, or ask for an invitation."
      : "Say which project is meant: send its id in the header X-Watchbell-Project.";
  throw new AppError("missing_project", text, "X-Watchbell-Project");
}
