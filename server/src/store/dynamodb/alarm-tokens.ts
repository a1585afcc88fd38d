import { newId } from "../../lib/ids.ts";
import { type Actor, type AlarmToken, NO_ALARM_OPTIONS } from "../../model/index.ts";
import type { AlarmsPort, FoundAlarmToken, NewAlarmToken } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item, Key } from "./item.ts";
import { loadProject } from "./load-projects.ts";
import { loadTopicsById } from "./load-topics.ts";
import { isAlive, timeToLive } from "./log-items.ts";
import { queryAll } from "./port.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

/** The use of a token is noted at most so often. */
const LAST_USE_STEP_MS = 60_000;
/** `wba_` and enough to tell tokens apart. */
const HINT_LENGTH = 8;

type Address = Parameters<AlarmsPort["changeToken"]>[0];

/** Tokens stand with their topic; what finds one by its value is an item of its own. */
const tokenKey = ({ topicId, tokenId }: Address): Key => ({ pk: `TOPIC#${topicId}`, sk: `ALARM-TOKEN#${tokenId}` });
const codeKey = (code: string): Key => ({ pk: `ALARM-TOKEN#${code}`, sk: "ALARM-TOKEN" });

/** Looks a token up by its value, with all that an alarm needs; notes its use, to the minute. */
export async function findAlarmToken(deps: DynamoDeps, value: string): Promise<FoundAlarmToken | null> {
  const { port } = deps;
  const now = deps.now();
  const code = await port.get(codeKey(deps.vault.code(value)));
  if (code === null) return null;
  const item = await port.get(tokenKey({ topicId: String(code.topicId), tokenId: String(code.tokenId) }));
  if (item === null || !works(item, now)) return null;
  const token = tokenFromItem(item);
  const [topic] = await loadTopicsById(port, [token.topicId]);
  const project = await loadProject(port, token.projectId);
  if (!topic || !project) return null;
  const { signature } = token.options;
  const signingSecret = signature === null ? null : String(JSON.parse(deps.vault.open(signature.sealed)));
  if (now - (token.lastUsedAt ?? 0) >= LAST_USE_STEP_MS) {
    const version = Number(item.v);
    const set = { lastUsedAt: now, v: version + 1 };
    // Refused: somebody changes it, or noted its use just now.
    await port.write({ kind: "update", key: { pk: item.pk, sk: item.sk }, set, when: { version } });
  }
  return { token, topic, project, signingSecret, now };
}

/** The tokens of a topic that still work, oldest first. */
export async function listAlarmTokens(deps: DynamoDeps, topicId: string): Promise<readonly AlarmToken[]> {
  const { pk, sk } = tokenKey({ topicId, tokenId: "" });
  const items = await queryAll(deps.port, { pk, range: { startsWith: sk } });
  const now = deps.now();
  const tokens = items.filter((item) => works(item, now)).map(tokenFromItem);
  return tokens.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** Makes a token and its line in the history. */
export async function createAlarmToken(deps: DynamoDeps, input: NewAlarmToken, actor: Actor): Promise<AlarmToken> {
  return await transact(deps, async (trx) => {
    const token = createToken(deps, trx, input);
    tell(deps, trx, { token, actor, kind: "alarm-token-created", did: "was made" });
    return token;
  });
}

/** Changes what is given of a token that still works, and writes the line in the history; null when there is none. */
export async function changeAlarmToken(
  deps: DynamoDeps,
  address: Address,
  { patch, actor }: { readonly patch: Parameters<AlarmsPort["changeToken"]>[1]; readonly actor: Actor },
): Promise<AlarmToken | null> {
  return await transact(deps, async (trx) => {
    const item = await trx.get(tokenKey(address));
    if (item === null || !works(item, trx.now)) return null;
    const token = { ...tokenFromItem(item), ...patch };
    trx.put(tokenItem(token, String(item.code)));
    tell(deps, trx, { token, actor, kind: "alarm-token-changed", did: "was changed" });
    return token;
  });
}

type Rotation = Parameters<AlarmsPort["rotateToken"]>[0];

/** Makes a token with the name, addresses and options of another one, which works on for a while. */
export async function rotateAlarmToken(deps: DynamoDeps, rotation: Rotation, actor: Actor): Promise<AlarmToken | null> {
  return await transact(deps, async (trx) => {
    const item = await trx.get(tokenKey(rotation));
    const old = item && tokenFromItem(item);
    // One that was rotated before has its end already; a second successor would be one too many.
    if (item === null || old === null || old.expiresAt !== null) return null;
    const expiresAt = trx.now + rotation.overlapMs;
    if (rotation.overlapMs > 0) trx.put(tokenItem({ ...old, expiresAt }, String(item.code)));
    else await deleteToken(trx, item);
    const { projectId, topicId, name, allow, options } = old;
    const token = createToken(deps, trx, { projectId, topicId, name, allow, options, value: rotation.value });
    const until = rotation.overlapMs > 0 ? `until ${new Date(expiresAt).toISOString()}` : "no longer";
    const did = `was rotated; the old value works ${until}`;
    tell(deps, trx, { token, actor, kind: "alarm-token-rotated", did });
    return token;
  });
}

/** Ends a token at once; false when the topic has none of this id. */
export async function revokeAlarmToken(deps: DynamoDeps, address: Address, actor: Actor): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const item = await trx.get(tokenKey(address));
    if (item === null) return false;
    await deleteToken(trx, item);
    tell(deps, trx, { token: tokenFromItem(item), actor, kind: "alarm-token-revoked", did: "was revoked" });
    return true;
  });
}

/** Takes away the tokens of a topic that is gone; nobody can use them any more. */
export async function forgetAlarmTokens({ port }: DynamoDeps, topicId: string): Promise<void> {
  const { pk, sk } = tokenKey({ topicId, tokenId: "" });
  for (const item of await queryAll(port, { pk, range: { startsWith: sk } })) {
    await port.write({ kind: "delete", key: codeKey(String(item.code)), when: "any" });
    await port.write({ kind: "delete", key: { pk: item.pk, sk: item.sk }, when: "any" });
  }
}

function createToken(deps: DynamoDeps, trx: Transaction, { value, ...input }: NewAlarmToken): AlarmToken {
  const hint = value.slice(0, HINT_LENGTH);
  const token = { id: newId(), ...input, hint, createdAt: trx.now, lastUsedAt: null, expiresAt: null };
  const code = deps.vault.code(value);
  trx.create(tokenItem(token, code));
  trx.create({ ...codeKey(code), topicId: token.topicId, tokenId: token.id });
  return token;
}

async function deleteToken(trx: Transaction, item: Item): Promise<void> {
  const code = codeKey(String(item.code));
  await trx.get(code);
  trx.delete(code);
  trx.delete(item);
}

function works(item: Item, now: number): boolean {
  return isAlive(item, now) && (typeof item.expiresAt !== "number" || item.expiresAt > now);
}

function tokenItem({ allow, options, expiresAt, ...token }: AlarmToken, code: string): Item {
  const key = tokenKey({ topicId: token.topicId, tokenId: token.id });
  const ttl = expiresAt === null ? undefined : timeToLive(expiresAt);
  return { ...key, ...token, allow, options: JSON.stringify(options), expiresAt, code, ttl };
}

function tokenFromItem(item: Item): AlarmToken {
  const number = (name: string): number | null => (typeof item[name] === "number" ? item[name] : null);
  return {
    id: String(item.id),
    projectId: String(item.projectId),
    topicId: String(item.topicId),
    name: String(item.name),
    hint: String(item.hint),
    allow: item.allow as readonly string[],
    options: { ...NO_ALARM_OPTIONS, ...JSON.parse(String(item.options)) },
    createdAt: Number(item.createdAt),
    lastUsedAt: number("lastUsedAt"),
    expiresAt: number("expiresAt"),
  };
}

interface TokenEvent {
  readonly token: AlarmToken;
  readonly actor: Actor;
  readonly kind: "alarm-token-created" | "alarm-token-changed" | "alarm-token-rotated" | "alarm-token-revoked";
  readonly did: string;
}

function tell(deps: DynamoDeps, trx: Transaction, { token, actor, kind, did }: TokenEvent): void {
  const { projectId, topicId, name } = token;
  writeHistory(deps, trx, [{ projectId, at: trx.now, kind, actor, topicId, text: `Alarm token ${name} ${did}.` }]);
}
