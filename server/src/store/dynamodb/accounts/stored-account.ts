import type { Account, Role } from "../../../model/index.ts";
import { factorsOf } from "../../account-factors.ts";
import type { FoundPasskey } from "../../ports.ts";
import type { Key } from "../item.ts";
import type { Reader } from "../port.ts";
import type { Transaction } from "../transact.ts";

export interface StoredTotp {
  readonly sealed: string;
  /** Null until a first code showed that the app has the secret. */
  readonly confirmedAt: number | null;
  /** The time step of the last code that was taken: each is good once. */
  readonly usedStep: number | null;
}

export interface StoredLink {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly linkedAt: number;
}

/**
 * An account with every way in which it shows who it is: one item, so that whatever is decided by all of it together,
 * such as which way to log in is the last one, is decided by the version of one item.
 */
export interface StoredAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** argon2id in PHC form; null: the account signs in by other means. */
  readonly passwordHash: string | null;
  readonly isOperator: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  /** Sessions of an earlier round are over. */
  readonly sessionRound: number;
  /** The same as stands in each project's list of members. */
  readonly projects: readonly { readonly id: string; readonly role: Role }[];
  readonly totp: StoredTotp | null;
  /** The oldest first. */
  readonly passkeys: readonly FoundPasskey[];
  /** Codes of the recovery codes that are left. */
  readonly recoveryCodes: readonly string[];
  readonly links: readonly StoredLink[];
}

export const accountKey = (accountId: string): Key => ({ pk: `ACCOUNT#${accountId}`, sk: "ACCOUNT" });

/** Loads an account by its id; null when there is none. */
export async function loadStored(reader: Reader, accountId: string): Promise<StoredAccount | null> {
  return (await loadManyStored(reader, [accountId]))[0] ?? null;
}

/** Loads accounts by their ids, in no order; those that do not exist are absent. */
export async function loadManyStored(reader: Reader, accountIds: readonly string[]): Promise<readonly StoredAccount[]> {
  const items = await reader.getMany(accountIds.map(accountKey));
  return items.map(({ content, lastSeenAt }) => ({
    ...JSON.parse(String(content)),
    lastSeenAt: lastSeenAt as number | null,
  }));
}

/** Writes an account, which the transaction has loaded, or which is new. */
export function putStored(trx: Transaction, account: StoredAccount): void {
  const { lastSeenAt, ...content } = account;
  // When it was seen stands by itself, because that is noted without a transaction.
  trx.put({ ...accountKey(account.id), lastSeenAt, content: JSON.stringify(content) });
}

/** What everybody else knows of an account. */
export function accountOf(stored: StoredAccount): Account {
  const { id, email, name, isOperator, createdAt, lastSeenAt } = stored;
  return {
    id,
    email,
    name,
    isOperator,
    hasPassword: stored.passwordHash !== null,
    factors: secondFactors(stored),
    oidcLinked: stored.links.length > 0,
    createdAt,
    lastSeenAt,
  };
}

/** The second factors that an account can show. */
export function secondFactors({ totp, passkeys, recoveryCodes }: StoredAccount) {
  const isOn = totp !== null && totp.confirmedAt !== null;
  return factorsOf({ totp: isOn, passkeys: passkeys.length, recoveryCodes: recoveryCodes.length });
}

/** In how many ways an account can log in: its password, each passkey, each provider that it is linked with. */
export function countLogIns({ passwordHash, passkeys, links }: StoredAccount): number {
  return (passwordHash === null ? 0 : 1) + passkeys.length + links.length;
}
