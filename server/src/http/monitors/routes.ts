import { allows, type Standing } from "../../access/verbs.ts";
import type { App } from "../../actions/app.ts";
import { createMonitor } from "../../actions/create-monitor.ts";
import { deleteMonitor } from "../../actions/delete-monitor.ts";
import { getMonitor } from "../../actions/get-monitor.ts";
import { listMonitors } from "../../actions/list-monitors.ts";
import { putMonitorBySlug } from "../../actions/put-monitor-by-slug.ts";
import { type ShownMonitor, showMonitor } from "../../actions/show-monitors.ts";
import { updateMonitor } from "../../actions/update-monitor.ts";
import type { Monitor } from "../../model/index.ts";
import { defineRoute, Nothing, type Route, type RouteAnswer } from "../route.ts";
import { IdParams } from "../shared-schemas.ts";
import { presentMonitor } from "./present.ts";
import {
  BySlugParams,
  MonitorAnswer,
  MonitorBody,
  MonitorBySlugBody,
  MonitorList,
  MonitorQuery,
  toMonitorInput,
} from "./schema.ts";

const section = "Monitors";

/** How a monitor is made, found, changed and deleted. */
export function monitorRoutes(app: App): readonly Route[] {
  return [
    listRoute(app),
    createRoute(app),
    getRoute(app),
    getBySlugRoute(app),
    putBySlugRoute(app),
    ...changeRoutes(app),
  ];
}

/** Answers with one monitor as it stands now, as far as this kind of key may see it. */
export async function monitorAnswer(
  app: App,
  monitor: Monitor,
  view: { readonly status: number; readonly standing: Standing },
): Promise<RouteAnswer> {
  return { status: view.status, json: present(app, await showMonitor(app, monitor), view.standing) };
}

function present(app: App, shown: ShownMonitor, standing: Standing): ReturnType<typeof presentMonitor> {
  return presentMonitor(shown, { baseUrl: app.settings.baseUrl, showPingUrl: allows(standing, "write") });
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/monitors",
    needs: "read",
    section,
    summary: "List monitors",
    description: "By name. A page can be shorter than `limit`; the end is where `nextCursor` is null.",
    params: Nothing,
    query: MonitorQuery,
    body: null,
    answers: { 200: MonitorList },
    handle: async ({ caller, query }) => {
      const { tag: tags, status: statuses, kind, text, cursor, limit } = query;
      const page = await listMonitors(app, caller, { tags, statuses, kind, text, cursor, limit });
      const monitors = page.items.map((shown) => present(app, shown, caller.standing));
      return { status: 200, json: { monitors, nextCursor: page.nextCursor } };
    },
  });
}

function createRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/monitors",
    needs: "write",
    section,
    summary: "Create a monitor",
    description:
      "Everything has a default: a heartbeat due every day with an hour of grace, told to the default topics. With `probe` it is a probe, every minute unless its schedule has another period.",
    params: Nothing,
    query: Nothing,
    body: MonitorBody,
    answers: { 201: MonitorAnswer },
    handle: async ({ caller, body }) => {
      const monitor = await createMonitor(app, caller, toMonitorInput(body));
      return monitorAnswer(app, monitor, { status: 201, standing: caller.standing });
    },
  });
}

function getRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/monitors/{id}",
    needs: "read",
    section,
    summary: "Get a monitor",
    params: IdParams,
    query: Nothing,
    body: null,
    answers: { 200: MonitorAnswer },
    handle: async ({ caller, params }) =>
      monitorAnswer(app, await getMonitor(app, caller, { monitorId: params.id }), {
        status: 200,
        standing: caller.standing,
      }),
  });
}

function getBySlugRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/monitors/by-slug/{slug}",
    needs: "read",
    section,
    summary: "Get a monitor by its slug",
    params: BySlugParams,
    query: Nothing,
    body: null,
    answers: { 200: MonitorAnswer },
    handle: async ({ caller, params }) =>
      monitorAnswer(app, await getMonitor(app, caller, { slug: params.slug }), {
        status: 200,
        standing: caller.standing,
      }),
  });
}

function putBySlugRoute(app: App): Route {
  return defineRoute({
    method: "put",
    path: "/monitors/by-slug/{slug}",
    needs: "write",
    section,
    summary: "Create or change the monitor of a slug",
    description: "Creates it (201) or changes what is given (200). Calls at the same time make one monitor.",
    params: BySlugParams,
    query: Nothing,
    body: MonitorBySlugBody,
    answers: { 200: MonitorAnswer, 201: MonitorAnswer },
    handle: async ({ caller, params, body }) => {
      const put = { slug: params.slug, input: toMonitorInput(body) };
      const { monitor, created } = await putMonitorBySlug(app, caller, put);
      return monitorAnswer(app, monitor, { status: created ? 201 : 200, standing: caller.standing });
    },
  });
}

function changeRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "patch",
      path: "/monitors/{id}",
      needs: "write",
      section,
      summary: "Change a monitor",
      description: "Changes the fields that are given. A schedule and filters are replaced as a whole.",
      params: IdParams,
      query: Nothing,
      body: MonitorBody,
      answers: { 200: MonitorAnswer },
      handle: async ({ caller, params, body }) => {
        const monitor = await updateMonitor(app, caller, { monitorId: params.id, input: toMonitorInput(body) });
        return monitorAnswer(app, monitor, { status: 200, standing: caller.standing });
      },
    }),
    defineRoute({
      method: "delete",
      path: "/monitors/{id}",
      needs: "write",
      section,
      summary: "Delete a monitor with its log",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await deleteMonitor(app, caller, params.id);
        return { status: 204 };
      },
    }),
  ];
}
