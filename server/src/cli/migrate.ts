import { existsSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import { databasePath } from "../config/data-paths.ts";
import { examples } from "./api-command.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { serverSettings } from "./server-settings.ts";

/** `watchbell migrate`: brings the database to the newest schema. */
export function migrateCommand(context: CliContext) {
  return new Command("migrate")
    .description("Bring the database to the newest schema. The server does it by itself when it starts.")
    .addHelpText(
      "after",
      `\nOn SQLite the server must not run meanwhile. Make a copy of the data first: there is no way back.\n${examples(
        "watchbell migrate",
        "WATCHBELL_DATA_DIR=/var/lib/watchbell watchbell migrate",
      )}`,
    )
    .action(async () => {
      const { dataDir, databaseUrl } = serverSettings(context);
      const { from, to } = databaseUrl === null ? await migrateFolder(dataDir) : await migrateServer(databaseUrl);
      context.print(
        from === to
          ? `The schema is up to date: version ${to}.`
          : `The schema went from version ${from} to version ${to}.`,
      );
    });
}

interface Versions {
  readonly from: number;
  readonly to: number;
}

// The stores are loaded here only, so that no other command loads a database.

async function migrateFolder(dataDir: string): Promise<Versions> {
  const path = databasePath(dataDir);
  if (!existsSync(path)) {
    throw new CliFault(
      `There is no database at ${path}.`,
      "The first `watchbell serve` makes one; does WATCHBELL_DATA_DIR name the right folder?",
    );
  }
  const { lockDataFolder } = await import("../store/sql/data-folder-lock.ts");
  const { migrateSqlite } = await import("../store/sql/sqlite-store.ts");
  const lock = lockDataFolder(dataDir);
  try {
    return await migrateSqlite(path);
  } finally {
    lock.release();
  }
}

async function migrateServer(url: string): Promise<Versions> {
  const { migratePostgres } = await import("../store/sql/postgres-store.ts");
  return await migratePostgres(url);
}
