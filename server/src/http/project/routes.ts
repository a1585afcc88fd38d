import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { changeProject } from "../../actions/change-project.ts";
import { getProject } from "../../actions/get-project.ts";
import type { Project } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { Instant, instant, oneLine, TopicName } from "../shared-schemas.ts";

const section = "Project";

const fields = {
  name: oneLine(100),
  timezone: oneLine(100).describe("IANA zone, such as `Europe/Berlin`."),
  defaultTopics: z.array(TopicName).max(50).describe("Topics of monitors that make themselves or name none."),
};

const ProjectBody = z.strictObject(fields).partial().meta({ id: "ProjectInput" });
export const ProjectAnswer = z.strictObject({ id: z.string(), ...fields, createdAt: Instant }).meta({ id: "Project" });

/** The project of the key. */
export function projectRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/project",
      needs: "read",
      section,
      summary: "Get the project of the key",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: ProjectAnswer },
      handle: async ({ caller }) => ({ status: 200, json: presentProject(await getProject(app, caller)) }),
    }),
    defineRoute({
      method: "patch",
      path: "/project",
      needs: "settings",
      section,
      summary: "Change the project's name, zone or default topics",
      params: Nothing,
      query: Nothing,
      body: ProjectBody,
      answers: { 200: ProjectAnswer },
      handle: async ({ caller, body }) => ({
        status: 200,
        json: presentProject(await changeProject(app, caller, body)),
      }),
    }),
  ];
}

function presentProject(project: Project): z.input<typeof ProjectAnswer> {
  const { id, name, timezone, defaultTopics, createdAt } = project;
  return { id, name, timezone, defaultTopics: [...defaultTopics], createdAt: instant(createdAt) };
}
