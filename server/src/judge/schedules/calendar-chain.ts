import { ascending, type Fault, fault, type Parsed, quote, steps, value } from "./parsed.ts";

/** Seconds are counted in millionths, as systemd does. */
export const FRACTION = 1_000_000;

/** One element of a list: a number, perhaps repeated up to `stop` or, without one, to the end of the field. */
export interface Component {
  readonly start: number;
  readonly stop: number | null;
  /** 0: the number alone. */
  readonly repeat: number;
}

/** What a field of a calendar event may hold. */
export interface ChainKind {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** How many units the number 1 is. */
  readonly scale: number;
  /** True: counted from the end, so that repeating makes the number smaller. */
  readonly fromEnd?: boolean;
  readonly example: string;
}

const ITEM = /^(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?(?:\/(\d+(?:\.\d+)?))?$/;

/** Reads a list of numbers, ranges (`1..5`) and repetitions (`0/15`); null is `*`. */
export function parseChain(text: string, kind: ChainKind): Parsed<readonly Component[] | null> {
  if (text === "*") return value(null);
  const components: Component[] = [];
  for (const item of text.split(",")) {
    const match = ITEM.exec(item);
    if (match === null || (kind.scale === 1 && /\d\.\d/.test(item))) return unreadable(item, kind);
    const component = readComponent(match, kind);
    const problem = stepProblem(match, kind) ?? problemOf(component, kind);
    if (problem !== null) {
      return fault(`In the ${kind.name} part ${quote(item)} ${problem}. Write for example ${kind.example}.`);
    }
    components.push(component);
  }
  return value(components);
}

/** A range ends where its last step falls, and what cannot repeat does not: the two forms would be told apart nowhere. */
function readComponent([, startText = "0", stopText, repeatText]: RegExpExecArray, kind: ChainKind): Component {
  const start = readNumber(startText, kind);
  const end = stopText === undefined ? null : readNumber(stopText, kind);
  const byDefault = end === null ? 0 : kind.scale;
  const repeat = repeatText === undefined ? byDefault : readScaled(repeatText, kind);
  const stop = end !== null && end > start && repeat > 0 ? end - ((end - start) % repeat) : end;
  return start === stop ? { start, stop: null, repeat: 0 } : { start, stop, repeat };
}

function readScaled(text: string, kind: ChainKind): number {
  return kind.scale === 1 ? Number(text) : Math.round(Number(text) * kind.scale);
}

/** Years of two digits are of 1970 to 2069. */
function readNumber(text: string, kind: ChainKind): number {
  const number = readScaled(text, kind);
  if (kind.name !== "year" || number >= 100) return number;
  return number + (number < 70 ? 2000 : 1900);
}

function stepProblem([, startText = "0", stopText, repeatText]: RegExpExecArray, kind: ChainKind): string | null {
  if (repeatText !== undefined) return readScaled(repeatText, kind) === 0 ? "has a step of zero" : null;
  if (kind.scale === 1 || stopText === undefined) return null;
  const tooShort = readNumber(startText, kind) + kind.scale > readNumber(stopText, kind);
  return tooShort ? "is a range of less than a second, which needs a step" : null;
}

function problemOf({ start, stop, repeat }: Component, kind: ChainKind): string | null {
  const { min, max } = kind;
  const outside = [start, stop ?? start].find((number) => number < min || number > max);
  if (outside !== undefined) return `is out of range: it takes ${min} to ${Math.floor(max / kind.scale)}`;
  if (repeat > max - min) return "has too large a step";
  if (stop !== null) return start + repeat > stop ? "runs backwards" : null;
  const next = kind.fromEnd ? start - repeat : start + repeat;
  return next < min || next > max ? "never repeats within its field" : null;
}

/** The numbers that components stand for, ascending. */
export function expand(components: readonly Component[], kind: { readonly max: number }): readonly number[] {
  return ascending(
    components.flatMap(({ start, stop, repeat }) => (repeat === 0 ? [start] : steps(start, stop ?? kind.max, repeat))),
  );
}

function unreadable(item: string, kind: ChainKind): Fault {
  if (item.startsWith("*/")) {
    return fault(`In the ${kind.name} part ${quote(item)} repeats without a start. Write ${kind.min}${item.slice(1)}.`);
  }
  if (item === "")
    return fault(
      `The ${kind.name} part is empty or has a comma with nothing beside it. Write for example ${kind.example}.`,
    );
  if (/^\d+-\d+/.test(item))
    return fault(
      `In the ${kind.name} part ${quote(item)} is no range. Write it with two dots: ${item.replace("-", "..")}.`,
    );
  if (item.includes(".") && kind.scale === 1 && !item.includes("..")) {
    return fault(
      `In the ${kind.name} part ${quote(item)} has a fraction; only seconds may have one. Write for example ${kind.example}.`,
    );
  }
  return fault(`In the ${kind.name} part ${quote(item)} cannot be read. Write for example ${kind.example}.`);
}
