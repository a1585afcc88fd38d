import type { z } from "zod";
import { getAlarmBody, getLastAlarmBody, listAlarmBodies } from "../../actions/alarm-bodies.ts";
import type { App } from "../../actions/app.ts";
import type { AlarmBody } from "../../model/index.ts";
import { bytesAnswer } from "../answer.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, instant, PageQuery } from "../shared-schemas.ts";
import { TopicParams } from "../topics/schema.ts";
import { AlarmBodyList } from "./schema.ts";

const topicPath = "/channels/{channel}/topics/{topic}";
const section = "Alarms";

/** What monitoring systems sent. */
export function alarmBodyRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: `${topicPath}/alarm-bodies`,
      needs: "read",
      section,
      summary: "List what monitoring systems sent to a topic, newest first",
      description: "The newest 1,000 of a topic are kept, for 30 days.",
      params: TopicParams,
      query: PageQuery,
      body: null,
      answers: { 200: AlarmBodyList },
      handle: async ({ caller, params, query }) => {
        const page = await listAlarmBodies(app, caller, { ...params, ...query });
        return { status: 200, json: { bodies: page.items.map(presentBody), nextCursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/alarm-bodies/{id}",
      needs: "read",
      section,
      summary: "Get what a monitoring system sent, byte for byte",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 200: "text/plain" },
      handle: async ({ caller, params }) => bytesAnswer(new Uint8Array(await getAlarmBody(app, caller, params.id))),
    }),
    defineRoute({
      method: "get",
      path: "/monitors/{id}/alarm-body",
      needs: "read",
      section,
      summary: "Get what was last sent about an alarm, byte for byte",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 200: "text/plain" },
      handle: async ({ caller, params }) =>
        bytesAnswer(new Uint8Array(await getLastAlarmBody(app, caller, { monitorId: params.id }))),
    }),
  ];
}

function presentBody(body: AlarmBody): z.input<typeof AlarmBodyList>["bodies"][number] {
  const { id, source, at, contentType, totalBytes, unparsed } = body;
  return { id, source, at: instant(at), contentType, totalBytes, unparsed };
}
