import {
  alertKeyOf,
  type Event,
  type Integration,
  type Monitor,
  type NewMessage,
  type NewNotification,
  type NotifyOn,
  notifyOnSide,
  type Topic,
  type Transition,
} from "../model/index.ts";
import { type MonitorFactsInput, monitorFacts, type Told } from "./monitor-facts.ts";

/** What happened to a monitor, and who could be told. */
export interface RouteTransitionsInput extends MonitorFactsInput {
  readonly project: { readonly id: string; readonly name: string; readonly timezone: string };
  /** In the order in which they happened. */
  readonly transitions: readonly Transition[];
  /** Those that the monitor names; others are left out. */
  readonly topics: readonly Topic[];
  /** The monitor is told by digests only: what is told here are ends, to targets that keep an incident open. */
  readonly onlyEnds?: boolean | undefined;
}

/** One thing to tell, before it is known to whom. */
interface Telling extends Told {
  readonly event: "down" | "up" | "changed" | "recovered-late";
  /** True for an end that nobody asked to hear of but the targets that keep incidents open: a pause, a deletion. */
  readonly onlyKeepers: boolean;
}

/** Who must be told what because of transitions: one notification for each event and topic, each message with its reason. */
export function routeTransitions(input: RouteTransitionsInput): readonly NewNotification[] {
  const topics = input.topics.filter((topic) => input.monitor.config.topics.includes(topic.name));
  const tellings = tellingsOf(input.transitions);
  return (input.onlyEnds ? tellings.flatMap(endOf) : tellings).flatMap((telling) =>
    topics.flatMap((topic) => routeToTopic(input, telling, topic) ?? []),
  );
}

/** What transitions amount to. Coming up from `new` or `paused` is no news. */
function tellingsOf(transitions: readonly Transition[]): readonly Telling[] {
  const tellings: Telling[] = [];
  for (let i = 0; i < transitions.length; i++) {
    const transition = transitions[i];
    const next = transitions[i + 1];
    if (transition === undefined) continue;
    if (transition.to === "down" && transition.from !== "down" && next?.to === "up") {
      const told = { first: transition, last: next, reason: transition.reason };
      tellings.push({ ...told, event: "recovered-late", onlyKeepers: false });
      i++;
      continue;
    }
    const telling = tellingOf(transition);
    if (telling) tellings.push(telling);
  }
  return tellings;
}

/** The end of an outage as it is told while everything else waits for a digest. */
function endOf(telling: Telling): readonly Telling[] {
  return telling.event === "up" ? [{ ...telling, onlyKeepers: true }] : [];
}

function tellingOf(transition: Transition): Telling | null {
  const told = { first: transition, last: transition, reason: transition.reason };
  if (transition.to === "down") {
    return { ...told, event: transition.from === "down" ? "changed" : "down", onlyKeepers: false };
  }
  if (transition.from !== "down") return null;
  return { ...told, event: "up", onlyKeepers: transition.to !== "up" };
}

function routeToTopic(input: RouteTransitionsInput, telling: Telling, topic: Topic): NewNotification | null {
  const messages = topic.integrations.flatMap((integration) => messageFor(input.monitor, telling, integration) ?? []);
  if (messages.length === 0) return null;
  const { incident } = telling.last;
  return {
    event: telling.event,
    projectId: input.project.id,
    topicId: topic.id,
    monitorId: input.monitor.id,
    alertKey: incident === null ? null : alertKeyOf(input.monitor.id, incident),
    facts: monitorFacts(input, telling, topic),
    messages,
  };
}

/** The message for one integration; null when it is not told. A suspended one is: its messages wait until it works again. */
function messageFor(monitor: Monitor, telling: Telling, integration: Integration): NewMessage | null {
  if (!integration.enabled) return null;
  const said = { integrationId: integration.id, integrationName: integration.name };
  if (telling.event !== "up") {
    if (!wants(monitor, integration, telling.event)) return null;
    return { ...said, reason: askedFor(telling.event), waitingDown: "keep", onlyIfSuperseding: false };
  }
  const wantsUp = wants(monitor, integration, "up");
  const wantsDown = wants(monitor, integration, "down");
  if (integration.keepsIncidents) {
    if (!wantsUp && !wantsDown) return null;
    const reason = "It keeps incidents open and is told of every end.";
    return { ...said, reason, waitingDown: "supersede-silently", onlyIfSuperseding: false };
  }
  if (telling.onlyKeepers) return null;
  if (wantsUp) return { ...said, reason: askedFor("up"), waitingDown: "supersede", onlyIfSuperseding: false };
  if (!wantsDown) return null;
  const reason = "It is told only of the down, which was still waiting when the monitor came up.";
  return { ...said, reason, waitingDown: "supersede", onlyIfSuperseding: true };
}

/** True when the monitor and the integration both want a side to which the event belongs. */
function wants(monitor: Monitor, integration: Integration, event: Event): boolean {
  const sides = notifyOnSide(event);
  if (sides === null) return true;
  const both = (side: NotifyOn): boolean =>
    monitor.config.notifyOn.includes(side) && (integration.notifyOn === null || integration.notifyOn.includes(side));
  return sides.some(both);
}

function askedFor(event: Event): string {
  const sides = notifyOnSide(event) ?? [];
  return `The monitor and this integration are both set to notify on ${sides.join(" or ")}.`;
}
