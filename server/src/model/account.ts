export const ROLES = ["owner", "manager", "member", "read-only"] as const;
/** What a member of a project may do in it, from the most to the least. */
export type Role = (typeof ROLES)[number];

export const FACTORS = ["totp", "passkey", "recovery-code"] as const;
/** What shows, after the password, that it is really the account's owner. */
export type Factor = (typeof FACTORS)[number];

export const SIGN_UPS = ["invited", "open"] as const;
/** Who may make an account: whoever was invited to a project, or anybody. */
export type SignUp = (typeof SIGN_UPS)[number];

/** A person who signs in. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** True: may change the settings of the instance. */
  readonly isOperator: boolean;
  readonly hasPassword: boolean;
  /** The second factors that it can show; none: the password is enough. */
  readonly factors: readonly Factor[];
  readonly oidcLinked: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

/** A browser in which somebody signed in. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  /** `second-factor`: the password was right, the second factor is still to be shown. */
  readonly state: "signed-in" | "second-factor";
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly address: string;
  readonly userAgent: string;
}

/** That an account belongs to a project, as the account sees it. */
export interface Membership {
  readonly projectId: string;
  readonly projectName: string;
  readonly timezone: string;
  readonly role: Role;
}

/** That an account belongs to a project, as the project sees it. */
export interface Member {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly joinedAt: number;
  readonly lastSeenAt: number | null;
}

/** A project as it is named beside an account. */
export interface NamedProject {
  readonly id: string;
  readonly name: string;
}

/** What becomes of projects when an account is deleted. */
export interface Departure {
  /** Nobody else is in them: they go with it. */
  readonly deleted: readonly NamedProject[];
  /** It leaves them, and they go on. */
  readonly left: readonly NamedProject[];
  /** Others are in them and it is the last owner: another member must be made one first. */
  readonly ownerless: readonly NamedProject[];
  /** Others have accounts, and none of them is an operator. */
  readonly isLastOperator: boolean;
  /** Nobody has an account then. */
  readonly isLastAccount: boolean;
}

/** A link that makes whoever opens it a member of a project, once. */
export interface Invite {
  readonly id: string;
  readonly projectId: string;
  readonly role: Role;
  /** Whom it is for; null: whoever has the link. */
  readonly email: string | null;
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A key that an authenticator (a phone, a password manager, a stick) keeps for an account, and shows for it. */
export interface Passkey {
  readonly id: string;
  readonly accountId: string;
  /** What its owner calls it. */
  readonly name: string;
  /** True: the authenticator keeps a copy elsewhere, so it outlives the device. */
  readonly backedUp: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** Who somebody is to an OpenID Connect provider. */
export interface OidcIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** The address that the provider vouches for. */
  readonly email: string;
}

/** All that an account shows who it is with, beside its password. */
export interface FactorSummary {
  readonly totp: boolean;
  readonly passkeys: number;
  /** Those that are left. */
  readonly recoveryCodes: number;
  /** Null: the account is linked with no provider. */
  readonly oidc: { readonly email: string; readonly linkedAt: number } | null;
}
