import { type Attributes, type Key, toAttribute, toAttributes, type Value } from "./item.ts";
import type { Condition, Query, Within, Write } from "./port.ts";
import { TABLE } from "./table.ts";

/** The attribute by which a write that was repeated is known again. */
export const WRITE_ID = "w";

type Names = Record<string, string>;

/** Most bytes of the two halves of a key (Amazon DynamoDB Developer Guide, "Constraints", 2026). */
const MAX_PARTITION_BYTES = 2_048;
const MAX_SORT_BYTES = 1_024;

/** False: DynamoDB would refuse the key, so there can be no such item. Whoever asks may have made it up. */
export function isPossible({ pk, sk }: Key): boolean {
  return isPossiblePartition(pk) && sk !== "" && Buffer.byteLength(sk) <= MAX_SORT_BYTES;
}

/** False: there can be no such partition. */
export function isPossiblePartition(pk: string): boolean {
  return pk !== "" && Buffer.byteLength(pk) <= MAX_PARTITION_BYTES;
}

/** The key of an item in DynamoDB's own form. */
export function keyAttributes({ pk, sk }: Key): Attributes {
  return toAttributes({ pk, sk });
}

/** What DynamoDB calls a put; `writeId` marks it. */
export function putInput({ item, when }: Extract<Write, { kind: "put" }>, writeId: string | null) {
  const marked = writeId === null ? item : { ...item, [WRITE_ID]: writeId };
  return { Item: toAttributes(marked), ...conditionInput(when) };
}

interface ConditionInput {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Names;
  ExpressionAttributeValues?: Attributes;
}

/** What DynamoDB calls a condition. */
export function conditionInput(when: Condition): ConditionInput {
  if (when === "any") return {};
  if (when === "absent") {
    return {
      ConditionExpression: "attribute_not_exists(#pk)",
      ExpressionAttributeNames: { "#pk": TABLE.key.partition },
    };
  }
  if ("attribute" in when) return withinInput(when);
  return {
    ConditionExpression: "#v = :v",
    ExpressionAttributeNames: { "#v": "v" },
    ExpressionAttributeValues: { ":v": toAttribute(when.version) },
  };
}

function withinInput({ attribute, least, most }: Within): ConditionInput {
  const isWithin = "#n between :least and :most";
  return {
    ConditionExpression: least <= 0 && most >= 0 ? `attribute_not_exists(#n) or ${isWithin}` : isWithin,
    ExpressionAttributeNames: { "#n": attribute },
    ExpressionAttributeValues: toAttributes({ ":least": least, ":most": most }),
  };
}

/** What DynamoDB calls an update; `writeId` marks it. */
export function updateInput(write: Extract<Write, { kind: "update" }>, writeId: string | null) {
  const names: Names = {};
  const values: Attributes = {};
  const name = (attribute: string): string => {
    const placeholder = `#a${Object.keys(names).length}`;
    names[placeholder] = attribute;
    return placeholder;
  };
  const value = (given: Value): string => {
    const placeholder = `:a${Object.keys(values).length}`;
    values[placeholder] = toAttribute(given);
    return placeholder;
  };
  const marked = writeId === null ? write.set : { ...write.set, [WRITE_ID]: writeId };
  const set = Object.entries(marked).map(([attribute, given]) => `${name(attribute)} = ${value(given)}`);
  const add = Object.entries(write.add ?? {}).map(([attribute, given]) => `${name(attribute)} ${value(given)}`);
  const remove = (write.remove ?? []).map(name);
  const clauses = [
    ...(set.length > 0 ? [`set ${set.join(", ")}`] : []),
    ...(add.length > 0 ? [`add ${add.join(", ")}`] : []),
    ...(remove.length > 0 ? [`remove ${remove.join(", ")}`] : []),
  ];
  const condition = conditionInput(write.when);
  return {
    Key: keyAttributes(write.key),
    UpdateExpression: clauses.join(" "),
    ...condition,
    ExpressionAttributeNames: { ...names, ...condition.ExpressionAttributeNames },
    ...(Object.keys(values).length > 0 || condition.ExpressionAttributeValues
      ? { ExpressionAttributeValues: { ...values, ...condition.ExpressionAttributeValues } }
      : {}),
  };
}

/** What DynamoDB calls a query. */
export function queryInput(query: Query) {
  const index = TABLE.indexes.find(({ name }) => name === query.index);
  const { partition, sort } = index ?? TABLE.key;
  const range = rangeInput(query.range);
  const { atMost } = query;
  return {
    ...(query.index === undefined ? { ConsistentRead: !query.late } : { IndexName: query.index }),
    KeyConditionExpression: `#pk = :pk${range.expression}`,
    ...(atMost && { FilterExpression: "#f <= :f" }),
    ExpressionAttributeNames: {
      "#pk": partition,
      ...(query.range && { "#sk": sort }),
      ...(atMost && { "#f": atMost.attribute }),
    },
    ExpressionAttributeValues: toAttributes({
      ":pk": query.pk,
      ...range.values,
      ...(atMost && { ":f": atMost.value }),
    }),
    ScanIndexForward: !query.newestFirst,
    ...(query.limit !== undefined && { Limit: query.limit }),
    ...(query.after && { ExclusiveStartKey: toAttributes(query.after) }),
  };
}

function rangeInput(range: Query["range"]): { expression: string; values: Record<string, string> } {
  if (!range) return { expression: "", values: {} };
  if ("startsWith" in range) return { expression: " and begins_with(#sk, :a)", values: { ":a": range.startsWith } };
  if ("upTo" in range) return { expression: " and #sk <= :a", values: { ":a": range.upTo } };
  if ("above" in range) return { expression: " and #sk > :a", values: { ":a": range.above } };
  return { expression: " and #sk between :a and :b", values: { ":a": range.from, ":b": range.to } };
}
