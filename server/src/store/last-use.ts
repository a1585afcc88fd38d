/** The last use of a key or a session is noted at most this often. */
const STEP_MS = 60_000;

/** Says whether a use is to be noted, when the last one that was noted was then; null: none was. */
export function isUseToNote(notedAt: number | null, now: number): boolean {
  return now - (notedAt ?? 0) >= STEP_MS;
}
