import { z } from "zod";
import type { ApiClient } from "../api-client.ts";
import { parseAnswer } from "../parse-answer.ts";
import { topicPath } from "../topic-name.ts";

const IntegrationAnswer = z.looseObject({
  name: z.string(),
  provider: z.string(),
  enabled: z.boolean(),
  notifyOn: z.array(z.string()).nullable(),
  suspended: z.looseObject({ at: z.string(), reason: z.string() }).nullable(),
});
export type IntegrationAnswer = z.output<typeof IntegrationAnswer>;

/** What the commands use of a topic as the API shows it; a newer server may say more. */
export const TopicAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** Null for keys that may not write, absent in lists. */
  hash: z.string().nullish(),
  integrations: z.array(IntegrationAnswer),
});
export type TopicAnswer = z.output<typeof TopicAnswer>;

/** Fetches one topic by its full name. */
export async function fetchTopic(api: ApiClient, name: string): Promise<TopicAnswer> {
  return parseAnswer(TopicAnswer, await api.call({ method: "GET", path: topicPath(name) }));
}

/** How an integration stands, in a few words. */
export function integrationState(integration: IntegrationAnswer): string {
  if (integration.suspended !== null) return `given up: ${integration.suspended.reason}`;
  return integration.enabled ? "ok" : "switched off";
}
