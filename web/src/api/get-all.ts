import type { Api, Query } from "./api.ts";

/** Largest page that the API gives. */
const PAGE = 1_000;

/** Reads a paged list to its end: `getAll(api, "/monitors", (page: MonitorPage) => page.monitors, { signal })`. */
export async function getAll<Page extends { readonly nextCursor: string | null }, Item>(
  api: Api,
  path: string,
  itemsOf: (page: Page) => readonly Item[],
  options: { readonly query?: Query; readonly signal?: AbortSignal } = {},
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: Query = { limit: PAGE, ...options.query, ...(cursor !== null && { cursor }) };
    const page: Page = await api.get<Page>(path, { query, ...(options.signal && { signal: options.signal }) });
    items.push(...itemsOf(page));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
