import type { Db } from "./deps.ts";
import { numberList } from "./json-rows.ts";

/** What has no foreign key to its monitor on PostgreSQL (migrations/0001-first.ts). */
const OWN_ROWS = ["pings", "ping_bodies", "probe_results"] as const;

/** Deletes monitors with all that is theirs. The caller holds their states locked. */
export async function deleteMonitors(trx: Db, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  for (const table of OWN_ROWS) await trx.deleteFrom(table).where("monitor_seq", "in", numberList(seqs)).execute();
  await trx.deleteFrom("monitors").where("seq", "in", numberList(seqs)).execute();
}
