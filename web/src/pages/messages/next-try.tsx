import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import type { MessageDetails } from "../../api/messages.ts";
import { topicsQuery } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { DeliveryBadge, DeliveryWhy, deliveryOf } from "../../parts/delivery-state.tsx";
import { Countdown, Time, useNow } from "../../ui/time.tsx";

interface NextTryProps {
  readonly message: MessageDetails;
  readonly dueAt: string;
}

/** When a message is tried next, and why it is not when its time has come. */
export function NextTry({ message, dueAt }: NextTryProps) {
  const { attempts, expiresAt, integrationId } = message;
  const { data: topics = [] } = useQuery(topicsQuery(useApi(), useProject().id));
  const now = useNow();
  const integration = topics.flatMap((topic) => topic.integrations).find(({ id }) => id === integrationId);
  const state = integration === undefined ? "working" : deliveryOf(integration);
  const isDue = Date.parse(dueAt) <= now;
  return (
    <div className="grid gap-1.5">
      {isDue && state === "working" && <p>It is due, and about to be sent.</p>}
      {!isDue && (
        <p>
          {attempts.length === 0 ? "First try" : "Next try"} in <Countdown at={dueAt} />.
        </p>
      )}
      {integration !== undefined && state !== "working" && (
        <>
          <p className="flex flex-wrap items-center gap-2 text-ink">
            It waits for its integration: <DeliveryBadge state={state} />
          </p>
          <p>
            <DeliveryWhy {...integration} />
          </p>
        </>
      )}
      <p className="text-sm">
        It is given up if it has not arrived by <Time at={expiresAt} />.
      </p>
    </div>
  );
}
