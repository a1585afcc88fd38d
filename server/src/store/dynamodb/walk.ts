import type { Item } from "./item.ts";
import type { DynamoPort, Query } from "./port.ts";

const PAGE = 100;

/** What a walk looks for. */
interface Walk<Found> {
  /** How many at most. */
  readonly limit: number;
  /** What is made of an item; null leaves it out. */
  readonly pick: (item: Item) => Found | null | Promise<Found | null>;
  /** True for an item behind which nothing is wanted; absent: the partition's end is the end. */
  readonly isEnd?: ((item: Item) => boolean) | undefined;
}

/** Walks a partition until so many wanted things were found, page by page, so that no more is read than is needed. */
export async function walk<Found>(
  port: DynamoPort,
  query: Omit<Query, "after" | "limit">,
  { limit, pick, isEnd }: Walk<Found>,
): Promise<Found[]> {
  const found: Found[] = [];
  let after: Query["after"];
  do {
    const answer = await port.query({ ...query, after, limit: Math.max(PAGE, Math.min(limit, 1_000)) });
    for (const item of answer.items) {
      if (isEnd?.(item)) return found;
      const picked = await pick(item);
      if (picked !== null) found.push(picked);
      if (found.length === limit) return found;
    }
    after = answer.next ?? undefined;
  } while (after !== undefined);
  return found;
}
