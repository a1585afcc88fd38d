import type { Comparison, Scalar } from "../../../model/index.ts";

const MAX_SHOWN = 100;

/** Holds a value that was met against the one of a condition; undefined: nothing was met. */
export function holds(met: unknown, op: Comparison, value: Scalar): boolean {
  switch (op) {
    case "exists":
      return met !== undefined;
    case "absent":
      return met === undefined;
    case "==":
      return met !== undefined && isSame(met, value);
    case "!=":
      return met === undefined || !isSame(met, value);
    case "contains":
      return Array.isArray(met) ? met.some((item) => isSame(item, value)) : textOf(met).includes(String(value));
    default:
      return isOrdered(met, op, value);
  }
}

function isOrdered(met: unknown, op: "<" | "<=" | ">" | ">=", value: Scalar): boolean {
  const left = numberOf(met);
  const right = numberOf(value);
  if (left === null || right === null) return false;
  switch (op) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** `5` and `"5"` are the same here: a header is always text, and people rarely know which one a body holds. */
function isSame(met: unknown, value: Scalar): boolean {
  if (met === null || value === null) return met === value;
  return textOf(met) === String(value);
}

function textOf(met: unknown): string {
  if (met === undefined) return "";
  return typeof met === "string" ? met : (JSON.stringify(met) ?? "");
}

function numberOf(value: unknown): number | null {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Says what was met and what was expected: `is "broken", expected == "ok"`. */
export function comparisonText(met: unknown, op: Comparison, value: Scalar): string {
  const is = met === undefined ? "is missing" : `is ${shown(met)}`;
  if (op === "exists") return `${is}, expected to be there`;
  if (op === "absent") return `${is}, expected to be missing`;
  return `${is}, expected ${op} ${shown(value)}`;
}

/** A value short enough for a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
