import { z } from "zod";
import { ATTEMPT_OUTCOMES, EVENTS, MESSAGE_STATUSES } from "../../model/index.ts";
import { Instant, InstantInput, nextCursor, PageQuery, TopicName } from "../shared-schemas.ts";

const narrowing = {
  topic: TopicName.optional(),
  monitor: z.string().max(100).optional().describe("Id of a monitor."),
  integration: z.string().max(100).optional().describe("Id of an integration."),
  event: z.enum(EVENTS).optional(),
  from: InstantInput.optional().describe("Made at or after this instant."),
  to: InstantInput.optional().describe("Made before this instant."),
};

export const MessageQuery = PageQuery.extend({
  status: z.enum(MESSAGE_STATUSES).optional(),
  ...narrowing,
  notification: z.string().max(100).optional().describe("Id of a notification: to whom it went."),
  digest: z.string().max(100).optional().describe("Id of a digest: what it told."),
});

export const ReplayBody = z
  .strictObject({
    ids: z.array(z.string().max(100)).max(1000).optional().describe("These; those that are not dead are left alone."),
    ...narrowing,
    limit: z.int().min(1).max(1000).default(1000).describe("How many at most, oldest first."),
  })
  .meta({ id: "Replay", description: "Which dead messages; nothing given: all of the project." });

const messageFields = {
  id: z.string(),
  notificationId: z.string(),
  event: z.enum(EVENTS),
  topic: z.string(),
  integration: z.string().describe("Its name."),
  integrationId: z.string(),
  provider: z.string(),
  monitorId: z.string().nullable(),
  status: z
    .enum(MESSAGE_STATUSES)
    .describe(
      "`accepted`: the target took it but does not say that it arrived; `folded`: a digest told it together with others; `dead`: given up, can be replayed.",
    ),
  reason: z.string().describe("Why it was made."),
  createdAt: Instant,
  dueAt: Instant.nullable().describe("When it is next tried; null when it waits behind another one or is finished."),
  expiresAt: Instant,
  attemptCount: z.int().describe("Attempts that count towards the retry plan."),
  finishedAt: Instant.nullable(),
  lastReason: z.string().nullable().describe("What the last attempt said."),
  digestId: z.string().nullable().describe("Of a message that is `folded`: the id of the digest that told it."),
};

export const MessageAnswer = z.strictObject(messageFields).meta({ id: "Message" });

export const MessageList = z.strictObject({ messages: z.array(MessageAnswer), nextCursor }).meta({ id: "MessageList" });

export const MessageWithAttempts = z
  .strictObject({
    ...messageFields,
    attempts: z.array(
      z.strictObject({
        n: z.int(),
        at: Instant,
        durationMs: z.number(),
        outcome: z.enum(ATTEMPT_OUTCOMES),
        reason: z.string(),
        answer: z.string().nullable().describe("What the target said, secrets blanked."),
      }),
    ),
  })
  .meta({ id: "MessageWithAttempts" });

export const Replayed = z.strictObject({ replayed: z.int(), ids: z.array(z.string()) }).meta({ id: "Replayed" });
