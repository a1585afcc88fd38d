import { AppError, type Topic, topicName } from "../../model/index.ts";
import type { TopicInput } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { listMonitors } from "./load-monitors.ts";
import { listTopics } from "./load-topics.ts";

/**
 * So many targets a monitor can tell: each is two items, its lane and its message, and a transaction holds a hundred
 * (port.ts, MAX_TRANSACTION_WRITES), the monitor's own among them.
 */
export const MAX_TARGETS = 40;

/** How many integrations topics have together. */
export function countTargets(topics: readonly Pick<Topic, "integrations">[]): number {
  return topics.reduce((sum, { integrations }) => sum + integrations.length, 0);
}

/** Throws AppError when a topic would have more integrations than can be told at once. */
export function refuseLargeTopic({ integrations: { length } }: TopicInput): void {
  if (length <= MAX_TARGETS) return;
  throw new AppError(
    "invalid_input",
    `"integrations" has ${length} entries; on DynamoDB a topic can have ${MAX_TARGETS}. Spread them over several topics.`,
    "integrations",
  );
}

/** Throws AppError when a topic that grows would make a monitor tell more targets than it can. */
export async function refuseCrowdedMonitors(deps: DynamoDeps, input: TopicInput): Promise<void> {
  const { projectId, integrations } = input;
  const name = topicName(input.channel, input.topic);
  const topics = new Map((await listTopics(deps.port, projectId)).map((topic) => [topic.name, topic]));
  const before = topics.get(name);
  if (!before || before.integrations.length >= integrations.length) return;
  const sizes = new Map([...topics].map(([each, topic]) => [each, topic.integrations.length]));
  sizes.set(name, integrations.length);
  for (const { config } of await listMonitors(deps.port, projectId)) {
    if (!config.topics.includes(name)) continue;
    const count = config.topics.reduce((sum, each) => sum + (sizes.get(each) ?? 0), 0);
    if (count <= MAX_TARGETS) continue;
    throw new AppError(
      "invalid_input",
      `"integrations" would make monitor ${config.name} tell ${count} targets; on DynamoDB it can tell ${MAX_TARGETS}. Take the topic out of that monitor, or add fewer.`,
      "integrations",
    );
  }
}
