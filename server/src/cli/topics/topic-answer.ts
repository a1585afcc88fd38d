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
  /** Older servers leave it out of lists. */
  delivery: z
    .looseObject({ state: z.string(), until: z.string().nullable(), reason: z.string().nullable() })
    .optional(),
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
  if (!integration.enabled) return "switched off";
  const { state, until, reason } = integration.delivery ?? { state: "working" };
  switch (state) {
    case "limited":
      return `waits until ${until}: its target asked for it`;
    case "storm":
      return `gathers what comes too fast until ${until}`;
    case "failing":
      return `fails, tried again at ${until}: ${reason}`;
    default:
      return "ok";
  }
}
