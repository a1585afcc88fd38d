import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { MonitorCheck, Plus } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import { monitorsQuery } from "../../api/monitors.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { buttonClass } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { MONITOR_COLUMNS } from "./monitor-columns.tsx";

/** Every monitor of the project, live. */
export function MonitorsPage() {
  const api = useApi();
  const project = useProject();
  const navigate = useNavigate({ from: PATHS.monitors });
  const { sort = "name", descending = false } = useSearch({ from: "/app/monitors" });
  const refetchInterval = usePollInterval();
  const { data, error, refetch } = useQuery({ ...monitorsQuery(api, project.id), refetchInterval });
  useShortcuts([{ keys: "n", label: "New monitor", run: () => void navigate({ to: PATHS.newMonitor }) }]);
  const create = project.may("write") && (
    <Link to={PATHS.newMonitor} className={buttonClass("primary")}>
      <Plus aria-hidden size={16} />
      New monitor
    </Link>
  );
  return (
    <Page title="Monitors" actions={create}>
      {data === undefined && error !== null && (
        <ErrorState title="The monitors could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <SkeletonRows />}
      {data?.length === 0 && (
        <EmptyState icon={MonitorCheck} title="Nothing is watched yet" action={create}>
          A monitor waits for the pings of a job, or looks at a site itself. When it goes down, its topics are told.
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && (
        <DataTable
          label="Monitors"
          columns={MONITOR_COLUMNS}
          items={data}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          sort={{ column: sort, descending }}
          onSort={({ column, descending: down }) =>
            void navigate({ search: { sort: column, descending: down }, replace: true })
          }
        />
      )}
    </Page>
  );
}
