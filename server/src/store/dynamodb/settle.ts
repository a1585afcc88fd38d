import type { Attempt, NewNotification } from "../../model/index.ts";
import { MESSAGES_MS } from "../message-retention.ts";
import type { Settlement } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { putLane } from "./flush-lane.ts";
import { type Lane, laneFromItem } from "./lane.ts";
import { laneOfLease, receiptKey } from "./lease.ts";
import { leaveLane } from "./leave-lane.ts";
import {
  attemptItem,
  deadItem,
  ended,
  messageFromItem,
  messageItem,
  messageKey,
  type StoredMessage,
} from "./message-item.ts";
import { noteTarget } from "./note-target.ts";
import { suspendIntegration } from "./suspend-integration.ts";
import { integrationFromItem, integrationItem, integrationKey } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";
import { writeNotifications } from "./write-notifications.ts";

/** Ends a lease: its lane, its message, the attempt. A lease that was taken over finds another one in its lane. */
export async function settle(deps: DynamoDeps, leaseId: string, settlement: Settlement): Promise<boolean> {
  const key = laneOfLease(leaseId);
  if (key === null) return false;
  return await transact(deps, async (trx) => {
    const item = await trx.get(key);
    const lane = item && laneFromItem(item);
    const [entry] = lane?.waiting ?? [];
    if (!lane || !entry || lane.head.leaseId !== leaseId) return false;
    const message = messageFromItem(await trx.get(messageKey(entry.id)), trx.now);
    if (message === null) throw new Error(`message ${entry.id} waits and is not there`);
    trx.create(attemptItem(entry.id, { ...settlement.attempt, n: lane.head.tryCount + 1 }));
    if (settlement.kind === "again") tryAgain(trx, lane, settlement);
    else await finish(deps, trx, { lane, message, settlement });
    await learnFrom(deps, trx, message, settlement);
    return true;
  });
}

function tryAgain(trx: Transaction, lane: Lane, settlement: Extract<Settlement, { kind: "again" }>): void {
  const { dueAt, counts, uncertain, attempt } = settlement;
  const { head, waiting } = lane;
  const next = {
    dueAt,
    leaseId: null,
    attemptCount: head.attemptCount + (counts ? 1 : 0),
    tryCount: head.tryCount + 1,
    // What may have arrived once stays so, however surely the tries after it failed.
    uncertain: head.uncertain + (uncertain ? 1 : 0),
    lastReason: attempt.reason,
  };
  putLane(trx, { ...lane, head: next });
  trx.tellDue(waiting.slice(0, 1).map(({ id }) => ({ id, dueAt })));
}

interface Finishing {
  readonly lane: Lane;
  readonly message: StoredMessage;
  readonly settlement: Exclude<Settlement, { kind: "again" }>;
}

async function finish(deps: DynamoDeps, trx: Transaction, { lane, message, settlement }: Finishing): Promise<void> {
  const { attempt } = settlement;
  const status = settlement.kind === "dead" ? "dead" : settlement.status;
  const counts = { attemptCount: lane.head.attemptCount + 1, tryCount: lane.head.tryCount + 1 };
  const over = ended(message, { status, finishedAt: trx.now, lastReason: attempt.reason, ...counts });
  trx.put(messageItem(over));
  leaveLane(deps, trx, lane, new Set([message.id]));
  if (settlement.kind === "dead") tellDead(deps, trx, over, attempt);
  const receipt = settlement.kind === "finished" ? (settlement.receipt ?? null) : null;
  if (receipt === null || message.alertKey === null) return;
  const key = receiptKey(message.integrationId, message.alertKey);
  await trx.get(key);
  trx.put({ ...key, receipt: JSON.stringify(receipt), ttl: Math.ceil((trx.now + MESSAGES_MS) / 1000) });
}

function tellDead(deps: DynamoDeps, trx: Transaction, message: StoredMessage, attempt: Attempt): void {
  trx.create(deadItem(message));
  const { projectId, topicId, monitorId, id } = message;
  const text = `Message ${id} was given up: ${attempt.reason}`;
  const who = { kind: "message-dead", actor: "delivery", monitorId: monitorId ?? undefined } as const;
  writeHistory(deps, trx, [{ projectId, at: trx.now, topicId, text, ...who }]);
}

/**
 * What an attempt taught about its target: paused, well or ill, with new credentials, or given up. Of the latter the
 * others are told once, however many messages met the dead target. How the target does is written on its own: many
 * messages of one target are settled at a time, and none must fail because they all know the same.
 */
async function learnFrom(
  deps: DynamoDeps,
  trx: Transaction,
  { integrationId }: StoredMessage,
  settlement: Settlement,
): Promise<void> {
  const pausedUntil = settlement.kind === "again" ? settlement.pauseUntilAt : undefined;
  const { target: outcome, attempt } = settlement;
  trx.afterwards(() => noteTarget(deps, { integrationId, pausedUntil, outcome, reason: attempt.reason }));
  if (settlement.kind === "finished" && settlement.newCredentials !== undefined) {
    const item = await trx.get(integrationKey(integrationId));
    const credentials = deps.vault.seal(JSON.stringify(settlement.newCredentials));
    if (item) trx.put(integrationItem({ ...integrationFromItem(item), credentials }));
  }
  if (settlement.kind !== "dead" || !settlement.suspend) return;
  const { reason, notices } = settlement.suspend;
  const told: readonly NewNotification[] = (await suspendIntegration(deps, trx, { integrationId, reason }))
    ? notices
    : [];
  await writeNotifications(deps, trx, told);
}
