/** An item as plain values, or why it cannot be read. */
export type PlainItem =
  | { readonly kind: "read"; readonly item: Readonly<Record<string, unknown>> }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Nothing that these tables held is nested deeper. */
const MAX_DEPTH = 32;

/** A value of a type that is none of DynamoDB's, or that does not fit its type. */
class WrongType extends Error {}

/** Takes the types off an item as `aws dynamodb scan` prints it: `{"host": {"S": "db1"}}` becomes `{host: "db1"}`. */
export function plainItem(typed: unknown): PlainItem {
  if (!isRecord(typed)) return { kind: "unreadable", reason: "It is no item: an object of attributes is wanted." };
  const entries: [string, unknown][] = [];
  for (const [name, value] of Object.entries(typed)) {
    try {
      entries.push([name, plainValue(value, 0)]);
    } catch (error) {
      if (!(error instanceof WrongType)) throw error;
      const reason = `"${name}" has no DynamoDB type, such as {"S": "text"} or {"N": "1"}.`;
      return { kind: "unreadable", reason };
    }
  }
  return { kind: "read", item: Object.fromEntries(entries) };
}

function plainValue(typed: unknown, depth: number): unknown {
  const [entry, ...more] = isRecord(typed) ? Object.entries(typed) : [];
  if (entry === undefined || more.length > 0 || depth > MAX_DEPTH) throw new WrongType();
  const [type, value] = entry;
  switch (type) {
    case "S":
      return expectText(value);
    case "N":
      return plainNumber(expectText(value));
    case "BOOL":
      if (typeof value !== "boolean") throw new WrongType();
      return value;
    case "NULL":
      return null;
    case "L":
      return expectList(value).map((each) => plainValue(each, depth + 1));
    case "SS":
      return expectList(value).map(expectText);
    case "NS":
      return expectList(value).map((each) => plainNumber(expectText(each)));
    case "M":
      if (!isRecord(value)) throw new WrongType();
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainValue(each, depth + 1)]));
    default:
      throw new WrongType();
  }
}

/** A number that JavaScript cannot hold stays text, so that an id keeps all its digits. */
function plainNumber(text: string): number | string {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new WrongType();
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

function expectText(value: unknown): string {
  if (typeof value !== "string") throw new WrongType();
  return value;
}

function expectList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new WrongType();
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
