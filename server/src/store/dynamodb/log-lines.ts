import type { Ping, ProbeResult, StoredTransition } from "../../model/index.ts";
import { numberCursor, pageOf } from "../cursor.ts";
import type { Page, PageRequest, WatchPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item } from "./item.ts";
import { monitorKey, sortable, stateKey } from "./keys.ts";
import {
  bodyKey,
  isAlive,
  KEPT_PINGS,
  lineKey,
  lineNumber,
  PING,
  pingFromItem,
  RESULT,
  resultFromItem,
  TRANSITION,
  transitionFromItem,
} from "./log-items.ts";
import { stateFromItem } from "./state-item.ts";
import { walk } from "./walk.ts";

/** A deadline may be told after what happened since; so far back nothing stands out of its order. */
const DISORDER_MS = 86_400_000;

/** Lines of one kind of a monitor's log, newest first. */
export interface LineRequest<Line> {
  /** Only those with a smaller number. */
  readonly before: number;
  readonly limit: number;
  /** Only those since this instant; absent: all. */
  readonly sinceAt?: number | undefined;
  readonly wants?: ((line: Line, item: Item) => boolean | Promise<boolean>) | undefined;
}

/** Which numbers of a monitor's lines are shown; null: there is no such monitor. */
interface Shown {
  readonly pings: { readonly from: number; readonly to: number };
  readonly transitions: number;
}

/** The part of the watch port that reads what was recorded of one monitor. */
export function createLogLines(deps: DynamoDeps): Pick<WatchPort, "pings" | "pingBody" | "results" | "transitions"> {
  return {
    pings: (monitorId, page) =>
      pageOfLines(
        page,
        (request) => readPings(deps, monitorId, request),
        ({ n }) => n,
      ),
    results: (monitorId, page) =>
      pageOfLines(
        page,
        (request) => readResults(deps, monitorId, request),
        ({ n }) => n,
      ),
    transitions: (monitorId, page) =>
      pageOfLines(page, (request) => readTransitions(deps, monitorId, request), transitionNumber),
    pingBody: (monitorId, n) => readBody(deps, monitorId, n),
  };
}

/** The number of a transition among its monitor's. */
export function transitionNumber({ id, monitorId }: StoredTransition): number {
  return Number(id.slice(monitorId.length + 1));
}

async function pageOfLines<Line>(
  page: PageRequest,
  read: (request: LineRequest<Line>) => Promise<readonly Line[]>,
  numberOf: (line: Line) => number,
): Promise<Page<Line>> {
  const before = numberCursor(page.cursor, Number.MAX_SAFE_INTEGER);
  const lines = await read({ before, limit: page.limit + 1 });
  return pageOf(
    lines,
    page.limit,
    (line) => line,
    (line) => [numberOf(line)],
  );
}

/** Reads the newest pings of a monitor. */
export async function readPings(deps: DynamoDeps, monitorId: string, request: LineRequest<Ping>) {
  const shown = await shownOf(deps, monitorId);
  if (shown === null) return [];
  return await readLines(deps, { monitorId, kind: PING, ...shown.pings, make: pingFromItem }, request);
}

/** Reads the newest results of a monitor's probe. */
export async function readResults(deps: DynamoDeps, monitorId: string, request: LineRequest<ProbeResult>) {
  const shown = await shownOf(deps, monitorId);
  if (shown === null) return [];
  return await readLines(deps, { monitorId, kind: RESULT, ...shown.pings, make: resultFromItem }, request);
}

/** Reads the newest transitions of a monitor. */
export async function readTransitions(deps: DynamoDeps, monitorId: string, request: LineRequest<StoredTransition>) {
  const shown = await shownOf(deps, monitorId);
  if (shown === null) return [];
  const make = (item: Item) => transitionFromItem(monitorId, item);
  const lines = { monitorId, kind: TRANSITION, from: 1, to: shown.transitions, make } as const;
  return await readLines(deps, lines, request);
}

interface Lines<Line> {
  readonly monitorId: string;
  readonly kind: typeof PING | typeof RESULT | typeof TRANSITION;
  readonly from: number;
  readonly to: number;
  readonly make: (item: Item) => Line;
}

async function readLines<Line>(
  { port, now }: DynamoDeps,
  { monitorId, kind, from, to, make }: Lines<Line>,
  { before, limit, sinceAt = 0, wants }: LineRequest<Line>,
): Promise<readonly Line[]> {
  const last = Math.min(to, before - 1);
  if (last < from) return [];
  const range = { from: `${kind}${sortable(from)}`, to: `${kind}${sortable(last)}` };
  const at = now();
  return await walk(
    port,
    { pk: monitorKey(monitorId).pk, range, newestFirst: true },
    {
      limit,
      isEnd: (item) => Number(item.at) < sinceAt - DISORDER_MS,
      async pick(item) {
        if (!isAlive(item, at) || Number(item.at) < sinceAt) return null;
        const line = make(item);
        return wants && !(await wants(line, item)) ? null : line;
      },
    },
  );
}

/** A row above the count is of a writer that did not get to the state; of those below only the newest are kept. */
async function shownOf({ port }: DynamoDeps, monitorId: string): Promise<Shown | null> {
  const item = await port.get(stateKey(monitorId));
  if (item === null) return null;
  const { state, transitionCount } = stateFromItem(item);
  const { pingCount } = state;
  return { pings: { from: Math.max(1, pingCount - KEPT_PINGS + 1), to: pingCount }, transitions: transitionCount };
}

async function readBody(deps: DynamoDeps, monitorId: string, n: number): Promise<Uint8Array | null> {
  const shown = await shownOf(deps, monitorId);
  if (shown === null || n < shown.pings.from || n > shown.pings.to) return null;
  const row = await deps.port.get(lineKey(monitorId, PING, n));
  return row === null || !isAlive(row, deps.now()) ? null : await bodyOf(deps, monitorId, row);
}

/** The body that came with a ping; null when there was none. */
export async function bodyOf({ port }: DynamoDeps, monitorId: string, row: Item): Promise<Uint8Array | null> {
  if (row.b instanceof Uint8Array) return row.b;
  if (row.n === undefined) return null;
  const body = await port.get(bodyKey(monitorId, lineNumber(row)));
  return body?.b instanceof Uint8Array ? body.b : null;
}
