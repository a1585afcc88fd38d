import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { listHistory } from "../../actions/list-history.ts";
import { HISTORY_KINDS, type HistoryEntry } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { Instant, instant, nextCursor, PageQuery } from "../shared-schemas.ts";

const HistoryQuery = PageQuery.extend({
  monitor: z.string().max(100).optional().describe("Id of a monitor."),
  kind: z.enum(HISTORY_KINDS).optional(),
});

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

const HistoryList = z.strictObject({ history: z.array(EntryAnswer), nextCursor }).meta({ id: "HistoryList" });

/** What happened in a project. */
export function historyRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/history",
      needs: "read",
      section: "History",
      summary: "List what happened, newest first",
      params: Nothing,
      query: HistoryQuery,
      body: null,
      answers: { 200: HistoryList },
      handle: async ({ caller, query }) => {
        const { monitor: monitorId, ...rest } = query;
        const page = await listHistory(app, caller, { ...rest, monitorId });
        return { status: 200, json: { history: page.items.map(presentEntry), nextCursor: page.nextCursor } };
      },
    }),
  ];
}

function presentEntry(entry: HistoryEntry): z.input<typeof EntryAnswer> {
  const { id, at, kind, actor, from, accountId, monitorId, topicId, text } = entry;
  return { id, at: instant(at), kind, actor, from, accountId, monitorId, topicId, text };
}
