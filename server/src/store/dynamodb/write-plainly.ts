import type { DynamoDeps } from "./deps.ts";
import type { MonitorBatch, MonitorSlot } from "./fold.ts";
import type { Item } from "./item.ts";
import { lineNumber } from "./log-items.ts";
import { STATE } from "./state-item.ts";
import { idOf } from "./transact.ts";
import { linesOf, stateOf } from "./write-changes.ts";

/** So long a row of another's is given to become that one's ping. */
const OTHERS_TURN_MS = 60;
const PARALLEL = 16;

/** What plain writes are enough for: lines of one monitor's log, then its state. */
interface PlainChange {
  readonly rows: readonly Item[];
  readonly state: Item;
  /** The version of the state that was judged. */
  readonly version: number;
}

/** The plain change that a batch is; null when it needs a transaction. */
export function plainChangeOf(deps: DynamoDeps, batch: MonitorBatch): PlainChange | null {
  const [slot, ...others] = batch.slots;
  if (!slot || others.length > 0 || !isPlain(slot)) return null;
  if (batch.transitions.length > 0 || batch.commands.length > 0) return null;
  const { loaded } = slot;
  if (loaded === null) return null;
  return { rows: linesOf(deps, batch), state: stateOf(slot, loaded.stored.configVersion, 0), version: loaded.version };
}

function isPlain({ loaded, deleted, configChanged, monitor }: MonitorSlot): boolean {
  return loaded !== null && !deleted && !configChanged && monitor.state.alarm === loaded.monitor.state.alarm;
}

/**
 * Writes the rows, then the state, on the condition that it is still the one that was judged: two write units where a
 * transaction costs four. The state counts the pings, and a row above its count is nobody's: readers leave it out.
 *
 * - Who finds the state changed has lost: false. It judges again, and `own` remembers its rows, by their marks.
 * - Who finds a row under its number meets another one between its row and its state, or one that died there. It waits
 *   for the other's turn; if nothing happens it takes the state's version away from that one and the row after it. So
 *   whoever's state is written also has its row written: a row changes hands only after its writer can no more succeed.
 */
export async function writePlainly(deps: DynamoDeps, change: PlainChange, own: Map<string, number>): Promise<boolean> {
  const { port } = deps;
  const { rows, state } = change;
  const refused = await putAll(deps, rows, (row) => {
    const mark = own.get(idOf(row));
    return mark === undefined ? "absent" : { version: mark };
  });
  for (const row of rows) if (!refused.includes(row)) own.set(idOf(row), Number(row.v));
  const version = refused.length === 0 ? change.version : await takeOver(deps, change, { refused, own });
  if (version === null) return false;
  const written = { kind: "put", item: { ...state, v: version + 1 }, when: { version } } as const;
  return (await port.write(written)) === "written" || (await wasWritten(deps, change));
}

/**
 * True when the state was written all the same: the answer was lost, and somebody came before the write was repeated.
 * A row that the state counts is the one that was written with it, so its mark tells.
 */
async function wasWritten({ port }: DynamoDeps, { rows, state }: PlainChange): Promise<boolean> {
  const row = rows.at(-1);
  if (!row) return false;
  const items = await port.getMany([state, row]);
  const stored = items.find((item) => idOf(item) === idOf(state));
  const kept = items.find((item) => idOf(item) === idOf(row));
  return kept?.v === row.v && Number(stored?.[STATE.pingCount] ?? 0) >= lineNumber(row);
}

/** Makes the refused rows this writer's; gives the version that the state has then. Null: another one came first. */
async function takeOver(
  deps: DynamoDeps,
  { state, version }: PlainChange,
  { refused, own }: { readonly refused: readonly Item[]; readonly own: Map<string, number> },
): Promise<number | null> {
  const { port } = deps;
  await deps.pause(OTHERS_TURN_MS);
  const found = new Map((await port.getMany(refused)).map((item) => [idOf(item), Number(item.v)]));
  const fence = { kind: "update", key: state, set: { v: version + 1 }, when: { version } } as const;
  if ((await port.write(fence)) === "refused") return null;
  const lost = await putAll(deps, refused, (row) => {
    const mark = found.get(idOf(row));
    return mark === undefined ? "absent" : { version: mark };
  });
  for (const row of refused) if (!lost.includes(row)) own.set(idOf(row), Number(row.v));
  return lost.length === 0 ? version + 1 : null;
}

/** Puts rows, several at a time; gives those that were refused. */
async function putAll(
  { port }: DynamoDeps,
  rows: readonly Item[],
  when: (row: Item) => "absent" | { readonly version: number },
): Promise<readonly Item[]> {
  const refused: Item[] = [];
  for (let from = 0; from < rows.length; from += PARALLEL) {
    const some = rows.slice(from, from + PARALLEL);
    const outcomes = await Promise.all(some.map((item) => port.write({ kind: "put", item, when: when(item) })));
    refused.push(...some.filter((_, index) => outcomes[index] === "refused"));
  }
  return refused;
}
