import { createVault, type Vault } from "../../lib/vault.ts";
import { WrongMasterKey } from "../wrong-master-key.ts";
import { refuseClosed } from "./closed.ts";
import type { Db } from "./deps.ts";
import { readMeta } from "./migrate.ts";

/** What codes and masks are made with since the master key was changed for the first time, sealed. */
export const LOOK_UP_SECRET = "look_up_secret";

/**
 * The vault of a database: remembers the master key's fingerprint at the first start and refuses another key from then
 * on, and a database that is closed to servers.
 */
export async function openVault(db: Db, masterKey: Uint8Array): Promise<Vault> {
  await refuseClosed(db);
  const vault = createVault(masterKey);
  if ((await readMeta(db, "key_fingerprint")) === null) {
    // Of two that start at once with different keys the first decides.
    const own = { name: "key_fingerprint", value: vault.fingerprint };
    await db
      .insertInto("meta")
      .values(own)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
  }
  if ((await readMeta(db, "key_fingerprint")) !== vault.fingerprint) throw wrongMasterKey();
  return await withLookUpSecret(db, masterKey, vault);
}

async function withLookUpSecret(db: Db, masterKey: Uint8Array, vault: Vault): Promise<Vault> {
  const sealed = await readMeta(db, LOOK_UP_SECRET);
  return sealed === null ? vault : createVault(masterKey, Buffer.from(vault.open(sealed), "hex"));
}

/** What whoever comes with another key is told. */
export function wrongMasterKey(): WrongMasterKey {
  return new WrongMasterKey(
    "The database was sealed with another master key. Set WATCHBELL_SECRET_KEY, or put back the master.key file, that it was made with. If the key was being changed, run `watchbell rotate-key` again.",
  );
}
