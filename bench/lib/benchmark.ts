/** One measured value. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Lowest and highest of the rounds that `value` is the median of. */
  readonly spread?: readonly [number, number];
  readonly budget?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What a benchmark runs with. */
export interface Run {
  /** A smoke run: smaller and shorter, its figures say little. */
  readonly quick: boolean;
  /** Everything put here is undone when the benchmark ends, however it ends. */
  readonly stack: AsyncDisposableStack;
}

export interface Benchmark {
  readonly name: string;
  /** What is measured, and how, in one sentence. */
  readonly about: string;
  readonly measure: (run: Run) => Promise<readonly Figure[]>;
}

/** A figure of several rounds: their median, with the lowest and the highest. */
export function ofRounds(name: string, unit: string, rounds: readonly number[], budget?: Figure["budget"]): Figure {
  const spread = [Math.min(...rounds), Math.max(...rounds)] as const;
  return { name, value: median(rounds), unit, spread, ...(budget && { budget }) };
}

/** The middle of some numbers. */
function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that this share of the numbers does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}
