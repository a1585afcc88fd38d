const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A duration in words, in its two largest units: `2 days 4 hours`, `1 minute`, `less than a second`. */
export function durationInWords(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  if (rest === 0) return "0 seconds";
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0 && parts.length < 2) parts.push(countInWords(count, unit));
  }
  return parts.length === 0 ? "less than a second" : parts.join(" ");
}

/** An instant in UTC to the second, `2026-11-20T03:00:00Z`. */
export function instantInWords(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** An instant as clocks in a zone show it, `2026-11-20 11:00:00 Asia/Singapore`. */
export function localInstantInWords(at: number, timezone: string): string {
  // Swedish writes dates as ISO 8601 does, without the T.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" });
  return `${format.format(at)} ${timezone}`;
}

/** A number with its noun: `1 minute`, `2 minutes`. */
export function countInWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A list in words: `a`, `a and b`, `a, b and c`. */
export function listInWords(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** More stretches than these are summed up: a list of hundreds helps nobody. */
const STRETCHES_NAMED = 3;

/** Stretches of time, oldest first: `from … to … and from … to …`, or `12 times between … and …, 3 minutes in all`. */
export function stretchesInWords(stretches: readonly { readonly fromAt: number; readonly toAt: number }[]): string {
  const first = stretches[0];
  if (first === undefined) return "";
  if (stretches.length <= STRETCHES_NAMED) {
    return listInWords(stretches.map((s) => `from ${instantInWords(s.fromAt)} to ${instantInWords(s.toAt)}`));
  }
  const endAt = Math.max(...stretches.map((s) => s.toAt));
  const totalMs = stretches.reduce((sum, s) => sum + (s.toAt - s.fromAt), 0);
  const between = `between ${instantInWords(first.fromAt)} and ${instantInWords(endAt)}`;
  return `${countInWords(stretches.length, "time")} ${between}, ${durationInWords(totalMs)} in all`;
}
