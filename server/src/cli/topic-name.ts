import { usageFault } from "./cli-fault.ts";

/** Takes the full name of a topic apart. */
export function splitTopicName(name: string): { readonly channel: string; readonly topic: string } {
  const [channel = "", topic = "", ...rest] = name.split("+");
  if (channel !== "" && topic !== "" && rest.length === 0) return { channel, topic };
  throw usageFault(`${JSON.stringify(name)} is no topic name.`, "Write it as channel+topic, such as default+alerts.");
}

/** The address of a topic in the API. */
export function topicPath(name: string): string {
  const { channel, topic } = splitTopicName(name);
  return `/api/v1/channels/${encodeURIComponent(channel)}/topics/${encodeURIComponent(topic)}`;
}
