import { StoreUnavailable } from "../../model/index.ts";
import type { DueMessage, DynamoDeps } from "./deps.ts";
import type { Item, Key } from "./item.ts";
import {
  type DynamoPort,
  MAX_TRANSACTION_WRITES,
  type Query,
  queryAll,
  type Reader,
  type Within,
  type Write,
} from "./port.ts";

/** How often a transaction that met another one is begun again. */
const MAX_TRIES = 12;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 400;

/**
 * What one transaction reads and is to write. Nothing is written before its function returns; what it wrote is not seen
 * by its own reads through `query`. A written item must not have changed since it was read; an item that was only read
 * may have.
 */
export interface Transaction extends Reader {
  /** The store's time, the same for the whole try. */
  readonly now: number;
  /** A number drawn for this try, by which transactions that would meet at one item spread over several. */
  readonly lot: number;
  /** Every item of a partition of the table, page by page; indexes are for lists only. */
  query(query: Omit<Query, "after" | "index" | "atMost">): Promise<readonly Item[]>;
  /** Writes an item whole, in place of what was read under its key; it must have been read. */
  put(item: Item): void;
  /** Writes an item that must not be there yet; reading it first is not needed. */
  create(item: Item): void;
  /** Writes an item whatever stands under its key: something that no other condition of the transaction leaves to others. */
  overwrite(item: Item): void;
  /**
   * Adds to a number of an item, which must have been read and may change meanwhile, as long as the number stays within
   * a range: so those who only count in it do not turn each other away between their reading and their writing.
   */
  count(key: Key, by: number, range: Within): void;
  /** Deletes an item; it must have been read, and may be gone already. */
  delete(key: Key): void;
  /**
   * Writes by plain writes in place of a transaction, for half its price. Nothing else is written then; false: another
   * one came first.
   */
  insteadOfCommit(write: () => Promise<boolean>): void;
  /** Tells the host after the commit that these messages are due. */
  tellDue(messages: readonly DueMessage[]): void;
  /**
   * Runs after the commit, before `transact` answers. What was committed is true without it: it finishes what one
   * transaction cannot hold, or what nothing depends on, and whoever comes next finishes it where it could not.
   */
  afterwards(step: () => Promise<unknown>): void;
}

/** What a transaction read does not belong together, because it changed between two reads: it is begun again. */
export class Moved extends Error {
  override readonly name = "Moved";
}

/** More is to be written than fits into a transaction. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** One text for a key. */
export function idOf({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}

/**
 * Runs a function on items and writes what it wants written, all or nothing. When another transaction came first it is
 * run again on what that one left: it must do nothing but through its transaction. Throws StoreUnavailable when others
 * come first again and again.
 */
export async function transact<Result>(deps: DynamoDeps, run: (trx: Transaction) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const { trx, commit, finish } = createTransaction(deps);
    const result = await unlessMoved(run(trx));
    if (result !== MOVED && (await commit())) {
      await finish();
      return result;
    }
    if (tries === MAX_TRIES) {
      throw new StoreUnavailable("The store cannot take this now: too much is written at once.");
    }
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
    await deps.pause(pause * (0.5 + Math.random() / 2));
  }
}

const MOVED = Symbol("moved");

async function unlessMoved<Result>(running: Promise<Result>): Promise<Result | typeof MOVED> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof Moved) return MOVED;
    throw error;
  }
}

/** What a try has read, and what it will have written. */
interface Draft extends Pick<Transaction, "get" | "getMany" | "query"> {
  /** Takes note of an item as it was read; null: it is not there. */
  remember(key: Key, item: Item | null): void;
  /** What is seen under a key from now on. */
  overlay(key: Key, item: Item | null): void;
  isKnown(key: Key): boolean;
  /** What must still be so for a write of this key. */
  conditionOf(key: Key): "absent" | { readonly version: number };
  /** An item that was read, with what was written over it. */
  seen(key: Key): Item | null;
}

function createDraft({ port }: DynamoDeps): Draft {
  const seen = new Map<string, Item | null>();
  const versions = new Map<string, number | null>();
  const remember = (key: Key, item: Item | null): void => {
    const id = idOf(key);
    if (versions.has(id)) return;
    seen.set(id, item);
    versions.set(id, item === null ? null : versionOf(item));
  };
  return {
    remember,
    overlay: (key, item) => void seen.set(idOf(key), item),
    isKnown: (key) => versions.has(idOf(key)),
    seen(key) {
      if (!versions.has(idOf(key))) throw new Error(`${idOf(key)} was written without having been read`);
      return seen.get(idOf(key)) ?? null;
    },
    conditionOf(key) {
      const version = versions.get(idOf(key));
      if (version === undefined) throw new Error(`${idOf(key)} was written without having been read`);
      return version === null ? "absent" : { version };
    },
    async get(key) {
      if (!seen.has(idOf(key))) remember(key, await port.get(key));
      return seen.get(idOf(key)) ?? null;
    },
    async getMany(keys) {
      const unknown = keys.filter((key) => !seen.has(idOf(key)));
      for (const item of unknown.length > 0 ? await port.getMany(unknown) : []) remember(item, item);
      for (const key of unknown) remember(key, null);
      return [...new Set(keys.map(idOf))].flatMap((id) => seen.get(id) ?? []);
    },
    async query(query) {
      const items = await queryAll(port, query);
      for (const item of items) remember(item, item);
      return items;
    },
  };
}

function createTransaction(deps: DynamoDeps): {
  readonly trx: Transaction;
  readonly commit: () => Promise<boolean>;
  readonly finish: () => Promise<void>;
} {
  const draft = createDraft(deps);
  const writes = new Map<string, Write>();
  const counted = new Map<string, number>();
  const due: DueMessage[] = [];
  const steps: (() => Promise<unknown>)[] = [];
  let writePlainly: (() => Promise<boolean>) | null = null;
  const put = (item: Item): void => {
    const when = draft.conditionOf(item);
    const next = { ...item, v: when === "absent" ? 1 : when.version + 1 };
    draft.overlay(item, next);
    writes.set(idOf(item), { kind: "put", item: next, when });
  };
  const trx: Transaction = {
    now: deps.now(),
    lot: deps.newMark(),
    get: draft.get,
    getMany: draft.getMany,
    query: draft.query,
    put,
    create(item) {
      if (!draft.isKnown(item)) draft.remember(item, null);
      put(item);
    },
    overwrite(item) {
      draft.overlay(item, item);
      writes.set(idOf(item), { kind: "put", item: { v: 1, ...item }, when: "any" });
    },
    count(key, by, { attribute, least, most }) {
      const before = draft.seen(key);
      draft.overlay(key, { ...before, ...key, [attribute]: Number(before?.[attribute] ?? 0) + by });
      const sum = (counted.get(idOf(key)) ?? 0) + by;
      counted.set(idOf(key), sum);
      const when = { attribute, least: least - sum, most: most - sum };
      writes.set(idOf(key), { kind: "update", key, set: {}, add: { [attribute]: sum, v: 1 }, when });
    },
    delete({ pk, sk }) {
      const key = { pk, sk };
      const when = draft.conditionOf(key);
      draft.overlay(key, null);
      if (when === "absent") writes.delete(idOf(key));
      else writes.set(idOf(key), { kind: "delete", key, when });
    },
    insteadOfCommit(write) {
      writePlainly = write;
    },
    tellDue: (messages) => void due.push(...messages),
    afterwards: (step) => void steps.push(step),
  };
  const commit = async (): Promise<boolean> => {
    if (writePlainly !== null && writes.size > 0) throw new Error("plain writes take the place of all others");
    const isDone = writePlainly ? await writePlainly() : await writeAll(deps.port, [...writes.values()]);
    if (isDone && due.length > 0) deps.onDue(due);
    return isDone;
  };
  return { trx, commit, finish: () => runAll(steps) };
}

/** The change is written, so that a store which cannot take the rest now is no failure of it. */
async function runAll(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}

/** False: another one came first. */
async function writeAll(port: DynamoPort, writes: readonly Write[]): Promise<boolean> {
  const [first] = writes;
  if (!first) return true;
  if (writes.length > MAX_TRANSACTION_WRITES)
    throw new TooLarge(`${writes.length} writes do not fit into one transaction`);
  return (writes.length === 1 ? await port.write(first) : await port.transact(writes)) === "written";
}

function versionOf(item: Item): number {
  if (typeof item.v !== "number") throw new Error(`${idOf(item)} has no version`);
  return item.v;
}
