import type { Item, Key, Value } from "./item.ts";
import type { IndexName } from "./table.ts";

/** What must be so for a write to happen; a version is the number in the attribute `v`. */
export type Condition = "any" | "absent" | { readonly version: number } | Within;

/** A number must be in a range, both ends included; one that is absent is 0. */
export interface Within {
  readonly attribute: string;
  readonly least: number;
  readonly most: number;
}

/** One write. An update makes the item when it is absent, so it wants a condition or does not care. */
export type Write =
  | { readonly kind: "put"; readonly item: Item; readonly when: Condition }
  | { readonly kind: "delete"; readonly key: Key; readonly when: Condition }
  | {
      readonly kind: "update";
      readonly key: Key;
      readonly set: Readonly<Record<string, Value>>;
      readonly remove?: readonly string[] | undefined;
      /** Numbers to add to. */
      readonly add?: Readonly<Record<string, number>> | undefined;
      readonly when: Condition;
    };

/** Which sort keys of a partition. */
export type SortRange =
  | { readonly startsWith: string }
  /** Both included. */
  | { readonly from: string; readonly to: string }
  | { readonly upTo: string }
  | { readonly above: string };

export interface Query {
  /** Absent: the table itself. An index is read as it was a moment ago. */
  readonly index?: IndexName | undefined;
  readonly pk: string;
  readonly range?: SortRange | undefined;
  readonly newestFirst?: boolean | undefined;
  /** True: what was written a moment ago may be missing, for half the price. */
  readonly late?: boolean | undefined;
  /** How many items are looked at, at most; absent: as many as DynamoDB gives at a time, 1 MB. */
  readonly limit?: number | undefined;
  /** Where the page before ended. */
  readonly after?: Readonly<Record<string, Value>> | undefined;
  /** Only items with this attribute at or below this number; what is left out is read and paid for all the same. */
  readonly atMost?: { readonly attribute: string; readonly value: number } | undefined;
}

export interface QueryAnswer {
  readonly items: readonly Item[];
  /** Give it back as `after` to get what follows; null at the end. */
  readonly next: Readonly<Record<string, Value>> | null;
}

/**
 * `refused`: nothing was written, because a condition does not hold, another transaction is under way on the same items,
 * or one item of a transaction takes no more just now.
 */
export type WriteOutcome = "written" | "refused";

/** Most writes of one transaction (Amazon DynamoDB Developer Guide, "Service quotas", 2026). */
export const MAX_TRANSACTION_WRITES = 100;

/**
 * DynamoDB, as far as the store needs it: plain items, one table. Everything throws StoreUnavailable when the service
 * does not answer, is throttled or refuses for a reason of its own, and AppError when what is to be written is too large
 * for it; reads of the table see every write before them.
 */
export interface DynamoPort {
  get(key: Key): Promise<Item | null>;
  /** Those that exist, in no order; any number. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  query(query: Query): Promise<QueryAnswer>;
  write(write: Write): Promise<WriteOutcome>;
  /** All or none; MAX_TRANSACTION_WRITES at most, each on another item. */
  transact(writes: readonly Write[]): Promise<WriteOutcome>;
  close(): void;
}

/** Reads of the table itself: straight, or as a transaction sees it. */
export type Reader = Pick<DynamoPort, "get" | "getMany">;

/** Every item of a query, page by page. */
export async function queryAll(port: DynamoPort, query: Omit<Query, "after">): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: Query["after"];
  do {
    const answer: QueryAnswer = await port.query({ ...query, after });
    items.push(...answer.items);
    after = answer.next ?? undefined;
  } while (after !== undefined);
  return items;
}
