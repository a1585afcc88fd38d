/**
 * A text as every service takes it: line breaks are `\n`, and the control characters and broken surrogates that some
 * refuse (and some databases behind them choke on) are gone.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, "\n")
    .replace(/[^\P{Cc}\t\n]/gu, "");
}
