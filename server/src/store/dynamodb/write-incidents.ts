import { actorName } from "../../model/index.ts";
import type { DynamoDeps } from "./deps.ts";
import type { MonitorBatch } from "./fold.ts";
import {
  changedBy,
  incidentFromItem,
  incidentItem,
  incidentKey,
  notesPrefix,
  openedBy,
  type StoredIncident,
} from "./incident-items.ts";
import type { Key } from "./item.ts";
import { monitorKey } from "./keys.ts";
import type { Transaction } from "./transact.ts";

/** Opens, changes and ends the incidents that a batch's transitions belong to, and notes who took them up. */
export async function writeIncidents(deps: DynamoDeps, trx: Transaction, batch: MonitorBatch): Promise<void> {
  for (const { slot, transition } of batch.transitions) {
    const { from, to, incident: n } = transition;
    if (slot.deleted || n === null || to === "deleted") continue;
    const { id: monitorId, projectId } = slot.monitor;
    const key = incidentKey(monitorId, n);
    if (from !== "down" && to === "down") {
      await trx.get(key);
      trx.put(incidentItem(openedBy(transition, { projectId, monitorId, n }), deps.sequence(trx.now)));
    }
    if (from === "down") await changeIncident(trx, key, (was) => changedBy(was, { ...transition, to }));
  }
  await writeAcknowledgements(deps, trx, batch);
}

async function writeAcknowledgements(deps: DynamoDeps, trx: Transaction, batch: MonitorBatch): Promise<void> {
  for (const { slot, signal, incident } of batch.commands) {
    if (signal.type !== "acknowledge" || slot.deleted || incident === null) continue;
    const { n, acknowledgedAt, acknowledgedBy } = incident;
    const { id } = slot.monitor;
    await changeIncident(trx, incidentKey(id, n), (was) => ({ ...was, acknowledgedAt, acknowledgedBy }));
    if (!signal.note) continue;
    const key = { pk: monitorKey(id).pk, sk: `${notesPrefix(n)}${deps.sequence(trx.now)}` };
    trx.create({ ...key, at: trx.now, actor: actorName(signal.actor), text: signal.note });
  }
}

/** Changes an incident that is kept still. */
async function changeIncident(
  trx: Transaction,
  key: Key,
  change: (was: StoredIncident) => StoredIncident,
): Promise<void> {
  const item = await trx.get(key);
  if (item !== null) trx.put(incidentItem(change(incidentFromItem(item)), String(item.g1sk)));
}
