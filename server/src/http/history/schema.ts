import { z } from "zod";
import { HISTORY_KINDS, type HistoryEntry } from "../../model/index.ts";
import { Instant, instant, nextCursor } from "../shared-schemas.ts";

const EntryAnswer = z
  .strictObject({
    id: z.string(),
    at: Instant,
    kind: z.enum(HISTORY_KINDS),
    actor: z.string().describe("Who did it: the name of an account or a key, `ping`, `time`, `delivery`."),
    from: z.string().nullable().describe("The client's address; null for what Watchbell did itself."),
    accountId: z.string().nullable().describe("The account that did it; null: no account."),
    monitorId: z.string().nullable(),
    topicId: z.string().nullable(),
    text: z.string(),
  })
  .meta({ id: "HistoryEntry" });

/** A page of the history. */
export const HistoryList = z.strictObject({ history: z.array(EntryAnswer), nextCursor }).meta({ id: "HistoryList" });

/** One entry of the history as the API shows it. */
export function presentEntry(entry: HistoryEntry): z.input<typeof EntryAnswer> {
  const { id, at, kind, actor, from, accountId, monitorId, topicId, text } = entry;
  return { id, at: instant(at), kind, actor, from, accountId, monitorId, topicId, text };
}
