import type { z } from "zod";
import type { App } from "../../actions/app.ts";
import { commandMonitor } from "../../actions/command-monitor.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams } from "../shared-schemas.ts";
import { monitorAnswer } from "./routes.ts";
import { AcknowledgeBody, MonitorAnswer, ResolveBody } from "./schema.ts";

const COMMANDS = [
  {
    type: "pause",
    path: "pause",
    summary: "Pause a monitor",
    description:
      "Time does not act on a paused monitor. A success or failure ends the pause, unless `manualResume` is set.",
    body: Nothing,
  },
  {
    type: "resume",
    path: "resume",
    summary: "Resume a paused monitor",
    description: "It is `new` again.",
    body: Nothing,
  },
  {
    type: "probe-now",
    path: "probe",
    summary: "Let a probe look now",
    description:
      "It is due at once, whatever its interval; what it finds is judged as always and shows in `results` a moment later. " +
      "A look that is under way counts. A paused monitor is refused: resuming it looks at once.",
    body: Nothing,
  },
  {
    type: "acknowledge",
    path: "acknowledge",
    summary: "Acknowledge the outage of a monitor",
    description: "Says that somebody has taken it up; it ends nothing.",
    body: AcknowledgeBody,
  },
  {
    type: "resolve",
    path: "resolve",
    summary: "Resolve an alarm by hand",
    description: "For a source that will not say its end. If the alarm still fires, its next report opens it again.",
    body: ResolveBody,
  },
] as const;

/** What an operator can tell a monitor. */
export function monitorCommandRoutes(app: App): readonly Route[] {
  return COMMANDS.map(({ type, path, summary, description, body }) =>
    defineRoute<typeof IdParams, typeof Nothing, z.ZodType<{ readonly note?: string | undefined }>>({
      method: "post",
      path: `/monitors/{id}/${path}`,
      needs: "write",
      section: "Monitors",
      summary,
      description,
      params: IdParams,
      query: Nothing,
      body,
      answers: { 200: MonitorAnswer },
      handle: async ({ caller, params, body: { note } }) => {
        const monitor = await commandMonitor(app, caller, { monitorId: params.id, type, note });
        return monitorAnswer(app, monitor, { status: 200, standing: caller.standing });
      },
    }),
  );
}
