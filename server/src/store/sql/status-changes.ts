import type { StatusChange } from "../../judge/uptime.ts";
import type { WatchPort } from "../ports.ts";
import type { SqlDeps } from "./deps.ts";
import { jsonList } from "./json-rows.ts";

/** The part of the watch port from which uptime is told. */
export function createStatusChanges({ db }: SqlDeps): Pick<WatchPort, "statusChanges"> {
  return {
    async statusChanges(monitorIds, sinceAt) {
      const rows = await db
        .selectFrom("monitors as m")
        .innerJoin("transitions as t", "t.monitor_seq", "m.seq")
        .select(["m.id", "t.at", "t.from_status", "t.to_status"])
        .where("m.id", "in", jsonList(monitorIds))
        .where("t.at", ">=", sinceAt)
        .orderBy("t.seq")
        .execute();
      const changes = new Map(monitorIds.map((id): [string, StatusChange[]] => [id, []]));
      for (const { id, at, from_status: from, to_status: to } of rows) {
        changes.get(id)?.push({ at, from: from as StatusChange["from"], to: to as StatusChange["to"] });
      }
      return Object.fromEntries(changes);
    },
  };
}
