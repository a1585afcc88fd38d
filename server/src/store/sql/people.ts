import { newId } from "../../lib/ids.ts";
import type { Key, KeyKind, Project } from "../../model/index.ts";
import type { BootstrapSeed, PeoplePort } from "../ports.ts";
import { changeInside } from "./change.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { loadProjects, loadTopicsByName } from "./load-topics.ts";
import { putTopic } from "./put-topic.ts";
import { keyFromRow, projectFromRow } from "./rows.ts";
import { writeHistory } from "./write-history.ts";

/** Keys that people must look up again are kept sealed beside their code; the others only as a code. */
const SHOWN_AGAIN: readonly KeyKind[] = ["ping", "check-in"];
const MAX_HINT_LENGTH = 8;
/** A key's last use is noted at most this often. */
const LAST_USE_STEP_MS = 60_000;

/** Makes the people port of a SQL store. */
export function createPeople(deps: SqlDeps): PeoplePort {
  const { db, vault } = deps;
  return {
    bootstrap: (seed) => bootstrap(deps, seed),
    project: async (projectId) => (await loadProjects(db, [projectId])).get(projectId) ?? null,
    projects: async () =>
      (await db.selectFrom("projects").selectAll().orderBy("created_at").execute()).map(projectFromRow),
    changeProject: (projectId, patch, actor) => changeProject(deps, projectId, patch, actor),
    createKey: (key, actor) => db.transaction().execute((trx) => createKey(deps, trx, key, actor)),
    async findKey(value) {
      const row = await db
        .selectFrom("keys")
        .selectAll()
        .where("code", "=", vault.code(value))
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      if (!row) return null;
      const now = deps.now();
      if (now - (row.last_used_at ?? 0) >= LAST_USE_STEP_MS) {
        await db.updateTable("keys").set({ last_used_at: now }).where("id", "=", row.id).execute();
      }
      return keyFromRow(row);
    },
    async keys(projectId) {
      const rows = await db
        .selectFrom("keys")
        .selectAll()
        .where("project_id", "=", projectId)
        .where("revoked_at", "is", null)
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.map(keyFromRow);
    },
    async showKey(projectId, keyId) {
      const row = await db
        .selectFrom("keys")
        .select("sealed")
        .where("id", "=", keyId)
        .where("project_id", "=", projectId)
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      return row?.sealed ? vault.open(row.sealed) : null;
    },
    revokeKey: (projectId, keyId, actor) => revokeKey(deps, projectId, keyId, actor),
  };
}

async function bootstrap(deps: SqlDeps, seed: BootstrapSeed): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const existing = await trx.selectFrom("projects").select("id").limit(1).executeTakeFirst();
    if (existing) return false;
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

type NewKey = Parameters<PeoplePort["createKey"]>[0];

async function createKey(deps: SqlDeps, trx: Db, key: NewKey, actor: string): Promise<Key | "taken"> {
  const code = deps.vault.code(key.value);
  const taken = await trx.selectFrom("keys").select("id").where("code", "=", code).executeTakeFirst();
  if (taken) return "taken";
  const row = {
    id: newId(),
    project_id: key.projectId,
    kind: key.kind,
    name: key.name,
    hint: key.value.slice(0, Math.min(MAX_HINT_LENGTH, Math.floor(key.value.length / 4))),
    code,
    sealed: SHOWN_AGAIN.includes(key.kind) ? deps.vault.seal(key.value) : null,
    created_at: deps.now(),
    last_used_at: null,
    revoked_at: null,
  };
  await trx.insertInto("keys").values(row).execute();
  await writeHistory(trx, [
    {
      projectId: key.projectId,
      at: row.created_at,
      kind: "key-created",
      actor,
      text: `Key ${key.name} (${key.kind}) was made.`,
    },
  ]);
  return keyFromRow(row);
}

async function revokeKey(deps: SqlDeps, projectId: string, keyId: string, actor: string): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const row = await trx
      .updateTable("keys")
      .set({ revoked_at: now })
      .where("id", "=", keyId)
      .where("project_id", "=", projectId)
      .where("revoked_at", "is", null)
      .returning(["name", "kind"])
      .executeTakeFirst();
    if (!row) return false;
    const text = `Key ${row.name} (${row.kind}) was revoked.`;
    await writeHistory(trx, [{ projectId, at: now, kind: "key-revoked", actor, text }]);
    return true;
  });
}

type ProjectPatch = Parameters<PeoplePort["changeProject"]>[1];

async function changeProject(deps: SqlDeps, projectId: string, patch: ProjectPatch, actor: string) {
  return await deps.db.transaction().execute(async (trx) => {
    const project = (await loadProjects(trx, [projectId])).get(projectId);
    if (!project) return null;
    const wanted = patch.defaultTopics ?? [];
    const known = await loadTopicsByName(trx, projectId, wanted);
    if (wanted.some((name) => !known.has(name))) return "unknown-topics" as const;
    const next: Project = {
      ...project,
      name: patch.name ?? project.name,
      timezone: patch.timezone ?? project.timezone,
      defaultTopics: patch.defaultTopics ?? project.defaultTopics,
    };
    await trx
      .updateTable("projects")
      .set({ name: next.name, timezone: next.timezone, default_topics: JSON.stringify(next.defaultTopics) })
      .where("id", "=", projectId)
      .execute();
    const text = "The project's settings were changed.";
    await writeHistory(trx, [{ projectId, at: deps.now(), kind: "project-changed", actor, text }]);
    return next;
  });
}
