import type { Event, Facts } from "./notification.ts";

export const MESSAGE_STATUSES = [
  "waiting",
  "accepted",
  "delivered",
  "superseded",
  "folded",
  "cancelled",
  "dead",
] as const;
/**
 * `waiting`: still to be sent, or being sent. `accepted`: the target took it but does not say that it arrived.
 * `superseded`: an `up` replaced it. `folded`: a digest told it together with others. `cancelled`: its integration or topic was removed. `dead`: given up, can be replayed.
 */
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Past this age a message is given up: `expiresAt` is `createdAt`, or the time of a replay, and this. */
export const MESSAGE_AGE_LIMIT_MS = 28 * 3_600_000;

export const ATTEMPT_OUTCOMES = ["delivered", "accepted", "limited", "retry", "unknown", "rejected"] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** One try to deliver a message. */
export interface Attempt {
  readonly n: number;
  readonly at: number;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  /** Why, one sentence, with secrets blanked. */
  readonly reason: string;
  /** The target's answer, shortened, with secrets blanked; null when there was none. */
  readonly answer: string | null;
}

export interface Message {
  readonly id: string;
  readonly projectId: string;
  readonly notificationId: string;
  readonly event: Event;
  readonly topicId: string;
  readonly topic: string;
  readonly integrationId: string;
  readonly integrationName: string;
  readonly provider: string;
  readonly monitorId: string | null;
  readonly alertKey: string | null;
  readonly status: MessageStatus;
  /** Why it was made. */
  readonly reason: string;
  readonly createdAt: number;
  /** When it is next tried; null when it waits behind another message or is finished. */
  readonly dueAt: number | null;
  /** Past this instant it is not tried any more. */
  readonly expiresAt: number;
  /** Attempts that count towards the retry plan; a rate limit does not. */
  readonly attemptCount: number;
  readonly finishedAt: number | null;
  /** What the last attempt said. */
  readonly lastReason: string | null;
  /** The message that told this one; null for all that are not folded. */
  readonly digestId: string | null;
}

/** A message that a sender has claimed, with all it needs. */
export interface ClaimedMessage {
  readonly message: Message;
  readonly leaseId: string;
  readonly facts: Facts;
  readonly model: string | null;
  readonly credentials: unknown;
  /** How many earlier tries of it may have arrived. */
  readonly mayHaveArrived: number;
  /** Receipt of the last delivered message of the same alert key; null when there is none. */
  readonly previous: unknown;
}
