import type { NotifyOn } from "./monitor.ts";

/** One configured target of a topic. Credentials are known to the store and the sender only. */
export interface Integration {
  readonly id: string;
  /** Unique in its topic. */
  readonly name: string;
  readonly provider: string;
  /** The text of a message with `$variables`; null: the provider's good default. */
  readonly model: string | null;
  readonly notifyOn: readonly NotifyOn[] | null;
  readonly enabled: boolean;
  /** Why the target was given up; null while it works. A test send that succeeds or new credentials end it. */
  readonly suspended: { readonly at: number; readonly reason: string } | null;
  /** True when the target keeps incidents open itself, so that every end must be told. */
  readonly keepsIncidents: boolean;
}

export interface Topic {
  /** UUID. */
  readonly id: string;
  readonly projectId: string;
  /** 1 to 100 characters, no `+`, `/` or control characters. */
  readonly channel: string;
  readonly topic: string;
  /** Full name, `{channel}+{topic}`. */
  readonly name: string;
  readonly integrations: readonly Integration[];
  readonly createdAt: number;
}

/** Joins the two halves of a topic's full name. */
export function topicName(channel: string, topic: string): string {
  return `${channel}+${topic}`;
}

/**
 * How delivery to an integration stands. `working`: what is due is sent at once. `limited`: the target asked us to wait.
 * `storm`: a digest went out a short while ago, and what comes too fast is gathered for the next one. `failing`: its
 * target failed again and again and is left in peace. `suspended`: its target was given up.
 */
export type DeliveryState =
  | { readonly kind: "working" }
  | { readonly kind: "limited" | "storm"; readonly untilAt: number }
  | { readonly kind: "failing"; readonly sinceAt: number; readonly untilAt: number; readonly reason: string }
  | { readonly kind: "suspended"; readonly sinceAt: number; readonly reason: string };
