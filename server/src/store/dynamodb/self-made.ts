import type { DynamoDeps } from "./deps.ts";
import type { Key } from "./item.ts";
import type { Transaction } from "./transact.ts";

/**
 * The monitors of a project that made themselves are counted in so many items, each with its part of the limit. One item
 * would be written by every transaction that makes a monitor, and DynamoDB lets one of them through at a time: of a
 * thousand at once some would be turned away. A number for ever, because the parts belong to it.
 */
const COUNTERS = 64;

/** The places of one counter: how many are taken, and how many there are. */
interface Counter {
  readonly key: Key;
  readonly taken: number;
  readonly size: number;
}

type Deps = Pick<DynamoDeps, "maxSelfMadeMonitors">;

/** True when so many more monitors of a project can make themselves. */
export async function hasPlaces(deps: Deps, trx: Transaction, projectId: string, wanted: number): Promise<boolean> {
  const drawn = await readCounter(deps, trx, projectId, drawnBy(trx));
  if (drawn.size - drawn.taken >= wanted) return true;
  const all = await readCounters(deps, trx, projectId);
  return all.reduce((sum, { size, taken }) => sum + Math.max(0, size - taken), 0) >= wanted;
}

/** Takes a place for a monitor; there must be one. */
export async function takePlace(deps: Deps, trx: Transaction, projectId: string): Promise<void> {
  await move(deps, trx, projectId, { by: 1, isPossible: ({ taken, size }) => taken < size });
}

/** Gives a place back: whichever, because a monitor does not know its own. */
export async function giveBackPlace(deps: Deps, trx: Transaction, projectId: string): Promise<void> {
  await move(deps, trx, projectId, { by: -1, isPossible: ({ taken }) => taken > 0 });
}

interface Move {
  readonly by: 1 | -1;
  readonly isPossible: (counter: Counter) => boolean;
}

async function move(deps: Deps, trx: Transaction, projectId: string, { by, isPossible }: Move): Promise<void> {
  const drawn = await readCounter(deps, trx, projectId, drawnBy(trx));
  const counter = isPossible(drawn) ? drawn : (await readCounters(deps, trx, projectId)).find(isPossible);
  if (counter) trx.count(counter.key, by, { attribute: "count", least: 0, most: counter.size });
}

/** The counter that a transaction begins with: always the same one, so that what makes many monitors writes few. */
function drawnBy({ lot }: Transaction): number {
  return lot % COUNTERS;
}

async function readCounter(deps: Deps, trx: Transaction, projectId: string, n: number): Promise<Counter> {
  const key = counterKey(projectId, n);
  const item = await trx.get(key);
  return { key, taken: Number(item?.count ?? 0), size: sizeOf(deps, n) };
}

/** Every counter, read at once. */
async function readCounters(deps: Deps, trx: Transaction, projectId: string): Promise<readonly Counter[]> {
  const numbers = Array.from({ length: COUNTERS }, (_, n) => n);
  await trx.getMany(numbers.map((n) => counterKey(projectId, n)));
  return await Promise.all(numbers.map((n) => readCounter(deps, trx, projectId, n)));
}

function counterKey(projectId: string, n: number): Key {
  return { pk: `PROJECT#${projectId}`, sk: `SELF-MADE#${String(n).padStart(2, "0")}` };
}

/** The parts add up to the limit. */
function sizeOf({ maxSelfMadeMonitors }: Deps, n: number): number {
  return Math.floor(maxSelfMadeMonitors / COUNTERS) + Number(n < maxSelfMadeMonitors % COUNTERS);
}
