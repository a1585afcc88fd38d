import { Command } from "@commander-js/extra-typings";
import { examples } from "./api-command.ts";
import { usageFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { moveInstallation } from "./move-installation.ts";
import { serverSettings } from "./server-settings.ts";
import { requireDatabase, withPlace } from "./with-place.ts";

/** `watchbell migrate`: brings the database to the newest schema, or moves it all to another one. */
export function migrateCommand(context: CliContext) {
  return new Command("migrate")
    .description("Bring the database to the newest schema, or move everything to another database.")
    .option("--from <database>", "move from here: sqlite:FOLDER, or postgres://user@host/database")
    .option("--to <database>", "move to here, which must be empty; WATCHBELL_DATABASE_URL unless told")
    .option("--reopen", "let servers start again on a database that was moved away")
    .addHelpText(
      "after",
      `
Without an option: the newest schema. The server does it by itself when it starts; on SQLite it must not run meanwhile.
Make a copy of the data first: there is no way back.

With --from and --to: no server may run on either. The move can be stopped with Ctrl-C, and the same command goes on where
it was. At its end all rows are compared. Other users of this machine see a password in the list of processes: leave it
out of the URL and set PGPASSWORD, or use WATCHBELL_DATABASE_URL_FILE in place of --to. docs/moving.md tells the rest.
${examples(
  "watchbell migrate",
  "WATCHBELL_DATA_DIR=/var/lib/watchbell watchbell migrate",
  "watchbell migrate --from sqlite:/var/lib/watchbell --to postgres://watchbell@db.example.org/watchbell",
)}`,
    )
    .action(async ({ from: source, to: target, reopen }) => {
      if (source !== undefined || target !== undefined) {
        if (reopen)
          throw usageFault("--reopen goes without --from and --to.", "It opens the database of the settings.");
        return await moveInstallation(context, { from: source, to: target });
      }
      if (reopen) return await reopenInstallation(context);
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

async function reopenInstallation(context: CliContext): Promise<void> {
  const { reopenStore } = await import("../store/sql/move/move-store.ts");
  await withPlace(context, async ({ place, name }) => {
    const wasClosed = await reopenStore(place);
    context.print(wasClosed ? `Servers may start on ${name} again.` : `${name} is open: no move closed it.`);
  });
}

async function migrateFolder(dataDir: string): Promise<Versions> {
  const path = requireDatabase(dataDir);
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
