import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import type { StoreClock } from "./deps.ts";

/** The wall clock and the running time may differ so much more than at the last look before they count as torn apart. */
const TORN_MS = 250;

/** The clocks of this process; a test gives its own. */
export interface ProcessClocks {
  /** Milliseconds that only ever go forward; they may stand still while the machine sleeps. */
  readonly running: () => number;
  /** Epoch milliseconds as the machine believes. */
  readonly wall: () => number;
}

/**
 * The database's time, known without asking: how far it is from this process's running time is measured now and then.
 * A wall clock that is wrong, or is set, changes nothing.
 */
export async function createPostgresClock(db: Kysely<Database>, clocks: ProcessClocks): Promise<StoreClock> {
  let offset = 0;
  let tear = 0;

  async function sync(): Promise<void> {
    const before = clocks.running();
    const { rows } = await sql<{ at: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::double precision as at`.execute(db);
    const at = rows[0]?.at;
    if (at === undefined) throw new Error("the database did not tell the time");
    offset = at - (before + clocks.running()) / 2;
    tear = clocks.wall() - clocks.running();
  }

  await sync();
  return {
    now: () => Math.floor(clocks.running() + offset),
    // A machine that slept comes back with a wall clock that went on and a running time that did not.
    isSuspect: () => Math.abs(clocks.wall() - clocks.running() - tear) > TORN_MS,
    sync,
  };
}
