import { sql } from "kysely";
import { actorName } from "../../model/index.ts";
import type { Batch, Slot } from "./batch.ts";
import type { Db } from "./deps.ts";
import { insertRows, updateRows, type Value } from "./row-statements.ts";

const OPENED = ["project_id", "monitor_seq", "n", "severity", "opened_at", "opened_code", "opened_text"];
const INCIDENT = { table: "incidents", key: ["monitor_seq", "n"] } as const;

type SeqOf = (slot: Slot) => number;
type Row = readonly Value[];

/**
 * Opens, changes and ends the incidents that a batch's transitions belong to, and notes who took them up. The incidents of
 * a monitor that is deleted go with it. An ordinary ping has no transition and so costs nothing here. One incident is
 * opened before it worsens, and worsens before it ends: so all of a batch can be written kind by kind.
 */
export async function writeIncidents(trx: Db, batch: Batch, seqOf: SeqOf): Promise<void> {
  const { opened, severities, closed } = changesOf(batch, seqOf);
  await insertRows(trx, "incidents", OPENED, opened);
  await updateRows(trx, { ...INCIDENT, columns: ["severity"] }, severities);
  await updateRows(trx, { ...INCIDENT, columns: ["closed_at", "closed_to", "closed_code", "closed_text"] }, closed);
  await writeAcknowledgements(trx, batch, seqOf);
}

function changesOf(batch: Batch, seqOf: SeqOf) {
  const opened: Row[] = [];
  const closed: Row[] = [];
  const severities = new Map<string, Row>();
  for (const { slot, transition } of batch.transitions) {
    const { from, to, severity, at, reason, incident, incidentOpenedAt } = transition;
    if (slot.deleted || incident === null) continue;
    const key = [seqOf(slot), incident];
    if (from !== "down" && to === "down") {
      opened.push([slot.monitor.projectId, ...key, severity, incidentOpenedAt ?? at, reason.code, reason.text]);
    }
    if (from !== "down") continue;
    if (to === "down") severities.set(key.join(), [...key, severity]);
    else closed.push([...key, at, to, reason.code, reason.text]);
  }
  return { opened, severities: [...severities.values()], closed };
}

async function writeAcknowledgements(trx: Db, batch: Batch, seqOf: SeqOf): Promise<void> {
  const taken = new Map<string, Row>();
  for (const { slot, signal, incident } of batch.commands) {
    if (signal.type !== "acknowledge" || slot.deleted || incident === null) continue;
    const seq = seqOf(slot);
    taken.set(`${seq},${incident.n}`, [seq, incident.n, incident.acknowledgedAt, incident.acknowledgedBy]);
    if (!signal.note) continue;
    await sql`insert into incident_notes (incident_seq, at, actor, text)
      select seq, cast(${batch.now} as bigint), ${actorName(signal.actor)}, ${signal.note} from incidents
      where monitor_seq = ${seq} and n = ${incident.n}`.execute(trx);
  }
  await updateRows(trx, { ...INCIDENT, columns: ["acknowledged_at", "acknowledged_by"] }, [...taken.values()]);
}
