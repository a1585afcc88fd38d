import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** A problem in a request: where it is, and what to do about it. */
export interface Problem {
  /** `schedule.periodSeconds`, `integrations.0.name`; empty for the body itself. */
  readonly field: string;
  readonly message: string;
}

/**
 * Puts a schema's finding into words. The value itself is never repeated: it may be a secret. Sentences that a schema
 * brings with it (for patterns and own rules) are kept.
 */
export function describeIssue(issue: Issue, within: readonly PropertyKey[] = []): Problem {
  const path = [...within, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const field = fieldName([...path, issue.keys[0] ?? ""]);
    return { field, message: `The field "${field}" is not known here. Check its spelling or leave it out.` };
  }
  const field = fieldName(path);
  const name = field === "" ? "The body" : `"${field}"`;
  return { field, message: `${name} ${predicate(issue)}.` };
}

/** Joins a path with dots. */
function fieldName(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

function predicate(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return missing(issue) ? `is required: give ${kindOf(issue.expected)}` : `must be ${kindOf(issue.expected)}`;
    case "too_small":
      return `must ${bound(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", issue.maximum)}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}`;
    case "invalid_union":
      return unionPredicate(issue);
    case "invalid_format":
      return formatPredicate(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "custom":
      return issue.message;
    case "invalid_key":
      return `has a name in it that ${issue.issues[0]?.message ?? "cannot be taken"}`;
    case "unrecognized_keys":
    case "invalid_element":
      return "holds something that cannot be taken";
  }
}

function unionPredicate(issue: z.core.$ZodIssueInvalidUnion): string {
  if ("options" in issue && Array.isArray(issue.options)) return `must be ${oneOf(issue.options)}`;
  const expected = issue.errors.flatMap(([first]) =>
    first?.code === "invalid_type" && first.path.length === 0 ? [kindOf(first.expected)] : [],
  );
  return expected.length === 0 ? "cannot be taken as it is" : `must be ${expected.join(" or ")}`;
}

function formatPredicate(issue: z.core.$ZodIssueInvalidStringFormat): string {
  switch (issue.format) {
    case "datetime":
      return "must be a time in ISO 8601 with its zone, such as 2026-01-31T08:00:00Z";
    case "date":
      return "must be a date such as 2026-01-31";
    case "uuid":
    case "guid":
      return "must be a UUID";
    case "url":
      return "must be a URL, such as https://example.org/hook";
    case "email":
      return "must be an e-mail address";
    default:
      return issue.message;
  }
}

/** Zod leaves the input out of an issue; only its own sentence tells that there was none. */
function missing(issue: z.core.$ZodIssueInvalidType): boolean {
  return issue.message.endsWith("received undefined");
}

function kindOf(expected: string): string {
  switch (expected) {
    case "int":
      return "a whole number";
    case "array":
      return "a list";
    case "object":
    case "record":
      return "a JSON object";
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    default:
      return `a ${expected}`;
  }
}

function bound(origin: string, limit: string, value: number | bigint): string {
  if (origin === "string") return `have ${limit} ${value} ${plural(value, "character")}`;
  if (origin === "array" || origin === "set") return `have ${limit} ${value} ${plural(value, "item")}`;
  return `be ${limit} ${value}`;
}

function plural(value: number | bigint, word: string): string {
  return Number(value) === 1 ? word : `${word}s`;
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? String(words[0]) : `one of ${words.join(", ")}`;
}
