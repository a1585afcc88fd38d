import type {
  Account,
  Actor,
  Departure,
  HistoryEntry,
  Invite,
  Member,
  Membership,
  OidcIdentity,
  Project,
  Role,
  Session,
  SignUp,
} from "../model/index.ts";
import type { FactorsPort } from "./factors-port.ts";
import type { Page, PageRequest, TopicInput } from "./ports.ts";

/**
 * What a token that is used once is for; it is good for nothing else. `set-up`: the first account. `password`: a new
 * password. `sign-up`: an account at an address that was mailed. `address`: an address to be shown to be one's own.
 * `passkey` and `oidc`: a challenge on its way.
 */
export type TokenPurpose = "set-up" | "password" | "sign-up" | "address" | "passkey" | "oidc";

export interface NewToken {
  readonly purpose: TokenPurpose;
  readonly value: string;
  /** Whose it is; null: nobody's yet. */
  readonly accountId: string | null;
  /** What to remember until it is used; kept sealed. */
  readonly payload: unknown;
  /** Null: until it is used. */
  readonly lifetimeMs: number | null;
  /** True: those of the same purpose and account that were made before are good no more. */
  readonly replaces: boolean;
}

/** A token that was found by its value. */
export interface FoundToken {
  readonly accountId: string | null;
  readonly payload: unknown;
}

export interface NewAccount {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  /** Null: it signs in by other means. */
  readonly passwordHash: string | null;
}

/** A project with the topics that it begins with; the first one is its default topic. */
export interface NewProject {
  readonly projectId: string;
  readonly name: string;
  readonly timezone: string;
  readonly topics: readonly TopicInput[];
}

/** What lets somebody make an account. */
export type Entrance =
  /** The set-up link, while there is no account: its operator, and owner of every project there is. */
  | { readonly by: "set-up"; readonly token: string }
  /** An invite; the account becomes a member of its project. */
  | { readonly by: "invite"; readonly invite: string }
  /** Nothing, where anybody may sign up. */
  | { readonly by: "open" }
  /** A token of purpose `sign-up`, which was mailed to the address; with the invite that it began with. */
  | { readonly by: "mail"; readonly token: string; readonly invite: string | null };

export interface AccountSeed {
  readonly account: NewAccount;
  readonly entrance: Entrance;
  /** Its own project; null: it has one of those that are there. */
  readonly project: NewProject | null;
  /** Whom at a provider it is linked with from the beginning; absent: nobody. */
  readonly oidc?: OidcIdentity | undefined;
  /** Topics to be made in projects that are there; one that exists is left as it is. */
  readonly topics: readonly TopicInput[];
  /** The address that the request came from. */
  readonly from: string;
}

export type CreateAccountOutcome =
  | { readonly kind: "created"; readonly account: Account }
  | { readonly kind: "email-taken" }
  /** Another account is linked with that somebody at the provider. */
  | { readonly kind: "identity-taken" }
  /** What should let it in does not, or does no more. */
  | { readonly kind: "closed" };

/** What became of an account that was to be deleted, with what that does to projects. */
export interface DeleteAccountOutcome {
  readonly kind: "deleted" | "last-owner" | "last-operator";
  readonly departure: Departure;
}

export interface NewSession {
  readonly value: string;
  readonly accountId: string;
  readonly state: Session["state"];
  readonly address: string;
  readonly userAgent: string;
}

/** A session with whose it is and where they may go: all that a request needs, in one look-up. */
export interface FoundSession {
  readonly session: Session;
  readonly account: Account;
  /** By name of the project. */
  readonly memberships: readonly Membership[];
}

/** Who is meant in a project, with the role that the caller saw: if it is another by now, nothing is changed. */
export interface MemberAddress {
  readonly projectId: string;
  readonly accountId: string;
  readonly role: Role;
}

export interface NewInvite {
  readonly projectId: string;
  readonly value: string;
  readonly role: Role;
  readonly email: string | null;
}

/** So many tries, full again after so long. */
export interface TryBucket {
  /** What is counted, such as an address; only a code of it is kept. */
  readonly of: string;
  readonly tries: number;
  readonly perMs: number;
}

/** Who signs in, and what they belong to. Sessions, tokens, invites and recovery codes are kept as codes only. */
export interface AccountsPort extends FactorsPort {
  hasAccounts(): Promise<boolean>;
  /** By e-mail. */
  list(): Promise<readonly Account[]>;
  get(accountId: string): Promise<Account | null>;
  /** Finds an account by its e-mail, whatever the case, with its password's hash. */
  findByEmail(email: string): Promise<{ readonly account: Account; readonly passwordHash: string | null } | null>;
  /** Makes an account and all that it begins with; what let it in is used up. */
  create(seed: AccountSeed): Promise<CreateAccountOutcome>;
  change(
    accountId: string,
    patch: { readonly name?: string | undefined; readonly email?: string | undefined },
    actor: Actor,
  ): Promise<Account | "email-taken" | null>;
  /** What deleting an account would do to projects. Null: there is no such account. */
  departure(accountId: string): Promise<Departure | null>;
  /**
   * Deletes an account with its sessions, ways to log in and memberships, and the projects that nobody else is in; does
   * nothing while a project would be left without an owner, or those who stay without an operator. Null: there is none.
   */
  deleteAccount(accountId: string, actor: Actor): Promise<DeleteAccountOutcome | null>;
  /** Makes an account an operator; false when there is no such account. */
  makeOperator(accountId: string, actor: Actor): Promise<boolean>;
  passwordHash(accountId: string): Promise<string | null>;
  /** Sets a password; ends every session but one, and what was mailed to set another. */
  setPassword(
    change: { readonly accountId: string; readonly passwordHash: string; readonly keepSessionId: string | null },
    actor: Actor,
  ): Promise<void>;
  /** Uses up a token of purpose `password` for a new password; ends every session. Null: no such token any more. */
  resetPassword(token: string, passwordHash: string, from: string): Promise<Account | null>;
  /** What happened to an account beside its projects, newest first. */
  history(accountId: string, page: PageRequest): Promise<Page<HistoryEntry>>;

  signUp(): Promise<SignUp>;
  setSignUp(signUp: SignUp, actor: Actor): Promise<void>;

  createSession(session: NewSession): Promise<Session>;
  /** Looks a session up by its value; notes its use, to the minute, and makes it last longer. */
  findSession(value: string): Promise<FoundSession | null>;
  /** Makes a session that waits for the second factor a signed-in one under another value. Null: it is gone. */
  completeSession(value: string, newValue: string): Promise<Session | null>;
  /** Those that are signed in, the newest first. */
  sessions(accountId: string): Promise<readonly Session[]>;
  /** False: the account has no such session. */
  endSession(accountId: string, sessionId: string, actor: Actor): Promise<boolean>;
  endOtherSessions(accountId: string, keepSessionId: string, actor: Actor): Promise<void>;

  putToken(token: NewToken): Promise<void>;
  findToken(purpose: TokenPurpose, value: string): Promise<FoundToken | null>;
  /** Finds a token and uses it up. */
  takeToken(purpose: TokenPurpose, value: string): Promise<FoundToken | null>;

  /** Takes one try from every bucket, or none and says how long to wait. */
  takeTry(buckets: readonly TryBucket[]): Promise<{ readonly waitMs: number } | null>;
  /** Gives a try back to each. */
  giveTryBack(buckets: readonly TryBucket[]): Promise<void>;

  createProject(project: NewProject, ownerId: string, actor: Actor): Promise<Project>;
  /** Deletes a project: its keys and members at once, its monitors and messages bit by bit. False: there is none. */
  deleteProject(projectId: string, actor: Actor): Promise<boolean>;
  /** By name. */
  members(projectId: string): Promise<readonly Member[]>;
  changeRole(member: MemberAddress, role: Role, actor: Actor): Promise<"changed" | "gone" | "last-owner">;
  removeMember(member: MemberAddress, actor: Actor): Promise<"removed" | "gone" | "last-owner">;

  createInvite(invite: NewInvite, actor: Actor): Promise<Invite>;
  /** Those that can still be used, the newest first. */
  invites(projectId: string): Promise<readonly Invite[]>;
  findInvite(value: string): Promise<{ readonly invite: Invite; readonly projectName: string } | null>;
  /** Makes an account a member and uses the invite up; a member stays what it is. Null: no such invite any more. */
  acceptInvite(value: string, accountId: string, actor: Actor): Promise<{ readonly projectId: string } | null>;
  deleteInvite(projectId: string, inviteId: string, actor: Actor): Promise<boolean>;
}
