import { sql } from "kysely";
import type { Actor, OidcIdentity, SignUp } from "../../../model/index.ts";
import { AccountRefused, unlessRefused } from "../../account-refused.ts";
import { emailKey } from "../../email-key.ts";
import type { AccountSeed, CreateAccountOutcome, Entrance } from "../../ports.ts";
import type { Db, SqlDeps } from "../deps.ts";
import { loadTopic } from "../load-topics.ts";
import { takeTurn } from "../locks.ts";
import { putTopic } from "../put-topic.ts";
import { writeHistory } from "../write-history.ts";
import { acceptInvite } from "./invites.ts";
import { loadOwnAccount } from "./load-accounts.ts";
import { addMember } from "./members.ts";
import { linkOidc } from "./oidc-links.ts";
import { forgetTokens, takeToken } from "./one-time-tokens.ts";
import { createProject } from "./projects.ts";

const SIGN_UP = "sign_up";

/** Who may make an account; by invitation unless the operator opened it. */
export async function loadSignUp(db: Db): Promise<SignUp> {
  const row = await db.selectFrom("instance_settings").select("value").where("name", "=", SIGN_UP).executeTakeFirst();
  return row?.value === "open" ? "open" : "invited";
}

/** Opens sign-up to anybody, or closes it again. */
export async function setSignUp(deps: SqlDeps, signUp: SignUp, actor: Actor): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .insertInto("instance_settings")
      .values({ name: SIGN_UP, value: signUp })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: signUp }))
      .execute();
    const text = signUp === "open" ? "Sign-up was opened to anybody." : "Sign-up was limited to invitations.";
    await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "instance-changed", actor, text }]);
  });
}

/** Says whether anybody has an account. */
export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/** Makes an account and all that it begins with, in one transaction. */
export async function createAccount(deps: SqlDeps, seed: AccountSeed): Promise<CreateAccountOutcome> {
  return await unlessRefused(() => deps.db.transaction().execute((trx) => createInside(deps, trx, seed)));
}

async function createInside(deps: SqlDeps, trx: Db, seed: AccountSeed): Promise<CreateAccountOutcome> {
  const { account, entrance, from } = seed;
  const { accountId, name, email } = account;
  const actor: Actor = { name, from, accountId };
  if (!(await isLetIn(deps, trx, entrance))) throw new AccountRefused({ kind: "closed" });
  const made = await trx
    .insertInto("accounts")
    .values({
      id: accountId,
      email,
      email_key: emailKey(email),
      name,
      password_hash: account.passwordHash,
      is_operator: entrance.by === "set-up" ? 1 : 0,
      created_at: deps.now(),
      last_seen_at: null,
    })
    .onConflict((conflict) => conflict.column("email_key").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) throw new AccountRefused({ kind: "email-taken" });
  const text = `Account ${name} (${email}) was made.`;
  await writeHistory(trx, [{ projectId: null, at: deps.now(), kind: "account-created", actor, text }]);
  await linkFrom(deps, trx, { accountId, identity: seed.oidc }, actor);
  await joinProjects(deps, trx, { accountId, entrance }, actor);
  if (seed.project !== null) await createProject(deps, trx, { project: seed.project, ownerId: accountId }, actor);
  for (const topic of seed.topics) {
    const known = await loadTopic(trx, topic.projectId, topic.channel, topic.topic);
    if (known === null) await putTopic(deps, trx, topic, actor);
  }
  return { kind: "created", account: await loadOwnAccount(trx, accountId) };
}

async function isLetIn(deps: SqlDeps, trx: Db, entrance: Entrance): Promise<boolean> {
  switch (entrance.by) {
    case "set-up": {
      // Of two links that are used at the same time only one makes the first account.
      await takeTurn(trx, "operators");
      const token = await takeToken(deps, trx, { purpose: "set-up", value: entrance.token });
      // The others are good no more, also should nobody have an account again one day.
      await forgetTokens(trx, "set-up", null);
      return token !== null && !(await hasAccounts(trx));
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
  deps: SqlDeps,
  trx: Db,
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

async function joinProjects(deps: SqlDeps, trx: Db, { accountId, entrance }: Newcomer, actor: Actor): Promise<void> {
  if (entrance.by === "set-up") {
    const projects = await trx
      .selectFrom("projects")
      .select("id")
      .where("deleted_at", "is", null)
      .orderBy(sql`created_at`)
      .execute();
    for (const { id } of projects) await addMember(deps, trx, { projectId: id, accountId, role: "owner" }, actor);
    return;
  }
  const invite = entrance.by === "open" ? null : entrance.invite;
  if (invite === null) return;
  const accepted = await acceptInvite(deps, trx, { value: invite, accountId }, actor);
  if (accepted === null) throw new AccountRefused({ kind: "closed" });
}
