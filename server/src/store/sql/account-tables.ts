/** The tables of accounts and of how they sign in. */
export interface AccountTables {
  accounts: AccountsTable;
  sessions: SessionsTable;
  members: { project_id: string; account_id: string; role: string; joined_at: number };
  invites: InvitesTable;
  one_time_tokens: OneTimeTokensTable;
  totp_secrets: TotpSecretsTable;
  /** Only codes of recovery codes are kept. */
  recovery_codes: { account_id: string; code: string; used_at: number | null };
  passkeys: PasskeysTable;
  oidc_links: { issuer: string; subject: string; account_id: string; email: string; linked_at: number };
  /** What the operator decides for everybody. */
  instance_settings: { name: string; value: string };
  /** How many tries to sign in are left; the ids are codes of what is counted. */
  login_buckets: { id: string; tokens: number; refilled_at: number };
}

interface AccountsTable {
  id: string;
  /** As it was typed. */
  email: string;
  /** As it is compared: two accounts never share one. */
  email_key: string;
  name: string;
  /** argon2id in PHC form; null: the account signs in by other means. */
  password_hash: string | null;
  is_operator: number;
  created_at: number;
  last_seen_at: number | null;
}

interface SessionsTable {
  id: string;
  account_id: string;
  /** Look-up code of the cookie's value. */
  code: string;
  /** `signed-in`, or `second-factor` while that is still to be shown. */
  state: string;
  created_at: number;
  last_seen_at: number;
  /** Moves with each use, up to the longest life of a session. */
  expires_at: number;
  address: string;
  user_agent: string;
}

interface InvitesTable {
  id: string;
  project_id: string;
  role: string;
  /** Whom it is for; null: whoever has the link. */
  email: string | null;
  code: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
}

interface OneTimeTokensTable {
  /** Look-up code of the value. */
  code: string;
  purpose: string;
  account_id: string | null;
  /** Sealed JSON of what is to be remembered until it is used. */
  sealed: string | null;
  created_at: number;
  /** Null: until it is used. */
  expires_at: number | null;
}

interface TotpSecretsTable {
  account_id: string;
  sealed: string;
  created_at: number;
  /** Null until a first code showed that the app has the secret. */
  confirmed_at: number | null;
  /** The time step of the last code that was taken: each is good once. */
  used_step: number | null;
}

interface PasskeysTable {
  id: string;
  account_id: string;
  credential_id: string;
  public_key: string;
  counter: number;
  /** JSON list. */
  transports: string;
  backed_up: number;
  name: string;
  created_at: number;
  last_used_at: number | null;
}
