import type { Item, Key } from "../../src/store/dynamodb/item.ts";
import type { DynamoPort, Query, QueryAnswer, Write, WriteOutcome } from "../../src/store/dynamodb/port.ts";
import { TABLE } from "../../src/store/dynamodb/table.ts";

/** A process that died at a write: nothing of it went on. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Hurts the way to DynamoDB, as the real one is hurt and its emulator never is. */
export interface Faults {
  /** What `openDynamoStore` takes. */
  readonly around: (port: DynamoPort) => DynamoPort;
  /** The next write of such an item never happens, and neither does anything after it. */
  crashBefore(isMeant: (key: Key) => boolean): void;
  /** Runs before the next write of such an item, for a race at just that place. */
  meanwhile(isMeant: (key: Key) => boolean, happens: () => Promise<unknown>): void;
  /** The next write of such an item happens, then this; and the writer hears that it was refused. */
  answerRefusedAfter(isMeant: (key: Key) => boolean, happens: () => Promise<unknown>): void;
  /** From now on a transaction takes so long, and another one on one of its items meanwhile is refused, as DynamoDB does. */
  refuseOverlaps(takes: () => Promise<unknown>): void;
  /** From now on the indexes show the table as it is at this moment. */
  holdIndexes(): void;
  /** The indexes catch up. */
  releaseIndexes(): void;
}

interface Trap {
  readonly isMeant: (key: Key) => boolean;
  readonly spring: () => Promise<unknown>;
}

/** Makes the faults of one or several stores on one table; without a word from a test nothing is hurt. */
export function createFaults(): Faults {
  const traps = new Set<Trap>();
  const lies = new Set<Trap>();
  /** What stood under the keys that were written since the indexes are held; null: they follow. */
  let held: Map<string, Item | null> | null = null;
  let takes: (() => Promise<unknown>) | null = null;
  const underWay = new Set<string>();

  async function before(port: DynamoPort, writes: readonly Write[]): Promise<void> {
    await springAll(traps, writes);
    for (const write of writes) {
      const key = write.kind === "put" ? write.item : write.key;
      const id = idOf(key);
      if (held && !held.has(id)) held.set(id, await port.get(key));
    }
  }

  /** False: another transaction is under way on one of these items. */
  async function isAlone(writes: readonly Write[]): Promise<boolean> {
    if (takes === null) return true;
    const ids = writes.map((write) => idOf(write.kind === "put" ? write.item : write.key));
    if (ids.some((id) => underWay.has(id))) return false;
    for (const id of ids) underWay.add(id);
    // The emulator's own time does not count: it does one thing after the other, which DynamoDB does not.
    await takes();
    for (const id of ids) underWay.delete(id);
    return true;
  }

  function around(port: DynamoPort): DynamoPort {
    return {
      ...port,
      async write(write): Promise<WriteOutcome> {
        await before(port, [write]);
        const outcome = await port.write(write);
        return (await springAll(lies, [write])) ? "refused" : outcome;
      },
      async transact(writes): Promise<WriteOutcome> {
        await before(port, writes);
        return (await isAlone(writes)) ? await port.transact(writes) : "refused";
      },
      async query(query): Promise<QueryAnswer> {
        const answer = await port.query(query);
        return held && query.index !== undefined ? asItWas(answer, query, held) : answer;
      },
    };
  }

  return {
    around,
    crashBefore(isMeant) {
      traps.add({ isMeant, spring: () => Promise.reject(new Crash("the process died here")) });
    },
    meanwhile(isMeant, happens) {
      traps.add({ isMeant, spring: happens });
    },
    answerRefusedAfter(isMeant, happens) {
      lies.add({ isMeant, spring: happens });
    },
    refuseOverlaps(how) {
      takes = how;
    },
    holdIndexes() {
      held = new Map();
    },
    releaseIndexes() {
      held = null;
    },
  };
}

/** Springs the traps that these writes fall into; says whether there were any. */
async function springAll(traps: Set<Trap>, writes: readonly Write[]): Promise<boolean> {
  const keys = writes.map((write) => (write.kind === "put" ? write.item : write.key));
  const sprung = [...traps].filter(({ isMeant }) => keys.some(isMeant));
  for (const trap of sprung) {
    traps.delete(trap);
    await trap.spring();
  }
  return sprung.length > 0;
}

/** The page of an index before the writes that it does not know of yet. */
function asItWas(answer: QueryAnswer, query: Query, held: ReadonlyMap<string, Item | null>): QueryAnswer {
  const index = TABLE.indexes.find(({ name }) => name === query.index);
  if (!index) throw new Error("there is no such index");
  const known = answer.items.filter((item) => !held.has(idOf(item)));
  const before = [...held.values()]
    .filter((item) => item?.[index.partition] === query.pk)
    .flatMap((item) => item ?? []);
  const order = query.newestFirst ? -1 : 1;
  const items = [...known, ...before].toSorted(
    (a, b) => order * (String(a[index.sort]) < String(b[index.sort]) ? -1 : 1),
  );
  return { ...answer, items };
}

function idOf({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}
