import { type Kysely, sql } from "kysely";
import pg from "pg";
import type { Clock } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import type { Doorbell } from "../ports.ts";
import type { Database } from "./database.ts";
import { connectionConfig } from "./postgres-database.ts";

const CHANNEL = "watchbell";
/** What is said is gathered for so long: ten notifications a second from one process at most. */
const GATHER_MS = 100;
/** PostgreSQL takes 8,000 bytes in one notification; more than this many words, or bytes, are told as "much". */
const MAX_BYTES = 7_900;
const MAX_WORDS = 200;
const RECONNECT_MS = 1_000;

/** What travels: whose words they are, so that nobody hears himself; null words: more than fit. */
interface Notice {
  readonly from: string;
  readonly words: readonly string[] | null;
}

export interface DoorbellDeps {
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}

/**
 * A doorbell on LISTEN and NOTIFY. A notification takes a lock that all who notify share, until the end of its
 * transaction: so it is never part of one that stores something. It listens on a connection of its own; while that is
 * broken it is opened again every second, and whatever was said meanwhile counts as much.
 */
export function createPostgresDoorbell({ url, db, clock }: DoorbellDeps): Doorbell & { close(): Promise<void> } {
  const from = newId();
  const closing = new AbortController();
  const pending = new Set<string>();
  const listeners: ((words: readonly string[] | null) => void)[] = [];
  let saying: Promise<void> | null = null;

  const hear = (words: readonly string[] | null): void => {
    for (const listener of listeners) listener(words);
  };

  async function sayPending(): Promise<void> {
    await clock.sleep(GATHER_MS, closing.signal);
    const words = [...pending];
    pending.clear();
    saying = null;
    const whole = JSON.stringify({ from, words } satisfies Notice);
    const fits = words.length <= MAX_WORDS && Buffer.byteLength(whole) <= MAX_BYTES;
    const notice = fits ? whole : JSON.stringify({ from, words: null } satisfies Notice);
    // Whoever misses it finds out at the next look.
    await sql`select pg_notify(${CHANNEL}, ${notice})`.execute(db).catch(() => {});
  }

  async function listenOnce(isFirst: boolean): Promise<void> {
    const client = new pg.Client(connectionConfig({ url }));
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    // A broken connection ends too.
    client.on("error", () => {});
    client.on("notification", ({ payload = "" }) => {
      const notice: Notice = JSON.parse(payload);
      if (notice.from !== from) hear(notice.words);
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (!isFirst) hear(null);
      await Promise.race([ended, aborted(closing.signal)]);
    } finally {
      await client.end().catch(() => {});
    }
  }

  async function listenAlways(): Promise<void> {
    for (let isFirst = true; !closing.signal.aborted; isFirst = false) {
      // What could not be heard is asked for in the next round of each loop.
      await listenOnce(isFirst).catch(() => {});
      await clock.sleep(RECONNECT_MS, closing.signal);
    }
  }

  const listening = listenAlways();
  return {
    say(word) {
      // One more than fits is enough to know that it is much.
      if (pending.size <= MAX_WORDS) pending.add(word);
      saying ??= sayPending();
    },
    onWords: (listener) => void listeners.push(listener),
    async close() {
      closing.abort();
      await Promise.all([listening, saying]);
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
