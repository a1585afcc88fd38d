import type { Monitor } from "../../../api/monitors.ts";
import { numberOf } from "./duration-value.ts";

type Probe = NonNullable<Monitor["probe"]>;
type Scalar = string | number | boolean | null;
type Condition = Extract<Probe, { readonly conditions: unknown }>["conditions"][number];

/** A condition as it is typed; which of the fields it has depends on its type. */
export interface ConditionValues {
  /** Only tells rows apart while they are edited. */
  readonly key: number;
  readonly type: "status" | "keyword" | "json" | "header" | "answer" | "response-time" | "certificate";
  readonly statuses: string;
  readonly text: string;
  readonly absent: boolean;
  readonly path: string;
  readonly name: string;
  readonly op: Comparison;
  readonly value: string;
  readonly number: string;
}

/** How a value that was met is held against the one in a condition. */
export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "contains", "exists", "absent"] as const;
type Comparison = (typeof COMPARISONS)[number];

/** The conditions that each type of probe can judge. */
export const CONDITIONS_OF: Readonly<Record<Probe["type"], readonly ConditionValues["type"][]>> = {
  http: ["status", "keyword", "json", "header", "response-time", "certificate"],
  tcp: ["keyword", "response-time"],
  dns: ["answer", "response-time"],
  tls: ["certificate", "response-time"],
  task: [],
};

/** A condition of this type before anything is typed. */
export function newCondition(type: ConditionValues["type"], key: number): ConditionValues {
  const number = type === "certificate" ? "14" : "1000";
  return {
    key,
    type,
    statuses: "2xx",
    text: "",
    absent: false,
    path: "",
    name: "",
    op: "==",
    value: "",
    number,
  };
}

/** A condition of the API as it is typed. */
export function conditionValues(condition: Condition, key: number): ConditionValues {
  const fresh = newCondition(condition.type, key);
  switch (condition.type) {
    case "status":
      return { ...fresh, statuses: condition.in.join(", ") };
    case "keyword":
      return { ...fresh, text: condition.text, absent: condition.absent };
    case "json":
      return { ...fresh, path: condition.path, op: condition.op, value: valueText(condition.value) };
    case "header":
      return { ...fresh, name: condition.name, op: condition.op, value: valueText(condition.value) };
    case "answer":
      return { ...fresh, op: condition.op, value: valueText(condition.value) };
    case "response-time":
      return { ...fresh, number: String(condition.maxMs) };
    case "certificate":
      return { ...fresh, number: String(condition.minDays) };
  }
}

/** What was typed of a condition, as the API takes it. */
export function conditionBody(condition: ConditionValues): Readonly<Record<string, unknown>> {
  const { type, op } = condition;
  const comparison = { op, value: op === "exists" || op === "absent" ? null : scalarOf(condition.value) };
  switch (type) {
    case "status":
      return { type, in: condition.statuses.split(/[\s,]+/).filter(Boolean) };
    case "keyword":
      return { type, text: condition.text, absent: condition.absent };
    case "json":
      return { type, path: condition.path.trim(), ...comparison };
    case "header":
      return { type, name: condition.name.trim(), ...comparison };
    case "answer":
      return { type, ...comparison };
    case "response-time":
      return { type, maxMs: numberOf(condition.number) };
    case "certificate":
      return { type, minDays: numberOf(condition.number) };
  }
}

/** `true`, `null` and quoted texts are read as JSON; a number and its text are the same to a condition. */
function scalarOf(typed: string): Scalar {
  if (typed === "null") return null;
  if (typed === "true" || typed === "false") return typed === "true";
  return /^"(.*)"$/s.exec(typed)?.[1] ?? typed;
}

function valueText(value: Scalar): string {
  return typeof value === "string" && ["null", "true", "false"].includes(value) ? `"${value}"` : String(value ?? "");
}
