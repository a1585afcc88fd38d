import type { Account, Factor, Membership, SignUp } from "../../model/index.ts";
import type { App, Visitor } from "../app.ts";

/** What a browser must know to begin: who is signed in, and what can be done about it. */
export interface SessionState {
  readonly state: "set-up-needed" | "signed-out" | "second-factor" | "signed-in";
  readonly signUp: SignUp;
  /** True: a password can be reset by mail. */
  readonly passwordMail: boolean;
  /** What the OpenID Connect provider is called; null: there is none. */
  readonly oidcName: string | null;
  /** While the second factor is waited for: those that the account can show. */
  readonly factors: readonly Factor[] | null;
  readonly account: Account | null;
  readonly memberships: readonly Membership[] | null;
  readonly version: string;
}

/** Says how it stands with the session of a browser. */
export async function sessionState(app: App, { session: value }: Pick<Visitor, "session">): Promise<SessionState> {
  const { accounts } = app.store;
  const about = {
    signUp: await accounts.signUp(),
    passwordMail: app.settings.smtpUrl !== null,
    oidcName: app.oidc?.name ?? null,
    version: app.version,
    factors: null,
    account: null,
    memberships: null,
  };
  const found = value === null ? null : await accounts.findSession(value);
  if (found === null) return { ...about, state: (await accounts.hasAccounts()) ? "signed-out" : "set-up-needed" };
  const { session, account, memberships } = found;
  if (session.state === "second-factor") return { ...about, state: "second-factor", factors: account.factors };
  return { ...about, state: "signed-in", account, memberships };
}
