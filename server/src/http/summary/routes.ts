import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { summarizeProject } from "../../actions/summarize-project.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";

const Count = z.int().min(0);

export const SummaryAnswer = z
  .strictObject({
    monitors: z
      .strictObject({ new: Count, up: Count, late: Count, down: Count, paused: Count })
      .describe("By the status that is shown."),
    openIncidents: Count,
    deadMessages: Count.describe("Messages that were given up and can be replayed."),
    suspendedIntegrations: Count.describe("Targets that were given up."),
  })
  .meta({ id: "Summary" });

/** The project at a glance. */
export function summaryRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/summary",
      needs: "read",
      section: "Project",
      summary: "Count what stands how",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: SummaryAnswer },
      handle: async ({ caller }) => ({ status: 200, json: await summarizeProject(app, caller) }),
    }),
  ];
}
