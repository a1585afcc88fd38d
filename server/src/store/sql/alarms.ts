import type { AlarmBody } from "../../model/index.ts";
import { numberCursor, pageOf } from "../cursor.ts";
import type { AlarmsPort } from "../ports.ts";
import {
  changeAlarmToken,
  createAlarmToken,
  findAlarmToken,
  listAlarmTokens,
  revokeAlarmToken,
  rotateAlarmToken,
} from "./alarm-tokens.ts";
import type { SqlDeps } from "./deps.ts";
import { noteRefusal, noticeGap } from "./intake.ts";
import { takeAlarms } from "./take-alarms.ts";

/** Makes the alarms port of a SQL store. */
export function createAlarms(deps: SqlDeps): AlarmsPort {
  const { db } = deps;
  return {
    async take(intakes) {
      await noticeGap(deps);
      try {
        return await takeAlarms(deps, intakes);
      } catch (error) {
        await noteRefusal(deps, error);
        throw error;
      }
    },
    findToken: (value) => findAlarmToken(deps, value),
    tokens: (topicId) => listAlarmTokens(deps, topicId),
    createToken: (input, actor) => createAlarmToken(deps, input, actor),
    changeToken: (address, patch, actor) => changeAlarmToken(deps, address, { patch, actor }),
    rotateToken: (rotation, actor) => rotateAlarmToken(deps, rotation, actor),
    revokeToken: (address, actor) => revokeAlarmToken(deps, address, actor),
    async bodies(topicId, page) {
      const rows = await db
        .selectFrom("alarm_bodies")
        .select(["seq", "id", "source", "at", "content_type", "total_bytes", "unparsed"])
        .where("topic_id", "=", topicId)
        .where("seq", "<", numberCursor(page.cursor, Number.MAX_SAFE_INTEGER))
        .orderBy("seq", "desc")
        .limit(page.limit + 1)
        .execute();
      const toBody = (row: (typeof rows)[number]): AlarmBody => ({
        id: row.id,
        source: row.source,
        at: row.at,
        contentType: row.content_type,
        totalBytes: row.total_bytes,
        unparsed: row.unparsed,
      });
      return pageOf(rows, page.limit, toBody, (row) => [row.seq]);
    },
    async body(projectId, bodyId) {
      const row = await db
        .selectFrom("alarm_bodies")
        .select("body")
        .where("id", "=", bodyId)
        .where("project_id", "=", projectId)
        .executeTakeFirst();
      return row?.body ?? null;
    },
    async lastBody(monitorId) {
      const row = await db
        .selectFrom("alarm_body_monitors as l")
        .innerJoin("monitors as m", "m.seq", "l.monitor_seq")
        .innerJoin("alarm_bodies as b", "b.seq", "l.body_seq")
        .select("b.body")
        .where("m.id", "=", monitorId)
        .orderBy("l.body_seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.body ?? null;
    },
  };
}
