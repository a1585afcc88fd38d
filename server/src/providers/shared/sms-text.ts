import { z } from "zod";
import { truncate } from "../../lib/truncate.ts";
import { describeEvent } from "../../route/describe-event.ts";
import type { Description } from "../../route/description.ts";
import type { RenderInput } from "../contract.ts";
import { cleanText } from "./clean-text.ts";
import { modelText } from "./model-text.ts";

/** A telephone number as the networks write it. */
export const PhoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "must be a telephone number such as +4915112345678, with + and the country");

/** What SMS can carry at all; the vendors join the parts. */
export const MAX_SMS = 1_600;
/** Ours, for the default text: three parts are paid, and nobody reads a fourth at night. */
const MAX_DEFAULT = 459;
const ELLIPSIS = "...";

/** Typographic characters, one of which would more than halve what fits into a paid part. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]/g, " "],
  [/[\u200b-\u200d\u2060\ufeff]/g, ""],
  [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"],
  [/[\u201c-\u201f\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
  [/[\u2022\u00b7]/g, "-"],
  [/\u2026/g, ELLIPSIS],
];

/** Makes a value safe and cheap for SMS. */
export function escapeSms(value: string): string {
  return PLAIN.reduce((text, [characters, plain]) => text.replace(characters, plain), cleanText(value));
}

/** The text of an SMS: title and reason or facts, or the model. */
export function smsText(input: RenderInput, model: string | null): string {
  if (model !== null) return cut(escapeSms(modelText(input, model, escapeSms)), MAX_SMS);
  return cut(escapeSms(plainText(describeEvent(input.event, input.facts))), MAX_DEFAULT);
}

/** Title and reason; what has no reason, as a publication, has its facts in place of it; a list has its names. */
function plainText({ title, summary, fields, unlisted }: Description): string {
  if (unlisted !== undefined) return `${title}: ${fields.map(({ label }) => label).join(", ")}`;
  const facts = fields.map(({ label, value }) => `${label}: ${value}`).join("\n");
  return summary === "" ? `${title}\n${facts}`.trim() : `${title}. ${summary}`;
}

/** As `truncate`, but the mark is three dots: the usual one is a typographic character too. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return truncate(text, limit - ELLIPSIS.length + 1).slice(0, -1) + ELLIPSIS;
}
