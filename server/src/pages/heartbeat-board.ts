import type { BoardView } from "../actions/heartbeat-pages.ts";
import { type BoardRow, isToTell, type PulseStanding } from "../actions/show-heartbeat-board.ts";
import { BOARD_COLUMNS, type BoardColumn, type BoardSort } from "../actions/sort-board.ts";
import { durationInWords } from "../lib/words.ts";
import { escapeHtml, type Html, html, NOTHING } from "./html.ts";
import { renderPage } from "./page.ts";

const REFRESH_SECONDS = 120;
const HOUR_MS = 3_600_000;

const TITLES: Readonly<Record<BoardColumn, string>> = {
  host: "Host",
  category: "Category",
  type: "Type",
  name: "Name",
  timestamp: "Timestamp/Diff",
  delta: "Delta (h)",
};

/** Each state of a pulse in words: colour alone tells nothing to many readers, to a printer and to a bad screen. */
const WORDS: Readonly<Record<PulseStanding, string>> = {
  overdue: "overdue",
  failed: "reported a failure",
  late: "late: Watchbell was away",
  "in-time": "in time",
  unknown: "no pulse yet",
  paused: "paused",
};

/** Draws the board of a project's pulses: one table, without a script. */
export function renderHeartbeatBoard(view: BoardView): string {
  const { board } = view;
  const overdue = board.rows.filter(isToTell).length;
  const title = `${overdue > 0 ? `${overdue} overdue · ` : ""}Heartbeats · ${board.project.name}`;
  const body = html`<main>
<div class="top">
<h1>Heartbeats</h1>
${renderSum(board.rows.length, overdue)}
<p>${board.project.name} · ${formatInstant(board.project.timezone)(board.now)} ${board.project.timezone} · refreshes itself every ${REFRESH_SECONDS / 60} minutes</p>
</div>
${board.rows.length === 0 ? EMPTY : renderTable(view)}
</main>`;
  return renderPage({ title, body, refreshSeconds: REFRESH_SECONDS });
}

function renderSum(total: number, overdue: number): Html {
  if (total === 0) return html`<p class="sum none">No pulses</p>`;
  if (overdue > 0) return html`<p class="sum bad">${overdue} of ${total} overdue</p>`;
  return html`<p class="sum">${total === 1 ? "The one pulse is" : `All ${total} are`} in time</p>`;
}

const EMPTY = html`<div class="empty">
<p><strong>Nothing has sent a pulse yet.</strong> The first call makes its row here:</p>
<p><code>GET pulse?host=db1&amp;category=backup&amp;type=nightly&amp;name=orders</code></p>
<p>In front of it belongs the address of this server, <code>/heartbeat/</code>, the project's ping key and a slash. Add <code>&amp;threshold=8</code> for another threshold than 24 working hours.</p>
</div>`;

function renderTable(view: BoardView): Html {
  const { board, sort, mayWrite } = view;
  const secret = encodeURIComponent(view.secret);
  const show = rowRenderer({ now: board.now, timezone: board.project.timezone, secret: mayWrite ? secret : null });
  const rows: Html = { html: board.rows.map(show).join("\n") };
  return html`<table>
<thead><tr>
${BOARD_COLUMNS.map((column) => renderHead(column, sort, secret))}
<th scope="col" class="settings">Settings</th>
</tr></thead>
<tbody>
${rows}
</tbody>
</table>`;
}

function renderHead(column: BoardColumn, sort: BoardSort, secret: string): Html {
  const isSorted = column === sort.by;
  // What was never sorted begins where people look: names at A, times and deltas at the largest.
  const startsDown = column === "timestamp" || column === "delta";
  const descending = isSorted ? !sort.descending : startsDown;
  const way = isSorted ? html` <span class="way" aria-hidden="true">${sort.descending ? "▼" : "▲"}</span>` : NOTHING;
  const aria = isSorted ? html` aria-sort="${sort.descending ? "descending" : "ascending"}"` : NOTHING;
  const href = `dashboard?secret=${secret}&sort=${column}&order=${descending ? "desc" : "asc"}`;
  return html`<th scope="col" class="${column}"${aria}><a href="${href}">${TITLES[column]}${way}</a></th>
`;
}

interface RowContext {
  readonly now: number;
  readonly timezone: string;
  /** Ready for a URL; null for a reader who may not edit. */
  readonly secret: string | null;
}

/** Rows are joined from plain text, because there may be thousands; every value from outside goes through `escapeHtml`. */
function rowRenderer({ now, timezone, secret }: RowContext): (row: BoardRow) => string {
  const instant = formatInstant(timezone);
  return ({ names, standing, lastAt, deltaMs, monitorId }) => {
    const cell = (label: string, content: string, kind: string): string =>
      `<td class="${kind}" data-label="${label}">${content}</td>`;
    const when = lastAt === null ? "never" : `${instant(lastAt)}<small>${durationInWords(now - lastAt)} ago</small>`;
    const hours = deltaMs === null ? "–" : formatHours(deltaMs);
    const delta = `<span class="hours">${hours}</span><span class="word">${WORDS[standing]}</span>`;
    const edit =
      secret === null ? "" : `<a href="edit?secret=${escapeHtml(secret)}&amp;id=${escapeHtml(monitorId)}">Edit</a>`;
    return `<tr class="${standing}">${cell(TITLES.host, escapeHtml(names.host), "host")}${cell(TITLES.category, escapeHtml(names.category), "category")}${cell(TITLES.type, escapeHtml(names.type), "type")}${cell(TITLES.name, escapeHtml(names.name), "name")}${cell(TITLES.timestamp, when, "when")}${cell(TITLES.delta, delta, "delta")}${cell("Settings", edit, "settings")}</tr>`;
  };
}

/** Hours to one decimal with a true minus sign, such as `+2.5` and `−21.0`. */
function formatHours(ms: number): string {
  const tenths = Math.floor(Math.abs(ms) / (HOUR_MS / 10));
  const text = `${Math.floor(tenths / 10)}.${tenths % 10}`;
  if (tenths === 0) return text;
  return ms < 0 ? `−${text}` : `+${text}`;
}

/** `2026-11-20 03:00` in a zone. */
function formatInstant(timezone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
  return (at) => format.format(at);
}
