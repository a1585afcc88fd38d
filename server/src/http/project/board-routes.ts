import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { changeProject } from "../../actions/change-project.ts";
import { getProject } from "../../actions/get-project.ts";
import { BOARD_MODES, boardTopic, type HeartbeatBoard, type Project } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { TopicName } from "../shared-schemas.ts";

const section = "Project";

const fields = {
  topic: TopicName.nullable().describe("The topic that is told; null: the project's first default topic."),
  mode: z
    .enum(BOARD_MODES)
    .describe("`each`: a pulse is told the moment it becomes overdue. `digest`: pulses are told by digests only."),
  digestEverySeconds: z
    .int()
    .min(60)
    .max(7 * 86_400)
    .describe("How often a digest goes out in mode `digest`; an hour unless changed."),
};

const BoardBody = z.strictObject(fields).partial().meta({ id: "HeartbeatBoardInput" });
export const BoardAnswer = z
  .strictObject({ ...fields, topicInUse: TopicName.nullable().describe("Null: the project has no topic to tell.") })
  .meta({ id: "HeartbeatBoard" });

/** How the pulses of the key's project are told. */
export function boardRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/project/heartbeat-board",
      needs: "read",
      section,
      summary: "Get how the pulses of the heartbeat board are told",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: BoardAnswer },
      handle: async ({ caller }) => ({ status: 200, json: presentBoard(await getProject(app, caller)) }),
    }),
    defineRoute({
      method: "patch",
      path: "/project/heartbeat-board",
      needs: "settings",
      section,
      summary: "Change how the pulses of the heartbeat board are told",
      description: "Pulses that tell the board's old topic tell the new one from then on.",
      params: Nothing,
      query: Nothing,
      body: BoardBody,
      answers: { 200: BoardAnswer },
      handle: async ({ caller, body }) => {
        const changed = await changeProject(app, caller, { heartbeatBoard: toBoard(body) });
        return { status: 200, json: presentBoard(changed) };
      },
    }),
  ];
}

function toBoard({ topic, mode, digestEverySeconds }: z.output<typeof BoardBody>): Partial<HeartbeatBoard> {
  return {
    ...(topic !== undefined && { topic }),
    ...(mode !== undefined && { mode }),
    ...(digestEverySeconds !== undefined && { digestEveryMs: digestEverySeconds * 1_000 }),
  };
}

function presentBoard(project: Project): z.input<typeof BoardAnswer> {
  const { topic, mode, digestEveryMs } = project.heartbeatBoard;
  return { topic, mode, digestEverySeconds: digestEveryMs / 1_000, topicInUse: boardTopic(project) };
}
