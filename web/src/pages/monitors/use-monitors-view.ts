import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { PATHS } from "../../lib/paths.ts";
import type { Sort } from "../../ui/data-table.tsx";
import type { RowFilter } from "./monitor-rows.ts";

/** How the monitors are listed, as the address says. */
export interface MonitorsView {
  readonly filter: RowFilter & Required<Pick<RowFilter, "statuses" | "tags">>;
  readonly isFiltered: boolean;
  readonly sort: Sort;
  readonly setFilter: (change: Partial<RowFilter>) => void;
  readonly clearFilter: () => void;
  readonly setSort: (sort: Sort) => void;
}

const split = (list: string | undefined): readonly string[] => list?.split(",").filter(Boolean) ?? [];
const join = (list: readonly string[]): string | undefined => list.join(",") || undefined;

/** Reads from the address how the monitors are listed, and writes it there. */
export function useMonitorsView(): MonitorsView {
  const search = useSearch({ from: "/app/monitors" });
  const navigate = useNavigate({ from: PATHS.monitors });
  const { status, tag, kind, text, sort = "name", descending = false } = search;
  const filter = useMemo(
    () => ({ statuses: split(status), tags: split(tag), kind, text: text ?? "" }),
    [status, tag, kind, text],
  );
  const setFilter = useCallback(
    ({ statuses, tags, ...rest }: Partial<RowFilter>) => {
      const change = {
        ...rest,
        ...(statuses && { status: join(statuses) }),
        ...(tags && { tag: join(tags) }),
        ...(rest.text === "" && { text: undefined }),
      };
      // A page that is open already always comes.
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
    },
    [navigate],
  );
  const setSort = useCallback(
    ({ column, descending: down }: Sort) =>
      void navigate({
        search: (before) => ({ ...before, sort: column, descending: down || undefined }),
        replace: true,
      }),
    [navigate],
  );
  return {
    filter,
    isFiltered: [status, tag, kind, text].some((value) => value !== undefined && value !== ""),
    sort: useMemo(() => ({ column: sort, descending }), [sort, descending]),
    setFilter,
    clearFilter: () => setFilter({ statuses: [], tags: [], kind: undefined, text: "" }),
    setSort,
  };
}
