import { cutToWidth, displayWidth, plainText } from "./plain-text.ts";

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** May be cut when the terminal is too narrow. */
  readonly flexible?: boolean | undefined;
  /** Colours a cell that is already as wide as it gets. */
  readonly paint?: ((cell: string, row: Row) => string) | undefined;
}

const GAP = "  ";
const MIN_FLEXIBLE = 8;

/** A table as lines. With a width, the flexible columns give way until it fits. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | null,
): readonly string[] {
  const cells = rows.map((row) => columns.map((column) => plainText(column.text(row))));
  const natural = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...cells.map((line) => displayWidth(line[index] ?? ""))),
  );
  const widths = width === null ? natural : fitWidths(columns, natural, width);
  const pad = (text: string, index: number): string => {
    const room = widths[index] ?? 0;
    const cut = cutToWidth(text, room);
    return cut + " ".repeat(Math.max(0, room - displayWidth(cut)));
  };
  const head = columns
    .map((column, index) => pad(column.title, index))
    .join(GAP)
    .trimEnd();
  const body = rows.map((row, line) =>
    columns
      .map((column, index) => {
        const cell = pad(cells[line]?.[index] ?? "", index);
        return column.paint ? column.paint(cell, row) : cell;
      })
      .join(GAP)
      .trimEnd(),
  );
  return [head, ...body];
}

/** Takes columns away one by one from the widest flexible column until the line fits. */
function fitWidths<Row>(columns: readonly Column<Row>[], natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, room) => sum + room, 0) + GAP.length * (columns.length - 1) - width;
  while (excess > 0) {
    const widest = columns.reduce(
      (best, column, index) => (column.flexible && (widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
      columns.findIndex((column) => column.flexible),
    );
    const room = widths[widest] ?? 0;
    if (room <= MIN_FLEXIBLE) break;
    widths[widest] = room - 1;
    excess -= 1;
  }
  return widths;
}

/** Names and values under each other, for one thing. */
export function renderPairs(pairs: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const room = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(room)}  ${plainText(value)}`.trimEnd());
}
