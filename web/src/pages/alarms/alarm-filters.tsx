import { useNavigate, useSearch } from "@tanstack/react-router";
import type { AlarmMonitor } from "../../api/alarms.ts";
import { PATHS } from "../../lib/paths.ts";
import { SEVERITY_CHOICES } from "../../parts/severity-badge.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { Checkbox } from "../../ui/inputs.tsx";
import { sourceLabel } from "./sources.ts";

/** Chooses which alarms are listed; each choice says how many there are. */
export function AlarmFilters({ alarms }: { readonly alarms: readonly AlarmMonitor[] }) {
  const { severity, source, all: withOver } = useSearch({ from: "/app/alarms" });
  const navigate = useNavigate({ from: PATHS.alarms });
  const bySource = Map.groupBy(alarms, (alarm) => alarm.alarm?.source ?? "");
  const sources = [...bySource].toSorted(([a], [b]) => a.localeCompare(b));
  const filter = (change: {
    readonly severity?: string | undefined;
    readonly source?: string | undefined;
    readonly all?: true | undefined;
  }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const all = `All (${alarms.length})`;
  return (
    <div className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex">
      <div className="sm:w-44">
        <FilterSelect label="Severity" all={all} value={severity} onChange={(next) => filter({ severity: next })}>
          {SEVERITY_CHOICES.map(({ value, label }) => (
            <option key={value} value={value}>
              {label} ({alarms.filter((alarm) => alarm.severity === value).length})
            </option>
          ))}
        </FilterSelect>
      </div>
      <div className="sm:w-60">
        <FilterSelect label="Source" all={all} value={source} onChange={(next) => filter({ source: next })}>
          {source !== undefined && !bySource.has(source) && <option value={source}>{sourceLabel(source)} (0)</option>}
          {sources.map(([name, same]) => (
            <option key={name} value={name}>
              {sourceLabel(name)} ({same.length})
            </option>
          ))}
        </FilterSelect>
      </div>
      <Checkbox
        className="col-span-2 sm:pb-1.5"
        label="Also what is over"
        checked={withOver === true}
        onChange={({ target: { checked } }) => filter({ all: checked || undefined })}
      />
    </div>
  );
}
