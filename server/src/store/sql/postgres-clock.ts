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
 *
 * The database looked at its clock at some instant between question and answer. So what was measured before stays as long
 * as it lies in between, and is else moved no further than it must: an answer that was long under way, or that waited
 * while this process was stopped, says little and spoils nothing.
 */
export async function createPostgresClock(askTime: () => Promise<number>, clocks: ProcessClocks): Promise<StoreClock> {
  let offset: number | null = null;
  let tear = 0;

  async function sync(): Promise<void> {
    const askedAt = clocks.running();
    // Of before the question: should the machine sleep until the answer comes, the next look finds that.
    const tearBefore = clocks.wall() - askedAt;
    const at = await askTime();
    const [least, most] = [at - clocks.running(), at - askedAt];
    offset = offset === null ? (least + most) / 2 : Math.min(Math.max(offset, least), most);
    tear = tearBefore;
  }

  await sync();
  return {
    now: () => Math.floor(clocks.running() + (offset ?? 0)),
    // A machine that slept comes back with a wall clock that went on and a running time that did not.
    isSuspect: () => Math.abs(clocks.wall() - clocks.running() - tear) > TORN_MS,
    sync,
  };
}

/** Asks the database for its time, in epoch milliseconds. */
export async function askTime(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::double precision as at`.execute(db);
  const at = rows[0]?.at;
  if (at === undefined) throw new Error("the database did not tell the time");
  return at;
}
