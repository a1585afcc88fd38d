import { type Actor, type Key, StoreUnavailable } from "../../model/index.ts";
import { isUseToNote } from "../last-use.ts";
import { keyCreated, keyRevoked, mintKey, type NewKey } from "../new-key.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { keyFromRow } from "./rows.ts";
import { asStoreError } from "./unavailable.ts";
import { writeHistory } from "./write-history.ts";

/** Looks a key up by its value; notes its use, to the minute. */
export async function findKey(deps: SqlDeps, value: string): Promise<Key | null> {
  const row = await deps.db
    .selectFrom("keys")
    .selectAll()
    .where("code", "=", deps.vault.code(value))
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (!row) return null;
  await noteUse(deps, row);
  return keyFromRow(row);
}

async function noteUse({ db, now }: SqlDeps, key: { readonly id: string; readonly last_used_at: number | null }) {
  const usedAt = now();
  if (!isUseToNote(key.last_used_at, usedAt)) return;
  try {
    await db.updateTable("keys").set({ last_used_at: usedAt }).where("id", "=", key.id).execute();
  } catch (error) {
    // A store that cannot write still lets those read who may.
    if (!(asStoreError(error) instanceof StoreUnavailable)) throw error;
  }
}

/** The keys of a project that are not revoked, oldest first. */
export async function listKeys(deps: SqlDeps, projectId: string): Promise<readonly Key[]> {
  const rows = await deps.db
    .selectFrom("keys")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("revoked_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(keyFromRow);
}

/** The value of a key that people must look up again; null for the others. */
export async function showKey(deps: SqlDeps, projectId: string, keyId: string): Promise<string | null> {
  const row = await deps.db
    .selectFrom("keys")
    .select("sealed")
    .where("id", "=", keyId)
    .where("project_id", "=", projectId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return row?.sealed ? deps.vault.open(row.sealed) : null;
}

/** The value of the newest key that is for this monitor alone; null when it has none. */
export async function keyOfMonitor(deps: SqlDeps, monitorId: string): Promise<string | null> {
  const row = await deps.db
    .selectFrom("keys")
    .select("sealed")
    .where("monitor_id", "=", monitorId)
    .where("revoked_at", "is", null)
    .orderBy("created_at", "desc")
    .executeTakeFirst();
  return row?.sealed ? deps.vault.open(row.sealed) : null;
}

/** Makes a key inside a transaction; bootstrap and imports use it too. */
export async function createKey(deps: SqlDeps, trx: Db, given: NewKey, actor: Actor): Promise<Key | "taken"> {
  const { key, code, sealed } = mintKey(deps.vault, given, deps.now());
  const taken = await trx.selectFrom("keys").select("id").where("code", "=", code).executeTakeFirst();
  if (taken) return "taken";
  await trx
    .insertInto("keys")
    .values({
      id: key.id,
      project_id: key.projectId,
      kind: key.kind,
      name: key.name,
      hint: key.hint,
      code,
      sealed,
      created_at: key.createdAt,
      last_used_at: null,
      revoked_at: null,
      monitor_id: key.monitorId,
    })
    .execute();
  await writeHistory(trx, [keyCreated(key, actor)]);
  return key;
}

/** Revokes a key; false when there is none to revoke. */
export async function revokeKey(deps: SqlDeps, projectId: string, keyId: string, actor: Actor): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const row = await trx
      .updateTable("keys")
      .set({ revoked_at: now })
      .where("id", "=", keyId)
      .where("project_id", "=", projectId)
      .where("revoked_at", "is", null)
      .returning(["name", "kind"])
      .executeTakeFirst();
    if (!row) return false;
    await writeHistory(trx, [keyRevoked({ projectId, ...row }, now, actor)]);
    return true;
  });
}
