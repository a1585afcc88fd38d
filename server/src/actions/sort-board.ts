import type { PulseNames } from "../signals/pulse.ts";
import type { BoardRow } from "./show-heartbeat-board.ts";

export const BOARD_COLUMNS = ["host", "category", "type", "name", "timestamp", "delta"] as const;
/** A column by which the board can be sorted. */
export type BoardColumn = (typeof BOARD_COLUMNS)[number];

export interface BoardSort {
  readonly by: BoardColumn;
  readonly descending: boolean;
}

/** The largest delta first: what is overdue the longest stands on top. */
export const DEFAULT_SORT: BoardSort = { by: "delta", descending: true };

/** The rows in the order asked for; those without a value there come last, those with the same by their names. */
export function sortBoard(rows: readonly BoardRow[], sort: BoardSort): readonly BoardRow[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const order = sort.descending ? -1 : 1;
  const byNames = (a: PulseNames, b: PulseNames): number =>
    compare(a.host, b.host) || compare(a.category, b.category) || compare(a.type, b.type) || compare(a.name, b.name);
  return rows.toSorted((a, b) => {
    const [x, y] = [sortValue(a, sort.by), sortValue(b, sort.by)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byNames(a.names, b.names);
    const difference = typeof x === "string" || typeof y === "string" ? compare(String(x), String(y)) : x - y;
    return difference * order || byNames(a.names, b.names);
  });
}

function sortValue({ names, lastAt, deltaMs }: BoardRow, by: BoardColumn): string | number | null {
  switch (by) {
    case "timestamp":
      return lastAt;
    case "delta":
      return deltaMs;
    case "host":
    case "category":
    case "type":
    case "name":
      return names[by];
  }
}
