import { inParallel } from "./in-parallel.ts";
import type { Key } from "./item.ts";
import type { DynamoPort } from "./port.ts";

/** So many items are deleted at a time. */
const PARALLEL = 16;

/** Deletes items, whatever they hold; those that are gone already do no harm. */
export async function deleteItems(port: DynamoPort, keys: readonly Key[]): Promise<void> {
  await inParallel(keys, PARALLEL, async ({ pk, sk }) => {
    await port.write({ kind: "delete", key: { pk, sk }, when: "any" });
  });
}
