import { actorName } from "../../model/index.ts";
import type { NewHistory } from "../new-history.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Transaction } from "./transact.ts";

/** How long the history is kept. */
const KEPT_MS = 400 * 86_400_000;

/** Writes what happened, in the transaction of the change itself. */
export function writeHistory(deps: DynamoDeps, trx: Transaction, entries: readonly NewHistory[]): void {
  for (const entry of entries) {
    const seq = deps.sequence(trx.now);
    const { projectId, at, kind, actor, monitorId, topicId, text } = entry;
    const who = typeof actor === "string" ? null : actor;
    const accountId = entry.accountId ?? who?.accountId ?? null;
    const owner = projectId === null ? `ACCOUNT#${accountId}` : `PROJECT#${projectId}`;
    const about = monitorId ?? topicId;
    trx.create({
      pk: `${owner}#HISTORY`,
      sk: seq,
      // A line speaks of a monitor or of a topic; the account's own lines are found by who did it.
      ...(about !== undefined && {
        g1pk: `${monitorId === undefined ? "TOPIC" : "MONITOR"}#${about}#HISTORY`,
        g1sk: seq,
      }),
      ...(projectId !== null && accountId !== null && { g2pk: `ACCOUNT#${accountId}#HISTORY`, g2sk: seq }),
      ttl: Math.ceil((at + KEPT_MS) / 1000),
      projectId,
      at,
      kind,
      actor: actorName(actor),
      from: who?.from ?? null,
      accountId,
      monitorId: monitorId ?? null,
      topicId: topicId ?? null,
      text,
    });
  }
}
