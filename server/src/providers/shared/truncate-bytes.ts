import { truncate } from "../../lib/truncate.ts";

/** Cuts a text to at most `limit` bytes of UTF-8, as `truncate` does to characters. */
export function truncateBytes(text: string, limit: number, whole?: RegExp): string {
  if (Buffer.byteLength(text) <= limit) return text;
  let fits = 1;
  let tooLong = Math.min(text.length, limit + 1);
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (Buffer.byteLength(truncate(text, middle, whole)) <= limit) fits = middle;
    else tooLong = middle;
  }
  return truncate(text, fits, whole);
}
