import { z } from "zod";
import type { SessionState } from "../../actions/accounts/session-state.ts";
import { type Account, FACTORS, type Membership, ROLES, SIGN_UPS } from "../../model/index.ts";
import { oneLine } from "../shared-schemas.ts";

/** A password as it is typed; how good it must be is said where one is set. */
export const Password = z.string().min(1).max(1_000);
/** An e-mail as it is typed. */
export const Email = z.string().min(1).max(320);
/** What an account is called. */
export const AccountName = oneLine(100);
/** The zone of a project that an account begins with. */
export const FirstZone = oneLine(100)
  .optional()
  .describe(
    "IANA zone of the browser, such as `Europe/Berlin`, for the project that the account begins with; UTC unless told.",
  );
/** A secret of a link. */
export const LinkToken = z.string().min(1).max(200);

/** What is asked once more before something that a borrowed browser must not do. */
export const AgainBody = z
  .strictObject({ password: Password.optional().describe("The password of the account, once more.") })
  .meta({ id: "PasswordAgainInput" });

/** An account as its owner sees it. */
export const AccountAnswer = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    isOperator: z.boolean().describe("May change the settings of the instance."),
    twoFactor: z.boolean(),
    hasPassword: z.boolean(),
    oidcLinked: z.boolean(),
  })
  .meta({ id: "Account" });

/** A project that one is in. */
export const OwnProject = z
  .strictObject({ id: z.string(), name: z.string(), role: z.enum(ROLES), timezone: z.string() })
  .meta({ id: "OwnProject" });

/** The projects that one is in. */
export const OwnProjectList = z.strictObject({ items: z.array(OwnProject) }).meta({ id: "OwnProjectList" });

/** How it stands with a session. */
export const SessionAnswer = z
  .strictObject({
    state: z.enum(["set-up-needed", "signed-out", "second-factor", "signed-in"]),
    signUp: z.enum(SIGN_UPS).describe("Who may make an account: whoever is invited, or anybody."),
    passwordMail: z.boolean().describe("A password can be reset by mail."),
    oidc: z.strictObject({ name: z.string() }).nullable().describe("The provider that one can log in with."),
    factors: z.array(z.enum(FACTORS)).optional().describe("In `second-factor`: what the account can show."),
    account: AccountAnswer.optional(),
    projects: z.array(OwnProject).optional(),
    version: z.string(),
  })
  .meta({ id: "Session" });

/** How it stands with a session, as the API shows it. */
export function presentSession(state: SessionState): z.input<typeof SessionAnswer> {
  const { signUp, passwordMail, oidcName, version, factors, account, memberships } = state;
  return {
    state: state.state,
    signUp,
    passwordMail,
    oidc: oidcName === null ? null : { name: oidcName },
    ...(factors && { factors: [...factors] }),
    ...(account && { account: presentAccount(account) }),
    ...(memberships && { projects: memberships.map(presentMembership) }),
    version,
  };
}

/** An account as the API shows it to its owner. */
export function presentAccount(account: Account): z.input<typeof AccountAnswer> {
  const { id, email, name, isOperator, hasPassword, oidcLinked, factors } = account;
  return { id, email, name, isOperator, twoFactor: factors.length > 0, hasPassword, oidcLinked };
}

/** A project as its member sees it in a list. */
export function presentMembership({ projectId, projectName, role, timezone }: Membership): z.input<typeof OwnProject> {
  return { id: projectId, name: projectName, role, timezone };
}
