import type { ClaimedMessage } from "../../model/index.ts";
import { cancelOrphans } from "./cancel-waiting.ts";
import { readCredentials } from "./claim.ts";
import type { DynamoDeps } from "./deps.ts";
import { DIGESTS, type Lane, laneFromItem, laneKey } from "./lane.ts";
import { handOut, leaseHead } from "./lease.ts";
import { messageFromItem, messageKey, type StoredMessage } from "./message-item.ts";
import { isAfterStorm, isBehind, isGathering, loadPace, paceKey } from "./pace.ts";
import { isClosedOff, loadTarget, probed, putTarget, spend, tokensOf } from "./target.ts";
import { integrationFromItem, integrationKey, type TargetOfTopic } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { loadLanes } from "./waiting.ts";

/**
 * Claims one message by id, when it is due and may be sent. Here a queue feeds the senders, so the rate of the target is
 * kept here, too: what it does not let out now is left to the tick, which tells it again or gathers it for a digest.
 */
export async function claimMessage(
  deps: DynamoDeps,
  messageId: string,
  leaseMs: number,
): Promise<ClaimedMessage | null> {
  const message = messageFromItem(await deps.port.get(messageKey(messageId)), deps.now());
  if (message?.status !== "waiting") return null;
  const taken = await transact(deps, (trx) => take(deps, trx, message, leaseMs));
  if (taken === "orphan") await cancelOrphans(deps, [message.integrationId]);
  if (taken === null || taken === "orphan") return null;
  const [claimed] = await handOut(deps, taken.integration, taken.credentials, [taken.leased]);
  return claimed ?? null;
}

async function take(deps: DynamoDeps, trx: Transaction, message: StoredMessage, leaseMs: number) {
  const { id, integrationId } = message;
  const keys = [laneKey(integrationId, message.lane), laneKey(integrationId, DIGESTS)];
  await trx.getMany([...keys, integrationKey(integrationId), paceKey(integrationId)]);
  const [lane, digests] = await Promise.all(keys.map((key) => readLane(trx, key)));
  if (!lane || lane.waiting[0]?.id !== id || lane.head.dueAt > trx.now) return null;
  const pace = await loadPace(trx, integrationId);
  if (isBehind(lane, pace, digests ?? undefined)) return null;
  const item = await trx.get(integrationKey(integrationId));
  if (item === null) return "orphan";
  const integration = integrationFromItem(item);
  // A test goes also where nothing else does: to find out is what it is for.
  const isTest = message.event === "test";
  if (!isTest && (!integration.enabled || integration.suspended !== null)) return null;
  const credentials = await readCredentials(deps, trx, integration);
  if (credentials === null) return null;
  if (!isTest && !(await mayAsk(deps, trx, { integration, leaseMs, lane }))) return null;
  return { integration, credentials: credentials.value, leased: leaseHead(trx, lane, leaseMs) };
}

async function readLane(trx: Transaction, key: Parameters<Transaction["get"]>[0]): Promise<Lane | null> {
  const item = await trx.get(key);
  return item && laneFromItem(item);
}

interface Asking {
  readonly integration: TargetOfTopic;
  readonly lane: Lane;
  readonly leaseMs: number;
}

/** False while the target must not be asked; a token, and the turn of a half open breaker, are taken. */
async function mayAsk(deps: DynamoDeps, trx: Transaction, { integration, lane, leaseMs }: Asking): Promise<boolean> {
  const { now } = trx;
  const { rate, bucketId, id } = integration;
  const target = await loadTarget(trx, bucketId);
  if (isClosedOff(target, now)) return false;
  const tokens = tokensOf(target, rate, now);
  if (tokens < 1) return false;
  if (lane.monitorId !== null && rate !== null) {
    const pace = await loadPace(trx, id);
    // Reading all that waits is only worth it in the minute after a digest.
    if (isAfterStorm(pace, now) && isGathering(pace, await loadLanes(deps.port, id), { tokens, now })) return false;
  }
  const asked = target.breaker.open ? probed(target, now + leaseMs) : target;
  const left = rate ? spend(asked, rate, { count: 1, now }) : asked;
  if (left !== target) putTarget(trx, left);
  return true;
}
