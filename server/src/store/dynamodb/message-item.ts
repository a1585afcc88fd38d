import type { Attempt, Event, Facts, MessageStatus } from "../../model/index.ts";
import { DEAD_LETTERS_MS, MESSAGES_MS } from "../message-retention.ts";
import { type Item, type Key, textOf } from "./item.ts";
import { sortable } from "./keys.ts";

/**
 * What is stored of a message under its own id. While it waits its lane says how far it is (lane.ts): this item is
 * written when it is made, and again when it has ended.
 */
export interface StoredMessage {
  readonly id: string;
  readonly projectId: string;
  readonly notificationId: string;
  readonly event: Event;
  readonly topicId: string;
  readonly integrationId: string;
  readonly monitorId: string | null;
  readonly alertKey: string | null;
  /** Names its lane among those of its integration. */
  readonly lane: string;
  readonly status: MessageStatus;
  readonly reason: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly seq: string;
  /** JSON. */
  readonly facts: string;
  readonly attemptCount: number;
  readonly tryCount: number;
  readonly finishedAt: number | null;
  readonly lastReason: string | null;
  readonly digestId: string | null;
}

/** What a message comes to in the end. */
export type Ending = Pick<StoredMessage, "status" | "attemptCount" | "tryCount" | "lastReason"> & {
  readonly finishedAt: number;
  readonly digestId?: string | undefined;
};

/** Attempts outlive every message that was replayed on the last day on which it could be. */
const ATTEMPTS_MS = 2 * MESSAGES_MS;

export const messageKey = (messageId: string): Key => ({ pk: `MESSAGE#${messageId}`, sk: "MESSAGE" });

/** The partition of the index that lists the messages of a project. */
export const projectMessages = (projectId: string): string => `PROJECT#${projectId}#MESSAGES`;
/** The partition of the index that lists the messages about a monitor. */
export const monitorMessages = (monitorId: string): string => `MONITOR#${monitorId}#MESSAGES`;
/** The partition of a project's dead messages: what is replayed is decided by it, so it is no index. */
export const deadPartition = (projectId: string): string => `PROJECT#${projectId}#DEAD`;

/** The item of a message. */
export function messageItem(message: StoredMessage): Item {
  const { monitorId, alertKey, finishedAt, lastReason, digestId, projectId, seq, ...rest } = message;
  const keptUntil = keptUntilOf(message);
  return {
    ...messageKey(message.id),
    g1pk: projectMessages(projectId),
    g1sk: seq,
    ...(monitorId !== null && { g2pk: monitorMessages(monitorId), g2sk: seq }),
    ...rest,
    projectId,
    seq,
    monitorId: monitorId ?? undefined,
    alertKey: alertKey ?? undefined,
    finishedAt: finishedAt ?? undefined,
    lastReason: lastReason ?? undefined,
    digestId: digestId ?? undefined,
    ttl: keptUntil === null ? undefined : Math.ceil(keptUntil / 1000),
  };
}

/** Reads the item of a message; null when there is none, or when it is past its time and DynamoDB is late to delete it. */
export function messageFromItem(item: Item | null | undefined, now: number): StoredMessage | null {
  if (!item) return null;
  const message: StoredMessage = {
    id: String(item.id),
    projectId: String(item.projectId),
    notificationId: String(item.notificationId),
    event: String(item.event) as Event,
    topicId: String(item.topicId),
    integrationId: String(item.integrationId),
    monitorId: textOf(item.monitorId),
    alertKey: textOf(item.alertKey),
    lane: String(item.lane),
    status: String(item.status) as MessageStatus,
    reason: String(item.reason),
    createdAt: Number(item.createdAt),
    expiresAt: Number(item.expiresAt),
    seq: String(item.seq),
    facts: String(item.facts),
    attemptCount: Number(item.attemptCount),
    tryCount: Number(item.tryCount),
    finishedAt: item.finishedAt === undefined ? null : Number(item.finishedAt),
    lastReason: textOf(item.lastReason),
    digestId: textOf(item.digestId),
  };
  const keptUntil = keptUntilOf(message);
  return keptUntil !== null && keptUntil < now ? null : message;
}

/** Until when retention keeps it; null: it still waits. */
function keptUntilOf({ status, finishedAt }: StoredMessage): number | null {
  if (finishedAt === null) return null;
  return finishedAt + (status === "dead" ? DEAD_LETTERS_MS : MESSAGES_MS);
}

/** What a message tells. */
export function factsOf({ facts }: Pick<StoredMessage, "facts">): Facts {
  return JSON.parse(facts) as Facts;
}

/** The message as it is once it has ended. */
export function ended(message: StoredMessage, ending: Ending): StoredMessage {
  return { ...message, ...ending, digestId: ending.digestId ?? null };
}

/** What stands for a dead message among those of its project. */
export function deadItem(message: StoredMessage): Item {
  const { id, topicId, integrationId, monitorId, event, createdAt } = message;
  const keptUntil = keptUntilOf(message) ?? 0;
  return {
    ...deadKey(message),
    id,
    topicId,
    integrationId,
    monitorId: monitorId ?? undefined,
    event,
    createdAt,
    keptUntil,
    ttl: Math.ceil(keptUntil / 1000),
  };
}

/** The key of what stands for a dead message. */
export function deadKey({ id, projectId, seq }: Pick<StoredMessage, "id" | "projectId" | "seq">): Key {
  return { pk: deadPartition(projectId), sk: `${seq}#${id}` };
}

const ATTEMPT = "ATTEMPT#";

/** The attempts of a message. */
export function attemptsOf(messageId: string) {
  return { pk: messageKey(messageId).pk, range: { startsWith: ATTEMPT } } as const;
}

/** The item of an attempt. */
export function attemptItem(messageId: string, attempt: Attempt): Item {
  const { pk } = messageKey(messageId);
  return {
    pk,
    sk: `${ATTEMPT}${sortable(attempt.n)}`,
    ...attempt,
    ttl: Math.ceil((attempt.at + ATTEMPTS_MS) / 1000),
  };
}

/** Reads the item of an attempt. */
export function attemptFromItem(item: Item): Attempt {
  return {
    n: Number(item.n),
    at: Number(item.at),
    durationMs: Number(item.durationMs),
    outcome: String(item.outcome) as Attempt["outcome"],
    reason: String(item.reason),
    answer: textOf(item.answer),
  };
}
