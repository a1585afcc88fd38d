import {
  type Actor,
  actorName,
  type Incident,
  type IncidentNote,
  type MonitorKind,
  type Reason,
  type Severity,
  type StoredStatus,
} from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { IncidentFilter, IncidentsPort, Page } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { isIncidentClosed, isIncidentOpen } from "./is-status.ts";
import { writeHistory } from "./write-history.ts";

/** Makes the incidents port of a SQL store. */
export function createIncidents(deps: SqlDeps): IncidentsPort {
  const { db } = deps;
  return {
    list: (filter) => listIncidents(db, filter),
    async get(projectId, incidentId) {
      const row = await findIncident(db, projectId, incidentId);
      return row ? { incident: incidentFromRow(row), notes: await loadNotes(db, row.seq) } : null;
    },
    async countOpen(projectId) {
      const row = await db
        .selectFrom("incidents")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("project_id", "=", projectId)
        .where(isIncidentOpen)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    addNote: (note, actor) => addNote(deps, note, actor),
  };
}

function incidentQuery(db: Db) {
  return db
    .selectFrom("incidents as i")
    .innerJoin("monitors as m", "m.seq", "i.monitor_seq")
    .selectAll("i")
    .select(["m.id as monitor_id", "m.name as monitor_name", "m.kind as monitor_kind"]);
}

type IncidentRow = Awaited<ReturnType<ReturnType<typeof incidentQuery>["execute"]>>[number];

/** Open ones first, then those that are over: two walks along two indexes, one after the other. */
async function listIncidents(db: Db, filter: IncidentFilter): Promise<Page<Incident>> {
  const [state, before] =
    filter.cursor === undefined
      ? ["open", Number.MAX_SAFE_INTEGER]
      : (unpackCursor(filter.cursor, ["string", "number"]) as readonly [string, number]);
  const rows: IncidentRow[] = [];
  if (filter.state !== "closed" && state === "open") {
    rows.push(...(await readRows(db, filter, { isOpen: true, before, limit: filter.limit + 1 })));
  }
  if (filter.state !== "open" && rows.length <= filter.limit) {
    const start = state === "closed" ? before : Number.MAX_SAFE_INTEGER;
    rows.push(...(await readRows(db, filter, { isOpen: false, before: start, limit: filter.limit + 1 - rows.length })));
  }
  return pageOf(rows, filter.limit, incidentFromRow, (row) => [row.closed_at === null ? "open" : "closed", row.seq]);
}

async function readRows(
  db: Db,
  { projectId, monitorId }: IncidentFilter,
  { isOpen, before, limit }: { readonly isOpen: boolean; readonly before: number; readonly limit: number },
): Promise<readonly IncidentRow[]> {
  let query = incidentQuery(db)
    .where("i.project_id", "=", projectId)
    .where(isOpen ? isIncidentOpen : isIncidentClosed)
    .where("i.seq", "<", before);
  if (monitorId !== undefined) query = query.where("m.id", "=", monitorId);
  return await query.orderBy("i.seq", "desc").limit(limit).execute();
}

async function findIncident(db: Db, projectId: string, incidentId: string): Promise<IncidentRow | undefined> {
  // Anything but digits is no number of ours; what SQLite would make of it does not matter.
  if (!/^\d{1,15}$/.test(incidentId)) return undefined;
  return await incidentQuery(db)
    .where("i.seq", "=", Number(incidentId))
    .where("i.project_id", "=", projectId)
    .executeTakeFirst();
}

async function loadNotes(db: Db, incidentSeq: number): Promise<readonly IncidentNote[]> {
  const rows = await db
    .selectFrom("incident_notes")
    .selectAll()
    .where("incident_seq", "=", incidentSeq)
    .orderBy("seq")
    .execute();
  return rows.map(({ seq, at, actor, text }) => ({ id: String(seq), at, actor, text }));
}

async function addNote(
  deps: SqlDeps,
  { projectId, incidentId, text }: Parameters<IncidentsPort["addNote"]>[0],
  actor: Actor,
): Promise<IncidentNote | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const incident = await findIncident(trx, projectId, incidentId);
    if (!incident) return null;
    const at = deps.now();
    const { seq } = await trx
      .insertInto("incident_notes")
      .values({ incident_seq: incident.seq, at, actor: actorName(actor), text })
      .returning("seq")
      .executeTakeFirstOrThrow();
    const told = `Note on incident ${incident.n} of ${incident.monitor_name}: ${text}`;
    const entry = { projectId, at, kind: "incident-noted", actor, monitorId: incident.monitor_id, text: told } as const;
    await writeHistory(trx, [entry]);
    return { id: String(seq), at, actor: actorName(actor), text };
  });
}

function incidentFromRow(row: IncidentRow): Incident {
  return {
    id: String(row.seq),
    projectId: row.project_id,
    monitorId: row.monitor_id,
    monitorName: row.monitor_name,
    monitorKind: row.monitor_kind as MonitorKind,
    n: row.n,
    severity: row.severity as Severity,
    openedAt: row.opened_at,
    openedFor: { code: row.opened_code as Reason["code"], text: row.opened_text },
    closed: closedOf(row),
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
  };
}

function closedOf(row: IncidentRow): Incident["closed"] {
  if (row.closed_at === null) return null;
  const reason = { code: (row.closed_code ?? "configured") as Reason["code"], text: row.closed_text ?? "" };
  return { at: row.closed_at, to: (row.closed_to ?? "up") as StoredStatus, reason };
}
