import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useApi } from "../../../api/dashboard-context.tsx";
import { type Message, type MessageEvent, recentMessagesQuery } from "../../../api/messages.ts";
import type { PreviewRequest } from "../../../api/previews.ts";
import type { Topic } from "../../../api/topics.ts";
import { useProject } from "../../../api/use-session.ts";

/** What a preview tells of. */
export type AboutChoice = NonNullable<PreviewRequest["about"]>;

/** What a preview can tell of, and what was chosen. */
export interface About {
  /** What really happened, the newest first, each notification once. */
  readonly past: readonly Message[];
  readonly chosen: AboutChoice;
  readonly choose: (about: AboutChoice) => void;
}

const READ = 100;
const OFFERED = 20;
/** Events that a text is written for; the others are told in words of our own or of nothing that happened. */
const TELLING: readonly MessageEvent[] = ["down", "up", "changed", "was-down", "recovered-late", "publication"];

/** Lets one choose what a preview tells of: something that really happened if there is anything, else a sample. */
export function useAbout(topic: Topic): About {
  const api = useApi();
  const { id: projectId } = useProject();
  const [chosen, choose] = useState<AboutChoice | null>(null);
  const { data } = useQuery(recentMessagesQuery(api, projectId, { limit: READ }));
  const past = useMemo(() => pastEvents(data ?? [], topic.name), [data, topic.name]);
  const [newest] = past;
  const first: AboutChoice =
    newest === undefined ? { type: "sample", event: "down" } : { type: "message", id: newest.id };
  return { past, chosen: chosen ?? first, choose };
}

/** What really happened, of this topic before that of others. */
function pastEvents(messages: readonly Message[], topic: string): readonly Message[] {
  const byNotification = new Map<string, Message>();
  for (const message of messages) {
    if (!TELLING.includes(message.event) || byNotification.has(message.notificationId)) continue;
    byNotification.set(message.notificationId, message);
  }
  const all = [...byNotification.values()];
  const own = all.filter((message) => message.topic === topic);
  return [...own, ...all.filter((message) => message.topic !== topic)].slice(0, OFFERED);
}
