/**
 * The one table that everything is kept in: its keys, its two indexes and its time to live. The CDK app and the tests
 * make it from here. What stands under which key: keys.ts.
 */
export const TABLE = {
  key: { partition: "pk", sort: "sk" },
  /** Lists that nobody decides by: an index follows its table a moment later. */
  indexes: [
    { name: "index-1", partition: "g1pk", sort: "g1sk" },
    { name: "index-2", partition: "g2pk", sort: "g2sk" },
  ],
  /** Epoch seconds; DynamoDB deletes the item within two days after it, for nothing. */
  timeToLive: "ttl",
} as const;

export type IndexName = (typeof TABLE.indexes)[number]["name"];
