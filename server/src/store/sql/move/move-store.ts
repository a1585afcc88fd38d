import { sql } from "kysely";
import type { Clock } from "../../../lib/clock.ts";
import { newId } from "../../../lib/ids.ts";
import { closeToServers, openToServers, readClosed, StoreClosed } from "../closed.ts";
import { isPostgres } from "../dialect.ts";
import { readMeta, setMeta } from "../migrate.ts";
import { type DatabasePlace, openDatabase, refuseServers } from "../open-database.ts";
import { asStoreError } from "../unavailable.ts";
import { type Compared, compareTables } from "./compare-tables.ts";
import { copyTables, type MoveWatch, POSITION, type Position, type Sides } from "./copy-tables.ts";
import { copyCounters } from "./counters.ts";
import { MoveRefused } from "./move-refused.ts";
import { refuseData } from "./refuse-data.ts";

/** A place, and what people call it: never with a password. */
export interface NamedPlace {
  readonly place: DatabasePlace;
  readonly name: string;
}

export interface Move extends MoveWatch {
  readonly from: NamedPlace;
  readonly to: NamedPlace;
  readonly clock: Pick<Clock, "now" | "sleep">;
}

export type MoveOutcome =
  | { readonly kind: "moved"; readonly compared: readonly Compared[] }
  /** Both sides stay closed. */
  | { readonly kind: "differs"; readonly compared: readonly Compared[] }
  /** Begun again, it goes on where it was. */
  | { readonly kind: "stopped" }
  | { readonly kind: "was-moved" };

/** In the target's `meta`: which move filled it. */
const MOVED_FROM = "moved_from";
/** What is each database's own, or of the move itself. */
const OWN_META = ["schema_version", "schema_breaking_version", "health", "closed", POSITION, MOVED_FROM];

/**
 * Moves an installation from one database to another.
 *
 * 1. Both are closed to servers, under the same id: nothing changes in the source meanwhile or later, and a target that
 *    is filled in part is neither worked on nor taken for the target of another move.
 * 2. Rows are copied; what was stopped goes on behind the last batch.
 * 3. The numbers that are counted up and `meta` follow; then all rows are read once more on both sides and compared.
 * 4. Only when all are the same the target is opened to servers. The source stays closed: two that work would both tell.
 */
export async function moveStore(move: Move): Promise<MoveOutcome> {
  const source = await openDatabase(move.from.place);
  try {
    const target = await openDatabase(move.to.place);
    try {
      return await moveBetween({ source, target }, move);
    } finally {
      await target.destroy();
    }
  } catch (error) {
    throw asStoreError(error);
  } finally {
    await source.destroy();
  }
}

async function moveBetween(sides: Sides, move: Move): Promise<MoveOutcome> {
  const id = await begin(sides, move);
  if (id === null) return { kind: "was-moved" };
  const { source, target } = sides;
  const position = await readMeta(target, POSITION);
  const from: Position | null = position === null ? null : JSON.parse(position);
  if (!(await copyTables(sides, from, move))) return { kind: "stopped" };
  await copyCounters(sides);
  await copyMeta(sides);
  const compared = await compareTables(sides, move);
  if (compared === null) return { kind: "stopped" };
  if (compared.some(({ isSame }) => !isSame)) return { kind: "differs", compared };
  // Without figures about the rows the first queries would be planned as for empty tables.
  if (isPostgres(target)) await sql`analyze`.execute(target);
  await target.transaction().execute(async (trx) => {
    await trx.deleteFrom("meta").where("name", "=", POSITION).execute();
    await setMeta(trx, MOVED_FROM, id);
    await openToServers(trx);
  });
  const when = new Date(move.clock.now()).toISOString();
  const text = `This installation was moved to ${move.to.name} (${when}): start Watchbell there. To go on here all the same, without what happened there, run \`watchbell migrate --reopen\`.`;
  await closeToServers(source, { by: "moved", id, text });
  return { kind: "moved", compared };
}

/** Closes both sides; says the id of the move, null when it was made before. */
async function begin({ source, target }: Sides, { from, to, clock }: Move): Promise<string | null> {
  if ((await readMeta(source, "key_fingerprint")) === null) {
    throw new MoveRefused(`There is nothing to move in ${from.name}: no server ever started on it.`);
  }
  const leaving = await readClosed(source);
  if (leaving !== null && (await readMeta(target, MOVED_FROM)) === leaving.id) return null;
  // What was moved lives on elsewhere: a second copy would tell the same beside it.
  if (leaving !== null && leaving.by !== "move-away") throw new StoreClosed(`${from.name}: ${leaving.text}`);
  const coming = await readClosed(target);
  const isResumed = coming?.by === "move-in" && coming.id === leaving?.id;
  if (!isResumed) await refuseData(target, to.name);
  const id = isResumed ? coming.id : newId();
  const again = "Run the same `watchbell migrate --from … --to …` again: it goes on where it was.";
  await closeToServers(target, {
    by: "move-in",
    id,
    text: `An installation is being moved from ${from.name} to this database, and that is not done yet. ${again}`,
  });
  await closeToServers(source, {
    by: "move-away",
    id,
    text: `This installation is being moved to ${to.name}, and that is not done yet. ${again} To stay here instead, run \`watchbell migrate --reopen\`.`,
  });
  try {
    for (const side of [source, target]) await refuseServers(side, clock);
  } catch (error) {
    if (!isResumed) for (const side of [source, target]) await openToServers(side);
    throw error;
  }
  return id;
}

async function copyMeta({ source, target }: Sides): Promise<void> {
  const rows = await source.selectFrom("meta").selectAll().where("name", "not in", OWN_META).execute();
  for (const { name, value } of rows) await setMeta(target, name, value);
}

/** Lets servers start again on a database that a move left closed; says whether there was one to open. */
export async function reopenStore(place: DatabasePlace): Promise<boolean> {
  const db = await openDatabase(place);
  try {
    const closed = await readClosed(db);
    if (closed === null) return false;
    if (closed.by !== "move-away" && closed.by !== "moved") throw new StoreClosed(closed.text);
    await openToServers(db);
    return true;
  } finally {
    await db.destroy();
  }
}
