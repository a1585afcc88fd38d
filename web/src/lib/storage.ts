/** What the browser keeps between visits; a browser that keeps nothing is no fault. */
export interface KeyValue {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

/** Keeps values in the browser's own storage, as far as it lets us. */
export function browserStorage(open: () => Storage): KeyValue {
  return {
    get(key) {
      try {
        return open().getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) open().removeItem(key);
        else open().setItem(key, value);
      } catch {
        // Private mode or a full quota: the choice then holds until the page is closed.
      }
    },
  };
}
