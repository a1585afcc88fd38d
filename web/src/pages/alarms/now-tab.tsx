import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff, SearchX } from "lucide-react";
import { useMemo } from "react";
import { type AlarmMonitor, alarmsQuery } from "../../api/alarms.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { severityRank } from "../../parts/severity-badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { ALARM_COLUMNS } from "./alarm-columns.tsx";
import { AlarmDialog } from "./alarm-dialog.tsx";
import { AlarmFilters } from "./alarm-filters.tsx";

/** What other monitoring systems say now: what is worst stands first. */
export function NowTab() {
  const project = useProject();
  const search = useSearch({ from: "/app/alarms" });
  const navigate = useNavigate({ from: PATHS.alarms });
  const refetchInterval = usePollInterval();
  const which = search.all === true ? "all" : "firing";
  const { data, error, refetch } = useQuery({ ...alarmsQuery(useApi(), project.id, which), refetchInterval });
  const alarms = useMemo(() => (data ?? []).toSorted(worstFirst), [data]);
  const shown = useMemo(() => filterAlarms(alarms, search), [alarms, search]);
  if (data === undefined) {
    if (error === null) return <SkeletonRows />;
    return <ErrorState title="The alarms could not be read" error={error} onRetry={() => void refetch()} />;
  }
  const { sort, descending = false, alarm: opened } = search;
  return (
    <>
      {(data.length > 0 || which === "all") && <AlarmFilters alarms={alarms} />}
      {data.length === 0 && <NothingFires which={which} />}
      {data.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={SearchX}
          title="No alarm fits"
          action={<Button onClick={() => void navigate({ search: {}, replace: true })}>Show all that fire</Button>}
        >
          Other alarms fire, but none of this severity and source.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <DataTable
          label="Alarms"
          columns={ALARM_COLUMNS}
          items={shown}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          {...(sort !== undefined && { sort: { column: sort, descending } })}
          onSort={({ column, descending: down }) =>
            void navigate({ search: (before) => ({ ...before, sort: column, descending: down }), replace: true })
          }
        />
      )}
      <AlarmDialog
        alarm={alarms.find(({ id }) => id === opened) ?? null}
        onClose={() => void navigate({ search: (search) => ({ ...search, alarm: undefined }) })}
      />
    </>
  );
}

function NothingFires({ which }: { readonly which: "firing" | "all" }) {
  const navigate = useNavigate({ from: PATHS.alarms });
  if (which === "all") {
    return (
      <EmptyState
        icon={BellOff}
        title="No other system reports here yet"
        action={
          <Link to={PATHS.alarms} search={{ tab: "tokens" }} className={buttonClass("primary")}>
            Let one in
          </Link>
        }
      >
        With an alarm token Alertmanager, Grafana, CloudWatch, CloudMonitor or any other system reports to a topic.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={BellOff}
      title="No alarm fires"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={() => void navigate({ search: { all: true } })}>Show those that are over</Button>
          <Link to={PATHS.alarms} search={{ tab: "tokens" }} className={buttonClass()}>
            Let a system in
          </Link>
        </div>
      }
    >
      What Alertmanager, Grafana, CloudWatch, CloudMonitor or any other system reports stands here while it lasts.
    </EmptyState>
  );
}

function worstFirst(a: AlarmMonitor, b: AlarmMonitor): number {
  const firing = Number(b.status === "down") - Number(a.status === "down");
  const severity = severityRank(a.severity) - severityRank(b.severity);
  return firing || severity || Date.parse(b.statusSince) - Date.parse(a.statusSince);
}

function filterAlarms(
  alarms: readonly AlarmMonitor[],
  { severity, source }: { readonly severity?: string; readonly source?: string },
): readonly AlarmMonitor[] {
  return alarms.filter(
    (alarm) =>
      (severity === undefined || alarm.severity === severity) &&
      (source === undefined || alarm.alarm?.source === source),
  );
}
