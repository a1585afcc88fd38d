import { truncate } from "../../../lib/truncate.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text of a stranger made harmless: no control characters but line breaks and tabs, whole characters, bounded. */
export function cleanText(text: string, limit: number): string {
  // Cut roughly first, so that a text of megabytes costs nothing.
  const rough = text.slice(0, limit * 2).replaceAll("\r\n", "\n");
  return truncate(rough.replace(CONTROL_BUT_LINES, " ").toWellFormed().trim(), limit);
}

/** The same on one line. */
export function cleanLine(text: string, limit: number): string {
  return truncate(cleanText(text, limit * 2).replace(/[\s\p{Zl}\p{Zp}]+/gu, " "), limit);
}
