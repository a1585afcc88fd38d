import { StoreUnavailable } from "../../model/index.ts";

/** SQLite's primary result codes that mean "not now" rather than "a bug" (https://sqlite.org/rescode.html). */
const UNAVAILABLE_CODES: Readonly<Record<number, string>> = {
  5: "the database is locked by another program",
  6: "a table is locked",
  8: "the data folder is read-only",
  10: "the disk reported an error",
  11: "the database file is damaged",
  13: "the disk or the database is full",
  14: "the database file cannot be opened",
  26: "the file is no database",
};

/** Why the engine cannot work now; null when the error says nothing of that kind. */
export function unavailableReason(error: unknown): string | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return UNAVAILABLE_CODES[error.errcode & 0xff] ?? null;
}

/** Turns an engine's error into StoreUnavailable where it says that the store cannot work now; others stay as they are. */
export function asStoreError(error: unknown): unknown {
  const reason = unavailableReason(error);
  return reason ? new StoreUnavailable(`The store cannot take this now: ${reason}.`, { cause: error }) : error;
}

type Methods = Readonly<Record<string, unknown>>;

/** Wraps every method of a port so that what it throws is told apart. */
export function guardPort<Port extends object>(port: Port): Port {
  const entries = Object.entries(port as Methods).map(([name, method]) => {
    if (typeof method !== "function") return [name, method];
    const guarded = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await method(...args);
      } catch (error) {
        throw asStoreError(error);
      }
    };
    return [name, guarded];
  });
  return Object.fromEntries(entries) as Port;
}
