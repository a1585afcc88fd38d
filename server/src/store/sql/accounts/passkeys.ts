import type { Selectable } from "kysely";
import { newId } from "../../../lib/ids.ts";
import type { Actor } from "../../../model/index.ts";
import { MOST_PASSKEYS } from "../../account-factors.ts";
import type { AddPasskeyOutcome, FoundPasskey, NewPasskey, PasskeyUse, RemoveOutcome } from "../../ports.ts";
import type { AccountTables } from "../account-tables.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { lockAccount } from "../locks.ts";
import { countLogIns } from "./count-log-ins.ts";
import { dropLoneCodes, hasFactor, noteFactors, replaceCodes } from "./recovery-codes.ts";

type PasskeyRow = Selectable<AccountTables["passkeys"]>;

/** Adds a passkey to an account. */
export async function addPasskey(
  deps: SqlDeps,
  { passkey, recoveryCodes }: { readonly passkey: NewPasskey; readonly recoveryCodes: readonly string[] },
  actor: Actor,
): Promise<AddPasskeyOutcome> {
  const { accountId, name } = passkey;
  const row = rowOf(passkey, deps.now());
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    const isFirst = !(await hasFactor(trx, accountId));
    if ((await selectPasskeys(trx, accountId).execute()).length >= MOST_PASSKEYS) return { kind: "too-many" };
    const added = await trx
      .insertInto("passkeys")
      .values(row)
      .onConflict((conflict) => conflict.column("credential_id").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!added) return { kind: "known" };
    if (isFirst) await replaceCodes(deps, trx, accountId, recoveryCodes);
    await noteFactors(deps, trx, { accountId, text: `Passkey ${name} was added.` }, actor);
    return { kind: "added", passkey: passkeyFromRow(added).passkey, isFirst };
  });
}

/** The passkeys of an account, the oldest first. */
export async function listPasskeys({ db }: SqlDeps, accountId: string): Promise<readonly FoundPasskey[]> {
  return (await selectPasskeys(db, accountId).execute()).map(passkeyFromRow);
}

function selectPasskeys(db: Db, accountId: string) {
  return db.selectFrom("passkeys").selectAll().where("account_id", "=", accountId).orderBy("created_at").orderBy("id");
}

/** Finds a passkey by what its authenticator calls it. */
export async function findPasskey({ db }: SqlDeps, credentialId: string): Promise<FoundPasskey | null> {
  const row = await db.selectFrom("passkeys").selectAll().where("credential_id", "=", credentialId).executeTakeFirst();
  return row ? passkeyFromRow(row) : null;
}

/** Notes that a passkey was shown, unless its counter moved meanwhile. */
export async function usePasskey({ db, now }: SqlDeps, use: PasskeyUse): Promise<boolean> {
  const used = await db
    .updateTable("passkeys")
    .set({ counter: use.to, backed_up: use.backedUp ? 1 : 0, last_used_at: now() })
    .where("id", "=", use.passkeyId)
    .where("counter", "=", use.from)
    .returning("id")
    .executeTakeFirst();
  return used !== undefined;
}

/** Removes a passkey of an account, unless it is the last way to log in. */
export async function removePasskey(
  deps: SqlDeps,
  { accountId, passkeyId }: { readonly accountId: string; readonly passkeyId: string },
  actor: Actor,
): Promise<RemoveOutcome> {
  return await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, accountId);
    const row = await selectPasskeys(trx, accountId).where("id", "=", passkeyId).executeTakeFirst();
    if (!row) return "gone";
    if ((await countLogIns(trx, accountId)) <= 1) return "last-log-in";
    await trx.deleteFrom("passkeys").where("id", "=", passkeyId).execute();
    await dropLoneCodes(trx, accountId);
    await noteFactors(deps, trx, { accountId, text: `Passkey ${row.name} was removed.` }, actor);
    return "removed";
  });
}

function rowOf(passkey: NewPasskey, now: number): PasskeyRow {
  return {
    id: newId(),
    account_id: passkey.accountId,
    credential_id: passkey.credentialId,
    public_key: passkey.publicKey,
    counter: passkey.counter,
    transports: JSON.stringify(passkey.transports),
    backed_up: passkey.backedUp ? 1 : 0,
    name: passkey.name,
    created_at: now,
    last_used_at: null,
  };
}

function passkeyFromRow(row: PasskeyRow): FoundPasskey {
  return {
    passkey: {
      id: row.id,
      accountId: row.account_id,
      name: row.name,
      backedUp: row.backed_up === 1,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    },
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports),
  };
}
