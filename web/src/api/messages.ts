import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { MessageList, MessageWithAttempts } from "../../../server/src/http/messages/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Message = Wire<typeof MessageList>["messages"][number];
export type MessageStatus = Message["status"];
export type MessageEvent = Message["event"];
/** A message with every attempt to deliver it. */
export type MessageDetails = Wire<typeof MessageWithAttempts>;
export type Attempt = MessageDetails["attempts"][number];

/** What narrows a list of messages, in the words of the API. */
export interface MessageNarrowing {
  readonly status?: string;
  readonly event?: string;
  readonly topic?: string;
  readonly integration?: string;
  readonly monitor?: string;
  readonly notification?: string;
  readonly digest?: string;
  readonly from?: string;
  readonly to?: string;
}

const PAGE = 100;

/** Messages, newest first and page by page. `narrow` is asked each time, so that "the last hour" moves on. */
export function messagesQuery(
  api: Api,
  projectId: string,
  { key, narrow }: { readonly key: Readonly<Record<string, unknown>>; readonly narrow: () => MessageNarrowing },
) {
  return infiniteQueryOptions({
    queryKey: [projectId, "messages", "list", key],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...narrow(), limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      return api.get<Wire<typeof MessageList>>("/messages", { query, signal, projectId });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** The newest messages that something made or that something is told, such as those of a topic. */
export function recentMessagesQuery(
  api: Api,
  projectId: string,
  narrowed: MessageNarrowing & { readonly limit: number },
) {
  return queryOptions({
    queryKey: [projectId, "messages", "recent", narrowed],
    queryFn: async ({ signal }) =>
      (await api.get<Wire<typeof MessageList>>("/messages", { query: { ...narrowed }, signal, projectId })).messages,
  });
}

/** One message with its attempts. */
export function messageQuery(api: Api, projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, "messages", "one", id],
    queryFn: ({ signal }) => api.get<MessageDetails>(`/messages/${encodeURIComponent(id)}`, { signal, projectId }),
  });
}

/** The newest messages about a monitor. */
export function monitorMessagesQuery(api: Api, projectId: string, monitorId: string) {
  return queryOptions({
    queryKey: [projectId, "messages", "of-monitor", monitorId],
    queryFn: async ({ signal }) => {
      const query = { monitor: monitorId, limit: 10 };
      return (await api.get<Wire<typeof MessageList>>("/messages", { query, signal, projectId })).messages;
    },
  });
}
