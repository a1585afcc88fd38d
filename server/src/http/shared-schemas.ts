import { z } from "zod";
import { LINES, ONE_LINE } from "../lib/clean-text.ts";

const TOPIC_PART = /^[^+/\p{Cc}\p{Zl}\p{Zp}]+$/u;
const TOPIC_NAME = /^[^+/\p{Cc}\p{Zl}\p{Zp}]{1,100}\+[^+/\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u;

/** Half a character of two cannot be stored, so it is refused instead of being replaced silently. */
const isWhole = (text: string): boolean => text.isWellFormed();
const WHOLE = { error: "holds half a character (a lone surrogate). Send whole Unicode characters" };

/** One line of text as people type it; markup stays what was typed. */
export function oneLine(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(ONE_LINE, { error: "may not hold control characters or line breaks" })
    .regex(/\S/, { error: "may not be blank" })
    .refine(isWhole, WHOLE);
}

/** Text of several lines. */
export function lines(max: number) {
  return z.string().max(max).regex(LINES, { error: "may not hold control characters" }).refine(isWhole, WHOLE);
}

/** A channel or topic, one half of a topic's full name. */
export const TopicPart = z
  .string()
  .min(1)
  .max(100)
  .regex(TOPIC_PART, { error: "may not hold +, / or control characters" })
  .refine(isWhole, WHOLE);

/** The full name of a topic. */
export const TopicName = z
  .string()
  .max(201)
  .regex(TOPIC_NAME, { error: "must be the full name of a topic, such as default+alerts" })
  .refine(isWhole, WHOLE)
  .describe("Full name of a topic, `{channel}+{topic}`.");

/** A monitor's slug. */
export const Slug = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9_-]+$/, { error: "may hold only small letters, digits, hyphens and underscores" });

/** An instant as it comes in: ISO 8601 with a zone. */
export const InstantInput = z.iso.datetime({ offset: true });

/** An instant as it goes out. */
export const Instant = z.iso.datetime().describe("ISO 8601, UTC.");

/** The id of something in a path; what is no id of ours is simply not found. */
export const IdParams = z.strictObject({ id: z.string() });

/** What every paged list takes. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(1000).optional().describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** What every paged list gives besides its items. */
export const nextCursor = z
  .string()
  .nullable()
  .describe("Give it back as `cursor` to get what follows; null at the end.");

/** An instant as ISO 8601. */
export function instant(at: number): string {
  return new Date(at).toISOString();
}

/** An instant as ISO 8601, or null. */
export function instantOrNull(at: number | null): string | null {
  return at === null ? null : instant(at);
}
