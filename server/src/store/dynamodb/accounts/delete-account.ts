import type { Actor, Departure } from "../../../model/index.ts";
import { type Belonging, departureOf } from "../../departure.ts";
import type { DeleteAccountOutcome } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import { loadProjects } from "../load-projects.ts";
import type { Reader } from "../port.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { emailItemKey } from "./create-account.ts";
import { loadRegister, putRegister, type Register } from "./load-register.ts";
import { countOwners, loadMembers, takeOut, unsetProjects } from "./members.ts";
import { forgetLinks } from "./oidc-links.ts";
import { forgetPasskeys } from "./passkeys.ts";
import { clearProject, type EndedProject, endProject } from "./projects.ts";
import { accountKey, loadStored, type StoredAccount } from "./stored-account.ts";

/** Of how many projects an account leaves in one transaction, for what one transaction holds (port.ts). */
const MOST_LEFT_AT_ONCE = 5;

/** What deleting an account would do to projects; null: there is no such account. */
export async function loadDeparture(reader: Reader, accountId: string): Promise<Departure | null> {
  const account = await loadStored(reader, accountId);
  if (account === null) return null;
  return departureFrom(account, await loadRegister(reader), await loadBelongings(reader, account));
}

/**
 * Deletes an account with all that is its own. One that is in many projects leaves some of them in a transaction of their
 * own first: should the last one be refused, it is out of those.
 */
export async function deleteAccount(
  deps: DynamoDeps,
  accountId: string,
  actor: Actor,
): Promise<DeleteAccountOutcome | null> {
  let first: Departure | null = null;
  for (;;) {
    const step = await transact(deps, (trx) => leave(deps, trx, accountId, actor));
    if (step === null) return null;
    for (const ended of step.ended) await clearProject(deps, ended, actor);
    first ??= step.departure;
    if (step.kind === "further") continue;
    return { kind: step.kind, departure: step.kind === "deleted" ? first : step.departure };
  }
}

interface Step {
  readonly kind: DeleteAccountOutcome["kind"] | "further";
  readonly departure: Departure;
  readonly ended: readonly EndedProject[];
}

async function leave(deps: DynamoDeps, trx: Transaction, accountId: string, actor: Actor): Promise<Step | null> {
  const account = await loadStored(trx, accountId);
  if (account === null) return null;
  const register = await loadRegister(trx);
  const belongings = await loadBelongings(trx, account);
  const departure = departureFrom(account, register, belongings);
  if (departure.ownerless.length > 0) return { kind: "last-owner", departure, ended: [] };
  if (departure.isLastOperator) return { kind: "last-operator", departure, ended: [] };
  const some = belongings.slice(0, MOST_LEFT_AT_ONCE);
  const ended = await leaveProjects(deps, trx, { account, belongings: some }, actor);
  if (some.length < belongings.length) {
    await unsetProjects(
      trx,
      accountId,
      some.map(({ id }) => id),
    );
    return { kind: "further", departure, ended };
  }
  await removeAccount(deps, trx, { account, register }, actor);
  return { kind: "deleted", departure, ended };
}

async function leaveProjects(
  deps: DynamoDeps,
  trx: Transaction,
  { account, belongings }: { readonly account: StoredAccount; readonly belongings: readonly Belonging[] },
  actor: Actor,
): Promise<readonly EndedProject[]> {
  const ended: EndedProject[] = [];
  for (const { id, role, others } of belongings) {
    if (others === 0) {
      const project = await endProject(deps, trx, id, actor);
      if (project !== null) ended.push({ ...project, members: [] });
      continue;
    }
    await takeOut(trx, id, account.id);
    const text = `${account.name} (${role}) is no member any more: the account was deleted.`;
    writeHistory(deps, trx, [{ projectId: id, at: trx.now, kind: "member-left", actor, text }]);
  }
  return ended;
}

/** Sessions and tokens are left: without their account they are good for nothing, and go when their time is over. */
async function removeAccount(
  deps: DynamoDeps,
  trx: Transaction,
  { account, register }: { readonly account: StoredAccount; readonly register: Register },
  actor: Actor,
): Promise<void> {
  const { id: accountId, name, email } = account;
  const listed = emailItemKey(email);
  await trx.getMany([listed]);
  trx.delete(listed);
  trx.delete(accountKey(accountId));
  await forgetPasskeys(trx, account.passkeys);
  await forgetLinks(trx, account.links);
  const operators = register.operators.filter((id) => id !== accountId);
  putRegister(trx, { count: register.count - 1, operators });
  // Nobody can ask for the history of an account that is gone: the operators have it in theirs.
  const text = `Account ${name} (${email}) was deleted.`;
  const gone = { projectId: null, at: trx.now, kind: "account-deleted", actor, text } as const;
  writeHistory(
    deps,
    trx,
    [accountId, ...operators].map((id) => ({ ...gone, accountId: id })),
  );
}

/** The projects of an account in the order of their ids. */
async function loadBelongings(reader: Reader, { id: accountId, projects }: StoredAccount) {
  const known = await loadProjects(
    reader,
    projects.map(({ id }) => id),
  );
  const belongings: Belonging[] = [];
  for (const { id, role } of projects.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const project = known.get(id);
    if (!project) continue;
    const others = (await loadMembers(reader, id)).filter((member) => member.accountId !== accountId);
    belongings.push({ id, name: project.name, role, others: others.length, otherOwners: countOwners(others) });
  }
  return belongings;
}

function departureFrom(
  { id, isOperator }: StoredAccount,
  { count, operators }: Register,
  belongings: readonly Belonging[],
): Departure {
  const otherOperators = operators.filter((each) => each !== id).length;
  return departureOf({ isOperator, others: count - 1, otherOperators }, belongings);
}
