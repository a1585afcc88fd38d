import type { Integration, NewMessage, NewNotification, Topic } from "../model/index.ts";

/** Which integration was given up, and why. */
export interface RouteSuspensionInput {
  readonly project: { readonly id: string; readonly name: string };
  readonly topic: Topic;
  readonly integration: Pick<Integration, "id" | "name" | "provider">;
  readonly reason: string;
  readonly now: number;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** Tells the topic's other working integrations that one was given up. */
export function routeSuspension(input: RouteSuspensionInput): NewNotification {
  const { project, topic, integration, reason, now, baseUrl } = input;
  const messages = topic.integrations
    .filter((other) => other.id !== integration.id && other.enabled && other.suspended === null)
    .map(
      (other): NewMessage => ({
        integrationId: other.id,
        integrationName: other.name,
        reason: `It shares the topic with ${integration.name}, which was suspended.`,
        waitingDown: "keep",
        onlyIfSuperseding: false,
      }),
    );
  return {
    event: "suspended",
    projectId: project.id,
    topicId: topic.id,
    monitorId: null,
    alertKey: null,
    facts: {
      type: "suspended",
      projectName: project.name,
      topic: topic.name,
      at: now,
      integration: integration.name,
      provider: integration.provider,
      reason,
      url: `${baseUrl}/topics/${encodeURIComponent(topic.id)}`,
    },
    messages,
  };
}
