import type { Db } from "./deps.ts";
import { readMeta, setMeta } from "./migrate.ts";

/** Why no server may work on a database: what is under way on it, or was done with it. */
interface Closed {
  readonly by: "move-in" | "move-away" | "moved" | "rotate-key";
  /** Tells which move or rotation it is. */
  readonly id: string;
  /** For whoever wants to start a server. */
  readonly text: string;
}

/** The database is closed to servers; the message says why and what to do. */
export class StoreClosed extends Error {
  override readonly name = "StoreClosed";
}

/** Why the database is closed; null: it is open. */
export async function readClosed(db: Db): Promise<Closed | null> {
  const value = await readMeta(db, "closed");
  return value === null ? null : (JSON.parse(value) as Closed);
}

/** What `meta` says of why no server may start; null: one may. */
export function closedText(value: string | undefined): string | null {
  return value === undefined ? null : (JSON.parse(value) as Closed).text;
}

/** Closes the database to servers that start from now on. */
export async function closeToServers(db: Db, closed: Closed): Promise<void> {
  await setMeta(db, "closed", JSON.stringify(closed));
}

/** Lets servers start again. */
export async function openToServers(db: Db): Promise<void> {
  await db.deleteFrom("meta").where("name", "=", "closed").execute();
}

/** Throws StoreClosed when servers may not work here. */
export async function refuseClosed(db: Db): Promise<void> {
  const closed = await readClosed(db);
  if (closed !== null) throw new StoreClosed(closed.text);
}
