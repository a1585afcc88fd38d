import type { Message } from "../api/messages.ts";
import { EVENT_WORDS } from "./message-status.tsx";

/** What a message tells, in a few words: its event, and of which monitor; a digest tells of many. */
export function messageTitle(
  { event, monitorId }: Pick<Message, "event" | "monitorId">,
  names: ReadonlyMap<string, string>,
): string {
  if (monitorId === null) return EVENT_WORDS[event];
  return `${EVENT_WORDS[event]}: ${names.get(monitorId) ?? "a deleted monitor"}`;
}
