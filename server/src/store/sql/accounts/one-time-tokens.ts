import type { FoundToken, NewToken, TokenPurpose } from "../../ports.ts";
import type { Db, SqlDeps } from "../deps.ts";

interface TokenAddress {
  readonly purpose: TokenPurpose;
  readonly value: string;
}

/** Keeps a token until it is used. */
export async function putToken(deps: SqlDeps, token: NewToken): Promise<void> {
  const { purpose, accountId, lifetimeMs } = token;
  await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    if (token.replaces) await forgetTokens(trx, purpose, accountId);
    await trx
      .insertInto("one_time_tokens")
      .values({
        code: codeOf(deps, token),
        purpose,
        account_id: accountId,
        sealed: token.payload === null ? null : deps.vault.seal(JSON.stringify(token.payload)),
        created_at: now,
        expires_at: lifetimeMs === null ? null : now + lifetimeMs,
      })
      .execute();
  });
}

/** Makes the tokens of a purpose that an account has good no more. */
export async function forgetTokens(trx: Db, purpose: TokenPurpose, accountId: string | null): Promise<void> {
  await trx
    .deleteFrom("one_time_tokens")
    .where("purpose", "=", purpose)
    .where("account_id", accountId === null ? "is" : "=", accountId)
    .execute();
}

/** Finds a token that is still good. */
export async function findToken(deps: SqlDeps, address: TokenAddress): Promise<FoundToken | null> {
  const row = await deps.db
    .selectFrom("one_time_tokens")
    .select(["account_id", "sealed", "expires_at"])
    .where("code", "=", codeOf(deps, address))
    .where("purpose", "=", address.purpose)
    .executeTakeFirst();
  return row ? found(deps, row) : null;
}

/** Uses a token up, inside a transaction; of two that try only one gets it. */
export async function takeToken(deps: SqlDeps, trx: Db, address: TokenAddress): Promise<FoundToken | null> {
  const row = await trx
    .deleteFrom("one_time_tokens")
    .where("code", "=", codeOf(deps, address))
    .where("purpose", "=", address.purpose)
    .returning(["account_id", "sealed", "expires_at"])
    .executeTakeFirst();
  return row ? found(deps, row) : null;
}

interface TokenRow {
  readonly account_id: string | null;
  readonly sealed: string | null;
  readonly expires_at: number | null;
}

function found({ vault, now }: SqlDeps, row: TokenRow): FoundToken | null {
  if (row.expires_at !== null && row.expires_at <= now()) return null;
  return { accountId: row.account_id, payload: row.sealed === null ? null : JSON.parse(vault.open(row.sealed)) };
}

/** The purpose is part of the code, so that a token is good for nothing else. */
function codeOf({ vault }: SqlDeps, { purpose, value }: TokenAddress): string {
  return vault.code(`${purpose}\n${value}`);
}
