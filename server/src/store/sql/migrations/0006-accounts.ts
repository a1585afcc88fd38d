import type { Migration } from "../migrate.ts";

/** Accounts: who they are, how they sign in, which projects they belong to, and who did what from where. */
export const accounts: Migration = {
  version: 6,
  breaking: false,
  statements: [
    `create table accounts (
      id text primary key, email text not null, email_key text not null unique, name text not null, password_hash text,
      is_operator integer not null, created_at integer not null, last_seen_at integer
    )`,
    `create table sessions (
      id text primary key, account_id text not null references accounts (id) on delete cascade, code text not null unique,
      state text not null, created_at integer not null, last_seen_at integer not null, expires_at integer not null,
      address text not null, user_agent text not null
    )`,
    "create index sessions_account on sessions (account_id)",
    "create index sessions_expiry on sessions (expires_at)",
    `create table members (
      project_id text not null references projects (id) on delete cascade,
      account_id text not null references accounts (id) on delete cascade, role text not null, joined_at integer not null,
      primary key (project_id, account_id)
    )`,
    "create index members_account on members (account_id)",
    `create table invites (
      id text primary key, project_id text not null references projects (id) on delete cascade, role text not null,
      email text, code text not null unique, invited_by text not null, created_at integer not null, expires_at integer not null
    )`,
    "create index invites_project on invites (project_id)",
    "create index invites_expiry on invites (expires_at)",
    // Set-up links, password resets, sign-ups to be confirmed, challenges of passkeys, log-ins on their way to a provider.
    `create table one_time_tokens (
      code text primary key, purpose text not null, account_id text references accounts (id) on delete cascade, sealed text,
      created_at integer not null, expires_at integer
    )`,
    "create index one_time_tokens_account on one_time_tokens (account_id)",
    "create index one_time_tokens_expiry on one_time_tokens (expires_at) where expires_at is not null",
    `create table totp_secrets (
      account_id text primary key references accounts (id) on delete cascade, sealed text not null, created_at integer not null,
      confirmed_at integer, used_step integer
    )`,
    `create table recovery_codes (
      account_id text not null references accounts (id) on delete cascade, code text not null, used_at integer,
      primary key (account_id, code)
    )`,
    `create table passkeys (
      id text primary key, account_id text not null references accounts (id) on delete cascade,
      credential_id text not null unique, public_key text not null, counter integer not null, transports text not null,
      backed_up integer not null, name text not null, created_at integer not null, last_used_at integer
    )`,
    "create index passkeys_account on passkeys (account_id)",
    `create table oidc_links (
      issuer text not null, subject text not null, account_id text not null references accounts (id) on delete cascade,
      email text not null, linked_at integer not null, primary key (issuer, subject)
    )`,
    "create index oidc_links_account on oidc_links (account_id)",
    "create table instance_settings (name text primary key, value text not null)",
    "create table login_buckets (id text primary key, tokens real not null, refilled_at integer not null)",
    "create index login_buckets_refilled on login_buckets (refilled_at)",
    "alter table projects add column deleted_at integer",
    "create index projects_deleted on projects (deleted_at) where deleted_at is not null",
    "alter table history add column from_address text",
    "alter table history add column account_id text",
    "create index history_account on history (account_id, seq) where account_id is not null",
  ],
};
