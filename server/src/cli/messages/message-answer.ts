import { z } from "zod";

/** What the commands use of a message as the API shows it; a newer server may say more. */
export const MessageAnswer = z.looseObject({
  id: z.string(),
  event: z.string(),
  topic: z.string(),
  integration: z.string(),
  provider: z.string(),
  status: z.string(),
  reason: z.string(),
  createdAt: z.string(),
  dueAt: z.string().nullable(),
  attemptCount: z.number(),
  lastReason: z.string().nullable(),
});
export type MessageAnswer = z.output<typeof MessageAnswer>;

export const AttemptAnswer = z.looseObject({
  n: z.number(),
  at: z.string(),
  outcome: z.string(),
  reason: z.string(),
  answer: z.string().nullable(),
});
export type AttemptAnswer = z.output<typeof AttemptAnswer>;
