import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { listRuns } from "../../actions/list-runs.ts";
import { RUN_OUTCOMES, type Run } from "../../judge/runs.ts";
import { defineRoute, type Route } from "../route.ts";
import { IdParams, Instant, instantOrNull } from "../shared-schemas.ts";

const RunQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });

/** The runs of a monitor. */
export const RunList = z
  .strictObject({
    runs: z.array(
      z
        .strictObject({
          startedAt: Instant.nullable().describe("Null: the end came without a start."),
          endedAt: Instant.nullable(),
          durationMs: z.number().nullable(),
          outcome: z.enum(RUN_OUTCOMES).describe("`unfinished`: nobody told its end."),
          runId: z.string().nullable(),
          exitStatus: z.int().nullable(),
          pingN: z.int().describe("The ping that ended it, or else the one that started it."),
        })
        .meta({ id: "Run" }),
    ),
  })
  .meta({ id: "RunList" });

/** What lay between the starts and ends of a heartbeat's job. */
export function monitorRunRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/monitors/{id}/runs",
      needs: "read",
      section: "Monitors",
      summary: "List the runs of a monitor, newest first",
      description: "From the newest 1,000 pings, which are what is kept. A probe has results instead.",
      params: IdParams,
      query: RunQuery,
      body: null,
      answers: { 200: RunList },
      handle: async ({ caller, params, query }) => {
        const runs = await listRuns(app, caller, { monitorId: params.id, limit: query.limit });
        return { status: 200, json: { runs: runs.map(presentRun) } };
      },
    }),
  ];
}

function presentRun(run: Run): z.input<typeof RunList>["runs"][number] {
  const { startedAt, endedAt, durationMs, outcome, runId, exitStatus, pingN } = run;
  return {
    startedAt: instantOrNull(startedAt),
    endedAt: instantOrNull(endedAt),
    durationMs,
    outcome,
    runId,
    exitStatus,
    pingN,
  };
}
