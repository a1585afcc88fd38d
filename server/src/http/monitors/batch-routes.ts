import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { type BatchAction, changeMonitors } from "../../actions/change-monitors.ts";
import { cloneMonitor } from "../../actions/clone-monitor.ts";
import { AppError, ERRORS, type ErrorCode, MAX_TAGS } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, oneLine } from "../shared-schemas.ts";
import { monitorAnswer } from "./routes.ts";
import { MonitorAnswer, Tag } from "./schema.ts";

const section = "Monitors";

const Ids = z.array(z.string().max(100)).min(1).max(1_000);
const Tags = z.array(Tag).min(1).max(MAX_TAGS);

const BatchBody = z
  .strictObject({
    ids: Ids,
    action: z.enum(["pause", "resume", "delete", "add-tags", "remove-tags"]),
    tags: Tags.optional().describe("Those that come or go; only with `add-tags` and `remove-tags`."),
  })
  .meta({ id: "MonitorBatchInput", description: "What is done to which monitors, 1,000 at most." });

/** What became of each monitor of a batch. */
export const MonitorBatchAnswer = z
  .strictObject({
    done: z.int().describe("How many it was done to."),
    results: z.array(
      z.strictObject({
        id: z.string(),
        error: z
          .strictObject({
            code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
            message: z.string(),
          })
          .nullable()
          .describe("Why it was not done to this one; null when it was."),
      }),
    ),
  })
  .meta({ id: "MonitorBatch" });

const CloneBody = z
  .strictObject({ name: oneLine(100).optional().describe("Absent: `Copy of …`.") })
  .meta({ id: "MonitorCloneInput" });

/** How many monitors are changed at once, and how one becomes two. */
export function monitorBatchRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/monitors/batch",
      needs: "write",
      section,
      summary: "Pause, resume, tag or delete many monitors",
      description: "In one write. What one of them refuses, its result tells; the others are done all the same.",
      params: Nothing,
      query: Nothing,
      body: BatchBody,
      answers: { 200: MonitorBatchAnswer },
      handle: async ({ caller, body }) => {
        const results = await changeMonitors(app, caller, { monitorIds: body.ids, act: toAction(body) });
        const shown = results.map(({ monitorId: id, refusal: error }) => ({ id, error }));
        return { status: 200, json: { done: shown.filter(({ error }) => error === null).length, results: shown } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/monitors/{id}/clone",
      needs: "write",
      section,
      summary: "Make a new monitor with the configuration of this one",
      description: "With the credentials of a probe, without the slug and without anything that was recorded.",
      params: IdParams,
      query: Nothing,
      body: CloneBody,
      answers: { 201: MonitorAnswer },
      handle: async ({ caller, params, body }) => {
        const monitor = await cloneMonitor(app, caller, { monitorId: params.id, name: body.name });
        return monitorAnswer(app, monitor, { status: 201, standing: caller.standing });
      },
    }),
  ];
}

function toAction(body: z.output<typeof BatchBody>): BatchAction {
  const { action, tags } = body;
  if (action !== "add-tags" && action !== "remove-tags") return { action };
  if (tags !== undefined) return { action, tags };
  throw new AppError("invalid_input", `"tags" is required with ${action}: give a list.`, "tags");
}
