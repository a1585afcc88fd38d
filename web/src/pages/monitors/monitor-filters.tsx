import { type RefObject, useMemo } from "react";
import type { MonitorRow } from "../../api/monitors.ts";
import { Button } from "../../ui/button.tsx";
import { MultiCombobox } from "../../ui/combobox.tsx";
import { Select } from "../../ui/inputs.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { countByStatus, ROW_KINDS, tagsOf } from "./monitor-rows.ts";
import { StatusChips } from "./status-chips.tsx";
import type { MonitorsView } from "./use-monitors-view.ts";

const KIND_WORDS: Readonly<Record<(typeof ROW_KINDS)[number], string>> = {
  heartbeat: "Heartbeats",
  probe: "Probes",
  alarm: "Alarms",
  service: "Services",
};

interface MonitorFiltersProps {
  readonly rows: readonly MonitorRow[];
  readonly view: MonitorsView;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

/** Narrows the list of monitors down; all of it is kept in the address. */
export function MonitorFilters({ rows, view, searchRef }: MonitorFiltersProps) {
  const { filter, setFilter } = view;
  const counts = useMemo(() => countByStatus(rows), [rows]);
  const tags = useMemo(() => tagsOf(rows).map((tag) => ({ value: tag, label: tag })), [rows]);
  return (
    <search
      aria-label="Filter monitors"
      className="mb-3 grid grid-cols-[minmax(0,1fr)] gap-2 lg:flex lg:flex-wrap lg:items-start"
    >
      <div className="lg:min-w-36 lg:max-w-60 lg:flex-1">
        <SearchInput
          label="Find monitors"
          value={filter.text ?? ""}
          onChange={useMemo(() => (text: string) => setFilter({ text }), [setFilter])}
          inputRef={searchRef}
          shortcut="/"
        />
      </div>
      <StatusChips counts={counts} chosen={filter.statuses} onChange={(statuses) => setFilter({ statuses })} />
      <div className="grid grid-cols-2 items-start gap-2 lg:flex">
        <Select
          aria-label="Kind"
          value={filter.kind ?? ""}
          onChange={(event) => setFilter({ kind: event.target.value || undefined })}
          className="lg:w-32"
        >
          <option value="">Every kind</option>
          {ROW_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {KIND_WORDS[kind]}
            </option>
          ))}
        </Select>
        {(tags.length > 0 || filter.tags.length > 0) && (
          <div className="lg:w-36 2xl:w-48">
            <MultiCombobox
              label="Tags"
              choices={tags}
              values={filter.tags}
              onChange={(chosen) => setFilter({ tags: chosen })}
              placeholder="Tags"
              empty="No such tag."
            />
          </div>
        )}
      </div>
      {view.isFiltered && (
        <Button look="quiet" onClick={view.clearFilter} className="max-lg:justify-self-start">
          Show all
        </Button>
      )}
    </search>
  );
}
