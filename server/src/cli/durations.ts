const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Reads `30s`, `5m`, `2h`, `1d`, `1w`, `1h30m` or `500ms` as milliseconds; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return null;
  const total = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS], 0);
  return Number.isSafeInteger(total) ? total : null;
}

/** A duration in its largest sensible unit: `3 min`, `2 h`, `5 days`. */
export function renderDuration(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** An instant as it lies from now: `3 min ago`, `in 2 h`; `-` for none. */
export function renderWhen(iso: string | null | undefined, now: number): string {
  if (iso === null || iso === undefined) return "-";
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return at <= now ? `${renderDuration(now - at)} ago` : `in ${renderDuration(at - now)}`;
}
