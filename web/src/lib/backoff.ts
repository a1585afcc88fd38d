const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before try number `failures` + 1: twice as long each time, spread so that not everybody comes at once. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.75 + random / 2));
}
