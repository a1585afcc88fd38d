import type { z } from "zod";
import {
  changeAlarmToken,
  createAlarmToken,
  listAlarmTokens,
  revokeAlarmToken,
  rotateAlarmToken,
  type ShownAlarmToken,
} from "../../actions/alarm-tokens.ts";
import type { App } from "../../actions/app.ts";
import type { AlarmToken } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { instant, instantOrNull } from "../shared-schemas.ts";
import { TopicParams } from "../topics/schema.ts";
import { alarmBodyRoutes } from "./body-routes.ts";
import { alarmPreviewRoute } from "./preview-route.ts";
import {
  AlarmTokenAnswer,
  AlarmTokenBody,
  AlarmTokenList,
  AlarmTokenPatch,
  NewAlarmToken,
  RotateBody,
  TokenParams,
} from "./schema.ts";

const topicPath = "/channels/{channel}/topics/{topic}";
const section = "Alarms";

/** How other monitoring systems are let in, and what they sent. */
export function alarmRoutes(app: App): readonly Route[] {
  return [
    listRoute(app),
    createRoute(app),
    changeRoute(app),
    rotateRoute(app),
    revokeRoute(app),
    ...alarmBodyRoutes(app),
    alarmPreviewRoute(app),
  ];
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: `${topicPath}/alarm-tokens`,
    needs: "read",
    section,
    summary: "List the alarm tokens of a topic, without their values",
    params: TopicParams,
    query: Nothing,
    body: null,
    answers: { 200: AlarmTokenList },
    handle: async ({ caller, params }) => {
      const tokens = await listAlarmTokens(app, caller, params);
      return { status: 200, json: { tokens: tokens.map(presentToken) } };
    },
  });
}

function createRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: `${topicPath}/alarm-tokens`,
    needs: "keys",
    section,
    summary: "Create an alarm token",
    description: "With it another monitoring system reports to this topic: `POST /v1/alarms/{source}/{token}`.",
    params: TopicParams,
    query: Nothing,
    body: AlarmTokenBody,
    answers: { 201: NewAlarmToken },
    handle: async ({ caller, params, body }) => {
      const { name, allow, ...options } = body;
      const made = await createAlarmToken(app, caller, { ...params, name, allow, options });
      return { status: 201, json: presentNewToken(app, made) };
    },
  });
}

function changeRoute(app: App): Route {
  return defineRoute({
    method: "patch",
    path: `${topicPath}/alarm-tokens/{id}`,
    needs: "keys",
    section,
    summary: "Change an alarm token",
    description: "What is left out stays as it is; the value and its address stay, so no sender needs to be told.",
    params: TokenParams,
    query: Nothing,
    body: AlarmTokenPatch,
    answers: { 200: AlarmTokenAnswer },
    handle: async ({ caller, params: { id: tokenId, ...topic }, body: { name, allow, ...options } }) => {
      const token = await changeAlarmToken(app, caller, { ...topic, tokenId, patch: { name, allow, options } });
      return { status: 200, json: presentToken(token) };
    },
  });
}

function rotateRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: `${topicPath}/alarm-tokens/{id}/rotate`,
    needs: "keys",
    section,
    summary: "Give an alarm token a new value",
    description:
      "The answer is a new token; the old one works for 24 hours, so that the sender can be changed in peace.",
    params: TokenParams,
    query: Nothing,
    body: RotateBody,
    answers: { 201: NewAlarmToken },
    handle: async ({ caller, params: { id: tokenId, ...topic }, body: { endOldNow } }) => {
      const made = await rotateAlarmToken(app, caller, { ...topic, tokenId, endOldNow });
      return { status: 201, json: presentNewToken(app, made) };
    },
  });
}

function revokeRoute(app: App): Route {
  return defineRoute({
    method: "delete",
    path: `${topicPath}/alarm-tokens/{id}`,
    needs: "keys",
    section,
    summary: "Revoke an alarm token at once",
    params: TokenParams,
    query: Nothing,
    body: null,
    answers: { 204: null },
    handle: async ({ caller, params: { id: tokenId, ...topic } }) => {
      await revokeAlarmToken(app, caller, { ...topic, tokenId });
      return { status: 204 };
    },
  });
}

function presentToken(token: AlarmToken): z.input<typeof AlarmTokenAnswer> {
  const { id, name, hint, allow, options } = token;
  const { key, ...mapping } = options.mapping ?? {};
  return {
    id,
    name,
    allow: [...allow],
    mapping: options.mapping && { ...mapping, ...(key && { key: [...key] }) },
    snsTopics: [...options.snsTopics],
    eventPairs: options.eventPairs.map(({ opens, ends }) => ({ opens, ends: [...ends] })),
    signature: options.signature && {
      header: options.signature.header,
      timestampHeader: options.signature.timestampHeader,
    },
    hint,
    createdAt: instant(token.createdAt),
    lastUsedAt: instantOrNull(token.lastUsedAt),
    expiresAt: instantOrNull(token.expiresAt),
  };
}

function presentNewToken(app: App, { token, value }: ShownAlarmToken): z.input<typeof NewAlarmToken> {
  return { ...presentToken(token), value, url: `${app.settings.baseUrl}/v1/alarms/generic/${value}` };
}
