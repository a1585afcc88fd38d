import { CheckCheck, CircleX, Clock, type LucideIcon, Minus, Send } from "lucide-react";
import type { IncidentDetails } from "../../api/incidents.ts";
import { Badge } from "../../ui/badge.tsx";
import type { Status } from "../../ui/status.ts";

type MessageStatusName = IncidentDetails["messages"][number]["status"];

interface Look {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone?: Status;
}

const LOOKS: Readonly<Record<MessageStatusName, Look>> = {
  waiting: { word: "Waiting", icon: Clock, tone: "late" },
  accepted: { word: "Accepted", icon: Send, tone: "up" },
  delivered: { word: "Delivered", icon: CheckCheck, tone: "up" },
  superseded: { word: "Superseded", icon: Minus },
  folded: { word: "In a digest", icon: Minus },
  cancelled: { word: "Cancelled", icon: Minus },
  dead: { word: "Dead", icon: CircleX, tone: "down" },
};

/** What became of a message: word, sign and colour. */
export function MessageStatus({ status }: { readonly status: MessageStatusName }) {
  const { word, icon, tone } = LOOKS[status];
  return (
    <Badge icon={icon} {...(tone && { tone })}>
      {word}
    </Badge>
  );
}
