import type { NewNotification } from "../../model/index.ts";
import { historyOf } from "../history-of.ts";
import { writeAlarms } from "./alarm-states.ts";
import type { Batch, RecordedPing, Slot } from "./batch.ts";
import { deleteMonitors } from "./delete-monitors.ts";
import type { Db } from "./deps.ts";
import { insertRows, updateRows, type Value } from "./row-statements.ts";
import { configColumns, STATE_COLUMNS, stateToRow } from "./rows.ts";
import { writeHistory } from "./write-history.ts";
import { writeIncidents } from "./write-incidents.ts";
import { writeNotifications } from "./write-notifications.ts";
import { writeProbes } from "./write-probes.ts";

const PING_COLUMNS = [
  "monitor_seq",
  "n",
  "at",
  "kind",
  "exit_status",
  "run_id",
  "duration_ms",
  "method",
  "scheme",
  "remote_address",
  "user_agent",
  "body_bytes",
  "content_type",
];

const TRANSITION_COLUMNS = [
  "monitor_seq",
  "from_status",
  "to_status",
  "severity",
  "at",
  "reason_code",
  "reason_text",
  "incident",
  "incident_opened_at",
  "gaps",
];

/** Writes all that a batch decided: a fixed number of statements, whatever its size. */
export async function writeChanges(trx: Db, batch: Batch, notifications: readonly NewNotification[]): Promise<void> {
  const slots = [...batch.slots];
  // First what goes, then what is renamed, then what is new: a slug that became free may have a new owner already.
  const gone = slots.filter((slot) => slot.deleted && !slot.isNew).map(seqOf);
  await deleteMonitors(trx, gone);
  const kept = slots.filter((slot) => !slot.deleted);
  for (const slot of kept.filter((each) => each.configChanged && !each.isNew)) await updateConfig(trx, slot);
  await updateStates(
    trx,
    kept.filter((slot) => !slot.isNew),
  );
  for (const slot of kept.filter((each) => each.isNew)) await insertMonitor(trx, slot);
  await writeAlarms(trx, kept);
  await writePings(
    trx,
    batch.pings.filter((entry) => !entry.slot.deleted),
  );
  await writeProbes(trx, kept, batch.results);
  await writeTransitions(trx, batch);
  await writeIncidents(trx, batch, seqOf);
  await writeHistory(trx, historyOf(batch));
  await writeNotifications(trx, notifications, batch.now);
}

function seqOf(slot: Slot): number {
  if (slot.seq === null) throw new Error("a monitor was used before it was written");
  return slot.seq;
}

async function insertMonitor(trx: Db, slot: Slot): Promise<void> {
  const { monitor } = slot;
  const row = await trx
    .insertInto("monitors")
    .values({
      id: monitor.id,
      project_id: monitor.projectId,
      door: monitor.door,
      door_key: monitor.doorKey,
      imported_id: slot.importedId,
      version: slot.version,
      created_at: monitor.createdAt,
      ...configColumns(monitor.config),
    })
    .returning("seq")
    .executeTakeFirstOrThrow();
  slot.seq = row.seq;
  await insertRows(trx, "monitor_states", STATE_COLUMNS, [stateToRow(row.seq, monitor.state, slot.sweepAt)]);
}

async function updateConfig(trx: Db, slot: Slot): Promise<void> {
  slot.version += 1;
  await trx
    .updateTable("monitors")
    .set({ ...configColumns(slot.monitor.config), version: slot.version })
    .where("seq", "=", seqOf(slot))
    .execute();
}

const STATE = { table: "monitor_states", key: ["monitor_seq"] } as const;

/** The sweep's index is touched only by those rows whose time there really changes. */
async function updateStates(trx: Db, slots: readonly Slot[]): Promise<void> {
  const same: (readonly Value[])[] = [];
  const rearmed: (readonly Value[])[] = [];
  for (const slot of slots) {
    const row = stateToRow(seqOf(slot), slot.monitor.state, slot.sweepAt);
    if (slot.sweepAt === slot.oldSweepAt) same.push(row.slice(0, -1));
    else rearmed.push(row);
  }
  await updateRows(trx, { ...STATE, columns: STATE_COLUMNS.slice(1, -1) }, same);
  await updateRows(trx, { ...STATE, columns: STATE_COLUMNS.slice(1) }, rearmed);
}

async function writePings(trx: Db, pings: readonly RecordedPing[]): Promise<void> {
  await insertRows(trx, "pings", PING_COLUMNS, pings.map(pingRow));
  const bodies = pings.flatMap(({ slot, signal, ping }) =>
    signal.body && signal.body.length > 0 ? [[seqOf(slot), ping.n, signal.body]] : [],
  );
  await insertRows(trx, "ping_bodies", ["monitor_seq", "n", "body"], bodies);
}

function pingRow({ slot, signal, ping }: RecordedPing): readonly Value[] {
  const { source } = signal;
  return [
    seqOf(slot),
    ping.n,
    ping.at,
    ping.kind,
    ping.exitStatus,
    ping.runId,
    ping.durationMs,
    source.method,
    source.scheme,
    source.remoteAddress,
    source.userAgent,
    signal.body?.length ?? 0,
    signal.body && signal.body.length > 0 ? source.contentType : null,
  ];
}

async function writeTransitions(trx: Db, batch: Batch): Promise<void> {
  const kept = batch.transitions.filter(({ slot }) => !slot.deleted);
  const rows = kept.map(({ slot, transition }) => [
    seqOf(slot),
    transition.from,
    transition.to,
    transition.severity,
    transition.at,
    transition.reason.code,
    transition.reason.text,
    transition.incident,
    transition.incidentOpenedAt,
    JSON.stringify(transition.gaps),
  ]);
  await insertRows(trx, "transitions", TRANSITION_COLUMNS, rows);
}
