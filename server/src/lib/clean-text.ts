import { truncate } from "./truncate.ts";

/** Text on one line, without control characters: what names and addresses may be. */
export const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
/** Text of several lines, without control characters but tabs and line breaks. */
export const LINES = /^[\t\n\r\P{Cc}]*$/u;

const CONTROL_BUT_LINES = /[^\t\n\P{Cc}]/gu;
const LINE_BREAKERS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Text of a stranger on one line: control characters and line breaks become a space. */
export function onOneLine(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKERS, " ");
}

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
