import { type Kysely, sql } from "kysely";
import type { Clock } from "../../lib/clock.ts";
import { createVault, lookUpSecretOf, type Vault } from "../../lib/vault.ts";
import { closeToServers, openToServers, readClosed, StoreClosed } from "./closed.ts";
import type { Database } from "./database.ts";
import { readMeta, setMeta } from "./migrate.ts";
import { type DatabasePlace, openDatabase, refuseServers } from "./open-database.ts";
import { LOOK_UP_SECRET, wrongMasterKey } from "./open-vault.ts";
import { updateRows } from "./row-statements.ts";
import { mapSealed, SEALED_COLUMNS, type SealedColumn } from "./sealed-columns.ts";

/** From which master key to which. */
export interface Rotation {
  readonly oldKey: Uint8Array;
  readonly newKey: Uint8Array;
  readonly clock: Pick<Clock, "sleep">;
  /** Rows of a transaction; absent: 500. */
  readonly batchSize?: number | undefined;
  /** Called after each batch is stored; what it throws stops the rotation there. */
  readonly onBatch?: ((rotated: Rotated) => void) | undefined;
}

/** What was found, so far. */
export interface Rotated {
  /** Values that are sealed with the new key now and were not before. */
  readonly resealed: number;
  /** Values that neither key opens: they were damaged before, and stay as they are. */
  readonly unreadable: number;
}

export type RotationOutcome = ({ readonly kind: "rotated" } & Rotated) | { readonly kind: "was-rotated" };

/** The database has no master key yet. */
class NothingSealed extends Error {
  override readonly name = "NothingSealed";
}

const BATCH = 500;

/**
 * Seals everything with another master key.
 *
 * 1. The database is closed to servers that start from now on, and left again when one runs.
 * 2. Batch by batch, what the new key does not open and the old one does is sealed anew. What a crash leaves is a
 *    database with both kinds of values, which no server starts on; begun again, nothing is sealed twice.
 * 3. In one transaction the fingerprint becomes the new key's, the look-up secret is sealed with it, and the database is
 *    open again.
 *
 * Codes and masks stay as they were: keys, sessions, links and the addresses of badges go on working.
 */
export async function rotateMasterKey(place: DatabasePlace, rotation: Rotation): Promise<RotationOutcome> {
  const db = await openDatabase(place);
  try {
    const [oldVault, newVault] = [createVault(rotation.oldKey), createVault(rotation.newKey)];
    const fingerprint = await readMeta(db, "key_fingerprint");
    if (fingerprint === null)
      throw new NothingSealed("No server ever started on this database: nothing is sealed in it.");
    if (fingerprint === newVault.fingerprint) return { kind: "was-rotated" };
    if (fingerprint !== oldVault.fingerprint) throw wrongMasterKey();
    await begin(db, newVault, rotation.clock);
    const rotated = { resealed: 0, unreadable: 0 };
    for (const column of SEALED_COLUMNS) await resealColumn(db, column, { oldVault, newVault, rotated, rotation });
    await finish(db, rotation.oldKey, { oldVault, newVault });
    return { kind: "rotated", ...rotated };
  } finally {
    await db.destroy();
  }
}

async function begin(db: Kysely<Database>, { fingerprint }: Vault, clock: Pick<Clock, "sleep">): Promise<void> {
  const closed = await readClosed(db);
  if (closed !== null && closed.by !== "rotate-key") throw new StoreClosed(closed.text);
  if (closed !== null && closed.id !== fingerprint) {
    throw new StoreClosed(
      "The master key was being changed to another new key than this one, and some values are sealed with that. Run `watchbell rotate-key` again with the new key of then.",
    );
  }
  const text =
    "The master key is being changed, and that is not done yet. Run `watchbell rotate-key` again: it goes on where it was.";
  await closeToServers(db, { by: "rotate-key", id: fingerprint, text });
  try {
    await refuseServers(db, clock);
  } catch (error) {
    if (closed === null) await openToServers(db);
    throw error;
  }
}

async function finish(
  db: Kysely<Database>,
  oldKey: Uint8Array,
  { oldVault, newVault }: { readonly oldVault: Vault; readonly newVault: Vault },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const sealed = await readMeta(trx, LOOK_UP_SECRET);
    const secret = sealed === null ? Buffer.from(lookUpSecretOf(oldKey)).toString("hex") : oldVault.open(sealed);
    await setMeta(trx, LOOK_UP_SECRET, newVault.seal(secret));
    await setMeta(trx, "key_fingerprint", newVault.fingerprint);
    await openToServers(trx);
  });
}

interface Work {
  readonly oldVault: Vault;
  readonly newVault: Vault;
  readonly rotated: { resealed: number; unreadable: number };
  readonly rotation: Rotation;
}

type Row = readonly [key: string | number, value: string];

async function resealColumn(db: Kysely<Database>, column: SealedColumn, work: Work): Promise<void> {
  const { batchSize = BATCH } = work.rotation;
  let after: string | number | null = null;
  for (;;) {
    const rows = await nextRows(db, column, { after, limit: batchSize });
    const changed = rows.flatMap(([key, value]): Row[] => {
      const sealed = mapSealed(value, column.isJson, (each) => reseal(each, work));
      return sealed === value ? [] : [[key, sealed]];
    });
    const target = { table: column.table, key: [column.key], columns: [column.column] };
    await db.transaction().execute((trx) => updateRows(trx, target, changed));
    if (changed.length > 0) work.rotation.onBatch?.({ ...work.rotated });
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last[0];
  }
}

async function nextRows(
  db: Kysely<Database>,
  { table, key, column }: SealedColumn,
  { after, limit }: { readonly after: string | number | null; readonly limit: number },
): Promise<readonly Row[]> {
  const from = after === null ? sql`` : sql`and ${sql.ref(key)} > ${after}`;
  const { rows } = await sql<{ key: string | number; value: string }>`select ${sql.ref(key)} as key,
    ${sql.ref(column)} as value from ${sql.table(table)} where ${sql.ref(column)} is not null ${from}
    order by ${sql.ref(key)} limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ key: found, value }) => [found, value]);
}

/** The value sealed with the new key; the value itself where it is already, or where neither key opens it. */
function reseal(sealed: string, { oldVault, newVault, rotated }: Work): string {
  if (openedBy(newVault, sealed) !== null) return sealed;
  const plain = openedBy(oldVault, sealed);
  if (plain === null) {
    rotated.unreadable++;
    return sealed;
  }
  rotated.resealed++;
  return newVault.seal(plain);
}

/** What a vault makes of a value; null when it was sealed with another key or is damaged. */
function openedBy(vault: Vault, sealed: string): string | null {
  try {
    return vault.open(sealed);
  } catch {
    return null;
  }
}
