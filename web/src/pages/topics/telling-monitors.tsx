import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type MonitorRow, monitorRowsQuery } from "../../api/monitors.ts";
import type { Topic } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { MonitorStatus } from "../../parts/monitor-status.tsx";
import { Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";

const SHOWN = 8;

/** The monitors that tell a topic; undefined while they are read. */
export function useTellingMonitors(topic: Topic): readonly MonitorRow[] | undefined {
  const { data } = useQuery(monitorRowsQuery(useApi(), useProject().id));
  return useMemo(() => data?.filter(({ topics }) => topics.includes(topic.name)), [data, topic.name]);
}

/** Which monitors tell a topic. */
export function TellingMonitors({ topic }: { readonly topic: Topic }) {
  const monitors = useTellingMonitors(topic);
  return (
    <Section title={monitors === undefined ? "Monitors that tell it" : `Monitors that tell it (${monitors.length})`}>
      {monitors === undefined && <Skeleton className="h-16 w-full" />}
      {monitors?.length === 0 && (
        <p className="text-soft">None does. Name this topic in a monitor, and it is told when that goes down.</p>
      )}
      {monitors !== undefined && monitors.length > 0 && (
        <ul className="card divide-y divide-line">
          {monitors.slice(0, SHOWN).map(({ id, name, status, door }) => (
            <li key={id} className="flex items-center gap-3 px-3 py-1.5">
              <Link to={PATHS.monitor} params={{ id }} className="min-w-0 flex-1 truncate hover:underline">
                {name}
              </Link>
              <MonitorStatus status={status} door={door} />
            </li>
          ))}
          {monitors.length > SHOWN && <li className="px-3 py-1.5 text-soft">and {monitors.length - SHOWN} more</li>}
        </ul>
      )}
    </Section>
  );
}
