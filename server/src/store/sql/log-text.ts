import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { LogType } from "../../model/index.ts";
import { bytesMention, mentions } from "./dialect.ts";

/** Where each kind of line is looked through: what the line shows, and what it opens to. */
const COLUMNS: Readonly<Record<LogType, readonly string[]>> = {
  ping: ["kind", "method", "remote_address", "user_agent", "run_id", "content_type"].map((name) => `pings.${name}`),
  result: ["verdict", "reason", "seen"].map((name) => `probe_results.${name}`),
  transition: ["from_status", "to_status", "severity", "reason_text"].map((name) => `transitions.${name}`),
  message: ["m.event", "m.status", "m.reason", "m.last_reason", "i.name", "i.provider"],
};

/** Whether a line of a monitor's log mentions a text; a ping also in the body that came with it. */
export function lineMentions(type: LogType, text: string): RawBuilder<SqlBool> {
  const places = COLUMNS[type].map((column) => mentions(sql.ref(column), text));
  if (type === "ping") places.push(bodyMentions(text));
  if (type === "message") places.push(mentions(sql`(t.channel || '+' || t.topic)`, text));
  return sql`(${sql.join(places, sql` or `)})`;
}

function bodyMentions(text: string): RawBuilder<boolean> {
  const found = bytesMention(sql.ref("b.body"), text);
  return sql`exists (select 1 from ping_bodies as b where b.monitor_seq = pings.monitor_seq and b.n = pings.n and ${found})`;
}
