import { z } from "zod";
import { describeIssue } from "../../lib/describe-issue.ts";
import { parseHours, THRESHOLD_HINT } from "../pulse.ts";
import { plainItem } from "./dynamo-item.ts";

/** What an item says, or why it cannot be read. `name` is how its owner knows it, as far as that can be told. */
export type ReadItem<T> =
  | { readonly kind: "read"; readonly name: string; readonly value: T }
  | { readonly kind: "unreadable"; readonly name: string | null; readonly reason: string };

/** Reads an item by a schema; `nameOf` tells how its owner knows it, also when the rest is wrong. */
export function readItem<S extends z.ZodType>(
  typed: unknown,
  schema: S,
  nameOf: (item: Readonly<Record<string, unknown>>) => string | null,
): ReadItem<z.output<S>> {
  const plain = plainItem(typed);
  if (plain.kind === "unreadable") return { ...plain, name: null };
  const name = nameOf(plain.item);
  const parsed = schema.safeParse(plain.item);
  if (parsed.success) return { kind: "read", name: name ?? "", value: parsed.data };
  const [issue] = parsed.error.issues;
  const reason = issue === undefined ? "It cannot be read." : describeIssue(issue).message;
  return { kind: "unreadable", name, reason };
}

/** Text, or a number or switch that stands for its text. */
export const AnyText = z.unknown().transform((value, context) => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  context.addIssue(value === undefined ? "is required: give text or a number" : "must be text or a number");
  return z.NEVER;
});

/** An id that can stand in an address. */
export const ItemId = AnyText.pipe(
  z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, { error: "may hold only visible ASCII characters" }),
);

/** One line as people type it. */
export const ItemName = AnyText.pipe(
  z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, { error: "may not hold control characters or line breaks" })
    .regex(/\S/, { error: "may not be blank" }),
);

/** A secret that was given out. */
export function secret(min: number) {
  return z
    .string()
    .min(min)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, { error: "may hold only visible ASCII characters" });
}

/** When something was last heard from: seconds or milliseconds since 1970, or ISO 8601; without a zone it is UTC. */
export const ItemInstant = AnyText.transform((text, context) => {
  const at = parseInstant(text.trim());
  if (at !== null) return at;
  context.addIssue("must be a time: seconds since 1970, or such as 2026-03-04T12:00:00Z");
  return z.NEVER;
});

/** Beyond this a number of seconds would be in the year 5138: it counts milliseconds. */
const MAX_SECONDS = 1e11;

function parseInstant(text: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    return Math.round(number < MAX_SECONDS ? number * 1_000 : number);
  }
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
  if (match === null) return null;
  const [, date, time = "00:00", zone = "Z"] = match;
  const at = Date.parse(`${date}T${time}${zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(at) || at < 0 ? null : at;
}

/** A threshold in hours, as milliseconds. */
export const ItemHours = AnyText.transform((text, context) => {
  const ms = parseHours(text);
  if (ms !== null) return ms;
  context.addIssue(`is no number of hours. ${THRESHOLD_HINT.replace(/\.$/, "")}`);
  return z.NEVER;
});

/** A switch in any of the forms in which tables keep them. */
export const ItemSwitch = AnyText.transform((text, context) => {
  const word = text.trim().toLowerCase();
  if (["1", "true", "yes", "on"].includes(word)) return true;
  if (["", "0", "false", "no", "off"].includes(word)) return false;
  context.addIssue("must be 0 or 1");
  return z.NEVER;
});
