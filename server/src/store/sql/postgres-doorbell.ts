import { type Kysely, sql } from "kysely";
import type { Clock } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import type { Doorbell } from "../ports.ts";
import type { Database } from "./database.ts";
import { CHANNEL, listenAlways } from "./postgres-listener.ts";

/** What is said is gathered for so long: ten notifications a second from one process at most. */
const GATHER_MS = 100;
/** PostgreSQL takes 8,000 bytes in one notification; more than this many words, or bytes, are told as "much". */
const MAX_BYTES = 7_900;
const MAX_WORDS = 200;

/**
 * What travels: whose words they are, so that nobody hears himself. Null words: more than fit; then `kept` has those that
 * must not get lost in the many. Older versions send none and read none.
 */
interface Notice {
  readonly from: string;
  readonly words: readonly string[] | null;
  readonly kept?: readonly string[];
}

export interface DoorbellDeps {
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}

/**
 * A doorbell on LISTEN and NOTIFY. A notification takes a lock that all who notify share, until the end of its
 * transaction: so it is never part of one that stores something. It listens on a connection of its own. While that is
 * broken it is opened again, ever more slowly, and whatever may have been said meanwhile counts as much at each try.
 */
export function createPostgresDoorbell({ url, db, clock }: DoorbellDeps): Doorbell & { close(): Promise<void> } {
  const from = newId();
  const closing = new AbortController();
  const pending = new Set<string>();
  const pendingKept = new Set<string>();
  const listeners: ((words: readonly string[] | null) => void)[] = [];
  let saying: Promise<void> | null = null;

  const hear = (words: readonly string[] | null): void => {
    for (const listener of listeners) listener(words);
  };
  const onNotice = (text: string): void => {
    const notice = parseNotice(text);
    if (notice === null || notice.from === from) return;
    hear(notice.words);
    if (notice.kept && notice.kept.length > 0) hear(notice.kept);
  };

  async function sayPending(): Promise<void> {
    await clock.sleep(GATHER_MS, closing.signal);
    const kept = [...pendingKept];
    const words = [...pending, ...kept];
    pending.clear();
    pendingKept.clear();
    saying = null;
    const whole = JSON.stringify({ from, words } satisfies Notice);
    const fits = words.length <= MAX_WORDS && Buffer.byteLength(whole) <= MAX_BYTES;
    const notice = fits ? whole : JSON.stringify({ from, words: null, kept } satisfies Notice);
    // Whoever misses it finds out at the next look.
    await sql`select pg_notify(${CHANNEL}, ${notice})`.execute(db).catch(() => {});
  }

  const listening = listenAlways({ url, clock, signal: closing.signal, onNotice, onMissed: () => hear(null) });
  return {
    say(word, { keep = false } = {}) {
      // One more than fits is enough to know that it is much.
      if (keep) pendingKept.add(word);
      else if (pending.size <= MAX_WORDS) pending.add(word);
      saying ??= sayPending();
    },
    onWords: (listener) => void listeners.push(listener),
    async close() {
      closing.abort();
      await Promise.all([listening, saying]);
    },
  };
}

/** Whoever may use the database may notify on this channel too: what is no notice is nobody's word. */
function parseNotice(text: string): Notice | null {
  try {
    const notice: Partial<Notice> | null = JSON.parse(text);
    if (typeof notice?.from !== "string" || notice.words === undefined) return null;
    return { from: notice.from, words: notice.words, kept: notice.kept ?? [] };
  } catch {
    // Not even JSON.
    return null;
  }
}
