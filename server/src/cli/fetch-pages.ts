import type { ApiClient } from "./api-client.ts";

/** Largest page that the API gives. */
const PAGE = 1_000;

/** Fetches a paged list until its end or until `limit` items are there. */
export async function fetchPages<Item>(
  api: ApiClient,
  list: {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly limit: number | null;
    readonly parse: (answer: unknown) => { readonly items: readonly Item[]; readonly nextCursor: string | null };
  },
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams(list.query);
    query.set("limit", String(Math.min(PAGE, (list.limit ?? Number.POSITIVE_INFINITY) - items.length)));
    if (cursor !== null) query.set("cursor", cursor);
    const page = list.parse(await api.call({ method: "GET", path: `${list.path}?${query.toString()}` }));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && (list.limit === null || items.length < list.limit));
  return items;
}
