import type { Actor, OidcIdentity, SignUp } from "../../../model/index.ts";
import { AccountRefused, unlessRefused } from "../../account-refused.ts";
import { emailKey } from "../../email-key.ts";
import type { AccountSeed, CreateAccountOutcome, Entrance } from "../../ports.ts";
import type { DynamoDeps } from "../deps.ts";
import type { Key } from "../item.ts";
import { metaKey } from "../keys.ts";
import { loadTopic } from "../load-topics.ts";
import type { Reader } from "../port.ts";
import { putTopicIn } from "../put-topic.ts";
import { type Transaction, transact } from "../transact.ts";
import { writeHistory } from "../write-history.ts";
import { listedIds, PROJECTS } from "../write-project.ts";
import { acceptInvite } from "./invites.ts";
import { loadRegister, putRegister } from "./load-register.ts";
import { addMember } from "./members.ts";
import { linkOidc } from "./oidc-links.ts";
import { forgetTokens, takeToken } from "./one-time-tokens.ts";
import { createProject } from "./projects.ts";
import { accountOf, loadStored, putStored, type StoredAccount } from "./stored-account.ts";

const SIGN_UP = metaKey("sign-up");
/** The partition that names every account by its e-mail, which only one may have. */
export const ACCOUNTS = "ACCOUNTS";
/** Of how many projects the first account becomes the owner in the transaction that makes it. */
const MOST_OWNED_AT_ONCE = 20;

export const emailItemKey = (email: string): Key => ({ pk: ACCOUNTS, sk: `EMAIL#${emailKey(email)}` });

/** Who may make an account; by invitation unless the operator opened it. */
export async function loadSignUp(reader: Reader): Promise<SignUp> {
  return (await reader.get(SIGN_UP))?.value === "open" ? "open" : "invited";
}

/** Opens sign-up to anybody, or closes it again. */
export async function setSignUp(deps: DynamoDeps, signUp: SignUp, actor: Actor): Promise<void> {
  await transact(deps, async (trx) => {
    await trx.get(SIGN_UP);
    trx.put({ ...SIGN_UP, value: signUp });
    const text = signUp === "open" ? "Sign-up was opened to anybody." : "Sign-up was limited to invitations.";
    writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "instance-changed", actor, text }]);
  });
}

/** Makes an account and all that it begins with, in one transaction. */
export async function createAccount(deps: DynamoDeps, seed: AccountSeed): Promise<CreateAccountOutcome> {
  return await unlessRefused(async () => {
    const { outcome, further } = await transact(deps, (trx) => createInside(deps, trx, seed));
    // Nobody has so many projects before the first account, unless all accounts were deleted.
    for (const projectId of further) {
      const { accountId, name } = seed.account;
      const member = { projectId, accountId, role: "owner" } as const;
      await transact(deps, (trx) => addMember(deps, trx, member, { name, from: seed.from, accountId }));
    }
    return outcome;
  });
}

async function createInside(deps: DynamoDeps, trx: Transaction, seed: AccountSeed) {
  const { account, entrance, from } = seed;
  const { accountId, name, email } = account;
  const actor: Actor = { name, from, accountId };
  if (!(await isLetIn(deps, trx, entrance))) throw new AccountRefused({ kind: "closed" });
  await writeAccount(deps, trx, seed, actor);
  await linkFrom(deps, trx, { accountId, identity: seed.oidc }, actor);
  const further = await joinProjects(deps, trx, { accountId, entrance }, actor);
  if (seed.project !== null) await createProject(deps, trx, { project: seed.project, ownerId: accountId }, actor);
  for (const topic of seed.topics) {
    const known = await loadTopic(trx, topic.projectId, topic.channel, topic.topic);
    if (known === null) await putTopicIn(deps, trx, topic, actor);
  }
  const made = await loadStored(trx, accountId);
  if (made === null) throw new Error(`the account of ${email} vanished while it was written`);
  return { outcome: { kind: "created", account: accountOf(made) } as const, further };
}

async function writeAccount(deps: DynamoDeps, trx: Transaction, seed: AccountSeed, actor: Actor): Promise<void> {
  const { accountId: id, email, name, passwordHash } = seed.account;
  if ((await trx.get(emailItemKey(email))) !== null) throw new AccountRefused({ kind: "email-taken" });
  trx.put({ ...emailItemKey(email), id });
  const isOperator = seed.entrance.by === "set-up";
  const account: StoredAccount = {
    id,
    email,
    name,
    passwordHash,
    isOperator,
    createdAt: trx.now,
    lastSeenAt: null,
    sessionRound: 1,
    projects: [],
    totp: null,
    passkeys: [],
    recoveryCodes: [],
    links: [],
  };
  if ((await loadStored(trx, id)) !== null) throw new Error(`account ${id} is there already`);
  putStored(trx, account);
  const { count, operators } = await loadRegister(trx);
  putRegister(trx, { count: count + 1, operators: isOperator ? [...operators, id] : operators });
  const text = `Account ${name} (${email}) was made.`;
  writeHistory(deps, trx, [{ projectId: null, at: trx.now, kind: "account-created", actor, text }]);
}

async function isLetIn(deps: DynamoDeps, trx: Transaction, entrance: Entrance): Promise<boolean> {
  switch (entrance.by) {
    case "set-up": {
      const token = await takeToken(deps, trx, { purpose: "set-up", value: entrance.token });
      // The others are good no more, also should nobody have an account again one day.
      await forgetTokens(trx, "set-up", null);
      return token !== null && (await loadRegister(trx)).count === 0;
    }
    case "open":
      return (await loadSignUp(trx)) === "open";
    case "mail": {
      const token = await takeToken(deps, trx, { purpose: "sign-up", value: entrance.token });
      return token !== null && (entrance.invite !== null || (await loadSignUp(trx)) === "open");
    }
    // Whether it is good shows when it is accepted.
    case "invite":
      return true;
  }
}

async function linkFrom(
  deps: DynamoDeps,
  trx: Transaction,
  { accountId, identity }: { readonly accountId: string; readonly identity: OidcIdentity | undefined },
  actor: Actor,
): Promise<void> {
  if (identity === undefined) return;
  const linked = await linkOidc(deps, trx, { accountId, identity }, actor);
  if (linked !== "linked") throw new AccountRefused({ kind: "identity-taken" });
}

interface Newcomer {
  readonly accountId: string;
  readonly entrance: Entrance;
}

/** Says which projects are still to be joined. */
async function joinProjects(
  deps: DynamoDeps,
  trx: Transaction,
  { accountId, entrance }: Newcomer,
  actor: Actor,
): Promise<readonly string[]> {
  if (entrance.by === "set-up") {
    const ids = listedIds(await trx.query({ pk: PROJECTS }));
    for (const projectId of ids.slice(0, MOST_OWNED_AT_ONCE)) {
      await addMember(deps, trx, { projectId, accountId, role: "owner" }, actor);
    }
    return ids.slice(MOST_OWNED_AT_ONCE);
  }
  const invite = entrance.by === "open" ? null : entrance.invite;
  if (invite === null) return [];
  const accepted = await acceptInvite(deps, trx, { value: invite, accountId }, actor);
  if (accepted === null) throw new AccountRefused({ kind: "closed" });
  return [];
}
