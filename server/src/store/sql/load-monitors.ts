import { sql } from "kysely";
import type { Monitor, MonitorConfig } from "../../model/index.ts";
import { addressKey, isOfProject } from "../address-key.ts";
import type { MonitorAddress } from "../ports.ts";
import { loadAlarms } from "./alarm-states.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { jsonList, jsonRows, numberList } from "./json-rows.ts";
import { monitorFromRows, stateFromRow } from "./rows.ts";

/** A monitor with what only the store knows of it. */
export interface LoadedMonitor {
  readonly seq: number;
  readonly version: number;
  /** The id that it had in the system it came from. */
  readonly importedId: string | null;
  readonly sweepAt: number | null;
  readonly probeAt: number | null;
  readonly probeLease: string | null;
  readonly monitor: Monitor;
}

const COLUMNS = [
  "m.seq",
  "m.id",
  "m.project_id",
  "m.door",
  "m.door_key",
  "m.imported_id",
  "m.created_at",
  "m.version",
  "m.slug",
  "s.status",
  "s.status_since_at",
  "s.ping_count",
  "s.last_ping_at",
  "s.last_signal_at",
  "s.started_at",
  "s.started_run_id",
  "s.last_duration_ms",
  "s.failure_count",
  "s.failures_in_row",
  "s.successes_in_row",
  "s.expected_at",
  "s.deadline_at",
  "s.incident",
  "s.incident_count",
  "s.sweep_at",
  "s.probe_at",
  "s.probe_lease",
  "s.monitor_seq",
] as const;

/** The query that every load starts from. */
function monitorQuery(db: Db) {
  return db.selectFrom("monitors as m").innerJoin("monitor_states as s", "s.monitor_seq", "m.seq").select(COLUMNS);
}

type MonitorRow = Awaited<ReturnType<ReturnType<typeof monitorQuery>["execute"]>>[number];

/** Loads the monitors of these addresses, each once; those that do not exist are absent from the map. */
export async function loadMonitors(
  deps: SqlDeps,
  db: Db,
  addresses: readonly MonitorAddress[],
): Promise<Map<string, LoadedMonitor>> {
  const found = new Map<string, LoadedMonitor>();
  const ids = [...new Set(addresses.flatMap((address) => (address.by === "id" ? [address.monitorId] : [])))];
  if (ids.length > 0) {
    const rows = await monitorQuery(db).where("m.id", "in", jsonList(ids)).execute();
    for (const loaded of await withConfigs(deps, db, rows)) found.set(`id:${loaded.monitor.id}`, loaded);
  }
  const slugs = uniqueRows(addresses.flatMap((a) => (a.by === "slug" ? [[a.projectId, a.slug]] : [])));
  if (slugs.length > 0) {
    const wanted = sql<boolean>`(m.project_id, m.slug) in ${jsonRows(["project_id", "slug"], slugs)}`;
    const rows = await monitorQuery(db).where(wanted).execute();
    for (const loaded of await withConfigs(deps, db, rows)) {
      const slug = loaded.monitor.config.slug ?? "";
      found.set(addressKey({ by: "slug", projectId: loaded.monitor.projectId, slug }), loaded);
    }
  }
  const doors = uniqueRows(addresses.flatMap((a) => (a.by === "door" ? [[a.projectId, a.door, a.doorKey]] : [])));
  if (doors.length > 0) {
    const columns = ["project_id", "door", "door_key"];
    const wanted = sql<boolean>`(m.project_id, m.door, m.door_key) in ${jsonRows(columns, doors)}`;
    for (const loaded of await withConfigs(deps, db, await monitorQuery(db).where(wanted).execute())) {
      const { projectId, door, doorKey } = loaded.monitor;
      if (door && doorKey !== null) found.set(addressKey({ by: "door", projectId, door, doorKey }), loaded);
    }
  }
  const imported = uniqueRows(
    addresses.flatMap((a) => (a.by === "imported" ? [[a.projectId, a.door, a.importedId]] : [])),
  );
  if (imported.length > 0) {
    const columns = ["project_id", "door", "imported_id"];
    const wanted = sql<boolean>`(m.project_id, m.door, m.imported_id) in ${jsonRows(columns, imported)}`;
    const rows = await monitorQuery(db).where(wanted).execute();
    for (const loaded of await withConfigs(deps, db, rows)) {
      const { projectId, door } = loaded.monitor;
      const importedId = loaded.importedId ?? "";
      if (door) found.set(addressKey({ by: "imported", projectId, door, importedId }), loaded);
    }
  }
  return found;
}

function uniqueRows(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/**
 * Adds the configurations, from the cache where it has this version, and what was heard of alarms. A monitor that was
 * deleted since its row was read has none any more and is left out.
 */
async function withConfigs(deps: SqlDeps, db: Db, rows: readonly MonitorRow[]): Promise<LoadedMonitor[]> {
  const unknown = rows.filter((row) => !deps.configs.get(row.seq, row.version)).map((row) => row.seq);
  const read = new Map<number, MonitorConfig>();
  if (unknown.length > 0) {
    const found = await db
      .selectFrom("monitors")
      .select(["seq", "version", "config"])
      .where("seq", "in", numberList(unknown))
      .execute();
    for (const row of found) {
      const config: MonitorConfig = JSON.parse(row.config);
      read.set(row.seq, config);
      deps.configs.set(row.seq, row.version, config);
    }
  }
  const configured = rows.flatMap((row) => {
    const config = deps.configs.get(row.seq, row.version) ?? read.get(row.seq);
    return config ? [{ row, config }] : [];
  });
  // Only alarms have a second row, so that a ping reads none.
  const alarmSeqs = configured.filter(({ config }) => config.kind === "alarm").map(({ row }) => row.seq);
  const alarms = await loadAlarms(db, alarmSeqs);
  return configured.map(({ row, config }) => {
    const monitor = monitorFromRows(row, config, stateFromRow(row, alarms.get(row.seq) ?? null));
    return {
      seq: row.seq,
      version: row.version,
      importedId: row.imported_id,
      sweepAt: row.sweep_at,
      probeAt: row.probe_at,
      probeLease: row.probe_lease,
      monitor,
    };
  });
}

/** Loads one monitor; null when there is none, or when it is another project's. */
export async function loadMonitor(deps: SqlDeps, db: Db, address: MonitorAddress): Promise<LoadedMonitor | null> {
  const loaded = (await loadMonitors(deps, db, [address])).get(addressKey(address)) ?? null;
  return loaded && isOfProject(address, loaded.monitor) ? loaded : null;
}

/** Loads monitors by their short key, in that order. */
export async function loadMonitorsBySeq(deps: SqlDeps, db: Db, seqs: readonly number[]): Promise<Monitor[]> {
  const rows = await monitorQuery(db).where("m.seq", "in", numberList(seqs)).execute();
  const bySeq = new Map((await withConfigs(deps, db, rows)).map((loaded) => [loaded.seq, loaded.monitor]));
  return seqs.flatMap((seq) => bySeq.get(seq) ?? []);
}
