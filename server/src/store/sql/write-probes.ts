import { type MonitorConfig, probeHost } from "../../model/index.ts";
import type { RecordedResult, Slot } from "./batch.ts";
import type { Db } from "./deps.ts";
import { insertRows, updateRows, type Value } from "./row-statements.ts";

const RESULT_COLUMNS = ["monitor_seq", "n", "at", "verdict", "reason", "seen"];
const TURN = {
  table: "monitor_states",
  key: ["monitor_seq"],
  columns: ["probe_at", "probe_lease", "probe_host"],
} as const;

/** Writes what probes found, and when those that were judged or changed are due next. */
export async function writeProbes(trx: Db, kept: readonly Slot[], results: readonly RecordedResult[]): Promise<void> {
  const turned = kept.filter(({ probe, oldProbe }) => probe.at !== oldProbe.at || probe.lease !== oldProbe.lease);
  await updateRows(trx, TURN, turned.map(turnRow));
  await insertRows(trx, "probe_results", RESULT_COLUMNS, results.filter(({ slot }) => !slot.deleted).map(resultRow));
}

function turnRow(slot: Slot): readonly Value[] {
  return [slot.seq, slot.probe.at, slot.probe.lease, hostOf(slot.monitor.config)];
}

function hostOf({ probe }: MonitorConfig): string | null {
  return probe === null ? null : probeHost(probe);
}

function resultRow({ slot, signal, n, at }: RecordedResult): readonly Value[] {
  const { verdict, reason, timings, details } = signal;
  return [slot.seq, n, at, verdict, reason, JSON.stringify({ timings, details })];
}
