import { createHash } from "node:crypto";
import type { Key } from "./item.ts";

/**
 * What stands under which key. Whatever must be decided by stands in the table itself; the two indexes (g1, g2) serve lists.
 *
 * | item            | pk                        | sk                       | g1                                    |
 * | --------------- | ------------------------- | ------------------------ | ------------------------------------- |
 * | meta            | META                      | name                     |                                       |
 * | project         | PROJECT#id                | PROJECT                  |                                       |
 * | list of them    | PROJECTS                  | when it was made, id     |                                       |
 * | key             | PROJECT#id                | KEY#id                   |                                       |
 * | topic           | PROJECT#id                | TOPIC#channel+topic      |                                       |
 * | its address     | TOPIC#id                  | TOPIC                    |                                       |
 * | integration     | INTEGRATION#id            | INTEGRATION              | TARGET#bucket, id                     |
 * | its pace        | INTEGRATION#id            | PACE                     |                                       |
 * | its lanes       | INTEGRATION#id#WAITING    | MONITOR#id, MESSAGE#id … |                                       |
 * | its receipts    | INTEGRATION#id#RECEIPTS   | alert key                |                                       |
 * | its mark        | WAITING                   | id                       |                                       |
 * | its target      | TARGET#bucket             | TARGET                   | BROKEN_TARGETS, bucket: while open    |
 * | message         | MESSAGE#id                | MESSAGE, ATTEMPT#n       | PROJECT#id#MESSAGES (g2: monitor), seq |
 * | dead messages   | PROJECT#id#DEAD           | seq, id                  |                                       |
 * | its members     | PROJECT#id                | MEMBERS                  |                                       |
 * | account         | ACCOUNT#id                | ACCOUNT                  |                                       |
 * | list of them    | ACCOUNTS                  | EMAIL#address            |                                       |
 * | session         | ACCOUNT#id                | SESSION#code             |                                       |
 * | invite          | PROJECT#id                | INVITE#id                |                                       |
 * | status page     | PROJECT#id                | STATUS-PAGE              |                                       |
 * | projects ended  | ENDED-PROJECTS            | id                       |                                       |
 * | pulses to move  | MOVES                     | projectId, seq           |                                       |
 * | monitor         | MONITOR#id                | MONITOR                  | PROJECT#id#MONITORS, name and id      |
 * | its state       | HEARTBEAT#00 to #63       | id                       |                                       |
 * | ping, result    | MONITOR#id                | PING#n, RESULT#n         |                                       |
 * | a large body    | MONITOR#id                | BODY#n                   |                                       |
 * | transition      | MONITOR#id                | TRANSITION#n             |                                       |
 * | incident        | MONITOR#id                | INCIDENT#n               | PROJECT#id#INCIDENTS#open, …#closed   |
 * | its notes       | MONITOR#id                | NOTE#n#seq               |                                       |
 * | alarm, as heard | MONITOR#id                | ALARM, LAST-BODY         |                                       |
 * | self-made ones  | PROJECT#id                | SELF-MADE#n: how many    |                                       |
 * | gone, not empty | GONE                      | monitor's id             |                                       |
 * | alarm token     | TOPIC#id                  | ALARM-TOKEN#id           |                                       |
 * | by its value    | ALARM-TOKEN#code          | ALARM-TOKEN              |                                       |
 * | delivered event | TOPIC#id#EVENT#hash       | EVENT                    |                                       |
 * | alarm's body    | ALARM-BODY#id             | ALARM-BODY#n: the bytes  |                                       |
 * | list of them    | TOPIC#id#BODIES           | seq                      |                                       |
 * | our gaps        | GAPS                      | its end and beginning    |                                       |
 * | whose a name is | UNIQUE#kind#name          | UNIQUE                   |                                       |
 * | history         | PROJECT#id#HISTORY        | seq                      | MONITOR#id#HISTORY (g2: topic), seq   |
 */

/** The shards of the states; a number for ever, because another one would move every monitor. */
export const SHARDS = 64;

const LONGEST_NAME = 1_000;

/** The partition that an id's state stands in. */
function shardOf(id: string): number {
  return createHash("sha256").update(id).digest().readUInt8(0) % SHARDS;
}

/** The partition of the states of one shard. */
export function heartbeatPartition(shard: number): string {
  return `HEARTBEAT#${String(shard).padStart(2, "0")}`;
}

export const stateKey = (monitorId: string): Key => ({ pk: heartbeatPartition(shardOf(monitorId)), sk: monitorId });
export const monitorKey = (monitorId: string): Key => ({ pk: `MONITOR#${monitorId}`, sk: "MONITOR" });
export const projectKey = (projectId: string): Key => ({ pk: `PROJECT#${projectId}`, sk: "PROJECT" });
export const topicKey = (projectId: string, name: string): Key => ({ pk: `PROJECT#${projectId}`, sk: `TOPIC#${name}` });
export const metaKey = (name: string): Key => ({ pk: "META", sk: name });

/** The item that says whose a name is which only one may have; its attribute `id` names the owner. */
export function uniqueKey(kind: string, ...names: readonly string[]): Key {
  // JSON can write whatever comes from outside, also what is no text in Unicode.
  const name = JSON.stringify(names);
  // A key holds 2,048 bytes; the keys of alarms come from outside and may be long.
  const bounded =
    Buffer.byteLength(name) <= LONGEST_NAME ? name : `#${createHash("sha256").update(name).digest("hex")}`;
  return { pk: `UNIQUE#${kind}#${bounded}`, sk: "UNIQUE" };
}

/** A number as text that sorts like the number. */
export function sortable(n: number): string {
  return String(n).padStart(15, "0");
}
