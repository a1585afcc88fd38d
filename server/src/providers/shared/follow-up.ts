import { z } from "zod";

/** How an integration wants the end of an incident told. */
export const OnRecovery = z.enum(["edit", "thread", "post"]).meta({
  title: "When it is up again",
  description: "`thread` answers the message that told of the outage, `edit` replaces it, `post` writes a new one.",
});
export type OnRecovery = z.infer<typeof OnRecovery>;

/**
 * What to do with a message: `edit` the one that told of the incident, answer it in its `thread`, or `post` anew. Only
 * the end of an incident edits: an edit rings nobody's phone, and that it grew worse must be heard.
 */
export function followUp(
  onRecovery: OnRecovery,
  message: { readonly ends: boolean; readonly hasRoot: boolean },
): OnRecovery {
  if (!message.hasRoot) return "post";
  return onRecovery === "edit" && !message.ends ? "thread" : onRecovery;
}
