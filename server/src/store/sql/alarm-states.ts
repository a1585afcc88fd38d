import type { HeardAlarm } from "../../model/index.ts";
import type { Slot } from "./batch.ts";
import type { Db } from "./deps.ts";
import { numberList } from "./json-rows.ts";
import { upsertRows } from "./row-statements.ts";

/** Reads what was last heard of these monitors; those that are no alarm, or were never heard, are absent. */
export async function loadAlarms(db: Db, seqs: readonly number[]): Promise<ReadonlyMap<number, HeardAlarm>> {
  if (seqs.length === 0) return new Map();
  const rows = await db
    .selectFrom("alarm_states")
    .select(["monitor_seq", "alarm"])
    .where("monitor_seq", "in", numberList(seqs))
    .execute();
  return new Map(rows.map((row) => [row.monitor_seq, JSON.parse(row.alarm) as HeardAlarm]));
}

/** Keeps what a batch heard; beside it, since when an alarm is resolved, for the pruning. */
export async function writeAlarms(trx: Db, slots: readonly Slot[]): Promise<void> {
  const rows = slots.flatMap(({ seq, monitor: { state } }) =>
    state.alarm && seq !== null
      ? [[seq, JSON.stringify(state.alarm), state.status === "up" ? state.statusSinceAt : null]]
      : [],
  );
  await upsertRows(trx, { table: "alarm_states", key: ["monitor_seq"], columns: ["alarm", "resolved_at"] }, rows);
}
