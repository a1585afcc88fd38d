import type { LogEntry, LogType } from "../../model/index.ts";
import { mergeLog, type PlacedEntry } from "../merge-log.ts";
import type { LogFilter, Page, WatchPort } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { pingFromRow, resultFromRow, transitionFromRow } from "./log-rows.ts";
import { lineMentions } from "./log-text.ts";
import { messageFromRow, messageQuery } from "./message-row.ts";

interface Part {
  readonly monitorId: string;
  readonly seq: number;
  readonly before: number;
  readonly limit: number;
  /** Only what mentions it. */
  readonly text: string | undefined;
}

const LAST = Number.MAX_SAFE_INTEGER;
const START = { ping: LAST, result: LAST, transition: LAST, message: LAST };

const READ: Readonly<Record<LogType, (db: Db, part: Part) => Promise<readonly PlacedEntry[]>>> = {
  ping: readPings,
  result: readResults,
  transition: readTransitions,
  message: readMessages,
};

/** The part of the watch port that merges what was recorded of a monitor. */
export function createMonitorLog(deps: SqlDeps): Pick<WatchPort, "log"> {
  return { log: (monitorId, filter) => readLog(deps.db, monitorId, filter) };
}

async function readLog(db: Db, monitorId: string, filter: LogFilter): Promise<Page<LogEntry>> {
  const monitor = await db.selectFrom("monitors").select("seq").where("id", "=", monitorId).executeTakeFirst();
  if (!monitor) return { items: [], nextCursor: null };
  const { text } = filter;
  return await mergeLog(filter, START, (type, before, limit) =>
    READ[type](db, { monitorId, seq: monitor.seq, before: Number(before), limit, text }),
  );
}

async function readPings(db: Db, { seq, before, limit, text }: Part): Promise<readonly PlacedEntry[]> {
  const rows = await db
    .selectFrom("pings")
    .selectAll()
    .where("monitor_seq", "=", seq)
    .where("n", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("ping", text ?? "")))
    .orderBy("n", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ place: row.n, entry: { type: "ping", at: row.at, ping: pingFromRow(row) } }));
}

async function readResults(db: Db, { seq, before, limit, text }: Part): Promise<readonly PlacedEntry[]> {
  const rows = await db
    .selectFrom("probe_results")
    .selectAll()
    .where("monitor_seq", "=", seq)
    .where("n", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("result", text ?? "")))
    .orderBy("n", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ place: row.n, entry: { type: "result", at: row.at, result: resultFromRow(row) } }));
}

async function readTransitions(db: Db, { monitorId, seq, before, limit, text }: Part): Promise<readonly PlacedEntry[]> {
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
    place: row.seq,
    entry: { type: "transition", at: row.at, transition: transitionFromRow(monitorId, row) },
  }));
}

async function readMessages(db: Db, { monitorId, before, limit, text }: Part): Promise<readonly PlacedEntry[]> {
  const rows = await messageQuery(db)
    .where("m.monitor_id", "=", monitorId)
    .where("m.seq", "<", before)
    .$if(text !== undefined, (query) => query.where(lineMentions("message", text ?? "")))
    .orderBy("m.seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    place: row.seq,
    entry: { type: "message", at: row.created_at, message: messageFromRow(row) },
  }));
}
