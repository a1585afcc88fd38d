import type { BootstrapSeed, PeoplePort } from "../ports.ts";
import { hasAccounts } from "./accounts/create-account.ts";
import { bringIn } from "./bring-in.ts";
import { changeInside } from "./change.ts";
import { changeProject } from "./change-project.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { digestSent, dueDigests } from "./digests.ts";
import { createKey, findKey, keyOfMonitor, listKeys, revokeKey, showKey } from "./keys.ts";
import { loadProjects } from "./load-topics.ts";
import { takeTurn } from "./locks.ts";
import { putTopic } from "./put-topic.ts";
import { projectFromRow } from "./rows.ts";

/** Makes the people port of a SQL store. */
export function createPeople(deps: SqlDeps): PeoplePort {
  const { db } = deps;
  return {
    bootstrap: (seed) => bootstrap(deps, seed),
    bringIn: (things, actor) => bringIn(deps, things, actor),
    project: async (projectId) => (await loadProjects(db, [projectId])).get(projectId) ?? null,
    projects: () => listProjects(db),
    changeProject: (projectId, patch, actor) => changeProject(deps, { projectId, patch, actor }),
    dueDigests: () => dueDigests(deps),
    digestSent: (projectId, dueAt) => digestSent(deps, projectId, dueAt),
    createKey: (key, actor) => db.transaction().execute((trx) => createKey(deps, trx, key, actor)),
    findKey: (value) => findKey(deps, value),
    keys: (projectId) => listKeys(deps, projectId),
    keyOfMonitor: (monitorId) => keyOfMonitor(deps, monitorId),
    showKey: (projectId, keyId) => showKey(deps, projectId, keyId),
    revokeKey: (projectId, keyId, actor) => revokeKey(deps, projectId, keyId, actor),
  };
}

async function listProjects(db: Db) {
  const rows = await db
    .selectFrom("projects")
    .selectAll()
    .where("deleted_at", "is", null)
    .orderBy("created_at")
    .execute();
  return rows.map(projectFromRow);
}

async function bootstrap(deps: SqlDeps, seed: BootstrapSeed): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    await takeTurn(trx, "bootstrap");
    const existing = await trx.selectFrom("projects").select("id").limit(1).executeTakeFirst();
    // Where people have accounts an owner may have deleted the last project: that is no first start.
    if (existing || (await hasAccounts(trx))) return false;
    await trx
      .insertInto("projects")
      .values({
        id: seed.projectId,
        name: seed.projectName,
        timezone: seed.timezone,
        default_topics: JSON.stringify([`${seed.topic.channel}+${seed.topic.topic}`]),
        created_at: deps.now(),
      })
      .execute();
    for (const key of seed.keys) {
      const made = await createKey(deps, trx, { projectId: seed.projectId, ...key }, "start");
      if (made === "taken") throw new Error("two of the first keys have the same value");
    }
    await putTopic(deps, trx, seed.topic, "start");
    const address = { by: "id", monitorId: seed.monitor.monitorId } as const;
    const signal = { type: "configure", actor: "start", patch: {} } as const;
    const [made] = await changeInside(deps, trx, [{ address, signal, createIfMissing: seed.monitor }]);
    if (made?.kind !== "changed") throw new Error(`the first monitor could not be made: ${made?.kind}`);
    return true;
  });
}
