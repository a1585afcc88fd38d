import type { App } from "../../actions/app.ts";
import { getMessage } from "../../actions/get-message.ts";
import { listMessages } from "../../actions/list-messages.ts";
import { replayMessage } from "../../actions/replay-message.ts";
import { replayMessages } from "../../actions/replay-messages.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams } from "../shared-schemas.ts";
import { presentMessage, presentMessageWithAttempts } from "./present.ts";
import { MessageAnswer, MessageList, MessageQuery, MessageWithAttempts, ReplayBody, Replayed } from "./schema.ts";

const section = "Messages";

/** What became of messages, and the way back for dead ones. */
export function messageRoutes(app: App): readonly Route[] {
  return [...readRoutes(app), ...replayRoutes(app)];
}

function readRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/messages",
      needs: "read",
      section,
      summary: "List messages, newest first",
      params: Nothing,
      query: MessageQuery,
      body: null,
      answers: { 200: MessageList },
      handle: async ({ caller, query }) => {
        const { notification: notificationId, digest: digestId, ...rest } = query;
        const page = await listMessages(app, caller, { ...filterOf(rest), notificationId, digestId });
        return { status: 200, json: { messages: page.items.map(presentMessage), nextCursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/messages/{id}",
      needs: "read",
      section,
      summary: "Get a message with every attempt to deliver it",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 200: MessageWithAttempts },
      handle: async ({ caller, params }) => {
        const { message, attempts } = await getMessage(app, caller, params.id);
        return { status: 200, json: presentMessageWithAttempts(message, attempts) };
      },
    }),
  ];
}

function replayRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/messages/replay",
      needs: "write",
      section,
      summary: "Replay dead messages",
      description: "All of them, or those that every given part fits, each with a fresh retry plan.",
      params: Nothing,
      query: Nothing,
      body: ReplayBody,
      answers: { 200: Replayed },
      handle: async ({ caller, body }) => {
        const ids = await replayMessages(app, caller, filterOf(body));
        return { status: 200, json: { replayed: ids.length, ids } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/messages/{id}/replay",
      needs: "write",
      section,
      summary: "Replay a dead message",
      description: "It waits again, under the same id and with a fresh retry plan.",
      params: IdParams,
      query: Nothing,
      body: Nothing,
      answers: { 200: MessageAnswer },
      handle: async ({ caller, params }) => ({
        status: 200,
        json: presentMessage(await replayMessage(app, caller, params.id)),
      }),
    }),
  ];
}

interface Narrowed {
  readonly monitor?: string | undefined;
  readonly integration?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What narrows messages, in the words of the store. */
function filterOf<Input extends Narrowed>({ monitor, integration, from, to, ...rest }: Input) {
  return {
    ...rest,
    monitorId: monitor,
    integrationId: integration,
    fromAt: from === undefined ? undefined : Date.parse(from),
    toAt: to === undefined ? undefined : Date.parse(to),
  };
}
