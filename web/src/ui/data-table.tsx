import { type ReactNode, useMemo } from "react";
import type { SortValue } from "../lib/compare-values.ts";
import { ColumnHead } from "./column-head.tsx";
import { DataRow } from "./data-row.tsx";
import { PhoneSort } from "./phone-sort.tsx";
import { Tick } from "./tick.tsx";
import { useDrawnRows } from "./use-drawn-rows.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useSortedRows } from "./use-sorted-rows.ts";
import { useTicks } from "./use-ticks.ts";

/** One column of a table. */
export interface Column<Item> {
  readonly id: string;
  readonly header: string;
  readonly cell: (item: Item) => ReactNode;
  /** What the column is sorted by; absent: it cannot be sorted. Null stands last either way. */
  readonly sortBy?: (item: Item) => SortValue;
  /** Width and alignment, such as `w-32 text-right`; `max-md:hidden` or `max-lg:hidden` leaves it out on narrow screens. */
  readonly className?: string;
  /** On a phone a row is a card: `plain` takes its whole width; otherwise the header stands above the value. */
  readonly onPhone?: "plain";
}

/** What a table is sorted by; keep it in the URL. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** Which rows are ticked, by their ids. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly onChange: (ids: ReadonlySet<string>) => void;
}

interface DataTableProps<Item> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  /** Keep it stable: made outside of the component or with useMemo. */
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  readonly selection?: Selection;
  readonly rowClass?: (item: Item) => string | undefined;
  /** The keys j and k lead from row to row, Enter opens one, x ticks it; for the one table of a page. */
  readonly withKeys?: boolean;
  /** How high a row is as a rule, in CSS pixels; each is measured when it is drawn. */
  readonly rowHeight?: number;
}

const ROW_HEIGHT = 41;

/** Stands in a cell that has nothing to say; the card of a phone leaves the cell out. */
export const NOTHING = (
  <span data-none className="text-soft">
    –
  </span>
);

/** A table of any length: only the rows that are seen are drawn, the page itself scrolls, and on a phone a row is a card. */
export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const { label, columns, items, sort, onSort, selection } = props;
  const rows = useSortedRows(props);
  const { bodyRef, drawn, before, after, measure } = useDrawnRows(rows.length, props.rowHeight ?? ROW_HEIGHT);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { allTicked, tickAll, tick, turn } = useTicks(ids, selection);
  useRowKeys({ enabled: props.withKeys === true, bodyRef, onTick: selection && turn });
  return (
    <>
      <PhoneSort columns={columns} sort={sort} onSort={onSort} />
      <table
        aria-label={label}
        aria-rowcount={items.length + 1}
        className="w-full table-fixed border-collapse max-md:block"
      >
        <thead className="sticky top-0 z-10 bg-canvas max-md:static max-md:block">
          <tr aria-rowindex={1} className="border-line border-b max-md:flex max-md:items-center max-md:border-0">
            {selection && (
              <th scope="col" className="w-9 py-2 pl-1 text-left max-md:w-auto">
                <Tick label="Select all" checked={allTicked} onTick={tickAll} />
                <span aria-hidden className="ml-2 font-normal text-soft md:hidden">
                  All
                </span>
              </th>
            )}
            {columns.map((column) => (
              <ColumnHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={bodyRef} className="max-md:grid max-md:gap-2">
          <Gap height={before} />
          {drawn.map((index) => {
            const row = rows[index];
            return (
              row && (
                <DataRow
                  key={row.id}
                  id={row.id}
                  index={index}
                  item={row.original}
                  name={props.nameOf(row.original)}
                  columns={columns}
                  ticked={selection ? selection.ids.has(row.id) : null}
                  onTick={tick}
                  measure={measure}
                  className={props.rowClass?.(row.original)}
                />
              )
            );
          })}
          <Gap height={after} />
        </tbody>
      </table>
    </>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height }: { readonly height: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  ) : null;
}
