import type { DynamoDeps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import type { Item } from "./item.ts";
import { heartbeatPartition, SHARDS } from "./keys.ts";
import { queryAll } from "./port.ts";
import { STATE } from "./state-item.ts";

/** So many shards are read at a time. */
const PARALLEL = 16;

/**
 * The states whose instant of this kind has come, earliest first. Every shard is read whole, because reading 4 kB of
 * small items costs half a unit and an index would cost two more with every ping; what has not come stays in DynamoDB.
 * What is found is decided by its version again, so it need not be the newest.
 */
export async function readDue(
  { port }: DynamoDeps,
  kind: "sweepAt" | "probeAt" | "resolvedAt",
  at: number,
): Promise<readonly Item[]> {
  const attribute = STATE[kind];
  const due: Item[] = [];
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  await inParallel(shards, PARALLEL, async (shard) => {
    const atMost = { attribute, value: at };
    due.push(...(await queryAll(port, { pk: heartbeatPartition(shard), atMost, late: true })));
  });
  return due.toSorted((a, b) => Number(a[attribute]) - Number(b[attribute]));
}
