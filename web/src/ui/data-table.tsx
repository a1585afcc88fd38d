import { createSortedRowModel, type Row, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { compareValues, type SortValue } from "../lib/compare-values.ts";
import { rangeBetween } from "../lib/range-between.ts";
import { ColumnHead } from "./column-head.tsx";

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
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type TableRow<Item extends object> = Row<typeof features, Item>;

const ROW_HEIGHT = 41;
/** Rows drawn beyond what is seen, so that fast scrolling and the Tab key find them there. */
const OVERSCAN = 12;

/** A table of any length: only the rows that are seen are drawn, the page itself scrolls, and on a phone a row is a card. */
export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const { label, columns, items, sort, onSort, selection } = props;
  const rows = useSortedRows(props);
  const { bodyRef, drawn, before, after, measure } = useDrawnRows(rows.length);
  const [lastTicked, setLastTicked] = useState<string | null>(null);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const tick = (id: string, ticked: boolean, withRange: boolean): void => {
    if (selection === undefined) return;
    const next = new Set(selection.ids);
    for (const each of withRange && lastTicked !== null ? rangeBetween(ids, lastTicked, id) : [id]) {
      if (ticked) next.add(each);
      else next.delete(each);
    }
    setLastTicked(id);
    selection.onChange(next);
  };
  const allTicked = selection !== undefined && ids.length > 0 && ids.every((id) => selection.ids.has(id));
  return (
    <table
      aria-label={label}
      aria-rowcount={items.length + 1}
      className="w-full table-fixed border-collapse max-md:block"
    >
      <thead className="sticky top-0 z-10 bg-canvas max-md:static max-md:block">
        <tr
          aria-rowindex={1}
          className="border-line border-b max-md:flex max-md:flex-wrap max-md:gap-x-4 max-md:border-0"
        >
          {selection && (
            <th scope="col" className="w-9 py-2 pl-1 text-left">
              <Tick
                label="Select all"
                checked={allTicked}
                onTick={(ticked) => selection.onChange(ticked ? new Set(ids) : new Set())}
              />
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
          if (row === undefined) return null;
          const ticked = selection?.ids.has(row.id) === true;
          return (
            <tr
              key={row.id}
              ref={measure}
              data-index={index}
              aria-rowindex={index + 2}
              className={classNames(
                "border-line border-b hover:bg-hover max-md:card max-md:relative max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-1.5 max-md:p-3",
                ticked && "bg-accent-ground",
                props.rowClass?.(row.original),
              )}
            >
              {selection && (
                <td className="py-2 pl-1 align-middle max-md:absolute max-md:top-1.5 max-md:right-2">
                  <Tick
                    label={`Select ${props.nameOf(row.original)}`}
                    checked={ticked}
                    onTick={(next, withRange) => tick(row.id, next, withRange)}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td key={column.id} data-label={column.header} className={cellClass(column)}>
                  {column.cell(row.original)}
                </td>
              ))}
            </tr>
          );
        })}
        <Gap height={after} />
      </tbody>
    </table>
  );
}

function useSortedRows<Item extends object>({
  columns,
  items,
  idOf,
  sort,
}: DataTableProps<Item>): readonly TableRow<Item>[] {
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

interface DrawnRows {
  readonly bodyRef: React.RefObject<HTMLTableSectionElement | null>;
  readonly drawn: readonly number[];
  readonly before: number;
  readonly after: number;
  readonly measure: (row: HTMLTableRowElement | null) => void;
}

function useDrawnRows(count: number): DrawnRows {
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (bodyRef.current !== null) setTop(bodyRef.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  const seen = virtualizer.getVirtualItems();
  return {
    bodyRef,
    drawn: seen.map(({ index }) => index),
    before: (seen[0]?.start ?? top) - top,
    after: virtualizer.getTotalSize() - ((seen.at(-1)?.end ?? top) - top),
    measure: virtualizer.measureElement,
  };
}

const LABELLED =
  "max-md:before:block max-md:before:text-soft max-md:before:text-xs max-md:before:content-[attr(data-label)]";

function cellClass<Item>({ className, onPhone }: Column<Item>): string {
  const shape = "px-2 py-2 align-middle max-md:w-auto max-md:min-w-0 max-md:p-0 max-md:text-left";
  return classNames(shape, onPhone === "plain" ? "max-md:col-span-2 max-md:pr-7" : LABELLED, className);
}

/** Stands for the rows that are not drawn. */
function Gap({ height }: { readonly height: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  ) : null;
}

interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onTick: (ticked: boolean, withRange: boolean) => void;
}

function Tick({ label, checked, onTick }: TickProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={(event) =>
        onTick(event.target.checked, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
      }
      className="size-4 align-middle accent-solid pointer-coarse:size-6"
    />
  );
}
