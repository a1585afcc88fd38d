import type { Replayed } from "../../../../server/src/http/messages/schema.ts";
import type { Api } from "../../api/api.ts";
import type { MessageNarrowing } from "../../api/messages.ts";
import type { Wire } from "../../api/wire.ts";

/** The most that the API takes up at once. */
const BATCH = 1_000;

/** Which dead messages are sent again: those that are named, or those that filters let through. */
export type ReplayWhich =
  | { readonly ids: readonly string[] }
  | Omit<MessageNarrowing, "status" | "notification" | "digest">;

/** Sends dead messages again and says how many; what was taken up is dead no more, so asking again brings the rest. */
export async function replayMessages(api: Api, which: ReplayWhich): Promise<number> {
  let replayed = 0;
  for (;;) {
    const body = { ...which, limit: BATCH };
    const { ids } = await api.post<Wire<typeof Replayed>>("/messages/replay", { body });
    replayed += ids.length;
    if (ids.length < BATCH) return replayed;
  }
}

/** How many were sent again, in words. */
export function replayedText(count: number): string {
  if (count === 0) return "None of them could be sent again: they are dead no more, or their integration was removed.";
  return count === 1 ? "1 message is sent again." : `${count} messages are sent again.`;
}
