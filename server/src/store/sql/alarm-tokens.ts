import { newId } from "../../lib/ids.ts";
import type { Actor, AlarmToken } from "../../model/index.ts";
import type { AlarmsPort, FoundAlarmToken, NewAlarmToken } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { locking } from "./dialect.ts";
import { loadProjects, loadTopicsById } from "./load-topics.ts";
import { alarmTokenFromRow } from "./rows.ts";
import { writeHistory } from "./write-history.ts";

/** The use of a token is noted at most so often. */
const LAST_USE_STEP_MS = 60_000;
/** `wba_` and enough to tell tokens apart. */
const HINT_LENGTH = 8;

/** Looks a token up by its value, with all that an alarm needs; notes its use, to the minute. */
export async function findAlarmToken(deps: SqlDeps, value: string): Promise<FoundAlarmToken | null> {
  const now = deps.now();
  const row = await deps.db
    .selectFrom("alarm_tokens")
    .selectAll()
    .where("code", "=", deps.vault.code(value))
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .executeTakeFirst();
  if (!row) return null;
  const [topic] = await loadTopicsById(deps.db, [row.topic_id]);
  const project = (await loadProjects(deps.db, [row.project_id])).get(row.project_id);
  if (!topic || !project) return null;
  if (now - (row.last_used_at ?? 0) >= LAST_USE_STEP_MS) {
    await deps.db.updateTable("alarm_tokens").set({ last_used_at: now }).where("id", "=", row.id).execute();
  }
  const token = alarmTokenFromRow(row);
  const { signature } = token.options;
  const signingSecret = signature === null ? null : String(JSON.parse(deps.vault.open(signature.sealed)));
  return { token, topic, project, signingSecret, now };
}

/** The tokens of a topic that still work, oldest first. */
export async function listAlarmTokens(deps: SqlDeps, topicId: string): Promise<readonly AlarmToken[]> {
  const now = deps.now();
  const rows = await deps.db
    .selectFrom("alarm_tokens")
    .selectAll()
    .where("topic_id", "=", topicId)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(alarmTokenFromRow);
}

/** Makes a token and its line in the history. */
export async function createAlarmToken(deps: SqlDeps, input: NewAlarmToken, actor: Actor): Promise<AlarmToken> {
  return await deps.db.transaction().execute(async (trx) => {
    const token = await insertToken(deps, trx, input);
    await writeTokenHistory(deps, trx, { token, actor, kind: "alarm-token-created", did: "was made" });
    return token;
  });
}

/** Changes what is given of a token that still works, and writes the line in the history; null when there is none. */
export async function changeAlarmToken(
  deps: SqlDeps,
  address: { readonly topicId: string; readonly tokenId: string },
  { patch, actor }: { readonly patch: Parameters<AlarmsPort["changeToken"]>[1]; readonly actor: Actor },
): Promise<AlarmToken | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const old = await loadToken(trx, address);
    if (!old || (old.expiresAt !== null && old.expiresAt <= deps.now())) return null;
    const token = { ...old, ...patch };
    const { name, allow, options } = token;
    const row = { name, allow: JSON.stringify(allow), options: JSON.stringify(options) };
    await trx.updateTable("alarm_tokens").set(row).where("id", "=", old.id).execute();
    await writeTokenHistory(deps, trx, { token, actor, kind: "alarm-token-changed", did: "was changed" });
    return token;
  });
}

type Rotation = Parameters<AlarmsPort["rotateToken"]>[0];

/** Makes a token with the name, addresses and options of another one, which works on for a while. */
export async function rotateAlarmToken(deps: SqlDeps, rotation: Rotation, actor: Actor): Promise<AlarmToken | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const old = await loadToken(trx, rotation);
    const now = deps.now();
    // One that was rotated before has its end already; a second successor would be one too many.
    if (!old || old.expiresAt !== null) return null;
    const expires_at = now + rotation.overlapMs;
    if (rotation.overlapMs > 0) {
      await trx.updateTable("alarm_tokens").set({ expires_at }).where("id", "=", old.id).execute();
    } else {
      await trx.deleteFrom("alarm_tokens").where("id", "=", old.id).execute();
    }
    const { projectId, topicId, name, allow, options } = old;
    const token = await insertToken(deps, trx, { projectId, topicId, name, allow, options, value: rotation.value });
    const until = rotation.overlapMs > 0 ? `until ${new Date(expires_at).toISOString()}` : "no longer";
    const did = `was rotated; the old value works ${until}`;
    await writeTokenHistory(deps, trx, { token, actor, kind: "alarm-token-rotated", did });
    return token;
  });
}

/** Ends a token at once; false when the topic has none of this id. */
export async function revokeAlarmToken(
  deps: SqlDeps,
  address: { readonly topicId: string; readonly tokenId: string },
  actor: Actor,
): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const token = await loadToken(trx, address);
    if (!token) return false;
    await trx.deleteFrom("alarm_tokens").where("id", "=", token.id).execute();
    await writeTokenHistory(deps, trx, { token, actor, kind: "alarm-token-revoked", did: "was revoked" });
    return true;
  });
}

async function loadToken(
  trx: Db,
  { topicId, tokenId }: { readonly topicId: string; readonly tokenId: string },
): Promise<AlarmToken | null> {
  const row = await trx
    .selectFrom("alarm_tokens")
    .selectAll()
    .where("id", "=", tokenId)
    .where("topic_id", "=", topicId)
    .modifyEnd(locking("update"))
    .executeTakeFirst();
  return row ? alarmTokenFromRow(row) : null;
}

async function insertToken(deps: SqlDeps, trx: Db, input: NewAlarmToken): Promise<AlarmToken> {
  const row = {
    id: newId(),
    project_id: input.projectId,
    topic_id: input.topicId,
    name: input.name,
    hint: input.value.slice(0, HINT_LENGTH),
    code: deps.vault.code(input.value),
    allow: JSON.stringify(input.allow),
    options: JSON.stringify(input.options),
    created_at: deps.now(),
    last_used_at: null,
    expires_at: null,
  };
  await trx.insertInto("alarm_tokens").values(row).execute();
  return alarmTokenFromRow(row);
}

interface TokenEvent {
  readonly token: AlarmToken;
  readonly actor: Actor;
  readonly kind: "alarm-token-created" | "alarm-token-changed" | "alarm-token-rotated" | "alarm-token-revoked";
  readonly did: string;
}

async function writeTokenHistory(deps: SqlDeps, trx: Db, { token, actor, kind, did }: TokenEvent): Promise<void> {
  const { projectId, topicId, name } = token;
  const text = `Alarm token ${name} ${did}.`;
  await writeHistory(trx, [{ projectId, at: deps.now(), kind, actor, topicId, text }]);
}
