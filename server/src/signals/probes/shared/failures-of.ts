import type { PeerCertificate } from "../../../lib/peer-certificate.ts";
import type { Condition } from "../../../model/index.ts";
import { comparisonText, holds, shown } from "./compare.ts";
import { valueAt } from "./json-path.ts";
import { isStatusIn } from "./status-in.ts";

const DAY_MS = 86_400_000;

/** What a condition can be about; undefined: this kind of probe has no such thing. */
export interface Seen {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** True when `text` is not all that was sent. */
  readonly isCut?: boolean;
  readonly answers?: readonly string[];
  readonly certificate?: PeerCertificate | null;
  readonly totalMs: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is not as it should be, each with the value that was met; empty when all conditions hold. */
export function failuresOf(conditions: readonly Condition[], seen: Seen): readonly string[] {
  const bodyJson = lazily(() => parseJson(seen.text ?? ""));
  return conditions.flatMap((condition) => failureOf(condition, seen, bodyJson) ?? []);
}

function failureOf(condition: Condition, seen: Seen, bodyJson: () => { readonly json: unknown } | null): string | null {
  switch (condition.type) {
    case "status":
      return isStatusIn(seen.status ?? 0, condition.in)
        ? null
        : `status ${seen.status}, expected ${condition.in.join(" or ")}`;
    case "keyword":
      return keywordFailure(condition, seen);
    case "json": {
      const body = bodyJson();
      if (body === null)
        return `the body is not JSON${seen.isCut ? " in what was read of it" : ""}, expected ${condition.path}`;
      const met = valueAt(body.json, condition.path);
      if (holds(met, condition.op, condition.value)) return null;
      return `${condition.path} ${comparisonText(met, condition.op, condition.value)}`;
    }
    case "header": {
      const met = seen.headers?.[condition.name.toLowerCase()];
      if (holds(met, condition.op, condition.value)) return null;
      return `header ${condition.name} ${comparisonText(met, condition.op, condition.value)}`;
    }
    case "answer":
      return answerFailure(condition, seen.answers ?? []);
    case "response-time": {
      const ms = Math.round(seen.totalMs);
      return ms <= condition.maxMs ? null : `it took ${ms} ms, expected at most ${condition.maxMs} ms`;
    }
    case "certificate":
      return certificateFailure(condition.minDays, seen);
  }
}

function keywordFailure(
  { text, absent }: Extract<Condition, { type: "keyword" }>,
  { text: received = "", isCut = false }: Seen,
): string | null {
  const isThere = received.includes(text);
  if (isThere !== absent) return null;
  if (isThere) return `the text ${shown(text)} is there, expected not to be`;
  return `the text ${shown(text)} is missing${isCut ? " in what was read of the answer" : ""}`;
}

/** One answer that fits is enough; with `!=` none may be equal, with `absent` there may be none. */
function answerFailure(
  { op, value }: Extract<Condition, { type: "answer" }>,
  answers: readonly string[],
): string | null {
  const met = answers.length === 0 ? undefined : answers.join(", ");
  const fits =
    answers.length === 0
      ? holds(undefined, op, value)
      : op === "!=" || op === "absent"
        ? answers.every((answer) => holds(answer, op, value))
        : answers.some((answer) => holds(answer, op, value));
  return fits ? null : `answer ${comparisonText(met, op, value)}`;
}

function certificateFailure(minDays: number, { certificate, now }: Seen): string | null {
  if (!certificate) return "there is no certificate";
  const daysLeft = certificateDaysLeft(certificate, now);
  return daysLeft >= minDays ? null : `certificate ends in ${daysLeft} days, expected at least ${minDays}`;
}

/** Whole days that a certificate is still valid for; negative when it has expired. */
export function certificateDaysLeft({ validToAt }: PeerCertificate, now: number): number {
  return Math.floor((validToAt - now) / DAY_MS);
}

function parseJson(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
