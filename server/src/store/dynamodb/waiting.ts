import type { DynamoDeps } from "./deps.ts";
import type { Key } from "./item.ts";
import { type Lane, laneFromItem, lanePartition } from "./lane.ts";
import { type DynamoPort, queryAll } from "./port.ts";

/**
 * The integrations for which something may wait: a sender that looks for itself, the tick and the figures begin here. A
 * mark is written with the first message and again when it is ten minutes old; it is taken away when it is twenty
 * minutes old and nothing waits. So no message is ever without its mark, and hardly any message writes one.
 */
const WAITING = "WAITING";
const RENEW_MS = 10 * 60_000;
const FORGET_MS = 20 * 60_000;

const markKey = (integrationId: string): Key => ({ pk: WAITING, sk: integrationId });

/**
 * Marks integrations for which a transaction is about to leave messages. It is no part of that one: a mark too many does
 * no harm, and forty would not fit.
 */
export async function markWaiting({ port, now }: DynamoDeps, integrationIds: readonly string[]): Promise<void> {
  const keys = integrationIds.map(markKey);
  const at = now();
  const fresh = new Set(
    (await port.getMany(keys)).filter((item) => Number(item.v) > at - RENEW_MS).map(({ sk }) => sk),
  );
  const stale = keys.filter(({ sk }) => !fresh.has(sk));
  // The time is the version: who takes the mark away must have seen the newest.
  await Promise.all(stale.map((key) => port.write({ kind: "put", item: { ...key, v: at }, when: "any" })));
}

/** The integrations for which something may wait, in one order. */
export async function markedIntegrations(port: DynamoPort): Promise<readonly string[]> {
  return (await queryAll(port, { pk: WAITING })).map(({ sk }) => sk);
}

/** Everything that waits for an integration. */
export async function loadLanes(port: DynamoPort, integrationId: string): Promise<readonly Lane[]> {
  return (await queryAll(port, { pk: lanePartition(integrationId) })).map(laneFromItem);
}

/** Takes the mark of an integration away for which nothing has waited for long. */
export async function unmark({ port, now }: DynamoDeps, integrationId: string): Promise<void> {
  const key = markKey(integrationId);
  const item = await port.get(key);
  if (item === null || Number(item.v) > now() - FORGET_MS) return;
  // Whoever sends now has renewed it, which makes this a refusal, or was done before it was this old.
  await port.write({ kind: "delete", key, when: { version: Number(item.v) } });
}
