import type { Breaker } from "../lib/circuit-breaker.ts";
import type { HistoryKind } from "../model/index.ts";

/** What is shown of an integration or topic that was removed since. */
export const REMOVED = "(removed)";

/** What is said of a message whose integration went. */
export const CANCELLED_REASON = "Its integration was removed.";

/** What is said of a try whose sender is dead. */
export const LOST_REASON = "The sender stopped before it could tell what became of this attempt.";

/** What is said of a message past its age limit. */
export const EXPIRED_REASON =
  "It waited until its age limit: its target was suspended, disabled, limited or failing all the time.";

/** Why an integration is suspended whose credentials are damaged or sealed with another key. */
export const UNREADABLE_REASON = "Its stored credentials cannot be read. Give them again.";

/** What is said of a message that a digest told. */
export function foldedReason(digestId: string): string {
  return `It was told in the digest ${digestId}.`;
}

/** The line of the history about a target that is asked no more for a while, or again. */
export function sayFlip(
  integrationName: string,
  { open }: Breaker,
  failure: string,
): { readonly kind: HistoryKind; readonly text: string } {
  if (open === null) {
    return {
      kind: "breaker-closed",
      text: `The target of integration ${integrationName} answers again; delivery goes on.`,
    };
  }
  const why = failure === "" ? "" : ` ${failure}`;
  const text = `The target of integration ${integrationName} fails again and again and is left in peace; messages wait.${why}`;
  return { kind: "breaker-opened", text };
}
