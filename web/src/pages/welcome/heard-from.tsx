import { useQuery } from "@tanstack/react-query";
import type { PingList } from "../../../../server/src/http/monitors/schema.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Monitor } from "../../api/monitors.ts";
import { useProject } from "../../api/use-session.ts";
import type { Wire } from "../../api/wire.ts";
import { StatusBadge } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/time.tsx";

/** How the monitor is, and by whom it was heard of last. */
export function HeardFrom({ monitor }: { readonly monitor: Monitor }) {
  const api = useApi();
  const project = useProject();
  const { id, pingCount, lastPingAt, status } = monitor;
  const { data: ping } = useQuery({
    queryKey: [project.id, "monitors", "last-ping", id, pingCount],
    queryFn: async ({ signal }) => {
      const list = await api.get<Wire<typeof PingList>>(`/monitors/${id}/pings`, { query: { limit: 1 }, signal });
      return list.pings[0] ?? null;
    },
    enabled: pingCount > 0,
  });
  if (lastPingAt === null) return "Not yet: nothing has been heard of it.";
  const by = ping && [programOf(ping.userAgent), ping.remoteAddress].filter((text) => text !== "").join(" at ");
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {/* On a green card its own green ground does not show. */}
      <span className={status === "up" ? "-ml-1.5" : undefined}>
        <StatusBadge status={status} />
      </span>
      <span className="min-w-0 break-words text-ink">
        Heard <RelativeTime at={lastPingAt} />
        {by ? ` from ${by}` : ""}
      </span>
    </span>
  );
}

/** What pinged, shortly: `curl/8.5.0`; of a browser all there is to say is that it was one. */
function programOf(userAgent: string): string {
  return userAgent.startsWith("Mozilla/") ? "a browser" : (userAgent.split(" ")[0] ?? "");
}
