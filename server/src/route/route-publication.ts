import type { AlarmFacts, NewMessage, NewNotification, Scalar, Topic } from "../model/index.ts";

/** What an application published, and where. */
export interface RoutePublicationInput {
  readonly project: { readonly id: string; readonly name: string };
  readonly topic: Topic;
  readonly metadata: Readonly<Record<string, Scalar>>;
  /** The alarm that is published, if it is one. */
  readonly alarm?: AlarmFacts | undefined;
  readonly now: number;
}

/** A publication goes to every integration of its topic that is enabled, whatever sides it is set to notify on. */
export function routePublication({ project, topic, metadata, alarm, now }: RoutePublicationInput): NewNotification {
  const messages = topic.integrations
    .filter((integration) => integration.enabled)
    .map(
      (integration): NewMessage => ({
        integrationId: integration.id,
        integrationName: integration.name,
        reason: `It was published to ${topic.name}.`,
        waitingDown: "keep",
        onlyIfSuperseding: false,
      }),
    );
  return {
    event: "publication",
    projectId: project.id,
    topicId: topic.id,
    monitorId: null,
    alertKey: null,
    facts: {
      type: "publication",
      projectName: project.name,
      topic: topic.name,
      at: now,
      metadata,
      ...(alarm && { alarm }),
    },
    messages,
  };
}
