import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** What an attribute may hold; one that is undefined is left out. What is deeper than a list of texts is kept as JSON. */
export type Value = string | number | boolean | null | Uint8Array | readonly string[];

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** One item of the table as plain data. */
export type Item = Key & { readonly [name: string]: Value | undefined };

/** What DynamoDB calls an item. */
export type Attributes = Record<string, AttributeValue>;

/** Turns an item into DynamoDB's own form. */
export function toAttributes(item: Readonly<Record<string, Value | undefined>>): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(item)) if (value !== undefined) attributes[name] = toAttribute(value);
  return attributes;
}

/** Turns one value into DynamoDB's own form. */
export function toAttribute(value: Value): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  return { L: value.map((S) => ({ S })) };
}

/** Reads an item that DynamoDB gave back. */
export function fromAttributes(attributes: Attributes): Item {
  return readMap(attributes) as Item;
}

/** The text of an attribute that may be absent. */
export function textOf(value: Value | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

/** Reads attributes that may be less than an item. */
export function readMap(attributes: Attributes): Record<string, Value> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));
}

function fromAttribute(attribute: AttributeValue): Value {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.B !== undefined) return attribute.B;
  if (attribute.L !== undefined) return attribute.L.flatMap(({ S }) => S ?? []);
  if (attribute.NULL) return null;
  throw new Error(`an attribute of a kind that nobody writes: ${Object.keys(attribute).join()}`);
}
