import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { MonitorCheck, Plus, SearchX } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type MonitorRow, monitorRowsQuery } from "../../api/monitors.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { useDeletingIds } from "../../parts/use-delete-monitors.ts";
import { buttonClass } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { useNow } from "../../ui/time.tsx";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { MONITOR_COLUMNS } from "./monitor-columns.tsx";
import { MonitorFilters } from "./monitor-filters.tsx";
import { filterRows, rowsAt } from "./monitor-rows.ts";
import { ResultBars } from "./result-bar.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useMonitorsView } from "./use-monitors-view.ts";

/** Every monitor of the project, live. */
export function MonitorsPage() {
  const project = useProject();
  const { rows, error, refetch } = useRows();
  const actions = project.may("write") && <CreateLinks />;
  useCreateKeys(project.may("write"));
  return (
    <Page title="Monitors" actions={rows?.length !== 0 && actions}>
      {rows === undefined && error !== null && (
        <ErrorState title="The monitors could not be read" error={error} onRetry={refetch} />
      )}
      {rows === undefined && error === null && <SkeletonRows />}
      {rows?.length === 0 && <NothingYet action={actions} />}
      {rows !== undefined && rows.length > 0 && <MonitorsTable rows={rows} mayWrite={project.may("write")} />}
    </Page>
  );
}

/** Nobody needs to know to the second that a monitor turned late. */
const LATE_STEP_MS = 5_000;

function useRows() {
  const refetchInterval = usePollInterval();
  const { data, error, refetch } = useQuery({ ...monitorRowsQuery(useApi(), useProject().id), refetchInterval });
  const hidden = useDeletingIds();
  const now = useNow(LATE_STEP_MS);
  const current = useMemo(() => data && rowsAt(data, now), [data, now]);
  const rows = useMemo(
    () => (hidden.size === 0 ? current : current?.filter(({ id }) => !hidden.has(id))),
    [current, hidden],
  );
  return { rows, error, refetch: () => void refetch() };
}

function MonitorsTable({ rows, mayWrite }: { readonly rows: readonly MonitorRow[]; readonly mayWrite: boolean }) {
  const view = useMonitorsView();
  const searchRef = useRef<HTMLInputElement>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => filterRows(rows, view.filter), [rows, view.filter]);
  // What the filter hides is not acted on.
  const selected = useMemo(() => (ticked.size === 0 ? [] : shown.filter(({ id }) => ticked.has(id))), [shown, ticked]);
  const clear = (): void => setTicked(new Set());
  useShortcuts([
    { keys: "/", label: "Find monitors", run: () => searchRef.current?.focus() },
    ...(mayWrite ? [{ keys: "Escape", label: "Select none", run: clear }] : []),
  ]);
  return (
    <>
      <MonitorFilters rows={rows} view={view} searchRef={searchRef} />
      <p aria-live="polite" className="sr-only">
        {view.isFiltered ? `${shown.length} of ${rows.length} monitors fit.` : ""}
      </p>
      {shown.length === 0 ? (
        <EmptyState icon={SearchX} title="No monitor fits">
          {rows.length === 1 ? "There is one" : `There are ${rows.length}`} that the filter hides.
        </EmptyState>
      ) : (
        <ResultBars>
          <DataTable
            label="Monitors"
            columns={MONITOR_COLUMNS}
            items={shown}
            idOf={({ id }) => id}
            nameOf={({ name }) => name}
            sort={view.sort}
            onSort={view.setSort}
            withKeys
            rowHeight={53}
            {...(mayWrite && { selection: { ids: ticked, onChange: setTicked } })}
          />
        </ResultBars>
      )}
      {selected.length > 0 && <SelectionBar selected={selected} onClear={clear} />}
    </>
  );
}

function useCreateKeys(mayWrite: boolean): void {
  // A page that cannot be loaded shows why.
  const navigate = useNavigate();
  const keys = [
    { keys: "n", label: "New monitor", run: () => void navigate({ to: PATHS.newMonitor }) },
    { keys: "s", label: "Add service", run: () => void navigate({ to: PATHS.addService }) },
  ];
  useShortcuts(mayWrite ? keys : []);
}

function CreateLinks() {
  return (
    <>
      <Link to={PATHS.addService} className={buttonClass()}>
        Add service
      </Link>
      <Link to={PATHS.newMonitor} className={buttonClass("primary")}>
        <Plus aria-hidden size={16} />
        New monitor
      </Link>
    </>
  );
}

function NothingYet({ action }: { readonly action: ReactNode }) {
  return (
    <EmptyState
      icon={MonitorCheck}
      title="Nothing is watched yet"
      action={action && <div className="flex flex-wrap justify-center gap-2">{action}</div>}
    >
      A monitor waits for the pings of a job, or looks at a site itself. When it goes down, its topics are told.
    </EmptyState>
  );
}
