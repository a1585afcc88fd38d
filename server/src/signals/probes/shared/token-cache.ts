export type FetchedToken =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Tokens that were fetched, in memory only. */
export interface TokenCache {
  /** The token under a key; fetched when there is none, once for all who ask at the same time. */
  get(key: string, fetch: () => Promise<FetchedToken>): Promise<FetchedToken>;
  /** The token under a key is no good any more. One that is being fetched just now is. */
  forget(key: string): void;
}

/** Makes a cache of so many tokens at most; the oldest goes first. */
export function createTokenCache(maxTokens: number): TokenCache {
  const known = new Map<string, FetchedToken>();
  const fetching = new Map<string, Promise<FetchedToken>>();
  return {
    get(key, fetch) {
      const token = known.get(key);
      if (token !== undefined) return Promise.resolve(token);
      const running = fetching.get(key);
      if (running !== undefined) return running;
      const started = fetch()
        .then((fetched) => {
          if (known.size >= maxTokens) known.delete(known.keys().next().value ?? "");
          if (fetched.kind === "token") known.set(key, fetched);
          return fetched;
        })
        .finally(() => fetching.delete(key));
      fetching.set(key, started);
      return started;
    },
    forget(key) {
      known.delete(key);
    },
  };
}
