import { asRecords, asText, textOf, unpackJson } from "../shared/values.ts";

const OPERATORS = /\s*(>=|<=|!=|==|>|<|=)\s*/g;

/** A rule's threshold in words: `Average >= 80`. Older rules send a list with one expression a level. */
export function thresholdText(value: unknown, level: string | null): string | null {
  const unpacked = unpackJson(asText(value) ?? value);
  if (typeof unpacked === "string") return plain(unpacked);
  const rules = asRecords(unpacked);
  const wanted = level?.toLowerCase();
  const rule = rules.find((each) => textOf(each, "level")?.toLowerCase() === wanted) ?? rules[0];
  const expression = rule && textOf(rule, "expression");
  if (!expression) return null;
  const times = textOf(rule, "times");
  return `${plain(expression)}${times === null ? "" : `, ${times} times in a row`}`;
}

function plain(expression: string): string {
  return expression.replaceAll("$", "").replace(OPERATORS, " $1 ").trim();
}
