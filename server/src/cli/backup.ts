import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { masterKeyPath } from "../config/master-key.ts";
import type { Settings } from "../config/settings.ts";
import { examples } from "./api-command.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { serverSettings } from "./server-settings.ts";
import { grouped } from "./show-progress.ts";
import { requireDatabase } from "./with-place.ts";

/** `watchbell backup`: writes a copy of the SQLite database, beside a running server. */
export function backupCommand(context: CliContext) {
  return new Command("backup")
    .description("Write a copy of the SQLite database to a file, also while the server runs.")
    .argument("<file>", "where the copy goes; readable for its owner alone")
    .option("--force", "replace an earlier backup of that name")
    .addHelpText(
      "after",
      `
The copy is of one instant, checked and on the disk before it gets its name. The master key is not in it. A database on
PostgreSQL is backed up with pg_dump.
${examples("watchbell backup /var/backups/watchbell/monday.db", "watchbell backup --force latest.db")}`,
    )
    .action(async (name, { force = false }) => {
      const settings = serverSettings(context);
      if (settings.databaseUrl !== null) {
        throw new CliFault(
          "The data is in PostgreSQL, which makes its own backups.",
          `Run: pg_dump --format=custom --file=${name} "$WATCHBELL_DATABASE_URL"`,
        );
      }
      const path = requireDatabase(settings.dataDir);
      const file = resolve(context.environment.cwd, name);
      const { backUpSqlite } = await import("../store/sql/backup-sqlite.ts");
      const bytes = backUpSqlite({ path, file, force });
      context.print(`${file}: ${grouped(bytes)} bytes, whole and checked.`);
      context.print(whereTheKeyIs(settings));
    });
}

function whereTheKeyIs({ secretKey, dataDir }: Settings): string {
  const path = masterKeyPath(dataDir);
  const apart = "Keep a copy of it apart from the backups: together they open everything.";
  if (secretKey === null && existsSync(path)) return `The master key is not in it: it lies in ${path}. ${apart}`;
  return `The master key is not in it: it is WATCHBELL_SECRET_KEY. ${apart}`;
}
