import { newId } from "../../lib/ids.ts";
import type { Attempt, ClaimedMessage } from "../../model/index.ts";
import { LOST_REASON } from "../delivery-words.ts";
import type { DynamoDeps } from "./deps.ts";
import { putLane } from "./flush-lane.ts";
import type { Key } from "./item.ts";
import { type Entry, type Lane, laneKey } from "./lane.ts";
import { loadNames, toMessage } from "./load-messages.ts";
import { attemptItem, factsOf, messageFromItem, messageKey } from "./message-item.ts";
import type { TargetOfTopic } from "./topic-items.ts";
import type { Transaction } from "./transact.ts";

/** A head that was leased in a transaction. */
export interface Leased {
  readonly lane: Lane;
  readonly entry: Entry;
  readonly leaseId: string;
  /** When it was due. */
  readonly dueAt: number;
}

/** A lease names its lane, so that whoever settles it needs no index to find it. */
function newLeaseId({ integrationId, name }: Lane): string {
  return [integrationId, name, newId()].join("/");
}

/** The lane that a lease is about; null: nobody ever gave it. */
export function laneOfLease(leaseId: string): Key | null {
  const [integrationId, name, nonce] = leaseId.split("/");
  return integrationId && name && nonce ? laneKey(integrationId, name) : null;
}

/** Leases the head of a lane; a try whose lease had lapsed is written down as lost. */
export function leaseHead(trx: Transaction, lane: Lane, leaseMs: number): Leased {
  const [entry] = lane.waiting;
  if (!entry) throw new Error("an empty lane was leased");
  const leaseId = newLeaseId(lane);
  const lost = lane.head.leaseId === null ? 0 : 1;
  if (lost) trx.create(attemptItem(entry.id, lostAttempt(lane)));
  const { attemptCount, tryCount, uncertain } = lane.head;
  const counts = { attemptCount: attemptCount + lost, tryCount: tryCount + lost, uncertain: uncertain + lost };
  const leased = { ...lane, head: { ...lane.head, ...counts, leaseId, dueAt: trx.now + leaseMs } };
  putLane(trx, leased);
  return { lane: leased, entry, leaseId, dueAt: lane.head.dueAt };
}

/** The try of a head whose sender is dead: whether it arrived, nobody knows. */
export function lostAttempt({ head: { tryCount, dueAt } }: Lane): Attempt {
  return { n: tryCount + 1, at: dueAt, durationMs: 0, outcome: "unknown", reason: LOST_REASON, answer: null };
}

export const receiptKey = (integrationId: string, alertKey: string): Key => ({
  pk: `INTEGRATION#${integrationId}#RECEIPTS`,
  sk: alertKey,
});

/** Gives senders all they need of what was leased for them. */
export async function handOut(
  deps: DynamoDeps,
  integration: TargetOfTopic,
  credentials: unknown,
  leased: readonly Leased[],
): Promise<readonly ClaimedMessage[]> {
  const { port } = deps;
  const receipts = leased.flatMap(({ entry }) =>
    entry.alertKey === null ? [] : [receiptKey(integration.id, entry.alertKey)],
  );
  const items = await port.getMany([...leased.map(({ entry }) => messageKey(entry.id)), ...receipts]);
  const byPk = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  const find = ({ pk, sk }: Key) => byPk.get(`${pk} ${sk}`);
  const now = deps.now();
  const messages = leased.flatMap((one) => {
    const message = messageFromItem(find(messageKey(one.entry.id)), now);
    return message ? [{ ...one, message }] : [];
  });
  const names = await loadNames(
    port,
    messages.map(({ message }) => message),
  );
  return messages.map(({ message, lane, entry, leaseId, dueAt }) => {
    const receipt = entry.alertKey === null ? undefined : find(receiptKey(integration.id, entry.alertKey));
    return {
      message: { ...toMessage(message, lane, names), dueAt },
      leaseId,
      facts: factsOf(message),
      model: integration.model,
      credentials,
      mayHaveArrived: lane.head.uncertain,
      previous: receipt ? JSON.parse(String(receipt.receipt)) : null,
    };
  });
}
