import { AppError } from "../model/index.ts";
import type { Page } from "./ports.ts";

type CursorPart = string | number;

/** Packs where a page ended into an opaque text. */
export function packCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Unpacks a cursor of so many parts of these types; throws AppError `invalid_cursor` for anything else. */
export function unpackCursor(cursor: string, types: readonly ("string" | "number")[]): readonly CursorPart[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const fits =
      Array.isArray(parts) && parts.length === types.length && parts.every((part, i) => typeof part === types[i]);
    if (fits) return parts;
  } catch {
    // Not ours: refused below.
  }
  throw new AppError(
    "invalid_cursor",
    '"cursor" was not made by this list. Leave it out to start at the beginning.',
    "cursor",
  );
}

/** Makes a page of rows that were asked for one more than the limit. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => readonly CursorPart[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), nextCursor: rows.length > limit && last ? packCursor(cursorOf(last)) : null };
}

/** The number in a cursor of one number; `fallback` without a cursor. */
export function numberCursor(cursor: string | undefined, fallback: number): number {
  return cursor === undefined ? fallback : Number(unpackCursor(cursor, ["number"])[0]);
}
