import { type Actor, type Key, type KeyKind, StoreUnavailable } from "../../model/index.ts";
import { isUseToNote } from "../last-use.ts";
import { keyCreated, keyRevoked, mintKey, type NewKey } from "../new-key.ts";
import { deleteItems } from "./delete-items.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item, Key as ItemKey } from "./item.ts";
import { monitorKey, projectKey, uniqueKey } from "./keys.ts";
import { loadProject } from "./load-projects.ts";
import { type DynamoPort, queryAll, type Reader } from "./port.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

const SK = "KEY#";

const apiKey = (projectId: string, keyId: string) => ({ pk: `PROJECT#${projectId}`, sk: `${SK}${keyId}` });
const codeKey = (code: string) => uniqueKey("key", code);
/** Sorts the keys that are for one monitor alone by their age. */
const monitorsKeySk = ({ createdAt, id }: Key): string => `${SK}${String(createdAt).padStart(15, "0")}#${id}`;

/** Looks a key up by its value; notes its use, to the minute. */
export async function findKey(deps: DynamoDeps, value: string): Promise<Key | null> {
  const found = await deps.port.get(codeKey(deps.vault.code(value)));
  const item = found && (await loadLive(deps.port, found));
  if (!item) return null;
  await noteUse(deps, item);
  return keyFromItem(item);
}

/** The key behind a code; null when it was revoked, or when its project or its monitor is gone. */
async function loadLive(reader: Reader, code: Item): Promise<Item | null> {
  const item = await loadKept(reader, code);
  return item?.revokedAt === undefined ? item : null;
}

/** The key behind a code, revoked or not. What is deleted with a project or a monitor is not deleted at once. */
async function loadKept(reader: Reader, { projectId, id, monitorId }: Item): Promise<Item | null> {
  const key = apiKey(String(projectId), String(id));
  const owners = [projectKey(String(projectId)), ...(monitorId ? [monitorKey(String(monitorId))] : [])];
  const items = await reader.getMany([key, ...owners]);
  const found = items.find(({ pk, sk }) => pk === key.pk && sk === key.sk) ?? null;
  const isOwned = items.length === owners.length + 1 && items.every(({ deletedAt }) => deletedAt === undefined);
  return isOwned ? found : null;
}

async function loadByIds(reader: Reader, projectId: string, keyId: string): Promise<Item | null> {
  const item = await reader.get(apiKey(projectId, keyId));
  return item && (await loadLive(reader, item));
}

async function noteUse({ port, now }: DynamoDeps, { pk, sk, v, lastUsedAt }: Item): Promise<void> {
  const usedAt = now();
  if (!isUseToNote(lastUsedAt as number | null, usedAt)) return;
  try {
    // Refused when somebody changes the key just now: the next use is noted.
    await port.write({
      kind: "update",
      key: { pk, sk },
      set: { lastUsedAt: usedAt },
      when: { version: Number(v) },
    });
  } catch (error) {
    // A store that cannot write still lets those read who may.
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** The keys of a project that are not revoked, oldest first. */
export async function listKeys(port: DynamoPort, projectId: string): Promise<readonly Key[]> {
  if ((await loadProject(port, projectId)) === null) return [];
  const items = await queryAll(port, { pk: `PROJECT#${projectId}`, range: { startsWith: SK } });
  const keys = items.filter(({ revokedAt }) => revokedAt === undefined).map(keyFromItem);
  const bound = keys.flatMap(({ monitorId }) => (monitorId === null ? [] : [monitorKey(monitorId)]));
  const there = new Set((await port.getMany(bound)).map(({ pk }) => pk));
  return keys
    .filter(({ monitorId }) => monitorId === null || there.has(monitorKey(monitorId).pk))
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** The value of a key that people must look up again; null for the others. */
export async function showKey({ port, vault }: DynamoDeps, projectId: string, keyId: string): Promise<string | null> {
  const item = await loadByIds(port, projectId, keyId);
  return item && openSealed(vault, item);
}

/** The value of the newest key that is for this monitor alone; null when it has none. */
export async function keyOfMonitor({ port, vault }: DynamoDeps, monitorId: string): Promise<string | null> {
  const range = { startsWith: SK };
  for (const pointer of (await queryAll(port, { pk: `MONITOR#${monitorId}`, range })).toReversed()) {
    const item = await loadLive(port, pointer);
    if (item !== null) return openSealed(vault, item);
  }
  return null;
}

function openSealed(vault: DynamoDeps["vault"], { sealed }: Item): string | null {
  return typeof sealed === "string" ? vault.open(sealed) : null;
}

/** Makes a key inside a transaction; bootstrap and imports use it too. */
export async function createKeyIn(
  deps: DynamoDeps,
  trx: Transaction,
  given: NewKey,
  actor: Actor,
): Promise<Key | "taken"> {
  const { key, code, sealed } = mintKey(deps.vault, given, trx.now);
  const known = await trx.get(codeKey(code));
  if (known !== null && (await loadKept(trx, known)) !== null) return "taken";
  const { id, projectId, monitorId } = key;
  trx.put({ ...codeKey(code), id, projectId, monitorId });
  trx.create({ ...apiKey(projectId, id), ...key, code, sealed });
  if (monitorId !== null) trx.create({ pk: `MONITOR#${monitorId}`, sk: monitorsKeySk(key), projectId, id, monitorId });
  writeHistory(deps, trx, [keyCreated(key, actor)]);
  return key;
}

/** The key of the item that finds a key by its value. */
export function keyCode({ vault }: Pick<DynamoDeps, "vault">, value: string): ItemKey {
  return codeKey(vault.code(value));
}

/** Says whether a value belongs to a key already. */
export async function isKeyTaken(deps: DynamoDeps, reader: Reader, value: string): Promise<boolean> {
  const known = await reader.get(keyCode(deps, value));
  return known !== null && (await loadKept(reader, known)) !== null;
}

/** Takes away what finds these keys, of which their items or what names them for their monitors are given. */
export async function forgetKeys(port: DynamoPort, items: readonly Item[]): Promise<void> {
  const named = items.filter(({ sk }) => sk.startsWith(SK));
  const keys = await port.getMany(named.map(({ projectId, id }) => apiKey(String(projectId), String(id))));
  const codes = await port.getMany(keys.map(({ code }) => codeKey(String(code))));
  const ids = new Set(keys.map(({ id }) => id));
  // A value that is free again may belong to another key by now.
  await deleteItems(port, [...codes.filter(({ id }) => ids.has(id)), ...keys]);
}

/** Revokes a key; false when there is none to revoke. */
export async function revokeKey(deps: DynamoDeps, projectId: string, keyId: string, actor: Actor): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const item = await loadByIds(trx, projectId, keyId);
    if (item === null) return false;
    trx.put({ ...item, revokedAt: trx.now });
    writeHistory(deps, trx, [keyRevoked(keyFromItem(item), trx.now, actor)]);
    return true;
  });
}

function keyFromItem(item: Item): Key {
  return {
    id: item.id as string,
    projectId: item.projectId as string,
    kind: item.kind as KeyKind,
    name: item.name as string,
    hint: item.hint as string,
    monitorId: item.monitorId as string | null,
    createdAt: item.createdAt as number,
    lastUsedAt: item.lastUsedAt as number | null,
  };
}
