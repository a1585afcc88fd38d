import type { App } from "../../actions/app.ts";
import { previewSchedule } from "../../actions/preview-schedule.ts";
import { parseWith } from "../read-input.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { instant } from "../shared-schemas.ts";
import { PreviewAnswer, PreviewQuery, ScheduleBody, toSchedule, toScheduleBody } from "./schema.ts";

/** What can be asked about schedules. */
export function scheduleRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/schedules/preview",
      needs: "read",
      section: "Schedules",
      summary: "Tell when a schedule would be due",
      description:
        "Answers with the next dates and a reading in plain English, or with the exact fault of the expression.",
      params: Nothing,
      query: PreviewQuery,
      body: null,
      answers: { 200: PreviewAnswer },
      handle: async ({ query }) => {
        const schedule = toSchedule(parseWith(ScheduleBody, toScheduleBody(query)));
        const fromAt = query.from === undefined ? null : Date.parse(query.from);
        const preview = await previewSchedule(app, { schedule, fromAt, count: query.count });
        const json = {
          description: preview.description,
          from: instant(preview.fromAt),
          next: preview.dueAt.map(instant),
        };
        return { status: 200, json };
      },
    }),
  ];
}
