import { queryOptions } from "@tanstack/react-query";
import type { MessageList } from "../../../server/src/http/messages/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Message = Wire<typeof MessageList>["messages"][number];

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
