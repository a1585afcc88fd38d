/** What a schema of the API lets out; schemas are imported as types only, so that they stay the one truth and out of the page. */
export type Wire<Schema extends { readonly _zod: { readonly output: unknown } }> = Schema["_zod"]["output"];
