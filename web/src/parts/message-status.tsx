import { CheckCheck, CircleX, Clock, Layers, Minus, Send, SkipForward } from "lucide-react";
import type { MessageEvent, MessageStatus as Status } from "../api/messages.ts";
import { type BadgeLook, LookBadge } from "../ui/badge.tsx";

interface MessageLook extends BadgeLook {
  /** What it means, for somebody who has not read the glossary. */
  readonly text: string;
}

/** How the status of a message is shown everywhere. */
export const MESSAGE_LOOKS: Readonly<Record<Status, MessageLook>> = {
  waiting: { word: "Waiting", icon: Clock, tone: "late", text: "It is still to be sent." },
  accepted: {
    word: "Accepted",
    icon: Send,
    tone: "up",
    text: "The target took it, but does not say that it arrived.",
  },
  delivered: { word: "Delivered", icon: CheckCheck, tone: "up", text: "The target has it." },
  superseded: {
    word: "Superseded",
    icon: SkipForward,
    tone: "paused",
    text: "The monitor came up before it was sent; one message told both.",
  },
  folded: { word: "In a digest", icon: Layers, tone: "paused", text: "A digest told it together with others." },
  cancelled: {
    word: "Cancelled",
    icon: Minus,
    tone: "paused",
    text: "Its integration or its topic was removed before it was sent.",
  },
  dead: { word: "Dead", icon: CircleX, tone: "down", text: "It was given up. It can be sent again." },
};

/** The statuses of messages, those that need somebody first. */
export const MESSAGE_STATUSES = [
  "dead",
  "waiting",
  "delivered",
  "accepted",
  "folded",
  "superseded",
  "cancelled",
] as const;

/** What the events of messages are called. */
export const EVENT_WORDS: Readonly<Record<MessageEvent, string>> = {
  down: "Down",
  up: "Up",
  changed: "Severity changed",
  "was-down": "Was down",
  "recovered-late": "Recovered late",
  publication: "Publication",
  test: "Test",
  suspended: "Integration suspended",
  digest: "Digest",
};

/** The events of messages, in the order in which they are listed to choose from. */
export const EVENTS = Object.keys(EVENT_WORDS) as readonly MessageEvent[];

/** What became of a message: word, sign and colour. */
export function MessageStatus({ status }: { readonly status: Status }) {
  return <LookBadge look={MESSAGE_LOOKS[status]} />;
}
