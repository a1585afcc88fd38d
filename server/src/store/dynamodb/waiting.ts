import type { DynamoDeps } from "./deps.ts";
import type { Key } from "./item.ts";
import { type Lane, laneFromItem, lanePartition } from "./lane.ts";
import { type DynamoPort, queryAll } from "./port.ts";
import type { Transaction } from "./transact.ts";

/**
 * The integrations for which something may wait: a sender that looks for itself, the tick and the figures begin here. A
 * mark is written with the first message and again when it is ten minutes old; it is taken away when it is twenty
 * minutes old and nothing waits. So no message is ever without its mark, and hardly any message writes one.
 */
const WAITING = "WAITING";
const RENEW_MS = 10 * 60_000;
const FORGET_MS = 20 * 60_000;

const markKey = (integrationId: string): Key => ({ pk: WAITING, sk: integrationId });

/** Marks integrations that get messages in this transaction. */
export async function markWaiting(trx: Transaction, integrationIds: readonly string[]): Promise<void> {
  const keys = integrationIds.map(markKey);
  const fresh = new Set(
    (await trx.getMany(keys)).filter(({ at }) => Number(at) > trx.now - RENEW_MS).map(({ sk }) => sk),
  );
  for (const key of keys) if (!fresh.has(key.sk)) trx.put({ ...key, at: trx.now });
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
  if (item === null || Number(item.at) > now() - FORGET_MS) return;
  // Whoever sends now has renewed it, which makes this a refusal, or was done before it was this old.
  await port.write({ kind: "delete", key, when: { version: Number(item.v) } });
}
