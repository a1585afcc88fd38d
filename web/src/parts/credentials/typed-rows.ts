/** What was typed into one row, by the name of its field. */
export type TypedRow = Readonly<Record<string, string>>;

/** Reads the rows out of the one text that a form holds for them. */
export function readRows(text: string): readonly TypedRow[] {
  return text === "" ? [] : (JSON.parse(text) as readonly TypedRow[]);
}

/** Writes rows as the one text that a form holds for them; empty when there is none. */
export function writeRows(rows: readonly TypedRow[]): string {
  return rows.length === 0 ? "" : JSON.stringify(rows);
}

/** The rows in which something is typed, without the fields that are empty. */
export function filledRows(text: string): readonly TypedRow[] {
  return readRows(text)
    .map((row) => Object.entries(row).map(([name, value]) => [name, value.trim()] as const))
    .map((cells) => Object.fromEntries(cells.filter(([, value]) => value !== "")))
    .filter((row) => Object.keys(row).length > 0);
}
