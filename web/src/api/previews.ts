import { queryOptions } from "@tanstack/react-query";
import type { PreviewAnswer, PreviewBody } from "../../../server/src/http/topics/preview-routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

/** A message as it would be sent. */
export type MessagePreview = Wire<typeof PreviewAnswer>;
/** What is to be rendered, about what, and with whose credentials. */
export type PreviewRequest = (typeof PreviewBody)["_zod"]["input"];

/** What a message would look like; nothing is sent and nothing is stored. */
export function previewQuery(api: Api, projectId: string, body: PreviewRequest) {
  return queryOptions({
    queryKey: [projectId, "previews", body],
    queryFn: ({ signal }) => api.post<MessagePreview>("/topics/preview", { body, signal, projectId }),
    staleTime: 60_000,
    retry: false,
  });
}
