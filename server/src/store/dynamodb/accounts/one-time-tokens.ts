import type { FoundToken, NewToken, TokenPurpose } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Item, Key } from "../item.ts";
import { uniqueKey } from "../keys.ts";
import type { Reader } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { accountKey } from "./stored-account.ts";

interface TokenAddress {
  readonly purpose: TokenPurpose;
  readonly value: string;
}

/** Keeps a token until it is used. */
export async function putToken(deps: DynamoDeps, token: NewToken): Promise<void> {
  const { purpose, accountId, lifetimeMs, payload } = token;
  await transact(deps, async (trx) => {
    if (token.replaces) await forgetTokens(trx, purpose, accountId);
    const expiresAt = lifetimeMs === null ? null : trx.now + lifetimeMs;
    trx.create({
      ...tokenKey(deps, token),
      purpose,
      accountId,
      sealed: payload === null ? null : deps.vault.seal(JSON.stringify(payload)),
      expiresAt,
      round: await loadRound(trx, purpose, accountId),
      ...(expiresAt !== null && { ttl: Math.ceil(expiresAt / 1000) }),
    });
  });
}

/**
 * Makes the tokens of a purpose that an account has good no more. They are not looked for: a token says in which round
 * it was made, and another one begins.
 */
export async function forgetTokens(trx: Transaction, purpose: TokenPurpose, accountId: string | null): Promise<void> {
  const round = await loadRound(trx, purpose, accountId);
  trx.put({ ...roundKey(purpose, accountId), round: round + 1 });
}

/** Finds a token that is still good. */
export async function findToken(deps: DynamoDeps, address: TokenAddress): Promise<FoundToken | null> {
  return await found(deps, deps.port, await deps.port.get(tokenKey(deps, address)));
}

/** Uses a token up, inside a transaction; of two that try only one gets it. */
export async function takeToken(deps: DynamoDeps, trx: Transaction, address: TokenAddress): Promise<FoundToken | null> {
  const key = tokenKey(deps, address);
  const taken = await found(deps, trx, await trx.get(key));
  if (taken !== null) trx.delete(key);
  return taken;
}

async function found({ vault, now }: DynamoDeps, reader: Reader, item: Item | null): Promise<FoundToken | null> {
  if (item === null || (item.expiresAt !== null && Number(item.expiresAt) <= now())) return null;
  const accountId = item.accountId as string | null;
  if (item.round !== (await loadRound(reader, item.purpose as TokenPurpose, accountId))) return null;
  // Whose account is gone has no tokens.
  if (accountId !== null && (await reader.get(accountKey(accountId))) === null) return null;
  return { accountId, payload: item.sealed === null ? null : JSON.parse(vault.open(String(item.sealed))) };
}

async function loadRound(reader: Reader, purpose: TokenPurpose, accountId: string | null): Promise<number> {
  return Number((await reader.get(roundKey(purpose, accountId)))?.round ?? 0);
}

function roundKey(purpose: TokenPurpose, accountId: string | null): Key {
  return { pk: `TOKENS#${purpose}#${accountId ?? ""}`, sk: "ROUND" };
}

/** The purpose is part of the code, so that a token is good for nothing else. */
function tokenKey({ vault }: DynamoDeps, { purpose, value }: TokenAddress): Key {
  return uniqueKey("token", vault.code(`${purpose}\n${value}`));
}
