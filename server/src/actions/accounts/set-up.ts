import { newId, newSecret } from "../../lib/ids.ts";
import { hashPassword } from "../../lib/passwords.ts";
import { type Account, AppError } from "../../model/index.ts";
import type { App, Visitor } from "../app.ts";
import { accountName, checkedEmail, refuseWeakPassword } from "./check-credentials.ts";
import { takeTry } from "./limit-tries.ts";
import { personalTopic } from "./personal-topic.ts";
import { firstZone } from "./sign-up.ts";
import { startSession } from "./start-session.ts";

/**
 * Makes a link with which the first account can be made. Null: there is an account. `replaces`: an earlier link is good no
 * more; processes that share a database leave those of the others alone, so that each link that was printed works.
 */
export async function makeSetUpLink(
  app: Pick<App, "settings" | "store">,
  { replaces }: { readonly replaces: boolean },
): Promise<string | null> {
  const { settings, store } = app;
  if (await store.accounts.hasAccounts()) return null;
  const value = newSecret();
  const forever = { accountId: null, payload: null, lifetimeMs: null, replaces } as const;
  await store.accounts.putToken({ purpose: "set-up", value, ...forever });
  return `${settings.baseUrl}/set-up?token=${value}`;
}

interface FirstAccount {
  readonly token: string;
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  /** The zone of the project that is there, unless somebody gave it one; absent: it stays in UTC. */
  readonly timezone?: string | undefined;
}

/** Makes the first account: operator, and owner of every project there is. The answer is the value of its session. */
export async function setUp(app: App, visitor: Visitor, first: FirstAccount): Promise<string> {
  await takeTry(app, "link", visitor);
  const { accounts, people } = app.store;
  if (await accounts.hasAccounts()) {
    throw new AppError("already_set_up", "There is an account already. Log in, or ask its owner for an invitation.");
  }
  if ((await accounts.findToken("set-up", first.token)) === null) throw linkExpired();
  const email = checkedEmail(first.email);
  refuseWeakPassword(first.password, email);
  const timezone = firstZone(first.timezone);
  const account = { accountId: newId(), email, name: accountName(first.name, email) };
  const passwordHash = await hashPassword(first.password);
  const outcome = await accounts.create({
    account: { ...account, passwordHash },
    entrance: { by: "set-up", token: first.token },
    project: null,
    topics: (await people.projects()).map(({ id }) => personalTopic(app, id, account.accountId)),
    from: visitor.address,
  });
  if (outcome.kind !== "created") throw linkExpired();
  await moveFirstProject(app, outcome.account, { timezone, from: visitor.address });
  return await startSession(app, visitor, outcome.account, { needsFactor: false });
}

/** The first start made a project for whom nobody knew yet: it goes by the clock of its owner, unless it was given one. */
async function moveFirstProject(
  app: App,
  { id: accountId, name }: Account,
  { timezone, from }: { readonly timezone: string; readonly from: string },
): Promise<void> {
  const { people } = app.store;
  const [first, ...others] = await people.projects();
  if (first === undefined || others.length > 0 || first.timezone !== "UTC" || timezone === "UTC") return;
  await people.changeProject(first.id, { timezone }, { name, from, accountId });
}

function linkExpired(): AppError {
  const text =
    "This set-up link is good no more: every start makes a new one. Take it from the output, or run `watchbell users set-up`.";
  return new AppError("link_expired", text, "token");
}
