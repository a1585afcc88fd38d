import type { z } from "zod";
import type { App } from "../../actions/app.ts";
import { getStatusPage, type OwnStatusPage } from "../../actions/get-status-page.ts";
import { putStatusPage } from "../../actions/put-status-page.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { instantOrNull } from "../shared-schemas.ts";
import { StatusPageAnswer, StatusPageBody } from "./schema.ts";

const path = "/status-page";
const section = "Status page";

/** What the key's project shows to everybody. */
export function statusPageRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path,
      needs: "read",
      section,
      summary: "Get what the project's status page shows",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: StatusPageAnswer },
      handle: async ({ caller }) => ({ status: 200, json: presentPage(app, await getStatusPage(app, caller)) }),
    }),
    defineRoute({
      method: "put",
      path,
      needs: "write",
      section,
      summary: "Set the project's status page up, or replace it",
      description: "Everybody who knows the address sees the page within 30 seconds, and never what stands behind it.",
      params: Nothing,
      query: Nothing,
      body: StatusPageBody,
      answers: { 200: StatusPageAnswer },
      handle: async ({ caller, body }) => {
        const groups = body.groups.map(({ name, monitors }) => ({
          name,
          monitors: monitors.map(({ monitor, name: shown }) => ({ monitorId: monitor, name: shown })),
        }));
        return { status: 200, json: presentPage(app, await putStatusPage(app, caller, { ...body, groups })) };
      },
    }),
  ];
}

function presentPage({ settings }: App, page: OwnStatusPage): z.input<typeof StatusPageAnswer> {
  const { slug, enabled, title, description, note, showIncidents, incidentDays, groups, changedAt } = page;
  return {
    slug,
    url: slug === null ? null : `${settings.baseUrl}/status/${slug}`,
    enabled,
    title,
    description,
    note,
    showIncidents,
    incidentDays,
    groups: groups.map(({ name, monitors }) => ({
      name,
      monitors: monitors.map(({ monitorId, name: shown }) => ({ monitor: monitorId, name: shown })),
    })),
    changedAt: instantOrNull(changedAt),
  };
}
