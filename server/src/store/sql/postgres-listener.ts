import pg from "pg";
import type { Clock } from "../../lib/clock.ts";
import { connectionConfig } from "./postgres-database.ts";

/** Where the processes on a database talk. */
export const CHANNEL = "watchbell";
/** The pause before listening is tried again; it doubles with each try that fails. */
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** So often it is asked whether the connection still is one: a line that went dead tells nobody. */
const CHECK_EVERY_MS = 10_000;
const ANSWER_WITHIN_MS = 5_000;

/** Whoever listens, until the signal aborts. */
export interface ListenerDeps {
  readonly url: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
  /** Something may have been said that was not heard. */
  readonly onMissed: () => void;
}

/**
 * Listens on a connection of its own. While that is broken, or nobody answers on it, it is opened again, ever more slowly,
 * and what may have been said meanwhile is told at each try.
 */
export async function listenAlways({ signal, clock, onMissed, ...deps }: ListenerDeps): Promise<void> {
  let pauseMs = RETRY_MS;
  let isFirst = true;
  const tellMissed = (): void => {
    if (!isFirst && !signal.aborted) onMissed();
  };
  while (!signal.aborted) {
    const listened = await listenOnce({ ...deps, signal, clock, onListening: tellMissed });
    isFirst = false;
    if (listened) pauseMs = RETRY_MS;
    else tellMissed();
    await clock.sleep(pauseMs, signal);
    if (!listened) pauseMs = Math.min(LONGEST_RETRY_MS, 2 * pauseMs);
  }
}

interface OneConnection extends Pick<ListenerDeps, "url" | "clock" | "signal" | "onNotice"> {
  readonly onListening: () => void;
}

/** Listens until the connection ends; says whether it came about. */
async function listenOnce({ url, clock, signal, onNotice, onListening }: OneConnection): Promise<boolean> {
  const client = new pg.Client(connectionConfig({ url }));
  const over = new AbortController();
  const asking = { clock, signal: AbortSignal.any([signal, over.signal]) };
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  // A broken connection ends too.
  client.on("error", () => {});
  client.on("notification", ({ payload = "" }) => onNotice(payload));
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    onListening();
    await Promise.race([ended, aborted(signal), untilSilent(client, asking)]);
    return true;
  } catch {
    // Told by the next round of each loop, which asks the same database.
    return false;
  } finally {
    over.abort();
    // A client that still waits for an answer is cut off; any other would wait for a goodbye, on a dead line for ever.
    client.query("select 1").catch(() => {});
    await client.end().catch(() => {});
  }
}

/** Asks again and again, and returns when no answer comes. */
async function untilSilent(
  client: pg.Client,
  { clock, signal }: Pick<ListenerDeps, "clock" | "signal">,
): Promise<void> {
  for (let answers = true; answers && !signal.aborted; ) {
    await clock.sleep(CHECK_EVERY_MS, signal);
    const answer = client.query("select 1").then(
      () => true,
      () => false,
    );
    answers = await Promise.race([answer, clock.sleep(ANSWER_WITHIN_MS, signal).then(() => false)]);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
