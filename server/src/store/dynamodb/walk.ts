import type { Item } from "./item.ts";
import type { DynamoPort, Query } from "./port.ts";

const PAGE = 100;

/**
 * Walks a partition until so many wanted things were found, page by page, so that no more is read than is needed. `pick`
 * gives what it makes of an item; null leaves it out.
 */
export async function walk<Found>(
  port: DynamoPort,
  query: Omit<Query, "after" | "limit">,
  { limit, pick }: { readonly limit: number; readonly pick: (item: Item) => Found | null | Promise<Found | null> },
): Promise<Found[]> {
  const found: Found[] = [];
  let after: Query["after"];
  do {
    const answer = await port.query({ ...query, after, limit: Math.max(PAGE, Math.min(limit, 1_000)) });
    for (const item of answer.items) {
      const picked = await pick(item);
      if (picked !== null) found.push(picked);
      if (found.length === limit) return found;
    }
    after = answer.next ?? undefined;
  } while (after !== undefined);
  return found;
}
