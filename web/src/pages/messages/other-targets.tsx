import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Message, recentMessagesQuery } from "../../api/messages.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { MessageStatus } from "../../parts/message-status.tsx";
import { ProviderMark } from "../../parts/provider-mark.tsx";
import { Section } from "../../ui/page.tsx";

const MOST = 50;

/** To whom else the same notification went. */
export function OtherTargets({ message }: { readonly message: Message }) {
  const { id, notificationId: notification } = message;
  const { data = [] } = useQuery(recentMessagesQuery(useApi(), useProject().id, { notification, limit: MOST }));
  const others = data.filter((each) => each.id !== id);
  if (others.length === 0) return null;
  return (
    <Section title="The same went to">
      <ul className="card divide-y divide-line">
        {others.map((other) => (
          <li key={other.id} className="flex items-center gap-2.5 px-3 py-2">
            <ProviderMark kind={other.provider} size="small" />
            <Link to={PATHS.message} params={{ id: other.id }} className="min-w-0 flex-1 truncate hover:underline">
              {other.integration}
            </Link>
            <MessageStatus status={other.status} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
