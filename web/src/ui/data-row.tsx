import { memo } from "react";
import { classNames } from "../lib/class-names.ts";
import type { Column } from "./data-table.tsx";
import { Tick } from "./tick.tsx";

interface DataRowProps<Item> {
  readonly id: string;
  readonly index: number;
  readonly item: Item;
  readonly name: string;
  readonly columns: readonly Column<Item>[];
  /** Null: rows are not to be ticked. */
  readonly ticked: boolean | null;
  readonly onTick: (id: string, ticked: boolean, withRange: boolean) => void;
  readonly measure: (row: HTMLTableRowElement | null) => void;
  readonly className: string | undefined;
}

const LOOK =
  "scroll-mt-12 scroll-mb-4 border-line border-b focus-within:bg-hover hover:bg-hover max-md:scroll-mb-24 " +
  "max-md:card max-md:relative max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-1.5 max-md:p-3";

/** One row of a table. It is drawn anew only when something of it changed, so that scrolling draws only what comes into sight. */
export const DataRow = memo(PlainRow) as typeof PlainRow;

function PlainRow<Item>(props: DataRowProps<Item>) {
  const { id, index, item, name, columns, ticked, onTick, measure, className } = props;
  return (
    <tr
      ref={measure}
      data-index={index}
      data-id={id}
      aria-rowindex={index + 2}
      className={classNames(LOOK, ticked === true && "bg-accent-ground", className)}
    >
      {ticked !== null && (
        <td className="py-2 pl-1 align-middle max-md:absolute max-md:top-1.5 max-md:right-2">
          <Tick label={`Select ${name}`} checked={ticked} onTick={(next, withRange) => onTick(id, next, withRange)} />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} data-label={column.header} className={cellClass(column)}>
          {column.cell(item)}
        </td>
      ))}
    </tr>
  );
}

const LABELLED =
  "max-md:before:block max-md:before:text-soft max-md:before:text-xs max-md:before:content-[attr(data-label)]";

function cellClass<Item>({ className, onPhone }: Column<Item>): string {
  const shape =
    "px-2 py-2 align-middle max-md:w-auto max-md:min-w-0 max-md:p-0 max-md:text-left max-md:has-data-none:hidden";
  return classNames(shape, onPhone === "plain" ? "max-md:col-span-2 max-md:pr-7" : LABELLED, className);
}
