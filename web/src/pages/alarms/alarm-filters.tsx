import { useNavigate, useSearch } from "@tanstack/react-router";
import type { AlarmMonitor } from "../../api/alarms.ts";
import { PATHS } from "../../lib/paths.ts";
import { SEVERITY_CHOICES } from "../../parts/severity-badge.tsx";
import { Field } from "../../ui/field.tsx";
import { Checkbox, Select } from "../../ui/inputs.tsx";
import { sourceLabel } from "./sources.ts";

/** Chooses which alarms are listed; each choice says how many there are. */
export function AlarmFilters({ alarms }: { readonly alarms: readonly AlarmMonitor[] }) {
  const { severity, source, all } = useSearch({ from: "/app/alarms" });
  const navigate = useNavigate({ from: PATHS.alarms });
  const bySource = Map.groupBy(alarms, (alarm) => alarm.alarm?.source ?? "");
  const sources = [...bySource].toSorted(([a], [b]) => a.localeCompare(b));
  const filter = (change: {
    readonly severity?: string | undefined;
    readonly source?: string | undefined;
    readonly all?: true | undefined;
  }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <div className="w-44">
        <Field label="Severity">
          <Select
            value={severity ?? ""}
            onChange={({ target: { value } }) => filter({ severity: value === "" ? undefined : value })}
          >
            <option value="">All ({alarms.length})</option>
            {SEVERITY_CHOICES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label} ({alarms.filter((alarm) => alarm.severity === value).length})
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="w-60">
        <Field label="Source">
          <Select
            value={source ?? ""}
            onChange={({ target: { value } }) => filter({ source: value === "" ? undefined : value })}
          >
            <option value="">All ({alarms.length})</option>
            {source !== undefined && !bySource.has(source) && <option value={source}>{sourceLabel(source)} (0)</option>}
            {sources.map(([name, same]) => (
              <option key={name} value={name}>
                {sourceLabel(name)} ({same.length})
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Checkbox
        className="pb-1.5"
        label="Also what is over"
        checked={all === true}
        onChange={({ target: { checked } }) => filter({ all: checked || undefined })}
      />
    </div>
  );
}
