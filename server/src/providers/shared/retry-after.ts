/**
 * Reads a Retry-After header, which holds seconds or an HTTP date, as milliseconds from now; null when it is missing or
 * says nothing readable.
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  // Only forms with a month's name: Date.parse would take a bare or negative number for a year.
  if (!/[a-z]{3}/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
