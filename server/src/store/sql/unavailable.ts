import { StoreUnavailable } from "../../model/index.ts";

/** SQLite's primary result codes that mean "not now" rather than "a bug" (https://sqlite.org/rescode.html). */
const SQLITE_CODES: Readonly<Record<number, string>> = {
  5: "the database is locked by another program",
  6: "a table is locked",
  8: "the data folder is read-only",
  10: "the disk reported an error",
  11: "the database file is damaged",
  13: "the disk or the database is full",
  14: "the database file cannot be opened",
  26: "the file is no database",
};

/**
 * PostgreSQL's codes that mean the same, whole or their first letters, the longer before the shorter
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const POSTGRES_CODES: readonly (readonly [string, string])[] = [
  ["08", "the connection to the database broke"],
  ["25006", "the database is read-only"],
  ["25P03", "the database ended the connection because this process was too slow"],
  ["28", "the database refuses the user or the password"],
  ["3D000", "there is no such database"],
  ["40", "others write the same rows"],
  ["42501", "the user of the database lacks a right"],
  ["53100", "the database's disk is full"],
  ["53300", "the database has no connection left"],
  ["53", "the database is short of memory or disk"],
  ["55P03", "others hold the same rows for too long"],
  ["57014", "the database took too long"],
  ["57", "the database is stopping or starting"],
  ["58", "the database's disk reported an error"],
  ["XX001", "the database is damaged"],
];

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";

/** The transaction met another one on its way; begun again, it sees what that one did. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/** True for what another transaction caused: nothing was written, and a second attempt meets other facts. */
export function isConflict(error: unknown): boolean {
  if (error instanceof Conflict) return true;
  const code = postgresCode(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK || code === UNIQUE_VIOLATION;
}

/** True when PostgreSQL has no room to keep anything new, or its disk fails. */
export function isOutOfRoom(error: unknown): boolean {
  const code = postgresCode(error);
  return code !== null && ["53100", "53200", "58", "XX001"].some((start) => code.startsWith(start));
}

/** The five letters of PostgreSQL's error; null when it is none of its. */
function postgresCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || !("severity" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/** Why the engine cannot work now; null when the error says nothing of that kind. */
export function unavailableReason(error: unknown): string | null {
  if (error instanceof Conflict) return "others write the same rows";
  const code = postgresCode(error);
  if (code !== null) return POSTGRES_CODES.find(([start]) => code.startsWith(start))?.[1] ?? null;
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return SQLITE_CODES[error.errcode & 0xff] ?? null;
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
