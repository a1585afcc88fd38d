import type { Message } from "../../api/messages.ts";
import { MESSAGE_LOOKS } from "../../parts/message-status.tsx";
import { messageTitle } from "../../parts/message-title.ts";
import { useMonitorNames } from "../../parts/use-monitor-names.ts";
import { type Pill, PillBar } from "../../ui/pill-bar.tsx";
import { useFormatInstant } from "../../ui/time.tsx";

/** What became of the last messages of an integration, the newest on the right. */
export function MessageBar({ messages }: { readonly messages: readonly Message[] }) {
  const names = useMonitorNames();
  const format = useFormatInstant();
  const pills = messages.slice(0, 30).map((message): Pill => {
    const { word, tone } = MESSAGE_LOOKS[message.status];
    return {
      id: message.id,
      status: tone,
      text: `${format(message.createdAt)}, ${messageTitle(message, names)}: ${word.toLowerCase()}`,
    };
  });
  return <PillBar label="Last messages" pills={pills.reverse()} />;
}
