import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { monitorQuery } from "../../api/monitors.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { StatusBadge } from "../../ui/badge.tsx";
import { CopyField } from "../../ui/copy.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/time.tsx";

/** One monitor: how it stands and where to ping it. */
export function MonitorPage() {
  const { id } = useParams({ from: "/app/monitors/$id" });
  const { data, error, refetch } = useQuery(monitorQuery(useApi(), useProject().id, id));
  if (data === undefined) {
    return error === null ? <SkeletonRows /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Page
      title={data.name}
      crumb={
        <Link to={PATHS.monitors} className="hover:underline">
          Monitors
        </Link>
      }
      aside={<StatusBadge status={data.status} />}
    >
      <Section title="Status">
        {data.status} since <RelativeTime at={data.statusSince} />
      </Section>
      {data.pingUrl !== null && (
        <Section title="Ping it">
          <CopyField value={data.pingUrl} label="the ping address" />
        </Section>
      )}
    </Page>
  );
}
