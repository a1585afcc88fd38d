import { join } from "node:path";

/** The SQLite file in a data folder. */
export function databasePath(dataDir: string): string {
  return join(dataDir, "watchbell.db");
}
