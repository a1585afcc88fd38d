import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { findVariable } from "../config/environment.ts";
import { masterKeyPath } from "../config/master-key.ts";
import { countInWords } from "../lib/words.ts";
import type { Compared } from "../store/sql/move/compare-tables.ts";
import type { MoveOutcome } from "../store/sql/move/move-store.ts";
import { CliFault, usageFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { type CliPlace, parsePlace } from "./parse-place.ts";
import { grouped, showProgress } from "./show-progress.ts";

const DATABASE_URL = "WATCHBELL_DATABASE_URL";
/** As a shell says that SIGINT ended a program. */
const STOPPED = 130;

/** Moves an installation to another database, and says what to do next. */
export async function moveInstallation(
  context: CliContext,
  options: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<void> {
  const { from, to } = readPlaces(context, options);
  // A database that is made here is for its own user only.
  process.umask(0o077);
  const locks = await lockFolders([from, to]);
  let stopped = false;
  const forget = context.onSignals(["SIGINT", "SIGTERM"], () => {
    if (stopped) context.exitNow(STOPPED);
    stopped = true;
  });
  try {
    const { moveStore } = await import("../store/sql/move/move-store.ts");
    context.print(`Moving from ${from.name} to ${to.name}. Ctrl-C stops it; the same command goes on later.`);
    const onProgress = showProgress(context);
    const outcome = await moveStore({ from, to, clock: context.clock, onProgress, isStopped: () => stopped });
    if (context.columns !== null) context.draw("");
    tell(context, outcome, { from, to });
  } finally {
    forget();
    for (const lock of locks) lock.release();
  }
}

function readPlaces(
  { environment }: CliContext,
  options: { readonly from?: string | undefined; readonly to?: string | undefined },
): { readonly from: CliPlace; readonly to: CliPlace } {
  const { cwd } = environment;
  if (options.from === undefined)
    throw usageFault("--from is missing.", "Write: watchbell migrate --from sqlite:FOLDER --to postgres://…");
  const from = parsePlace(options.from, { option: "--from", cwd });
  const to = parsePlace(options.to ?? urlOfEnvironment(environment), { option: "--to", cwd });
  if (from.name === to.name) throw usageFault("--from and --to name the same database.");
  if (from.dataDir !== null && !existsSync(from.place.path)) {
    throw new CliFault(`There is no database at ${from.place.path}.`, "Does --from name the right folder?");
  }
  if (to.dataDir !== null && !existsSync(to.dataDir)) {
    throw new CliFault(`There is no folder ${to.dataDir}.`, "Make it first, for the user that runs Watchbell.");
  }
  return { from, to };
}

function urlOfEnvironment(environment: CliContext["environment"]): string {
  const found = findVariable(DATABASE_URL, environment);
  if (found.kind === "text") return found.text;
  if (found.kind === "unset")
    throw usageFault("--to is missing.", `Name the database with --to, or with ${DATABASE_URL}.`);
  throw usageFault(`${DATABASE_URL} cannot be read.`, "Set it, or the file that it names, as for the server.");
}

async function lockFolders(places: readonly CliPlace[]): Promise<readonly { release(): void }[]> {
  const { lockDataFolder } = await import("../store/sql/data-folder-lock.ts");
  const locks: { release(): void }[] = [];
  try {
    for (const { dataDir } of places) if (dataDir !== null) locks.push(lockDataFolder(dataDir));
    return locks;
  } catch (error) {
    for (const lock of locks) lock.release();
    throw error;
  }
}

interface Places {
  readonly from: CliPlace;
  readonly to: CliPlace;
}

function tell(context: CliContext, outcome: MoveOutcome, places: Places): void {
  const { print, exitWith } = context;
  switch (outcome.kind) {
    case "stopped":
      print("Stopped. What was copied is kept: the same command goes on from there.");
      exitWith(STOPPED);
      return;
    case "was-moved":
      print(`This installation was moved to ${places.to.name} before. Nothing was changed.`);
      return;
    case "differs":
      for (const line of differences(outcome.compared)) context.complain(line);
      throw new CliFault(
        "The databases are not the same. Neither is open to servers now.",
        `Run \`watchbell migrate --reopen\` to stay with ${places.from.name}, empty ${places.to.name} and move again.`,
      );
    case "moved":
      for (const line of nextSteps(outcome.compared, places)) print(line);
  }
}

function differences(compared: readonly Compared[]): readonly string[] {
  return compared
    .filter(({ isSame }) => !isSame)
    .map(({ table, rows, differsAt }) => {
      const counts =
        rows.source === rows.target ? "" : `, ${grouped(rows.source)} rows against ${grouped(rows.target)}`;
      return `watchbell: ${table} differs at ${differsAt ?? "its end"}${counts}.`;
    });
}

function nextSteps(compared: readonly Compared[], { from, to }: Places): readonly string[] {
  const rows = compared.reduce((sum, table) => sum + table.rows.target, 0);
  const sums = createHash("sha256")
    .update(compared.map(({ checksum }) => checksum.target).join("\n"))
    .digest("hex");
  return [
    `Moved: ${countInWords(compared.length, "table")}, ${grouped(rows)} rows, the same on both sides (checksum ${sums.slice(0, 16)}).`,
    "",
    ...keyLines(from, to),
    ...(to.dataDir === null
      ? [`Then set ${DATABASE_URL} for every server, run \`watchbell doctor\` with these settings, and start.`]
      : [`Then unset ${DATABASE_URL}, set WATCHBELL_DATA_DIR=${to.dataDir}, run \`watchbell doctor\`, and start.`]),
    `${from.name} is as it was, and closed: no server starts on it. Delete it when the new one has run well for a while.`,
  ];
}

function keyLines(from: CliPlace, to: CliPlace): readonly string[] {
  const keyFile = from.dataDir === null ? null : masterKeyPath(from.dataDir);
  if (keyFile !== null && existsSync(keyFile)) {
    return [
      `The master key was not moved: it lies in ${keyFile}. Every server needs it now:`,
      `  WATCHBELL_SECRET_KEY_FILE=${keyFile}`,
      "or a copy of that file on its own machine. Keep one more apart from the database and its backups.",
    ];
  }
  const file = to.dataDir === null ? "" : `, or its text as the file ${masterKeyPath(to.dataDir)} with mode 0600`;
  return [`The master key was not moved: it is the WATCHBELL_SECRET_KEY of before${file}.`];
}
