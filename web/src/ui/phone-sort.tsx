import { ArrowDown, ArrowUp } from "lucide-react";
import { IconButton } from "./button.tsx";
import type { Column, Sort } from "./data-table.tsx";
import { Select } from "./inputs.tsx";

interface PhoneSortProps<Item> {
  readonly columns: readonly Column<Item>[];
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

/** Sorts a table whose rows are cards, where there are no column heads. */
export function PhoneSort<Item>({ columns, sort, onSort }: PhoneSortProps<Item>) {
  const sortable = columns.filter(({ sortBy }) => sortBy !== undefined);
  if (onSort === undefined || sort === undefined || sortable.length < 2) return null;
  const { column, descending } = sort;
  return (
    <div className="mb-2 flex items-center gap-1 md:hidden">
      <Select
        aria-label="Sort by"
        value={column}
        onChange={(event) => onSort({ column: event.target.value, descending: false })}
      >
        {sortable.map(({ id, header }) => (
          <option key={id} value={id}>
            Sort by {header.toLowerCase()}
          </option>
        ))}
      </Select>
      <IconButton
        icon={descending ? ArrowDown : ArrowUp}
        label={descending ? "Sort upwards" : "Sort downwards"}
        onClick={() => onSort({ column, descending: !descending })}
      />
    </div>
  );
}
