/** How long something is remembered, and how much. */
export interface Brevity {
  readonly forMs: number;
  /** Entries at most; when there are more, the oldest is forgotten. */
  readonly most: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Entry<Value> {
  readonly value: Promise<Value | null>;
  /** Infinity while it is being loaded. */
  until: number;
}

/** What took long to load is remembered so many times longer than that, so that loading never fills the time. */
const TIMES_LOADING = 20;
const LONGEST_MS = 60_000;

/**
 * Makes a way to load that asks again only after a while, and once for all who ask meanwhile. What was not found, or
 * could not be loaded, is not remembered.
 */
export function rememberBriefly<Value>(
  load: (key: string) => Promise<Value | null>,
  { forMs, most, now }: Brevity,
): (key: string) => Promise<Value | null> {
  const entries = new Map<string, Entry<Value>>();
  const forget = (key: string, entry: Entry<Value>): void => {
    if (entries.get(key) === entry) entries.delete(key);
  };
  const makeRoom = (): void => {
    // Entries stand in the order in which they were loaded, so the rest is younger.
    for (const [key, { until }] of entries) {
      if (until > now()) break;
      entries.delete(key);
    }
    const oldest = entries.size >= most ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
  };
  return async (key) => {
    const known = entries.get(key);
    if (known !== undefined && now() < known.until) return await known.value;
    makeRoom();
    const startedAt = now();
    const entry: Entry<Value> = { value: load(key), until: Number.POSITIVE_INFINITY };
    entries.set(key, entry);
    try {
      const value = await entry.value;
      const endedAt = now();
      const took = Math.max(0, endedAt - startedAt);
      entry.until = endedAt + Math.min(LONGEST_MS, Math.max(forMs, took * TIMES_LOADING));
      forget(key, entry);
      if (value !== null) entries.set(key, entry);
      return value;
    } catch (error) {
      forget(key, entry);
      throw error;
    }
  };
}
