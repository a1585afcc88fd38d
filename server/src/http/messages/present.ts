import type { z } from "zod";
import type { Attempt, Message } from "../../model/index.ts";
import { instant, instantOrNull } from "../shared-schemas.ts";
import type { MessageAnswer, MessageWithAttempts } from "./schema.ts";

/** A message as the API shows it. */
export function presentMessage(message: Message): z.input<typeof MessageAnswer> {
  return {
    id: message.id,
    notificationId: message.notificationId,
    event: message.event,
    topic: message.topic,
    integration: message.integrationName,
    integrationId: message.integrationId,
    provider: message.provider,
    monitorId: message.monitorId,
    status: message.status,
    reason: message.reason,
    createdAt: instant(message.createdAt),
    dueAt: instantOrNull(message.dueAt),
    expiresAt: instant(message.expiresAt),
    attemptCount: message.attemptCount,
    finishedAt: instantOrNull(message.finishedAt),
    lastReason: message.lastReason,
    digestId: message.digestId,
  };
}

/** A message with every attempt to deliver it. */
export function presentMessageWithAttempts(
  message: Message,
  attempts: readonly Attempt[],
): z.input<typeof MessageWithAttempts> {
  return {
    ...presentMessage(message),
    attempts: attempts.map(({ n, at, durationMs, outcome, reason, answer }) => ({
      n,
      at: instant(at),
      durationMs,
      outcome,
      reason,
      answer,
    })),
  };
}
