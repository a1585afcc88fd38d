import { sql } from "kysely";
import { numberCursor, pageOf, unpackCursor } from "../cursor.ts";
import type { MonitorFilter, PageRequest, WatchPort } from "../ports.ts";
import { change } from "./change.ts";
import type { SqlDeps } from "./deps.ts";
import { contains, listHas, locking } from "./dialect.ts";
import { noteRefusal, noticeGap, stampAlive } from "./intake.ts";
import { jsonList } from "./json-rows.ts";
import { loadMonitor, loadMonitors, loadMonitorsBySeq } from "./load-monitors.ts";
import { pingFromRow, transitionFromRow } from "./log-rows.ts";
import { createMonitorLog } from "./monitor-log.ts";
import { createPills } from "./pills.ts";
import { createProbes } from "./probes.ts";
import { createPruner } from "./prune.ts";
import { createStatusChanges } from "./status-changes.ts";
import { createTally } from "./tally.ts";

/** Makes the watch port of a SQL store. */
export function createWatch(deps: SqlDeps): WatchPort {
  return {
    async change(requests) {
      await noticeGap(deps);
      try {
        return await change(deps, requests);
      } catch (error) {
        if (requests.some(({ signal }) => signal.type !== "time")) await noteRefusal(deps, error);
        throw error;
      }
    },
    async overdue(limit) {
      const rows = await deps.db
        .selectFrom("monitor_states as s")
        .innerJoin("monitors as m", "m.seq", "s.monitor_seq")
        .select("m.id")
        .where("s.sweep_at", "is not", null)
        .where("s.sweep_at", "<=", deps.now())
        .orderBy("s.sweep_at")
        .limit(limit)
        // What another sweeper judges just now is left to it.
        .modifyEnd(locking("update of s skip locked"))
        .execute();
      return rows.map((row) => row.id);
    },
    get: async (address) => (await loadMonitor(deps, deps.db, address))?.monitor ?? null,
    async getMany(projectId, monitorIds) {
      const addresses = monitorIds.map((monitorId) => ({ by: "id", monitorId, projectId }) as const);
      const loaded = await loadMonitors(deps, deps.db, addresses);
      const monitors = monitorIds.flatMap((id) => loaded.get(`id:${id}`)?.monitor ?? []);
      return monitors.filter((monitor) => monitor.projectId === projectId);
    },
    list: (filter) => listMonitors(deps, filter),
    pings: (monitorId, page) => listPings(deps, monitorId, page),
    async pingBody(monitorId, n) {
      const row = await deps.db
        .selectFrom("ping_bodies as b")
        .innerJoin("monitors as m", "m.seq", "b.monitor_seq")
        .select("b.body")
        .where("m.id", "=", monitorId)
        .where("b.n", "=", n)
        .executeTakeFirst();
      return row?.body ?? null;
    },
    ...createProbes(deps),
    ...createStatusChanges(deps),
    ...createPills(deps),
    ...createMonitorLog(deps),
    ...createTally(deps),
    transitions: (monitorId, page) => listTransitions(deps, monitorId, page),
    stampAlive: (options) => stampAlive(deps, options.starting),
    async gaps() {
      await noticeGap(deps);
      return deps.gaps.current;
    },
    prune: createPruner(deps),
  };
}

async function listMonitors(deps: SqlDeps, filter: MonitorFilter) {
  let query = deps.db
    .selectFrom("monitors as m")
    .innerJoin("monitor_states as s", "s.monitor_seq", "m.seq")
    .select(["m.seq", "m.name", "m.id"])
    .where("m.project_id", "=", filter.projectId);
  if (filter.cursor !== undefined) {
    const [name, id] = unpackCursor(filter.cursor, ["string", "string"]);
    query = query.where(sql<boolean>`(m.name, m.id) > (${name}, ${id})`);
  }
  if (filter.kind !== undefined) query = query.where("m.kind", "=", filter.kind);
  if (filter.door !== undefined) query = query.where("m.door", "=", filter.door);
  if (filter.storedStatus !== undefined) query = query.where("s.status", "in", jsonList(filter.storedStatus));
  if (filter.text !== undefined) query = query.where(contains(sql.ref("m.search"), filter.text.toLowerCase()));
  for (const tag of filter.tags ?? []) {
    query = query.where(listHas(sql.ref("m.tags"), tag));
  }
  const rows = await query
    .orderBy("m.name")
    .orderBy("m.id")
    .limit(filter.limit + 1)
    .execute();
  const page = pageOf(
    rows,
    filter.limit,
    (row) => row.seq,
    (row) => [row.name, row.id],
  );
  return { items: await loadMonitorsBySeq(deps, deps.db, page.items), nextCursor: page.nextCursor };
}

async function listPings(deps: SqlDeps, monitorId: string, page: PageRequest) {
  const rows = await deps.db
    .selectFrom("pings as p")
    .innerJoin("monitors as m", "m.seq", "p.monitor_seq")
    .selectAll("p")
    .where("m.id", "=", monitorId)
    .where("p.n", "<", numberCursor(page.cursor, Number.MAX_SAFE_INTEGER))
    .orderBy("p.n", "desc")
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page.limit, pingFromRow, (row) => [row.n]);
}

async function listTransitions(deps: SqlDeps, monitorId: string, page: PageRequest) {
  const rows = await deps.db
    .selectFrom("transitions as t")
    .innerJoin("monitors as m", "m.seq", "t.monitor_seq")
    .selectAll("t")
    .where("m.id", "=", monitorId)
    .where("t.seq", "<", numberCursor(page.cursor, Number.MAX_SAFE_INTEGER))
    .orderBy("t.seq", "desc")
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page.limit,
    (row) => transitionFromRow(monitorId, row),
    (row) => [row.seq],
  );
}
