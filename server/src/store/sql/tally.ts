import { sql } from "kysely";
import type { ShownStatus, StoredStatus } from "../../model/index.ts";
import type { Tally, WatchPort } from "../ports.ts";
import type { SqlDeps } from "./deps.ts";
import { listHas } from "./dialect.ts";
import { loadMonitorsBySeq } from "./load-monitors.ts";

/** The part of the watch port that counts monitors. */
export function createTally(deps: SqlDeps): Pick<WatchPort, "tally"> {
  return { tally: (projectId, tag) => tally(deps, projectId, tag) };
}

/** Until its deadline the stored status and the expected time say how a monitor stands; past it only the judge does. */
async function tally(deps: SqlDeps, projectId: string, tag?: string): Promise<Tally> {
  const now = deps.now();
  const { rows } = await sql<{
    status: StoredStatus;
    late: number | boolean;
    overdue: number | boolean;
    count: number;
  }>`select
      s.status, s.status = 'up' and coalesce(s.expected_at <= ${now}, false) as late,
      s.status <> 'paused' and coalesce(s.deadline_at <= ${now}, false) as overdue,
      count(*) as count
    from monitors as m join monitor_states as s on s.monitor_seq = m.seq
    where m.project_id = ${projectId} and ${carries(tag)} group by 1, 2, 3`.execute(deps.db);
  const counts: Record<ShownStatus, number> = { new: 0, up: 0, late: 0, down: 0, paused: 0 };
  for (const { status, late, overdue, count } of rows) {
    if (!overdue) counts[late ? "late" : status] += Number(count);
  }
  const isAnyOverdue = rows.some(({ overdue }) => overdue);
  return { counts, overdue: isAnyOverdue ? await loadOverdue(deps, { projectId, tag, now }) : [] };
}

function carries(tag: string | undefined) {
  return tag === undefined ? sql<boolean>`true` : listHas(sql.ref("m.tags"), tag);
}

interface Overdue {
  readonly projectId: string;
  readonly tag: string | undefined;
  readonly now: number;
}

async function loadOverdue(deps: SqlDeps, { projectId, tag, now }: Overdue) {
  const rows = await deps.db
    .selectFrom("monitors as m")
    .innerJoin("monitor_states as s", "s.monitor_seq", "m.seq")
    .select("m.seq")
    .where("m.project_id", "=", projectId)
    .where(carries(tag))
    .where("s.status", "<>", "paused")
    .where("s.deadline_at", "<=", now)
    .execute();
  return await loadMonitorsBySeq(
    deps,
    deps.db,
    rows.map(({ seq }) => seq),
  );
}
