import { LOG_TYPES, type LogEntry, type LogType } from "../model/index.ts";
import { pageOf, unpackCursor } from "./cursor.ts";
import type { LogFilter, Page } from "./ports.ts";

/** Where a list of the log stands: what is below it follows. */
export type LogPlace = number | string;
type LogPosition = Readonly<Record<LogType, LogPlace>>;

/** An entry with the place that it has in its own list. */
export interface PlacedEntry {
  readonly place: LogPlace;
  readonly entry: LogEntry;
}

/**
 * Merges the lists that a monitor's log is made of. Each is read from where it stands, as many entries as the page may
 * need; merged by time the newest make the page, and the cursor says where each list stands then. Within one list the
 * order is that of its own places. `start` is above every place.
 */
export async function mergeLog(
  { limit, types = [], cursor }: LogFilter,
  start: LogPosition,
  read: (type: LogType, before: LogPlace, limit: number) => Promise<readonly PlacedEntry[]>,
): Promise<Page<LogEntry>> {
  const position = cursor === undefined ? start : positionOf(cursor, start);
  const wanted = types.length === 0 ? LOG_TYPES : LOG_TYPES.filter((type) => types.includes(type));
  const lists: (readonly PlacedEntry[])[] = [];
  for (const type of wanted) lists.push(await read(type, position[type], limit + 1));
  const merged = lists.flat().sort(newestFirst);
  const standing: Record<LogType, LogPlace> = { ...position };
  const placed = merged.map(({ place, entry }) => {
    standing[entry.type] = place;
    return { entry, cursor: LOG_TYPES.map((type) => standing[type]) };
  });
  return pageOf(
    placed,
    limit,
    ({ entry }) => entry,
    (each) => each.cursor,
  );
}

function positionOf(cursor: string, start: LogPosition): LogPosition {
  const types = LOG_TYPES.map((type) => (typeof start[type] === "number" ? "number" : "string"));
  const places = unpackCursor(cursor, types);
  return Object.fromEntries(LOG_TYPES.map((type, index) => [type, places[index] ?? start[type]])) as Record<
    LogType,
    LogPlace
  >;
}

/** At one instant the effect stands above its cause: the message, the transition, then the signal. */
function newestFirst(a: PlacedEntry, b: PlacedEntry): number {
  const byTime = b.entry.at - a.entry.at;
  if (byTime !== 0) return byTime;
  const byType = LOG_TYPES.indexOf(b.entry.type) - LOG_TYPES.indexOf(a.entry.type);
  if (byType !== 0) return byType;
  return a.place < b.place ? 1 : -1;
}
