import { sql } from "kysely";
import type { StoredStatus } from "../../model/index.ts";
import { addressKey } from "../address-key.ts";
import type { ToldChange, ToldMonitor } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { type LoadedMonitor, loadMonitors } from "./load-monitors.ts";

interface Since {
  readonly at: number;
  readonly mostChanges: number;
}

/** Loads monitors of a project with their newest changes; those that are gone are left out. */
export async function tellMonitors(
  deps: SqlDeps,
  projectId: string,
  monitorIds: readonly string[],
  since: Since,
): Promise<readonly ToldMonitor[]> {
  const addresses = monitorIds.map((monitorId) => ({ by: "id", monitorId }) as const);
  const loaded = await loadMonitors(deps, deps.db, addresses);
  const found = addresses.flatMap((address) => loaded.get(addressKey(address)) ?? []);
  const told: ToldMonitor[] = [];
  for (const each of found.filter(({ monitor }) => monitor.projectId === projectId)) {
    const changes = await newestChanges(deps.db, each, since);
    told.push({
      monitor: each.monitor,
      publicId: deps.vault.mask(each.monitor.id, "status page"),
      changes: changes.slice(0, since.mostChanges).reverse(),
      isCut: changes.length > since.mostChanges,
    });
  }
  return told;
}

/** One more than asked for, so that a log that was cut can be told from one that was not. */
async function newestChanges(db: Db, { seq }: LoadedMonitor, { at, mostChanges }: Since): Promise<ToldChange[]> {
  const { rows } = await sql<{ at: number; from_status: string; to_status: string; incident_opened_at: number | null }>`
    select at, from_status, to_status, incident_opened_at from transitions
    where monitor_seq = ${seq} and at >= ${at} order by seq desc limit ${mostChanges + 1}`.execute(db);
  return rows.map((row) => ({
    at: row.at,
    from: row.from_status as StoredStatus,
    to: row.to_status as StoredStatus,
    incidentOpenedAt: row.incident_opened_at,
  }));
}
