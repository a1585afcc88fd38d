import { ascending, fault, type Parsed, quote, steps, value } from "./parsed.ts";

/** One of the five fields of a crontab line: what it may hold. */
export interface FieldKind {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Three-letter names, the first standing for `min`. */
  readonly names: readonly string[];
  readonly example: string;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** The fields in their order. */
export const FIELD_KINDS = {
  minute: { name: "minute", min: 0, max: 59, names: [], example: "*/15 or 0,30" },
  hour: { name: "hour", min: 0, max: 23, names: [], example: "2 or 9-17" },
  day: { name: "day-of-month", min: 1, max: 31, names: [], example: "1 or 1,15" },
  month: { name: "month", min: 1, max: 12, names: MONTHS, example: "*, 1-6 or jan" },
  weekday: { name: "day-of-week", min: 0, max: 7, names: DAYS, example: "1-5 or mon-fri" },
} as const satisfies Record<string, FieldKind>;

/** The numbers of a field; `star`: it begins with `*`, which decides how cron treats it. */
export interface NumberField {
  readonly star: boolean;
  readonly numbers: readonly number[];
}

const ITEM = /^(\*|[a-z\d]+)(?:-([a-z\d]+))?(?:\/([a-z\d]*))?$/i;

/** Reads a field of numbers, names, ranges and steps. */
export function parseNumbers(text: string, kind: FieldKind): Parsed<NumberField> {
  const numbers: number[] = [];
  for (const item of text.split(",")) {
    const read = parseItem(item, kind);
    if (read.kind === "fault") return read;
    numbers.push(...read.value);
  }
  return value({ star: text.startsWith("*"), numbers: ascending(numbers) });
}

/** Reads one part of a list: `*`, `5`, `1-5`, each with or without a step. */
export function parseItem(item: string, kind: FieldKind): Parsed<readonly number[]> {
  const match = ITEM.exec(item);
  if (match === null) return unreadable(item, kind);
  const [, first = "", last, stepText] = match;
  const range = first === "*" && last === undefined ? value([kind.min, topOf(kind)]) : parseRange(first, last, kind);
  if (range.kind === "fault") return range;
  const [from = kind.min, to = from] = range.value;
  if (stepText === undefined) return value(steps(from, to));
  if (first !== "*" && last === undefined) {
    return fault(
      `In the ${kind.name} field ${quote(item)} has a step without a range. Write ${first}-${topOf(kind)}/${stepText || "2"}.`,
    );
  }
  const step = parseStep(stepText, item, kind);
  return step.kind === "fault" ? step : value(steps(from, to, step.value));
}

/** The largest number that `*` stands for: 7 is Sunday a second time. */
function topOf(kind: FieldKind): number {
  return kind === FIELD_KINDS.weekday ? 6 : kind.max;
}

function parseRange(first: string, last: string | undefined, kind: FieldKind): Parsed<readonly number[]> {
  const from = parseNumber(first, kind);
  if (from.kind === "fault") return from;
  if (last === undefined) return value([from.value, from.value]);
  const end = parseNumber(last, kind);
  if (end.kind === "fault") return end;
  const to = kind === FIELD_KINDS.weekday && /^sun$/i.test(last) ? 7 : end.value;
  if (from.value <= to) return value([from.value, to]);
  const around = `${from.value}-${topOf(kind)},${kind.min}-${to}`;
  return fault(`In the ${kind.name} field the range ${quote(`${first}-${last}`)} runs backwards. Write ${around}.`);
}

function parseNumber(text: string, kind: FieldKind): Parsed<number> {
  const named = (kind.names as readonly string[]).indexOf(text.toLowerCase());
  if (named >= 0) return value(named + kind.min);
  if (!/^\d+$/.test(text)) return unreadable(text, kind);
  const number = Number(text);
  if (number >= kind.min && number <= kind.max) return value(number);
  return fault(
    `In the ${kind.name} field ${quote(text)} is out of range: it takes ${kind.min} to ${kind.max}, such as ${kind.example}.`,
  );
}

function parseStep(text: string, item: string, kind: FieldKind): Parsed<number> {
  const count = topOf(kind) - kind.min + 1;
  const step = /^\d+$/.test(text) ? Number(text) : 0;
  if (step >= 1 && step <= count) return value(step);
  return fault(
    `In the ${kind.name} field the step of ${quote(item)} must be a number from 1 to ${count}, such as */2.`,
  );
}

function unreadable(item: string, kind: FieldKind): Parsed<never> {
  if (item === "") {
    return fault(`The ${kind.name} field has a comma with nothing beside it. Write ${kind.example}.`);
  }
  if (item.includes("~")) {
    return fault(
      `In the ${kind.name} field ${quote(item)} is a random time as cronie knows it; nobody can tell when it is due. Write a fixed number, such as ${kind.example}.`,
    );
  }
  if (/^h($|[(/])/i.test(item)) {
    return fault(
      `In the ${kind.name} field ${quote(item)} is Jenkins' H; only Jenkins knows its value. Write the number that Jenkins shows, or use a period.`,
    );
  }
  return fault(`In the ${kind.name} field ${quote(item)} cannot be read. Write ${kind.example}.`);
}
