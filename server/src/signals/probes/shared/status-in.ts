/** One status (`301`), a class (`2xx`) or a range (`200-204`). */
export const STATUS_PATTERN = /^(?:[1-5]xx|[1-5]\d\d(?:-[1-5]\d\d)?)$/;

/** True when a status is one of those that are named. */
export function isStatusIn(status: number, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern.endsWith("xx")) return Math.floor(status / 100) === Number(pattern[0]);
    const [from = 0, to = from] = pattern.split("-").map(Number);
    return status >= from && status <= to;
  });
}
