import type { AlarmBody } from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { AlarmIntake, AlarmsPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item, Key } from "./item.ts";
import { monitorKey, stateKey } from "./keys.ts";
import { isAlive, timeToLive } from "./log-items.ts";
import { queryAll } from "./port.ts";
import type { Transaction } from "./transact.ts";
import { walk } from "./walk.ts";

/** Bodies that a topic shows at most, however often a system repeats itself. */
const SHOWN_BODIES = 1_000;
/** How long a body is kept. */
const KEPT_MS = 30 * 86_400_000;

/** A body may have 1 MB and an item 400 kB, so it is kept in parts. */
const PART_BYTES = 350_000;

/** The bytes of a body, which lists need not read: one item, or so many. */
const partKey = (bodyId: string, n: number): Key => ({ pk: `ALARM-BODY#${bodyId}`, sk: `ALARM-BODY#${n}` });
const lastKey = (monitorId: string): Key => ({ pk: monitorKey(monitorId).pk, sk: "LAST-BODY" });
const bodiesPartition = (topicId: string): string => `TOPIC#${topicId}#BODIES`;

/** Keeps the bytes of a request before it is judged; until it is listed nobody sees them. */
export async function keepBytes({ port, now }: DynamoDeps, { body, projectId }: AlarmIntake): Promise<void> {
  const ttl = timeToLive(now() + KEPT_MS);
  for (let n = 0; n === 0 || n * PART_BYTES < body.bytes.length; n += 1) {
    const b = body.bytes.subarray(n * PART_BYTES, (n + 1) * PART_BYTES);
    await port.write({ kind: "put", item: { ...partKey(body.id, n), v: 1, projectId, b, ttl }, when: "any" });
  }
}

/** Lists a request's body, once however many of its reports are written, and notes which monitor it spoke of. */
export function listBody(
  trx: Transaction,
  { body, topicId, source }: AlarmIntake,
  { place, monitorId }: { readonly place: string; readonly monitorId: string | null },
): void {
  const { id, contentType, totalBytes, unparsed } = body;
  const ttl = timeToLive(trx.now + KEPT_MS);
  const key = { pk: bodiesPartition(topicId), sk: place };
  trx.overwrite({ ...key, id, source, at: trx.now, contentType, totalBytes, unparsed, ttl });
  if (monitorId !== null) trx.overwrite({ ...lastKey(monitorId), bodyId: id, ttl });
}

/** The part of the alarms port that reads bodies. */
export function createAlarmBodies(deps: DynamoDeps): Pick<AlarmsPort, "bodies" | "body" | "lastBody"> {
  const { port } = deps;
  const load = async (bodyId: string) => {
    const parts = await queryAll(port, { pk: partKey(bodyId, 0).pk });
    const [first] = parts;
    if (!first || !isAlive(first, deps.now())) return null;
    return {
      projectId: first.projectId,
      bytes: Buffer.concat(parts.flatMap(({ b }) => (b instanceof Uint8Array ? b : []))),
    };
  };
  return {
    async bodies(topicId, { cursor, limit }) {
      const [before, shown] = cursor === undefined ? [null, 0] : unpackCursor(cursor, ["string", "number"]);
      const range = before === null ? {} : { range: { upTo: String(before) } };
      const left = SHOWN_BODIES - Number(shown);
      if (left <= 0) return { items: [], nextCursor: null };
      const now = deps.now();
      const found = await walk(
        port,
        { pk: bodiesPartition(topicId), newestFirst: true, ...range },
        {
          limit: Math.min(limit + 1, left),
          pick: (item) => (item.sk !== before && isAlive(item, now) ? item : null),
        },
      );
      return pageOf(found, limit, bodyFromItem, (item) => [item.sk, Number(shown) + limit]);
    },
    async body(projectId, bodyId) {
      const body = await load(bodyId);
      return body?.projectId === projectId ? body.bytes : null;
    },
    async lastBody(monitorId) {
      const [state, last] = await Promise.all([port.get(stateKey(monitorId)), port.get(lastKey(monitorId))]);
      if (state === null || last === null) return null;
      return (await load(String(last.bodyId)))?.bytes ?? null;
    },
  };
}

function bodyFromItem(item: Item): AlarmBody {
  return {
    id: String(item.id),
    source: String(item.source),
    at: Number(item.at),
    contentType: String(item.contentType),
    totalBytes: Number(item.totalBytes),
    unparsed: typeof item.unparsed === "string" ? item.unparsed : null,
  };
}
