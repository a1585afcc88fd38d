import type { HttpResult } from "../../lib/http-client.ts";
import { durationInWords } from "../../lib/words.ts";
import type { SendResult } from "../contract.ts";
import { retryAfterMs } from "./retry-after.ts";

type Answer = Extract<HttpResult, { kind: "answer" }>;
type Failure = Extract<HttpResult, { kind: "failed" }>;

/** How long to wait after a 429 that names no time. */
const DEFAULT_WAIT_MS = 60_000;

/** The request itself is refused: the same one will be refused again. */
const REFUSED_REQUEST = new Set([400, 405, 406, 411, 413, 414, 415, 422, 431]);
/** A gateway answered for a target that may have received the request. */
const GATEWAY = new Set([502, 504]);

/**
 * What an HTTP exchange means for a message, by status alone. A provider whose vendor says more in the body looks there
 * first. 401 and 403 are tried again: people change keys and rules, and a message is worth the wait.
 */
export function outcomeOf(result: HttpResult, now: number): SendResult {
  if (result.kind === "failed") return outcomeOfFailure(result);
  const { status } = result;
  const answer = answerText(result);
  if (status >= 200 && status < 300) return { kind: "delivered", answer };
  const wait = retryAfterMs(result.headers["retry-after"], now);
  if (status === 429 || (status >= 500 && wait !== null)) {
    return { kind: "limited", afterMs: wait ?? DEFAULT_WAIT_MS, reason: limitText(status, wait), answer };
  }
  if (status === 404 || status === 410) {
    return { kind: "rejected", suspend: true, reason: `The address no longer exists: it answered ${status}.`, answer };
  }
  if (REFUSED_REQUEST.has(status)) {
    return { kind: "rejected", reason: `The target refused the request itself: it answered ${status}.`, answer };
  }
  if (GATEWAY.has(status)) {
    return { kind: "unknown", reason: `A gateway answered ${status}: the target may have received it.`, answer };
  }
  if (status >= 300 && status < 400) {
    const reason = `The target answered ${status}, which leads elsewhere; redirects are not followed, so set the final address.`;
    return { kind: "retry", reason, answer };
  }
  return { kind: "retry", reason: `The target answered ${status}.`, answer };
}

/** The answer as an attempt keeps it: the status and what was said with it. */
export function answerText({ status, body }: Answer): string {
  return `${status} ${body.trim()}`.trimEnd();
}

function outcomeOfFailure({ why, reason }: Failure): SendResult {
  switch (why) {
    case "refused-address":
    case "invalid-request":
      return { kind: "rejected", reason };
    case "unreachable":
      return { kind: "retry", reason };
    case "broken":
      return { kind: "unknown", reason };
  }
}

function limitText(status: number, wait: number | null): string {
  if (wait === null) return `The target limits us: it answered ${status}.`;
  return `The target limits us: it answered ${status} and asks for ${durationInWords(Math.ceil(wait / 1_000) * 1_000)}.`;
}
