import type { AlarmBody } from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { AlarmIntake, AlarmsPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item, Key } from "./item.ts";
import { monitorKey, stateKey } from "./keys.ts";
import { isAlive, timeToLive } from "./log-items.ts";
import type { Transaction } from "./transact.ts";
import { walk } from "./walk.ts";

/** Bodies that a topic shows at most, however often a system repeats itself. */
const SHOWN_BODIES = 1_000;
/** How long a body is kept. */
const KEPT_MS = 30 * 86_400_000;

/** The bytes of a body, which lists need not read. */
const bytesKey = (bodyId: string): Key => ({ pk: `ALARM-BODY#${bodyId}`, sk: "ALARM-BODY" });
const lastKey = (monitorId: string): Key => ({ pk: monitorKey(monitorId).pk, sk: "LAST-BODY" });
const bodiesPartition = (topicId: string): string => `TOPIC#${topicId}#BODIES`;

/** Keeps the bytes of a request before it is judged; until it is listed nobody sees them. */
export async function keepBytes({ port, now }: DynamoDeps, { body, projectId }: AlarmIntake): Promise<void> {
  const ttl = timeToLive(now() + KEPT_MS);
  await port.write({ kind: "put", item: { ...bytesKey(body.id), v: 1, projectId, b: body.bytes, ttl }, when: "any" });
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
  const bytesOf = (item: Item | null): Uint8Array | null =>
    item !== null && isAlive(item, deps.now()) && item.b instanceof Uint8Array ? item.b : null;
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
      const item = await port.get(bytesKey(bodyId));
      return item?.projectId === projectId ? bytesOf(item) : null;
    },
    async lastBody(monitorId) {
      const [state, last] = await Promise.all([port.get(stateKey(monitorId)), port.get(lastKey(monitorId))]);
      if (state === null || last === null) return null;
      return bytesOf(await port.get(bytesKey(String(last.bodyId))));
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
