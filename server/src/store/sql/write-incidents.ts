import { actorName } from "../../model/index.ts";
import type { Batch, Slot } from "./batch.ts";
import type { Db } from "./deps.ts";
import { runForRows, type Value } from "./row-statements.ts";

/** A statement with the values of one row. */
interface Step {
  readonly text: string;
  readonly values: readonly Value[];
}

const OPEN = `insert into incidents (project_id, monitor_seq, n, severity, opened_at, opened_code, opened_text)
  values (?, ?, ?, ?, ?, ?, ?)`;
const WORSEN = "update incidents set severity = ? where monitor_seq = ? and n = ?";
const CLOSE = `update incidents set closed_at = ?, closed_to = ?, closed_code = ?, closed_text = ?
  where monitor_seq = ? and n = ?`;
const ACKNOWLEDGE = "update incidents set acknowledged_at = ?, acknowledged_by = ? where monitor_seq = ? and n = ?";
const NOTE = `insert into incident_notes (incident_seq, at, actor, text)
  select seq, ?, ?, ? from incidents where monitor_seq = ? and n = ?`;

/**
 * Opens, changes and ends the incidents that a batch's transitions belong to, and notes who took them up. The incidents of
 * a monitor that is deleted go with it. An ordinary ping has no transition and so costs nothing here.
 */
export async function writeIncidents(trx: Db, batch: Batch, seqOf: (slot: Slot) => number): Promise<void> {
  for (const { text, values } of [...transitionSteps(batch, seqOf), ...acknowledgeSteps(batch, seqOf)]) {
    await runForRows(trx, text, [values]);
  }
}

function transitionSteps(batch: Batch, seqOf: (slot: Slot) => number): readonly Step[] {
  return batch.transitions.flatMap(({ slot, transition }) => {
    const { from, to, severity, at, reason, incident, incidentOpenedAt } = transition;
    if (slot.deleted || incident === null) return [];
    const key = [seqOf(slot), incident];
    if (from !== "down" && to === "down") {
      const values = [slot.monitor.projectId, ...key, severity, incidentOpenedAt ?? at, reason.code, reason.text];
      return [{ text: OPEN, values }];
    }
    if (from !== "down") return [];
    if (to === "down") return [{ text: WORSEN, values: [severity, ...key] }];
    return [{ text: CLOSE, values: [at, to, reason.code, reason.text, ...key] }];
  });
}

function acknowledgeSteps(batch: Batch, seqOf: (slot: Slot) => number): readonly Step[] {
  return batch.commands.flatMap(({ slot, signal, incident }) => {
    if (signal.type !== "acknowledge" || slot.deleted || incident === null) return [];
    const key = [seqOf(slot), incident.n];
    const taken = { text: ACKNOWLEDGE, values: [incident.acknowledgedAt, incident.acknowledgedBy, ...key] };
    if (!signal.note) return [taken];
    return [taken, { text: NOTE, values: [batch.now, actorName(signal.actor), signal.note, ...key] }];
  });
}
