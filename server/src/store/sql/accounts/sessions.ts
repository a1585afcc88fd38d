import type { Selectable } from "kysely";
import { type Actor, type Session, StoreUnavailable } from "../../../model/index.ts";
import { isUseToNote } from "../../last-use.ts";
import type { FoundSession, NewSession } from "../../ports.ts";
import { beginSession, sessionUsed, signedIn } from "../../session-life.ts";
import type { AccountTables } from "../account-tables.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { asStoreError } from "../unavailable.ts";
import { writeHistory } from "../write-history.ts";
import { loadAccount, loadMemberships } from "./load-accounts.ts";

type SessionRow = Selectable<AccountTables["sessions"]>;

/** Makes a session. */
export async function createSession(deps: SqlDeps, session: NewSession): Promise<Session> {
  const now = deps.now();
  const { expiresAt, ...begun } = beginSession(session, now);
  const row: SessionRow = {
    id: begun.id,
    account_id: begun.accountId,
    code: deps.vault.code(session.value),
    state: begun.state,
    created_at: begun.createdAt,
    last_seen_at: begun.lastSeenAt,
    expires_at: expiresAt,
    address: begun.address,
    user_agent: begun.userAgent,
  };
  return await deps.db.transaction().execute(async (trx) => {
    await trx.insertInto("sessions").values(row).execute();
    if (session.state === "signed-in") await noteSignIn(trx, row, now);
    return begun;
  });
}

/** Looks a session up by its value; notes its use, to the minute, and makes it last longer. */
export async function findSession(deps: SqlDeps, value: string): Promise<FoundSession | null> {
  const { db } = deps;
  const row = await db
    .selectFrom("sessions")
    .selectAll()
    .where("code", "=", deps.vault.code(value))
    .where("expires_at", ">", deps.now())
    .executeTakeFirst();
  if (!row) return null;
  const account = await loadAccount(db, row.account_id);
  if (account === null) return null;
  if (row.state === "signed-in") await noteUse(deps, row);
  return { session: sessionFromRow(row), account, memberships: await loadMemberships(db, row.account_id) };
}

async function noteUse({ db, now }: SqlDeps, row: SessionRow): Promise<void> {
  const usedAt = now();
  if (!isUseToNote(row.last_seen_at, usedAt)) return;
  const used = sessionUsed({ createdAt: row.created_at }, usedAt);
  try {
    await db
      .updateTable("sessions")
      .set({ last_seen_at: used.lastSeenAt, expires_at: used.expiresAt })
      .where("id", "=", row.id)
      .execute();
    await db.updateTable("accounts").set({ last_seen_at: usedAt }).where("id", "=", row.account_id).execute();
  } catch (error) {
    // A store that cannot write still lets those read who may.
    if (!(asStoreError(error) instanceof StoreUnavailable)) throw error;
  }
}

/** Makes a session that waits for the second factor a signed-in one, under a value that nobody has seen yet. */
export async function completeSession(deps: SqlDeps, value: string, newValue: string): Promise<Session | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const begun = signedIn(now);
    const row = await trx
      .updateTable("sessions")
      .set({
        code: deps.vault.code(newValue),
        state: begun.state,
        created_at: begun.createdAt,
        last_seen_at: begun.lastSeenAt,
        expires_at: begun.expiresAt,
      })
      .where("code", "=", deps.vault.code(value))
      .where("state", "=", "second-factor")
      .where("expires_at", ">", now)
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await noteSignIn(trx, row, now);
    return sessionFromRow(row);
  });
}

async function noteSignIn(trx: Db, row: SessionRow, now: number): Promise<void> {
  const account = await trx
    .updateTable("accounts")
    .set({ last_seen_at: now })
    .where("id", "=", row.account_id)
    .returning("name")
    .executeTakeFirstOrThrow();
  const actor = { name: account.name, from: row.address, accountId: row.account_id };
  const text = `${account.name} signed in.`;
  await writeHistory(trx, [{ projectId: null, at: now, kind: "signed-in", actor, text }]);
}

/** The sessions of an account that are signed in, the newest first. */
export async function listSessions({ db, now }: SqlDeps, accountId: string): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom("sessions")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("state", "=", "signed-in")
    .where("expires_at", ">", now())
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(sessionFromRow);
}

/** Ends the sessions of an account that are named, or all but one; says how many there were. */
export async function endSessions(
  deps: SqlDeps,
  trx: Db,
  which: { readonly accountId: string; readonly only?: string; readonly except?: string | null },
  actor: Actor,
): Promise<number> {
  const { accountId, only, except = null } = which;
  let query = trx.deleteFrom("sessions").where("account_id", "=", accountId);
  if (only !== undefined) query = query.where("id", "=", only);
  if (except !== null) query = query.where("id", "!=", except);
  const gone = await query.returning(["state", "user_agent"]).execute();
  const ended = gone.filter(({ state }) => state === "signed-in").length;
  if (ended === 0) return gone.length;
  const text = ended === 1 ? "A session was ended." : `${ended} sessions were ended.`;
  await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "session-ended", actor, accountId, text }]);
  return gone.length;
}

function sessionFromRow(row: SessionRow): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    state: row.state as Session["state"],
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    address: row.address,
    userAgent: row.user_agent,
  };
}
