import { type Topic, topicName } from "../../model/index.ts";
import { projectKey, topicKey } from "./keys.ts";
import { type DynamoPort, queryAll, type Reader } from "./port.ts";
import { topicAddressFromItem, topicAddressKey, topicFromItem } from "./topic-items.ts";

/** Loads topics of a project with their integrations, by full name; names that do not exist are absent. */
export async function loadTopicsByName(
  reader: Reader,
  projectId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Topic>> {
  const items = await reader.getMany(names.map((name) => topicKey(projectId, name)));
  return new Map(items.map(topicFromItem).map((topic) => [topic.name, topic]));
}

/** Loads one topic by the halves of its name; null when there is none. */
export async function loadTopic(
  reader: Reader,
  projectId: string,
  channel: string,
  topic: string,
): Promise<Topic | null> {
  const item = await reader.get(topicKey(projectId, topicName(channel, topic)));
  return item && topicFromItem(item);
}

/** Loads topics by id; those that do not exist are absent. */
export async function loadTopicsById(reader: Reader, ids: readonly string[]): Promise<readonly Topic[]> {
  const addresses = (await reader.getMany(ids.map(topicAddressKey))).map(topicAddressFromItem);
  const keys = addresses.map(({ projectId, channel, topic }) => topicKey(projectId, topicName(channel, topic)));
  return (await reader.getMany(keys)).map(topicFromItem);
}

/** The topics of a project, by channel and name. */
export async function listTopics(port: DynamoPort, projectId: string): Promise<readonly Topic[]> {
  const { pk } = projectKey(projectId);
  const items = await queryAll(port, { pk, range: { startsWith: "TOPIC#" } });
  return items.map(topicFromItem).toSorted((a, b) => compare(a.channel, b.channel) || compare(a.topic, b.topic));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
