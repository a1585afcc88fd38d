import { ArrowDown, ArrowUp } from "lucide-react";
import { classNames } from "../lib/class-names.ts";
import type { Column, Sort } from "./data-table.tsx";

interface ColumnHeadProps<Item> {
  readonly column: Column<Item>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

/** The head of a column, which also sorts by it. */
export function ColumnHead<Item>({ column, sort, onSort }: ColumnHeadProps<Item>) {
  const isSorted = sort?.column === column.id;
  const descending = isSorted && sort.descending;
  const look = classNames("px-2 py-2 text-left font-medium text-soft text-sm max-md:hidden", column.className);
  if (column.sortBy === undefined || onSort === undefined) {
    return (
      <th scope="col" className={look}>
        {column.header}
      </th>
    );
  }
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={isSorted ? (descending ? "descending" : "ascending") : "none"} className={look}>
      <button
        type="button"
        onClick={() => onSort({ column: column.id, descending: isSorted && !descending })}
        className={classNames(
          "group inline-flex items-center gap-1 hover:text-ink",
          isSorted && "text-ink",
          // The word stands above the end of its values.
          column.className?.includes("text-right") === true && "flex-row-reverse",
        )}
      >
        {column.header}
        <Arrow aria-hidden size={13} className={isSorted ? "" : "opacity-0 group-hover:opacity-50"} />
      </button>
    </th>
  );
}
