/** What reading an expression gives: its value, or what is wrong with it and what to write instead. */
export type Parsed<T> = { readonly kind: "value"; readonly value: T } | Fault;

/** What is wrong with a text, in words for the person who wrote it. */
export interface Fault {
  readonly kind: "fault";
  readonly message: string;
}

/** A reading that succeeded. */
export function value<T>(read: T): Parsed<T> {
  return { kind: "value", value: read };
}

/** A reading that failed. */
export function fault(message: string): Fault {
  return { kind: "fault", message };
}

/** A part of somebody's text as it may be shown in a message: quoted, shortened, without control characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

/** The numbers from `from` to `to`, both included, in steps. */
export function steps(from: number, to: number, step = 1): readonly number[] {
  const count = Math.max(0, Math.floor((to - from) / step) + 1);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

/** Each number once, ascending. */
export function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
