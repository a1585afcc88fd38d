/** The name that was probably meant: the one with the fewest edits, or null when none is near. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const limit = Math.max(2, Math.floor(typed.length / 4));
  let best: string | null = null;
  let bestEdits = limit + 1;
  for (const name of names) {
    const edits = countEdits(typed.toLowerCase(), name.toLowerCase());
    if (edits >= bestEdits) continue;
    best = name;
    bestEdits = edits;
  }
  return best;
}

/** Levenshtein distance, row by row. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
