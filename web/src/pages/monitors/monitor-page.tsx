import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { isNotFound } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { openIncidentQuery } from "../../api/monitor-reads.ts";
import { type Monitor, monitorQuery } from "../../api/monitors.ts";
import { usePolled } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { OutageActions, outageOfMonitor } from "../../parts/outage-actions.tsx";
import { UptimeSection } from "../../parts/uptime/uptime-section.tsx";
import { useMonitorZone, useOfMonitor } from "../../parts/use-of-monitor.ts";
import { Badge } from "../../ui/badge.tsx";
import { Page } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { GoneMonitor } from "./gone-monitor.tsx";
import { AlarmSection } from "./one/alarm-section.tsx";
import { BadgeSection } from "./one/badge-section.tsx";
import { Description } from "./one/description.tsx";
import { FactsSection } from "./one/facts-section.tsx";
import { LogSection } from "./one/log-section.tsx";
import { MonitorActions } from "./one/monitor-actions.tsx";
import { ScheduleSection } from "./one/schedule-section.tsx";
import { ServiceSection } from "./one/service-section.tsx";
import { SnippetsSection } from "./one/snippets-section.tsx";
import { StandingCard } from "./one/standing-card.tsx";
import { TimelineSection } from "./one/timeline-section.tsx";
import { useMonitorCommands } from "./one/use-monitor-commands.ts";

/** One monitor: what it is and how it is, ordered for somebody whom it woke at three in the morning. */
export function MonitorPage() {
  const { id } = useParams({ from: "/app/monitors/$id" });
  const project = useProject();
  // Why it stands so, its runs and its log have keys that begin with its own.
  usePolled(project.id, "monitors", "one", id);
  const { data, error, refetch } = useQuery(monitorQuery(useApi(), project.id, id));
  // It may be deleted while somebody looks at it.
  if (isNotFound(error)) return <GoneMonitor />;
  if (data !== undefined) return <MonitorDetails monitor={data} />;
  if (error === null) return <SkeletonRows />;
  return <ErrorState title="The monitor could not be read" error={error} onRetry={() => void refetch()} />;
}

function MonitorDetails({ monitor }: { readonly monitor: Monitor }) {
  const { id, kind, name, tags } = monitor;
  const { may } = useProject();
  const zone = useMonitorZone(monitor);
  const commands = useMonitorCommands(monitor);
  const navigate = useNavigate();
  const search = useSearch({ from: "/app/monitors/$id" });
  const { data: incident, isLoading } = useQuery({
    ...openIncidentQuery(useOfMonitor(id)),
    enabled: monitor.incident !== null,
  });
  const look = useCallback(
    (next: typeof search): void => {
      void navigate({
        to: PATHS.monitor,
        params: { id },
        search: (before) => ({ ...before, ...next }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate, id],
  );
  const find = useCallback((text: string) => look({ text: text.trim() === "" ? undefined : text }), [look]);
  const mayWrite = may("write");
  const snippets = <SnippetsSection monitor={monitor} how={search.how} onHow={(how) => look({ how })} />;
  const hasNoPast = monitor.status === "new" && monitor.lastPingAt === null && kind === "heartbeat";
  const isUnheard = kind === "heartbeat" && monitor.pingCount === 0;
  return (
    <Page
      title={name}
      crumb={
        <Link to={PATHS.monitors} className="hover:underline">
          Monitors
        </Link>
      }
      aside={tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}
      actions={
        mayWrite && (
          <MonitorActions
            monitor={monitor}
            commands={commands}
            onEdit={() => void navigate({ to: PATHS.editMonitor, params: { id } })}
          />
        )
      }
    >
      <StandingCard
        monitor={monitor}
        zone={zone}
        incident={monitor.incident === null ? null : (incident ?? (isLoading ? undefined : null))}
        actions={monitor.incident !== null && <OutageActions outage={outageOfMonitor(monitor)} isMain />}
      />
      <div className="grid gap-x-8 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          {monitor.description !== "" && <Description text={monitor.description} />}
          {kind === "alarm" && <AlarmSection monitor={monitor} zone={zone} />}
          {monitor.serviceId !== null && <ServiceSection id={monitor.serviceId} />}
          {isUnheard && snippets}
          {!hasNoPast && (
            <>
              <TimelineSection
                monitor={monitor}
                zone={zone}
                range={search.range}
                onRange={(range) => look({ range })}
              />
              <UptimeSection monitor={monitor} zone={zone} />
            </>
          )}
          <LogSection
            monitor={monitor}
            zone={zone}
            types={search.log ?? []}
            onTypes={(types) => look({ log: types.length === 0 ? undefined : types })}
            text={search.text}
            onText={find}
          />
          {!isUnheard && snippets}
        </div>
        <div className="min-w-0">
          <ScheduleSection monitor={monitor} zone={zone} />
          <FactsSection monitor={monitor} zone={zone} />
          <BadgeSection monitor={monitor} />
        </div>
      </div>
    </Page>
  );
}
