import { createSortedRowModel, type Row, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useMemo } from "react";
import { compareValues, type SortValue } from "../lib/compare-values.ts";
import type { Column, Sort } from "./data-table.tsx";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type TableRow<Item extends object> = Row<typeof features, Item>;

interface SortedRowsOptions<Item> {
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly sort?: Sort | undefined;
}

/** The rows of a table in the order that was asked for. */
export function useSortedRows<Item extends object>({
  columns,
  items,
  idOf,
  sort,
}: SortedRowsOptions<Item>): readonly TableRow<Item>[] {
  const definitions = useMemo(
    () =>
      columns.map(({ id, sortBy }) => ({
        id,
        accessorFn: (item: Item): SortValue => sortBy?.(item) ?? null,
        // Nothing stands last whichever way the rest is sorted, so TanStack's own turning round is undone for it.
        sortFn: (a: TableRow<Item>, b: TableRow<Item>) =>
          compareValues(a.getValue<SortValue>(id), b.getValue<SortValue>(id), sort?.descending === true),
      })),
    [columns, sort?.descending],
  );
  const sorting = useMemo(() => (sort === undefined ? [] : [{ id: sort.column, desc: sort.descending }]), [sort]);
  const table = useTable({ features, columns: definitions, data: items, getRowId: idOf, state: { sorting } });
  return table.getRowModel().rows;
}
