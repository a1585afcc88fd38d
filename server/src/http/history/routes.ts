import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { listHistory } from "../../actions/list-history.ts";
import { HISTORY_KINDS } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { PageQuery } from "../shared-schemas.ts";
import { HistoryList, presentEntry } from "./schema.ts";

const HistoryQuery = PageQuery.extend({
  monitor: z.string().max(100).optional().describe("Id of a monitor."),
  topic: z.string().max(100).optional().describe("Id of a topic."),
  kind: z.enum(HISTORY_KINDS).optional(),
});

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
        const { monitor: monitorId, topic: topicId, ...rest } = query;
        const page = await listHistory(app, caller, { ...rest, monitorId, topicId });
        return { status: 200, json: { history: page.items.map(presentEntry), nextCursor: page.nextCursor } };
      },
    }),
  ];
}
