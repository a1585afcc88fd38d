import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheckBig, SearchX } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import { incidentsQuery } from "../../api/incidents.ts";
import { summaryQuery } from "../../api/summary.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { MonitorFilter } from "../../parts/monitor-filter.tsx";
import { ShowMore } from "../../parts/show-more.tsx";
import { UptimeOfMonitor } from "../../parts/uptime/uptime-of-monitor.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { INCIDENT_COLUMNS } from "./incident-columns.tsx";

/** Every outage of the project: open ones first, then those that are over, the newest first. */
export function IncidentsPage() {
  const api = useApi();
  const project = useProject();
  const refetchInterval = usePollInterval();
  const search = useSearch({ from: "/app/incidents" });
  const navigate = useNavigate({ from: PATHS.incidents });
  const query = useInfiniteQuery({ ...incidentsQuery(api, project.id, search), refetchInterval });
  const { data: summary } = useQuery(summaryQuery(api, project.id));
  const incidents = query.data?.pages.flatMap((page) => page.incidents);
  const isFiltered = search.state !== undefined || search.monitor !== undefined;
  const openCount = summary?.openIncidents ?? 0;
  return (
    <Page title="Incidents" aside={openCount > 0 && <Badge tone="down">{openCount} open</Badge>}>
      {(isFiltered || incidents?.length !== 0) && <Filters />}
      {search.monitor !== undefined && <UptimeOfMonitor key={search.monitor} id={search.monitor} />}
      {incidents === undefined && query.error !== null && (
        <ErrorState title="The incidents could not be read" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {incidents === undefined && query.error === null && <SkeletonRows />}
      {incidents?.length === 0 && !isFiltered && (
        <EmptyState icon={CircleCheckBig} title="Nothing has been down">
          When a monitor goes down, its incident stands here: how long it lasts, who acknowledged it and who was told.
        </EmptyState>
      )}
      {incidents?.length === 0 && isFiltered && (
        <EmptyState
          icon={SearchX}
          title="No incident fits"
          action={<Button onClick={() => void navigate({ search: {}, replace: true })}>Show all incidents</Button>}
        >
          Incidents are kept for 400 days.
        </EmptyState>
      )}
      {incidents !== undefined && incidents.length > 0 && (
        <DataTable
          label="Incidents"
          columns={INCIDENT_COLUMNS}
          items={incidents}
          idOf={({ id }) => id}
          nameOf={({ monitorName }) => monitorName}
        />
      )}
      <ShowMore query={query} />
    </Page>
  );
}

function Filters() {
  const { state, monitor } = useSearch({ from: "/app/incidents" });
  const navigate = useNavigate({ from: PATHS.incidents });
  const filter = (change: { readonly state?: "open" | "closed" | undefined; readonly monitor?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className="mb-4 grid grid-cols-[2fr_3fr] gap-3 sm:flex">
      <div className="sm:w-36">
        <FilterSelect
          label="State"
          all="All"
          value={state}
          onChange={(value) => filter({ state: value === "open" || value === "closed" ? value : undefined })}
        >
          <option value="open">Open</option>
          <option value="closed">Over</option>
        </FilterSelect>
      </div>
      <div className="sm:w-64">
        <MonitorFilter value={monitor} onChange={(id) => filter({ monitor: id })} />
      </div>
    </div>
  );
}
