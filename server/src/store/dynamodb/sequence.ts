/** Gives texts that sort in the order in which they were given: by time, and within a millisecond by count. */
export type Sequence = (now: number) => string;

const TIME_DIGITS = 15;
const COUNTER_DIGITS = 4;
const COUNTER_END = 36 ** COUNTER_DIGITS;
const PROCESS_DIGITS = 5;

/** Makes the sequence of a process; `randomInt` gives it a mark, so that no two processes ever give the same text. */
export function createSequence(randomInt: (max: number) => number): Sequence {
  const mark = randomInt(36 ** PROCESS_DIGITS)
    .toString(36)
    .padStart(PROCESS_DIGITS, "0");
  let at = 0;
  let count = 0;
  return (now) => {
    count = now > at || count + 1 === COUNTER_END ? 0 : count + 1;
    at = count === 0 ? Math.max(now, at + 1) : at;
    return `${String(at).padStart(TIME_DIGITS, "0")}${count.toString(36).padStart(COUNTER_DIGITS, "0")}${mark}`;
  };
}

/** The next text of a sequence, after this one even where the clock of whoever gave that one is ahead. */
export function textAfter(sequence: Sequence, now: number, last: string | undefined): string {
  const text = sequence(now);
  if (last === undefined || text > last) return text;
  return sequence(Number(last.slice(0, TIME_DIGITS)) + 1);
}
