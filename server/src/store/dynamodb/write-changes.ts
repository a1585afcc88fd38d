import type { NewNotification } from "../../model/index.ts";
import { historyOf } from "../history-of.ts";
import { deleteMonitor } from "./delete-monitors.ts";
import type { DynamoDeps } from "./deps.ts";
import { type MonitorBatch, type MonitorSlot, slotOf } from "./fold.ts";
import type { Item, Key } from "./item.ts";
import type { LoadedMonitor } from "./load-monitors.ts";
import { pingItems, resultItem, transitionItem } from "./log-items.ts";
import { alarmKey, fixedMonitor, monitorItem, uniqueKeys } from "./monitor-item.ts";
import { giveBackPlace, takePlace } from "./self-made.ts";
import { stateItem } from "./state-item.ts";
import { idOf, type Transaction } from "./transact.ts";
import { writeHistory } from "./write-history.ts";
import { writeIncidents } from "./write-incidents.ts";
import { writeNotifications } from "./write-notifications.ts";

/** Writes all that a batch decided. */
export async function writeChanges(
  deps: DynamoDeps,
  trx: Transaction,
  batch: MonitorBatch,
  notifications: readonly NewNotification[],
): Promise<void> {
  const slots = [...batch.slots];
  await writeNames(trx, slots);
  await writeSelfMade(deps, trx, slots);
  for (const slot of slots) {
    if (!slot.deleted) await writeMonitor(deps, trx, { slot, batch });
    else if (slot.loaded) await deleteMonitor(trx, slot.loaded);
  }
  for (const item of linesOf(deps, batch)) trx.overwrite(item);
  writeTransitions(trx, batch);
  await writeIncidents(deps, trx, batch);
  writeHistory(deps, trx, historyOf(batch));
  await writeNotifications(deps, trx, notifications);
}

/** The pings, if they are kept, and results of those monitors that stay. */
export function linesOf(deps: DynamoDeps, batch: MonitorBatch): readonly Item[] {
  const kept = deps.keepPings ? batch.pings.filter(({ slot }) => !slot.deleted) : [];
  const pings = kept.flatMap((ping) => pingItems(deps, ping));
  const results = batch.results.filter(({ slot }) => !slot.deleted).map((result) => resultItem(deps, result));
  return [...pings, ...results];
}

/** The item of a slot's state. */
export function stateOf(slot: MonitorSlot, configVersion: string, newTransitions: number): Item {
  const { monitor, sweepAt, probe, loaded } = slot;
  const { alarm, ...state } = monitor.state;
  const transitionCount = (loaded?.stored.transitionCount ?? 0) + newTransitions;
  const resolvedAt = alarm !== null && state.status === "up" ? state.statusSinceAt : null;
  return stateItem(monitor.id, { state, sweepAt, probe, transitionCount, configVersion, resolvedAt });
}

async function writeMonitor(
  deps: DynamoDeps,
  trx: Transaction,
  { slot, batch }: { readonly slot: MonitorSlot; readonly batch: MonitorBatch },
): Promise<void> {
  const { loaded, monitor } = slot;
  const isWritten = loaded === null || slot.configChanged;
  const configVersion = isWritten ? deps.sequence(trx.now) : loaded.stored.configVersion;
  const item = stateOf(slot, configVersion, batch.transitions.filter((each) => each.slot === slot).length);
  if (loaded === null) trx.create(item);
  else trx.put(item);
  if (isWritten) {
    const config = monitorItem(fixedMonitor(slot.monitor, slot.importedId), configVersion);
    if (loaded === null) trx.create(config);
    else {
      await trx.get(config);
      trx.put(config);
    }
  }
  if (monitor.state.alarm !== (loaded?.monitor.state.alarm ?? null)) {
    const key = alarmKey(monitor.id);
    await trx.get(key);
    trx.put({ ...key, alarm: JSON.stringify(monitor.state.alarm) });
  }
}

/** Gives a monitor's names back and takes it out of the count, before it is deleted. */
export async function releaseMonitor(deps: DynamoDeps, trx: Transaction, loaded: LoadedMonitor): Promise<void> {
  const slots = [{ ...slotOf(loaded), deleted: true }];
  await writeNames(trx, slots);
  await writeSelfMade(deps, trx, slots);
}

/** Gives names that became free back, also to those that take them in the same batch. */
async function writeNames(trx: Transaction, slots: readonly MonitorSlot[]): Promise<void> {
  const owners = new Map<string, { readonly key: Key; readonly id: string | null }>();
  const renamed = slots.filter((slot) => slot.deleted || slot.configChanged || slot.isNew);
  for (const { loaded } of renamed) {
    for (const key of loaded ? uniqueKeys(loaded.fixed) : []) owners.set(idOf(key), { key, id: null });
  }
  for (const slot of renamed.filter(({ deleted }) => !deleted)) {
    for (const key of uniqueKeys(fixedMonitor(slot.monitor, slot.importedId)))
      owners.set(idOf(key), { key, id: slot.monitor.id });
  }
  if (owners.size === 0) return;
  const stored = await trx.getMany([...owners.values()].map(({ key }) => key));
  const before = new Map(stored.map((item) => [idOf(item), item.id]));
  for (const { key, id } of owners.values()) {
    if (before.get(idOf(key)) === (id ?? undefined)) continue;
    if (id === null) trx.delete(key);
    else trx.put({ ...key, id });
  }
}

/** Counts the monitors that make themselves, so that their limit needs no list: first what ends, then what begins. */
async function writeSelfMade(deps: DynamoDeps, trx: Transaction, slots: readonly MonitorSlot[]): Promise<void> {
  const counted = slots.filter(({ monitor, isNew, deleted }) => monitor.door !== null && isNew !== deleted);
  for (const { deleted, monitor } of counted.toSorted((a, b) => Number(b.deleted) - Number(a.deleted))) {
    await (deleted ? giveBackPlace : takePlace)(deps, trx, monitor.projectId);
  }
}

function writeTransitions(trx: Transaction, { transitions }: MonitorBatch): void {
  const counts = new Map<MonitorSlot, number>();
  for (const { slot, transition } of transitions) {
    if (slot.deleted) continue;
    const n = (counts.get(slot) ?? slot.loaded?.stored.transitionCount ?? 0) + 1;
    counts.set(slot, n);
    trx.overwrite(transitionItem(slot.monitor.id, n, transition));
  }
}
