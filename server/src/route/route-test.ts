import type { NewNotification, Topic } from "../model/index.ts";

/** Which integration somebody wants to try. */
export interface RouteTestInput {
  readonly project: { readonly id: string; readonly name: string };
  readonly topic: Topic;
  readonly integrationName: string;
  readonly now: number;
}

/** A test goes to one integration, also when it is disabled or suspended: to find out is what it is for. */
export function routeTest({ project, topic, integrationName, now }: RouteTestInput): NewNotification {
  const integration = topic.integrations.find(({ name }) => name === integrationName);
  if (integration === undefined) throw new Error("the topic has no integration of this name");
  return {
    event: "test",
    projectId: project.id,
    topicId: topic.id,
    monitorId: null,
    alertKey: null,
    facts: { type: "test", projectName: project.name, topic: topic.name, at: now, integration: integrationName },
    messages: [
      {
        integrationId: integration.id,
        integrationName,
        reason: "Somebody asked for a test message.",
        waitingDown: "keep",
        onlyIfSuperseding: false,
      },
    ],
  };
}
