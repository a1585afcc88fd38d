import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { databasePath } from "../config/data-paths.ts";
import { keptKeyPath, masterKeyPath, readMasterKeyFile } from "../config/master-key.ts";
import type { Settings } from "../config/settings.ts";
import { createVault } from "../lib/vault.ts";
import { examples } from "./api-command.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { serverSettings } from "./server-settings.ts";

/** `watchbell restore`: puts a backup in the place of the SQLite database. */
export function restoreCommand(context: CliContext) {
  return new Command("restore")
    .description("Put a backup in the place of the SQLite database, while no server runs.")
    .argument("<file>", "what `watchbell backup` wrote")
    .option("--force", "also when the master key of here does not open it")
    .addHelpText(
      "after",
      `
The database of before is kept beside it. A backup on PostgreSQL is restored with pg_restore.
${examples("watchbell restore /var/backups/watchbell/monday.db")}`,
    )
    .action(async (name, { force = false }) => {
      const settings = serverSettings(context);
      if (settings.databaseUrl !== null) {
        throw new CliFault(
          "The data is in PostgreSQL, which restores its own backups.",
          `Stop every server, and run: pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$WATCHBELL_DATABASE_URL" ${name}`,
        );
      }
      await restore(context, settings, { file: resolve(context.environment.cwd, name), force });
    });
}

async function restore(
  { clock, print }: CliContext,
  settings: Settings,
  { file, force }: { readonly file: string; readonly force: boolean },
): Promise<void> {
  const { dataDir } = settings;
  if (!existsSync(file)) throw new CliFault(`There is no file ${file}.`, "Check the path.");
  const { inspectBackup, restoreSqlite } = await import("../store/sql/backup-sqlite.ts");
  const { lockDataFolder } = await import("../store/sql/data-folder-lock.ts");
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDataFolder(dataDir);
  try {
    const { keyFingerprint } = inspectBackup(file);
    if (!force) requireKey(settings, keyFingerprint);
    // A second restore within the second keeps a second one.
    const at = new Date(clock.now()).toISOString().replace(/[:.]/g, "-");
    const { keptAt } = restoreSqlite({ path: databasePath(dataDir), file, at });
    print(`${databasePath(dataDir)} is what ${file} holds.`);
    if (keptAt !== null) print(`The database of before is kept as ${keptAt}; delete it when all is well.`);
    print("Start Watchbell now: the time since the backup counts as a time when it was away.");
  } finally {
    lock.release();
  }
}

/** Without its key a database opens no credentials, and no server starts on it. */
function requireKey({ secretKey, dataDir }: Settings, sealedWith: string | null): void {
  const key = secretKey === null ? (readMasterKeyFile(dataDir)?.key ?? null) : Buffer.from(secretKey, "utf8");
  if (sealedWith === null || (key !== null && createVault(key).fingerprint === sealedWith)) return;
  const what =
    key === null
      ? "The master key of the backup is missing."
      : "The backup was sealed with another master key than the one of here.";
  const kept = keptKeyPath(dataDir, sealedWith);
  if (secretKey === null && existsSync(kept)) {
    throw new CliFault(
      what,
      `Its key lies in ${kept}: keep ${masterKeyPath(dataDir)} elsewhere and copy that to its place.`,
    );
  }
  throw new CliFault(
    what,
    `Put the key of the backup at ${masterKeyPath(dataDir)}, or set WATCHBELL_SECRET_KEY; --force restores without it.`,
  );
}
