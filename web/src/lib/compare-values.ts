/** What a column can be sorted by. */
export type SortValue = string | number | null;

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * Compares two values for sorting upwards, texts as people read them (`job 9` before `job 10`). Null comes last in the end:
 * `turnedRound` tells that whoever asks will turn the result round.
 */
export function compareValues(a: SortValue, b: SortValue, turnedRound: boolean): number {
  if (a === null || b === null) {
    const last = turnedRound ? -1 : 1;
    return a === b ? 0 : a === null ? last : -last;
  }
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}
