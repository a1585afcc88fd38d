import type { HttpResult } from "../../lib/http-client.ts";
import type { SendResult } from "../contract.ts";

/** Lets a limit wait as long as a service says in a form of its own, where it sent no Retry-After. */
export function withOwnWait(outcome: SendResult, result: HttpResult, waitMs: number | null): SendResult {
  if (outcome.kind !== "limited" || waitMs === null || result.kind === "failed") return outcome;
  return result.headers["retry-after"] === undefined ? { ...outcome, afterMs: waitMs } : outcome;
}
