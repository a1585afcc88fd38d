import { numberCursor, pageOf } from "../../cursor.ts";
import { emailKey } from "../../email-key.ts";
import type { AccountsPort } from "../../ports.ts";
import type { SqlDeps } from "../deps.ts";
import { historyFromRow } from "../rows.ts";
import { NO_PROJECT } from "../write-history.ts";
import { changeAccount } from "./change-account.ts";
import { createAccount, hasAccounts, loadSignUp, setSignUp } from "./create-account.ts";
import { deleteAccount, loadDeparture, makeOperator } from "./delete-account.ts";
import { createFactors } from "./factors.ts";
import { acceptInvite, createInvite, deleteInvite, findInvite, listInvites } from "./invites.ts";
import { accountFromRow, loadAccount, selectAccounts } from "./load-accounts.ts";
import { changeRole, listMembers, removeMember } from "./members.ts";
import { findToken, putToken, takeToken } from "./one-time-tokens.ts";
import { resetPassword, setPassword } from "./passwords.ts";
import { createProject, deleteProject } from "./projects.ts";
import { completeSession, createSession, endSessions, findSession, listSessions } from "./sessions.ts";
import { giveTryBack, takeTry } from "./tries.ts";

/** Makes the accounts port of a SQL store. */
export function createAccounts(deps: SqlDeps): AccountsPort {
  return { ...ownAccounts(deps), ...signingIn(deps), ...createFactors(deps), ...belonging(deps) };
}

function ownAccounts(deps: SqlDeps) {
  const { db } = deps;
  return {
    hasAccounts: () => hasAccounts(db),
    list: async () => (await selectAccounts(db).orderBy("a.email_key").execute()).map(accountFromRow),
    get: (accountId) => loadAccount(db, accountId),
    async findByEmail(email) {
      const row = await selectAccounts(db).where("a.email_key", "=", emailKey(email)).executeTakeFirst();
      return row ? { account: accountFromRow(row), passwordHash: row.password_hash } : null;
    },
    create: (seed) => createAccount(deps, seed),
    change: (accountId, patch, actor) => changeAccount(deps, { accountId, patch }, actor),
    departure: (accountId) => loadDeparture(db, accountId),
    deleteAccount: (accountId, actor) => db.transaction().execute((trx) => deleteAccount(deps, trx, accountId, actor)),
    makeOperator: (accountId, actor) => db.transaction().execute((trx) => makeOperator(deps, trx, accountId, actor)),
    async passwordHash(accountId) {
      const row = await db
        .selectFrom("accounts")
        .select("password_hash")
        .where("id", "=", accountId)
        .executeTakeFirst();
      return row?.password_hash ?? null;
    },
    setPassword: (change, actor) => setPassword(deps, change, actor),
    resetPassword: (token, passwordHash, from) => resetPassword(deps, { token, passwordHash, from }),
    async history(accountId, page) {
      const rows = await db
        .selectFrom("history")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("project_id", "=", NO_PROJECT)
        .where("seq", "<", numberCursor(page.cursor, Number.MAX_SAFE_INTEGER))
        .orderBy("seq", "desc")
        .limit(page.limit + 1)
        .execute();
      return pageOf(rows, page.limit, historyFromRow, (row) => [row.seq]);
    },
    signUp: () => loadSignUp(db),
    setSignUp: (signUp, actor) => setSignUp(deps, signUp, actor),
  } satisfies Partial<AccountsPort>;
}

function signingIn(deps: SqlDeps) {
  const { db } = deps;
  return {
    createSession: (session) => createSession(deps, session),
    findSession: (value) => findSession(deps, value),
    completeSession: (value, newValue) => completeSession(deps, value, newValue),
    sessions: (accountId) => listSessions(deps, accountId),
    endSession: (accountId, sessionId, actor) =>
      db
        .transaction()
        .execute(async (trx) => (await endSessions(deps, trx, { accountId, only: sessionId }, actor)) > 0),
    async endOtherSessions(accountId, keepSessionId, actor) {
      await db.transaction().execute((trx) => endSessions(deps, trx, { accountId, except: keepSessionId }, actor));
    },
    putToken: (token) => putToken(deps, token),
    findToken: (purpose, value) => findToken(deps, { purpose, value }),
    takeToken: (purpose, value) => db.transaction().execute((trx) => takeToken(deps, trx, { purpose, value })),
    takeTry: (buckets) => takeTry(deps, buckets),
    giveTryBack: (buckets) => giveTryBack(deps, buckets),
  } satisfies Partial<AccountsPort>;
}

function belonging(deps: SqlDeps) {
  const { db } = deps;
  return {
    createProject: (project, ownerId, actor) =>
      db.transaction().execute((trx) => createProject(deps, trx, { project, ownerId }, actor)),
    deleteProject: (projectId, actor) => db.transaction().execute((trx) => deleteProject(deps, trx, projectId, actor)),
    members: (projectId) => listMembers(deps, projectId),
    changeRole: (member, role, actor) => changeRole(deps, member, role, actor),
    removeMember: (member, actor) => removeMember(deps, member, actor),
    createInvite: (invite, actor) => createInvite(deps, invite, actor),
    invites: (projectId) => listInvites(deps, projectId),
    findInvite: (value) => findInvite(deps, value),
    acceptInvite: (value, accountId, actor) =>
      db.transaction().execute((trx) => acceptInvite(deps, trx, { value, accountId }, actor)),
    deleteInvite: (projectId, inviteId, actor) => deleteInvite(deps, { projectId, inviteId }, actor),
  } satisfies Partial<AccountsPort>;
}
