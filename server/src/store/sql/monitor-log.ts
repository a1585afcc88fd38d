import { LOG_TYPES, type LogEntry, type LogType } from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { LogFilter, Page, WatchPort } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { pingFromRow, resultFromRow, transitionFromRow } from "./log-rows.ts";
import { lineMentions } from "./log-text.ts";
import { messageFromRow, messageQuery } from "./message-row.ts";

/** Where each of the merged lists goes on: what has a smaller number follows. */
type Position = Readonly<Record<LogType, number>>;

/** An entry with the number that it has in its own list. */
interface Numbered {
  readonly n: number;
  readonly entry: LogEntry;
}

interface Part {
  readonly monitorId: string;
  readonly seq: number;
  readonly before: number;
  readonly limit: number;
  /** Only what mentions it. */
  readonly text: string | undefined;
}

const START: Position = {
  ping: Number.MAX_SAFE_INTEGER,
  result: Number.MAX_SAFE_INTEGER,
  transition: Number.MAX_SAFE_INTEGER,
  message: Number.MAX_SAFE_INTEGER,
};

const READ: Readonly<Record<LogType, (db: Db, part: Part) => Promise<readonly Numbered[]>>> = {
  ping: readPings,
  result: readResults,
  transition: readTransitions,
  message: readMessages,
};

/** The part of the watch port that merges what was recorded of a monitor. */
export function createMonitorLog(deps: SqlDeps): Pick<WatchPort, "log"> {
  return { log: (monitorId, filter) => readLog(deps.db, monitorId, filter) };
}

/**
 * Each list is read from where it stands, as many entries as the page may need; merged by time the newest make the page,
 * and the cursor says where each list stands then. Within one list the order is that of its own numbers.
 */
async function readLog(db: Db, monitorId: string, filter: LogFilter): Promise<Page<LogEntry>> {
  const { limit, types = [], text } = filter;
  const position = filter.cursor === undefined ? START : positionOf(filter.cursor);
  const monitor = await db.selectFrom("monitors").select("seq").where("id", "=", monitorId).executeTakeFirst();
  if (!monitor) return { items: [], nextCursor: null };
  const wanted = types.length === 0 ? LOG_TYPES : LOG_TYPES.filter((type) => types.includes(type));
  const lists: (readonly Numbered[])[] = [];
  for (const type of wanted) {
    lists.push(await READ[type](db, { monitorId, seq: monitor.seq, before: position[type], limit: limit + 1, text }));
  }
  const merged = lists.flat().sort(newestFirst);
  const standing: Record<LogType, number> = { ...position };
  const placed = merged.map(({ n, entry }) => {
    standing[entry.type] = n;
    return { entry, cursor: LOG_TYPES.map((type) => standing[type]) };
  });
  return pageOf(
    placed,
    limit,
    ({ entry }) => entry,
    ({ cursor }) => cursor,
  );
}

function positionOf(cursor: string): Position {
  const numbers = unpackCursor(
    cursor,
    LOG_TYPES.map(() => "number"),
  );
  return Object.fromEntries(LOG_TYPES.map((type, index) => [type, Number(numbers[index])])) as Record<LogType, number>;
}

/** At one instant the effect stands above its cause: the message, the transition, then the signal. */
function newestFirst(a: Numbered, b: Numbered): number {
  const byTime = b.entry.at - a.entry.at;
  if (byTime !== 0) return byTime;
  return LOG_TYPES.indexOf(b.entry.type) - LOG_TYPES.indexOf(a.entry.type) || b.n - a.n;
}

async function readPings(db: Db, { seq, before, limit, text }: Part): Promise<readonly Numbered[]> {
  const rows = await db
    .selectFrom("pings")
    .selectAll()
    .where("monitor_seq", "=", seq)
    .where("n", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("ping", text ?? "")))
    .orderBy("n", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ n: row.n, entry: { type: "ping", at: row.at, ping: pingFromRow(row) } }));
}

async function readResults(db: Db, { seq, before, limit, text }: Part): Promise<readonly Numbered[]> {
  const rows = await db
    .selectFrom("probe_results")
    .selectAll()
    .where("monitor_seq", "=", seq)
    .where("n", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("result", text ?? "")))
    .orderBy("n", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ n: row.n, entry: { type: "result", at: row.at, result: resultFromRow(row) } }));
}

async function readTransitions(db: Db, { monitorId, seq, before, limit, text }: Part): Promise<readonly Numbered[]> {
  const rows = await db
    .selectFrom("transitions")
    .selectAll()
    .where("monitor_seq", "=", seq)
    .where("seq", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("transition", text ?? "")))
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    n: row.seq,
    entry: { type: "transition", at: row.at, transition: transitionFromRow(monitorId, row) },
  }));
}

async function readMessages(db: Db, { monitorId, before, limit, text }: Part): Promise<readonly Numbered[]> {
  const rows = await messageQuery(db)
    .where("m.monitor_id", "=", monitorId)
    .where("m.seq", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("message", text ?? "")))
    .orderBy("m.seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    n: row.seq,
    entry: { type: "message", at: row.created_at, message: messageFromRow(row) },
  }));
}
