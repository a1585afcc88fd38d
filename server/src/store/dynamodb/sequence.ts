/** Gives texts that sort in the order in which they were given: by time, and within a millisecond by count. */
export type Sequence = (now: number) => string;

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
    return `${String(at).padStart(15, "0")}${count.toString(36).padStart(COUNTER_DIGITS, "0")}${mark}`;
  };
}
