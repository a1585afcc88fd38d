import { numberCursor, pageOf } from "../cursor.ts";
import type { HistoryPort } from "../ports.ts";
import type { SqlDeps } from "./deps.ts";
import { historyFromRow } from "./rows.ts";

/** Makes the history port of a SQL store. */
export function createHistory(deps: SqlDeps): HistoryPort {
  return {
    async list(filter) {
      let query = deps.db
        .selectFrom("history")
        .selectAll()
        .where("project_id", "=", filter.projectId)
        .where("seq", "<", numberCursor(filter.cursor, Number.MAX_SAFE_INTEGER));
      if (filter.monitorId !== undefined) query = query.where("monitor_id", "=", filter.monitorId);
      if (filter.topicId !== undefined) query = query.where("topic_id", "=", filter.topicId);
      if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
      const rows = await query
        .orderBy("seq", "desc")
        .limit(filter.limit + 1)
        .execute();
      return pageOf(rows, filter.limit, historyFromRow, (row) => [row.seq]);
    },
  };
}
