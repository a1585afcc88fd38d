import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { databasePath } from "../config/data-paths.ts";
import { parseDatabaseUrl } from "../config/setting-values.ts";
import { usageFault } from "./cli-fault.ts";

/** A database as it is named on the command line. */
export type CliPlace =
  | {
      readonly place: { readonly engine: "sqlite"; readonly path: string };
      readonly dataDir: string;
      readonly name: string;
    }
  | {
      readonly place: { readonly engine: "postgres"; readonly url: string };
      readonly dataDir: null;
      readonly name: string;
    };

const SQLITE = "sqlite:";

/** Reads `sqlite:PATH`, of a data folder or the file in it, or `postgres://…`. */
export function parsePlace(text: string, { option, cwd }: { readonly option: string; readonly cwd: string }): CliPlace {
  if (text.startsWith(SQLITE)) return sqlitePlace(text.slice(SQLITE.length).replace(/^\/\/(?=\/)/, ""), option, cwd);
  const parsed = parseDatabaseUrl(text);
  // The text may hold a password, so it is not repeated.
  if (!parsed.ok) throw usageFault(`${option} names no database. ${parsed.message}`, FORMS);
  return { place: { engine: "postgres", url: text }, dataDir: null, name: nameOf(text) };
}

const FORMS = "Write sqlite:/var/lib/watchbell or postgres://user@db.example.org:5432/watchbell.";

function sqlitePlace(given: string, option: string, cwd: string): CliPlace {
  if (given === "") throw usageFault(`${option} names no folder.`, FORMS);
  const full = resolve(cwd, given);
  const isFolder = existsSync(full) ? statSync(full).isDirectory() : basename(full) !== "watchbell.db";
  const path = isFolder ? databasePath(full) : full;
  return { place: { engine: "sqlite", path }, dataDir: dirname(path), name: path };
}

/** A URL without its user and password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}
