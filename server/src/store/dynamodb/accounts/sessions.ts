import { type Actor, type Membership, type Session, StoreUnavailable } from "../../../model/index.ts";
import { isUseToNote } from "../../last-use.ts";
import type { FoundSession, NewSession } from "../../ports.ts";
import { beginSession, type LastingSession, LONGEST_SESSION_MS, sessionUsed, signedIn } from "../../session-life.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Item, Key } from "../item.ts";
import { uniqueKey } from "../keys.ts";
import { loadProjects } from "../load-projects.ts";
import { queryAll, type Reader } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { accountKey, accountOf, loadStored, putStored, type StoredAccount } from "./stored-account.ts";

const SK = "SESSION#";

const sessionKey = (accountId: string, code: string): Key => ({ pk: accountKey(accountId).pk, sk: `${SK}${code}` });

/** Makes a session. */
export async function createSession(deps: DynamoDeps, session: NewSession): Promise<Session> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, session.accountId);
    if (account === null) throw new Error("a session without an account");
    const begun = beginSession(session, trx.now);
    writeSession(trx, { session: begun, code: deps.vault.code(session.value), round: account.sessionRound });
    if (session.state === "signed-in") noteSignIn(deps, trx, account, begun);
    return shown(begun);
  });
}

interface Written {
  readonly session: LastingSession;
  readonly code: string;
  readonly round: number;
}

function writeSession(trx: Transaction, { session, code, round }: Written): void {
  const { accountId } = session;
  trx.create({ ...sessionKey(accountId, code), ...session, round, ttl: ttlOf(session.expiresAt) });
  // Says whose a code is and no more: what lasts as long as any session can needs no second write at each use.
  trx.create({ ...uniqueKey("session", code), id: accountId, ttl: ttlOf(session.createdAt + LONGEST_SESSION_MS) });
}

function ttlOf(at: number): number {
  return Math.ceil(at / 1000);
}

function noteSignIn(deps: DynamoDeps, trx: Transaction, account: StoredAccount, { address }: Session): void {
  putStored(trx, { ...account, lastSeenAt: trx.now });
  const actor = { name: account.name, from: address, accountId: account.id };
  const text = `${account.name} signed in.`;
  writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "signed-in", actor, text }]);
}

interface Held {
  readonly item: Item;
  readonly session: LastingSession;
  readonly account: StoredAccount;
}

/** Finds a session that lasts, with its account. */
async function loadHeld(deps: DynamoDeps, reader: Reader, value: string): Promise<Held | null> {
  const code = deps.vault.code(value);
  const owner = await reader.get(uniqueKey("session", code));
  if (owner === null) return null;
  const accountId = String(owner.id);
  const [item, account] = await Promise.all([reader.get(sessionKey(accountId, code)), loadStored(reader, accountId)]);
  if (item === null || account === null || !lasts(item, account, deps.now())) return null;
  return { item, session: sessionFromItem(item), account };
}

function lasts(item: Item, { sessionRound }: StoredAccount, now: number): boolean {
  return item.round === sessionRound && Number(item.expiresAt) > now;
}

/** Looks a session up by its value; notes its use, to the minute, and makes it last longer. */
export async function findSession(deps: DynamoDeps, value: string): Promise<FoundSession | null> {
  const held = await loadHeld(deps, deps.port, value);
  if (held === null) return null;
  const { session, account } = held;
  const [memberships] = await Promise.all([loadMemberships(deps.port, account), noteUse(deps, held)]);
  return { session: shown(session), account: accountOf(account), memberships };
}

async function noteUse({ port, now }: DynamoDeps, { item, session, account }: Held): Promise<void> {
  const usedAt = now();
  if (session.state !== "signed-in" || !isUseToNote(session.lastSeenAt, usedAt)) return;
  const used = sessionUsed(session, usedAt);
  const { pk, sk, v } = item;
  try {
    // Refused when something else changes just now: the next use is noted.
    const set = { ...used, ttl: ttlOf(used.expiresAt) };
    await port.write({ kind: "update", key: { pk, sk }, set, when: { version: Number(v) } });
    const seen = await port.get(accountKey(account.id));
    if (seen === null) return;
    const key = accountKey(account.id);
    await port.write({ kind: "update", key, set: { lastSeenAt: usedAt }, when: { version: Number(seen.v) } });
  } catch (error) {
    // A store that cannot write still lets those read who may.
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

async function loadMemberships(reader: Reader, account: StoredAccount): Promise<readonly Membership[]> {
  const projects = await loadProjects(
    reader,
    account.projects.map(({ id }) => id),
  );
  return account.projects
    .flatMap(({ id, role }): Membership[] => {
      const project = projects.get(id);
      if (!project) return [];
      return [{ projectId: id, projectName: project.name, timezone: project.timezone, role }];
    })
    .toSorted((a, b) =>
      a.projectName === b.projectName ? order(a.projectId, b.projectId) : order(a.projectName, b.projectName),
    );
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** Makes a session that waits for the second factor a signed-in one, under a value that nobody has seen yet. */
export async function completeSession(deps: DynamoDeps, value: string, newValue: string): Promise<Session | null> {
  return await transact(deps, async (trx) => {
    const held = await loadHeld(deps, trx, value);
    if (held === null || held.session.state !== "second-factor") return null;
    const { item, account } = held;
    const session = { ...held.session, ...signedIn(trx.now) };
    trx.delete(item);
    writeSession(trx, { session, code: deps.vault.code(newValue), round: account.sessionRound });
    noteSignIn(deps, trx, account, session);
    return shown(session);
  });
}

/** The sessions of an account that are signed in, the newest first. */
export async function listSessions({ port, now }: DynamoDeps, accountId: string): Promise<readonly Session[]> {
  const account = await loadStored(port, accountId);
  if (account === null) return [];
  const items = await queryAll(port, sessionsOf(accountId));
  return items
    .filter((item) => item.state === "signed-in" && lasts(item, account, now()))
    .map((item) => shown(sessionFromItem(item)))
    .toSorted((a, b) => b.createdAt - a.createdAt || order(a.id, b.id));
}

function sessionsOf(accountId: string) {
  return { pk: accountKey(accountId).pk, range: { startsWith: SK } };
}

/** Ends a session of an account; false when it has no such session. */
export async function endSession(
  deps: DynamoDeps,
  which: { readonly accountId: string; readonly sessionId: string },
  actor: Actor,
): Promise<boolean> {
  return await transact(deps, async (trx) => {
    const account = await loadStored(trx, which.accountId);
    if (account === null) return false;
    const items = await trx.query(sessionsOf(which.accountId));
    const item = items.find(({ id }) => id === which.sessionId);
    if (item === undefined || !lasts(item, account, trx.now)) return false;
    trx.delete(item);
    tellEnded(deps, trx, { accountId: account.id, ended: item.state === "signed-in" ? 1 : 0 }, actor);
    return true;
  });
}

/**
 * Ends every session of an account but one, inside a transaction that has loaded the account. However many there are,
 * it is one write: another round begins, which only the one that stays is taken along to.
 */
export async function endOtherSessions(
  deps: DynamoDeps,
  trx: Transaction,
  which: { readonly account: StoredAccount; readonly keep: string | null },
  actor: Actor,
): Promise<void> {
  const { account, keep } = which;
  const lasting = (await trx.query(sessionsOf(account.id))).filter((item) => lasts(item, account, trx.now));
  const sessionRound = account.sessionRound + 1;
  putStored(trx, { ...account, sessionRound });
  for (const item of lasting) if (item.id === keep) trx.put({ ...item, round: sessionRound });
  const ended = lasting.filter(({ id, state }) => id !== keep && state === "signed-in").length;
  tellEnded(deps, trx, { accountId: account.id, ended }, actor);
}

function tellEnded(
  deps: DynamoDeps,
  trx: Transaction,
  { accountId, ended }: { readonly accountId: string; readonly ended: number },
  actor: Actor,
): void {
  if (ended === 0) return;
  const text = ended === 1 ? "A session was ended." : `${ended} sessions were ended.`;
  writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "session-ended", actor, accountId, text }]);
}

function sessionFromItem(item: Item): LastingSession {
  return {
    id: item.id as string,
    accountId: item.accountId as string,
    state: item.state as Session["state"],
    createdAt: item.createdAt as number,
    lastSeenAt: item.lastSeenAt as number,
    address: item.address as string,
    userAgent: item.userAgent as string,
    expiresAt: item.expiresAt as number,
  };
}

function shown(session: LastingSession): Session {
  const { expiresAt: _, ...rest } = session;
  return rest;
}
