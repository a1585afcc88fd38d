import { createVault, type Vault } from "../../lib/vault.ts";
import { WrongMasterKey } from "../wrong-master-key.ts";
import { metaKey } from "./keys.ts";
import type { DynamoPort } from "./port.ts";

/** The vault of a table: remembers the master key's fingerprint at the first start and refuses another key from then on. */
export async function openVault(port: DynamoPort, masterKey: Uint8Array): Promise<Vault> {
  const vault = createVault(masterKey);
  const key = metaKey("key_fingerprint");
  const known = await port.get(key);
  if (known === null) {
    // Of two that start at once with different keys the first decides.
    await port.write({ kind: "put", item: { ...key, value: vault.fingerprint }, when: "absent" });
  }
  const { value } = known ?? (await port.get(key)) ?? { value: null };
  if (value !== vault.fingerprint) {
    throw new WrongMasterKey(
      "The table was sealed with another master key. Set WATCHBELL_SECRET_KEY to the one that it was made with.",
    );
  }
  return vault;
}
