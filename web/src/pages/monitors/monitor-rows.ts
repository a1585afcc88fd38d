import type { MonitorRow, ShownStatus } from "../../api/monitors.ts";

/** Which monitors are wanted; what is undefined or empty asks for nothing. */
export interface RowFilter {
  readonly statuses?: readonly string[];
  /** All of these. */
  readonly tags?: readonly string[];
  readonly kind?: string | undefined;
  /** Words that all stand somewhere in name, slug, tags or topics. */
  readonly text?: string | undefined;
}

/** The order in which statuses are listed: first what needs somebody. */
export const STATUS_ORDER: readonly ShownStatus[] = ["down", "late", "new", "up", "paused"];

/** The kinds that a person tells apart; a service is a heartbeat that came through the Missme door. */
export const ROW_KINDS = ["heartbeat", "probe", "alarm", "service"] as const;

/** Which kind a row is of. */
function kindOf({ kind, door }: Pick<MonitorRow, "kind" | "door">): (typeof ROW_KINDS)[number] {
  return door === "missme" ? "service" : kind;
}

/**
 * The rows as they stand at this instant: nobody tells when a monitor turns late, its row knows it before. The same array
 * comes back when nothing changed.
 */
export function rowsAt(rows: readonly MonitorRow[], now: number): readonly MonitorRow[] {
  const isLate = ({ status, kind, expectedAt }: MonitorRow): boolean =>
    status === "up" && kind !== "alarm" && expectedAt !== null && Date.parse(expectedAt) <= now;
  return rows.some(isLate) ? rows.map((row) => (isLate(row) ? { ...row, status: "late" } : row)) : rows;
}

/** The rows that fit. */
export function filterRows(rows: readonly MonitorRow[], filter: RowFilter): readonly MonitorRow[] {
  const { statuses = [], tags = [], kind } = filter;
  const words = (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (statuses.length === 0 || statuses.includes(row.status)) &&
      (kind === undefined || kindOf(row) === kind) &&
      tags.every((tag) => row.tags.includes(tag)) &&
      (words.length === 0 || hasWords(row, words)),
  );
}

function hasWords({ name, slug, tags, topics }: MonitorRow, words: readonly string[]): boolean {
  const text = [name, slug, ...tags, ...topics].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** How many rows stand at each status. */
export function countByStatus(rows: readonly MonitorRow[]): Readonly<Record<ShownStatus, number>> {
  const counts = { down: 0, late: 0, new: 0, up: 0, paused: 0 };
  for (const { status } of rows) counts[status] += 1;
  return counts;
}

/** Every tag of these rows, in the order of the alphabet. */
export function tagsOf(rows: readonly MonitorRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
}

/** Names one monitor, and counts several. */
export function monitorsInWords(monitors: readonly { readonly name: string }[]): string {
  const [only] = monitors;
  return monitors.length === 1 && only !== undefined ? `“${only.name}”` : `${monitors.length} monitors`;
}
