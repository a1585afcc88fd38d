import { existsSync } from "node:fs";
import { databasePath } from "../config/data-paths.ts";
import type { Settings } from "../config/settings.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { type CliPlace, parsePlace } from "./parse-place.ts";
import { serverSettings } from "./server-settings.ts";

/** Lends the database of the settings for work while no server runs: the folder of SQLite is locked meanwhile. */
export async function withPlace<Result>(
  context: CliContext,
  use: (found: CliPlace & { readonly settings: Settings }) => Promise<Result>,
): Promise<Result> {
  const settings = serverSettings(context);
  const { dataDir, databaseUrl } = settings;
  const { cwd } = context.environment;
  if (databaseUrl !== null) {
    return await use({ ...parsePlace(databaseUrl, { option: "WATCHBELL_DATABASE_URL", cwd }), settings });
  }
  const path = requireDatabase(dataDir);
  const { lockDataFolder } = await import("../store/sql/data-folder-lock.ts");
  const lock = lockDataFolder(dataDir);
  try {
    return await use({ place: { engine: "sqlite", path }, dataDir, name: path, settings });
  } finally {
    lock.release();
  }
}

/** The path of the database in a folder, which must have one. */
export function requireDatabase(dataDir: string): string {
  const path = databasePath(dataDir);
  if (existsSync(path)) return path;
  throw new CliFault(
    `There is no database at ${path}.`,
    "The first `watchbell serve` makes one; does WATCHBELL_DATA_DIR name the right folder?",
  );
}
