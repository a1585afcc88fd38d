import type { App } from "../../actions/app.ts";
import { getPingBody } from "../../actions/get-ping-body.ts";
import { listLog } from "../../actions/list-log.ts";
import { listPings } from "../../actions/list-pings.ts";
import { listResults } from "../../actions/list-results.ts";
import { listTransitions } from "../../actions/list-transitions.ts";
import { bytesAnswer } from "../answer.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, PageQuery } from "../shared-schemas.ts";
import { LogList, LogQuery, presentEntry } from "./log-schema.ts";
import { presentPing, presentTransition } from "./present.ts";
import { presentResult, ResultList } from "./probe-schema.ts";
import { PingBodyParams, PingList, TransitionList } from "./schema.ts";

const section = "Monitors";

/** What was recorded of a monitor. */
export function monitorLogRoutes(app: App): readonly Route[] {
  return [
    mergedRoute(app),
    defineRoute({
      method: "get",
      path: "/monitors/{id}/pings",
      needs: "read",
      section,
      summary: "List the pings of a monitor, newest first",
      params: IdParams,
      query: PageQuery,
      body: null,
      answers: { 200: PingList },
      handle: async ({ caller, params, query }) => {
        const page = await listPings(app, caller, { monitorId: params.id, ...query });
        return { status: 200, json: { pings: page.items.map(presentPing), nextCursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/monitors/{id}/pings/{n}/body",
      needs: "read",
      section,
      summary: "Get the body that came with a ping, byte for byte",
      params: PingBodyParams,
      query: Nothing,
      body: null,
      answers: { 200: "text/plain" },
      handle: async ({ caller, params }) =>
        bytesAnswer(new Uint8Array(await getPingBody(app, caller, { monitorId: params.id, n: params.n }))),
    }),
    defineRoute({
      method: "get",
      path: "/monitors/{id}/results",
      needs: "read",
      section,
      summary: "List what the probe of a monitor found, newest first",
      params: IdParams,
      query: PageQuery,
      body: null,
      answers: { 200: ResultList },
      handle: async ({ caller, params, query }) => {
        const page = await listResults(app, caller, { monitorId: params.id, ...query });
        return { status: 200, json: { results: page.items.map(presentResult), nextCursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/monitors/{id}/transitions",
      needs: "read",
      section,
      summary: "List the changes of a monitor's status, newest first",
      params: IdParams,
      query: PageQuery,
      body: null,
      answers: { 200: TransitionList },
      handle: async ({ caller, params, query }) => {
        const page = await listTransitions(app, caller, { monitorId: params.id, ...query });
        return { status: 200, json: { transitions: page.items.map(presentTransition), nextCursor: page.nextCursor } };
      },
    }),
  ];
}

function mergedRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/monitors/{id}/log",
    needs: "read",
    section,
    summary: "List what was recorded of a monitor in one list, newest first",
    description: "Pings or probe results, changes of status and messages, merged by time.",
    params: IdParams,
    query: LogQuery,
    body: null,
    answers: { 200: LogList },
    handle: async ({ caller, params, query }) => {
      const { type: types, ...rest } = query;
      const page = await listLog(app, caller, { ...rest, monitorId: params.id, types });
      return { status: 200, json: { entries: page.items.map(presentEntry), nextCursor: page.nextCursor } };
    },
  });
}
