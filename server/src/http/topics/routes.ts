import { allows } from "../../access/verbs.ts";
import type { App } from "../../actions/app.ts";
import { deleteTopic } from "../../actions/delete-topic.ts";
import { getTopic } from "../../actions/get-topic.ts";
import { listTopics } from "../../actions/list-topics.ts";
import { putTopic } from "../../actions/put-topic.ts";
import { rotateTopicHash } from "../../actions/rotate-topic-hash.ts";
import { showTopic } from "../../actions/show-topic.ts";
import { testTopic } from "../../actions/test-topic.ts";
import { topicName } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { presentListedTopic, presentTopic } from "./present.ts";
import {
  HashAnswer,
  TestBody,
  TopicAnswer,
  TopicBody,
  TopicDeleted,
  TopicList,
  TopicParams,
  TopicTested,
} from "./schema.ts";

const path = "/channels/{channel}/topics/{topic}";
const section = "Topics";

/** How topics are made, seen, deleted and tried. */
export function topicRoutes(app: App): readonly Route[] {
  return [listRoute(app), getRoute(app), putRoute(app), deleteRoute(app), testRoute(app), rotateRoute(app)];
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/topics",
    needs: "read",
    section,
    summary: "List topics with their integrations",
    params: Nothing,
    query: Nothing,
    body: null,
    answers: { 200: TopicList },
    handle: async ({ caller }) => {
      const { topics, states } = await listTopics(app, caller);
      return { status: 200, json: { topics: topics.map((topic) => presentListedTopic(topic, states)) } };
    },
  });
}

function getRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path,
    needs: "read",
    section,
    summary: "Get a topic",
    description: "Credentials are never shown, only which of them are set.",
    params: TopicParams,
    query: Nothing,
    body: null,
    answers: { 200: TopicAnswer },
    handle: async ({ caller, params }) => {
      const topic = await getTopic(app, caller, params);
      const shown = await showTopic(app, topic, { seesHash: allows(caller.standing, "keys") });
      return { status: 200, json: presentTopic(shown) };
    },
  });
}

function putRoute(app: App): Route {
  return defineRoute({
    method: "put",
    path,
    needs: "write",
    section,
    summary: "Create a topic or replace its integrations",
    description:
      "An integration that the topic has, by its `id` or by its name and provider, keeps its id and its waiting messages.",
    params: TopicParams,
    query: Nothing,
    body: TopicBody,
    answers: { 200: TopicAnswer, 201: TopicAnswer },
    handle: async ({ caller, params, body }) => {
      const { topic, created } = await putTopic(app, caller, { ...params, ...body });
      const shown = await showTopic(app, topic, { seesHash: allows(caller.standing, "keys") });
      return { status: created ? 201 : 200, json: presentTopic(shown) };
    },
  });
}

function deleteRoute(app: App): Route {
  return defineRoute({
    method: "delete",
    path,
    needs: "write",
    section,
    summary: "Delete a topic",
    description: "Cancels what waits for it, and says what that was.",
    params: TopicParams,
    query: Nothing,
    body: null,
    answers: { 200: TopicDeleted },
    handle: async ({ caller, params }) => {
      const { cancelled, monitors } = await deleteTopic(app, caller, params);
      const messages = cancelled.map(({ id, event, integrationName }) => ({ id, event, integration: integrationName }));
      return { status: 200, json: { name: topicName(params.channel, params.topic), cancelled: messages, monitors } };
    },
  });
}

function testRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: `${path}/test`,
    needs: "write",
    section,
    summary: "Send a test message to each integration now, or to one",
    description: "Answers when each has answered or timed out. A success ends a suspension.",
    params: TopicParams,
    query: Nothing,
    body: TestBody,
    answers: { 200: TopicTested },
    handle: async ({ caller, params, body }) => {
      const integrations = await testTopic(app, caller, { ...params, integration: body.integration });
      const ok = integrations.every(({ outcome }) => outcome === "delivered" || outcome === "accepted");
      return { status: 200, json: { ok, integrations } };
    },
  });
}

function rotateRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: `${path}/rotate-hash`,
    needs: "keys",
    section,
    summary: "Give a topic a new hash",
    description: "The old one stops working at once.",
    params: TopicParams,
    query: Nothing,
    body: Nothing,
    answers: { 200: HashAnswer },
    handle: async ({ caller, params }) => ({ status: 200, json: { hash: await rotateTopicHash(app, caller, params) } }),
  });
}
