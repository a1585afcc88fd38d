/** Keeps what was parsed or read; an entry is right as long as its version is the stored one's. */
export interface VersionCache<Key, Version, Value> {
  get(key: Key, version: Version): Value | undefined;
  set(key: Key, version: Version, value: Value): void;
}

/** Makes a cache of so many entries at most. */
export function createVersionCache<Key, Version, Value>(maxEntries: number): VersionCache<Key, Version, Value> {
  const entries = new Map<Key, { readonly version: Version; readonly value: Value }>();
  return {
    get(key, version) {
      const entry = entries.get(key);
      return entry?.version === version ? entry.value : undefined;
    },
    set(key, version, value) {
      const [oldest] = entries.keys();
      if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { version, value });
    },
  };
}
