import type { DynamoDeps } from "./deps.ts";
import { tellWaiting } from "./due-ids.ts";
import { putLane } from "./flush-lane.ts";
import { DIGESTS, type Lane, without } from "./lane.ts";
import type { Transaction } from "./transact.ts";

/** Takes messages out of their lane and tells of a new head; of a digest also what has waited for it. */
export function leaveLane(deps: DynamoDeps, trx: Transaction, lane: Lane, ids: ReadonlySet<string>): void {
  const next = without(lane, ids, trx.now);
  putLane(trx, next);
  const [head] = next.waiting;
  const isNew = head?.id !== lane.waiting[0]?.id;
  if (head && isNew && next.behind === null) trx.tellDue([{ id: head.id, dueAt: next.head.dueAt }]);
  if (lane.name === DIGESTS) trx.afterwards(() => tellWaiting(deps, [lane.integrationId]));
}
