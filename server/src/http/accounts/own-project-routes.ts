import { z } from "zod";
import { createProject, deleteProject } from "../../actions/accounts/projects.ts";
import type { App } from "../../actions/app.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { oneLine } from "../shared-schemas.ts";
import { OwnProject, OwnProjectList, presentMembership } from "./session-schema.ts";

const section = "Project";

const ProjectBody = z
  .strictObject({
    name: oneLine(100),
    timezone: oneLine(100).optional().describe("IANA zone, such as `Europe/Berlin`; UTC unless told."),
  })
  .meta({ id: "NewProjectInput" });
const DeleteBody = z
  .strictObject({ name: z.string().max(100).describe("The name of the project, so that the right one is deleted.") })
  .meta({ id: "DeleteProjectInput" });

/** The projects of an account. */
export function ownProjectRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/projects",
      needs: "account",
      section,
      summary: "List the projects that one is in, by name",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: OwnProjectList },
      handle: async ({ caller }) => ({
        status: 200,
        json: { items: caller.memberships.map(presentMembership) },
      }),
    }),
    defineRoute({
      method: "post",
      path: "/projects",
      needs: "account",
      section,
      summary: "Make a project of one's own",
      params: Nothing,
      query: Nothing,
      body: ProjectBody,
      answers: { 201: OwnProject },
      handle: async ({ caller, body }) => ({
        status: 201,
        json: presentMembership(await createProject(app, caller, body)),
      }),
    }),
    defineRoute({
      method: "delete",
      path: "/project",
      needs: "own",
      section,
      summary: "Delete the project for good",
      description: "Its keys and members are gone at once, its monitors and messages bit by bit.",
      params: Nothing,
      query: Nothing,
      body: DeleteBody,
      answers: { 204: null },
      handle: async ({ caller, body }) => {
        await deleteProject(app, caller, body.name);
        return { status: 204 };
      },
    }),
  ];
}
