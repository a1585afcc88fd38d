import type { z } from "zod";
import { allows } from "../../access/verbs.ts";
import type { App } from "../../actions/app.ts";
import { createService } from "../../actions/create-service.ts";
import { deleteMonitor } from "../../actions/delete-monitor.ts";
import { getService, listServices, type ShownService, showService } from "../../actions/show-services.ts";
import { intervalOf } from "../../signals/check-in.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, instant, instantOrNull, PageQuery } from "../shared-schemas.ts";
import { ServiceAnswer, ServiceBody, ServiceListAnswer } from "./schema.ts";

const section = "Services";

/** How services that check in are made, listed, looked up and deleted. */
export function serviceRoutes(app: App): readonly Route[] {
  return [listRoute(app), createRoute(app), ...routesById(app)];
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/services",
    needs: "read",
    section,
    summary: "List services that check in, by name",
    params: Nothing,
    query: PageQuery,
    body: null,
    answers: { 200: ServiceListAnswer },
    handle: async ({ caller, query }) => {
      const page = await listServices(app, caller, query);
      return { status: 200, json: { services: page.items.map(presentService), nextCursor: page.nextCursor } };
    },
  });
}

function createRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/services",
    needs: "write",
    section,
    summary: "Add a service that checks in",
    description: "Its own key and a `curl` line are in the answer; a write key can look them up again.",
    params: Nothing,
    query: Nothing,
    body: ServiceBody,
    answers: { 201: ServiceAnswer },
    handle: async ({ caller, body }) => {
      const { service, key } = await createService(app, caller, body);
      return { status: 201, json: withKey(app, await showService(app, service), key) };
    },
  });
}

function routesById(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/services/{id}",
      needs: "read",
      section,
      summary: "Get a service, with its own key for those who may have it",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 200: ServiceAnswer },
      handle: async ({ caller, params }) => {
        const shown = await getService(app, caller, params.id);
        const key = allows(caller.standing, "keys") ? await app.store.people.keyOfMonitor(shown.service.id) : null;
        return { status: 200, json: withKey(app, shown, key) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/services/{id}",
      needs: "write",
      section,
      summary: "Delete a service with its key and its log",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        const { service } = await getService(app, caller, params.id);
        await deleteMonitor(app, caller, service.id);
        return { status: 204 };
      },
    }),
  ];
}

type InList = z.input<typeof ServiceListAnswer>["services"][number];

function presentService({ service, status }: ShownService): InList {
  const { config, state } = service;
  const { schedule } = config;
  return {
    id: service.doorKey ?? service.id,
    monitorId: service.id,
    name: config.name,
    interval: schedule.type === "period" ? intervalOf(schedule.periodMs) : null,
    threshold: schedule.allowedMisses,
    status,
    lastCheckInAt: instantOrNull(state.lastPingAt),
    deadAt: instantOrNull(state.deadlineAt),
    topics: [...config.topics],
    createdAt: instant(service.createdAt),
  };
}

function withKey(app: App, shown: ShownService, key: string | null): z.input<typeof ServiceAnswer> {
  const service = presentService(shown);
  if (key === null) return { ...service, key, curl: null };
  const address = `${app.settings.baseUrl}/notify/${encodeURIComponent(service.id)}`;
  return { ...service, key, curl: `curl --fail -H ${shellQuote(`x-api-key: ${key}`)} ${shellQuote(address)}` };
}

/** One word for a POSIX shell: keys and ids that were brought along may hold a quote. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
