import type { HttpResult } from "../../lib/http-client.ts";
import type { SendResult } from "../contract.ts";
import { answerText } from "./http-outcome.ts";
import { retryAfterMs } from "./retry-after.ts";

type Answer = Extract<HttpResult, { kind: "answer" }>;

/** What the codes of a service mean; one that is in none of these says no more than the status it came with. */
export interface Codes {
  /** No message can arrive there any more. */
  readonly dead: ReadonlySet<string>;
  /** It will never take this message. */
  readonly refused: ReadonlySet<string>;
  /** It wants us to wait: so many milliseconds, unless it names a time. */
  readonly limited: ReadonlyMap<string, number>;
}

/** What a service said: its name for people, its code, and its words for it. */
export interface Said {
  readonly service: string;
  readonly code: string;
  readonly text: string;
}

/** What a code means for a message; null when the service's codes do not hold it. */
export function outcomeOfCode(said: Said, codes: Codes, result: Answer, now: number): SendResult | null {
  const { service, code } = said;
  const words = wordsOf(said);
  const answer = answerText(result);
  if (codes.dead.has(code)) {
    return { kind: "rejected", suspend: true, reason: `${service} no longer takes messages here: ${words}.`, answer };
  }
  if (codes.refused.has(code)) {
    return { kind: "rejected", reason: `${service} refused the message: ${words}.`, answer };
  }
  const usualMs = codes.limited.get(code);
  if (usualMs === undefined) return null;
  const afterMs = retryAfterMs(result.headers["retry-after"], now) ?? usualMs;
  return { kind: "limited", afterMs, reason: `${service} limits us: ${words}.`, answer };
}

/** A code with the service's words, without a full stop. */
export function wordsOf({ code, text }: Said): string {
  return `${code} ${text.trim()}`.trim().replace(/[.\s]+$/, "");
}
