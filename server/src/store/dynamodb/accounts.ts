import type { Account, HistoryEntry } from "../../model/index.ts";
import type { AccountsPort, Page, PageRequest } from "../ports.ts";
import { changeAccount, makeOperator } from "./accounts/change-account.ts";
import { ACCOUNTS, createAccount, emailItemKey, loadSignUp, setSignUp } from "./accounts/create-account.ts";
import { deleteAccount, loadDeparture } from "./accounts/delete-account.ts";
import { createFactors } from "./accounts/factors.ts";
import { acceptInvite, createInvite, deleteInvite, findInvite, listInvites } from "./accounts/invites.ts";
import { hasAccounts } from "./accounts/load-register.ts";
import { changeRole, listMembers, removeMember } from "./accounts/members.ts";
import { findToken, putToken, takeToken } from "./accounts/one-time-tokens.ts";
import { resetPassword, setPassword } from "./accounts/passwords.ts";
import { createProject, deleteProject } from "./accounts/projects.ts";
import {
  completeSession,
  createSession,
  endOtherSessions,
  endSession,
  findSession,
  listSessions,
} from "./accounts/sessions.ts";
import { accountOf, loadManyStored, loadStored } from "./accounts/stored-account.ts";
import { giveTryBack, takeTry } from "./accounts/tries.ts";
import type { DynamoDeps } from "./deps.ts";
import { pageOfHistory } from "./history.ts";
import { queryAll } from "./port.ts";
import { transact } from "./transact.ts";

/** Makes the accounts port of a DynamoDB store. */
export function createAccounts(deps: DynamoDeps): AccountsPort {
  return { ...ownAccounts(deps), ...signingIn(deps), ...createFactors(deps), ...belonging(deps) };
}

function ownAccounts(deps: DynamoDeps) {
  const { port } = deps;
  return {
    hasAccounts: () => hasAccounts(port),
    list: () => listAccounts(deps),
    async get(accountId) {
      const stored = await loadStored(port, accountId);
      return stored && accountOf(stored);
    },
    async findByEmail(email) {
      const owner = await port.get(emailItemKey(email));
      const stored = owner && (await loadStored(port, String(owner.id)));
      return stored && { account: accountOf(stored), passwordHash: stored.passwordHash };
    },
    create: (seed) => createAccount(deps, seed),
    change: (accountId, patch, actor) => changeAccount(deps, { accountId, patch }, actor),
    departure: (accountId) => loadDeparture(port, accountId),
    deleteAccount: (accountId, actor) => deleteAccount(deps, accountId, actor),
    makeOperator: (accountId, actor) => makeOperator(deps, accountId, actor),
    passwordHash: async (accountId) => (await loadStored(port, accountId))?.passwordHash ?? null,
    setPassword: (change, actor) => setPassword(deps, change, actor),
    resetPassword: (token, passwordHash, from) => resetPassword(deps, { token, passwordHash, from }),
    history: (accountId, page) => ownHistory(deps, accountId, page),
    signUp: () => loadSignUp(port),
    setSignUp: (signUp, actor) => setSignUp(deps, signUp, actor),
  } satisfies Partial<AccountsPort>;
}

/** All accounts, by e-mail. */
async function listAccounts({ port }: DynamoDeps): Promise<readonly Account[]> {
  const ids = (await queryAll(port, { pk: ACCOUNTS })).map(({ id }) => String(id));
  const byId = new Map((await loadManyStored(port, ids)).map((stored) => [stored.id, accountOf(stored)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** What happened to an account beside its projects, newest first. */
async function ownHistory(deps: DynamoDeps, accountId: string, page: PageRequest): Promise<Page<HistoryEntry>> {
  return await pageOfHistory(deps, { pk: `ACCOUNT#${accountId}#HISTORY` }, page, () => true);
}

function signingIn(deps: DynamoDeps) {
  return {
    createSession: (session) => createSession(deps, session),
    findSession: (value) => findSession(deps, value),
    completeSession: (value, newValue) => completeSession(deps, value, newValue),
    sessions: (accountId) => listSessions(deps, accountId),
    endSession: (accountId, sessionId, actor) => endSession(deps, { accountId, sessionId }, actor),
    async endOtherSessions(accountId, keep, actor) {
      await transact(deps, async (trx) => {
        const account = await loadStored(trx, accountId);
        if (account !== null) await endOtherSessions(deps, trx, { account, keep }, actor);
      });
    },
    putToken: (token) => putToken(deps, token),
    findToken: (purpose, value) => findToken(deps, { purpose, value }),
    takeToken: (purpose, value) => transact(deps, (trx) => takeToken(deps, trx, { purpose, value })),
    takeTry: (buckets) => takeTry(deps, buckets),
    giveTryBack: (buckets) => giveTryBack(deps, buckets),
  } satisfies Partial<AccountsPort>;
}

function belonging(deps: DynamoDeps) {
  return {
    createProject: (project, ownerId, actor) =>
      transact(deps, (trx) => createProject(deps, trx, { project, ownerId }, actor)),
    deleteProject: (projectId, actor) => deleteProject(deps, projectId, actor),
    members: (projectId) => listMembers(deps.port, projectId),
    changeRole: (member, role, actor) => changeRole(deps, member, role, actor),
    removeMember: (member, actor) => removeMember(deps, member, actor),
    createInvite: (invite, actor) => createInvite(deps, invite, actor),
    invites: (projectId) => listInvites(deps, projectId),
    findInvite: (value) => findInvite(deps, value),
    acceptInvite: (value, accountId, actor) =>
      transact(deps, (trx) => acceptInvite(deps, trx, { value, accountId }, actor)),
    deleteInvite: (projectId, inviteId, actor) => deleteInvite(deps, { projectId, inviteId }, actor),
  } satisfies Partial<AccountsPort>;
}
