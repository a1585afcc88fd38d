import type { AlarmEventPair, AlarmState } from "../../../model/index.ts";
import type { ParsedAlarms } from "../contract.ts";
import { parseInstant } from "../shared/instants.ts";
import { makeReport } from "../shared/make-report.ts";
import { asRecord, type JsonRecord, keyOf, own, textOf, unpackJson } from "../shared/values.ts";
import { stateOfWord } from "../shared/words.ts";
import { resourceText } from "./event.ts";
import { severityOfLevel } from "./levels.ts";
import { PAIRED_ENDS_AFTER_MS, phaseOf } from "./pairs.ts";

/** Of the whole message: told in its own place, or about people and so told to nobody. */
const USED = [
  "alert",
  "userInfo",
  "userId",
  "severity",
  "time",
  "startTime",
  "subscription",
  "relatedAlertIds",
  "signature",
];
/** Of the alert: told in its own place. What describes the event stands in `content` and in the raw event twice. */
const ALERT_USED = ["alertStatus", "severity", "product", "eventName", "eventType", "arn", "dedupId", "timestamp"];
const ALERT_ALSO_USED = ["traceId", "meta", "eventRawContent", "eventContentMap", "userInfo"];

/** An event alarm in the newer shape ("event subscription"): texts at the top, and JSON inside some of them. */
export function parsePush(message: JsonRecord, pairs: readonly AlarmEventPair[]): ParsedAlarms {
  const alert = asRecord(unpackJson(own(message, "alert")));
  if (alert === null) return { kind: "unparsed", reason: 'The field "alert" is not an object.' };
  const meta = metaOf(alert);
  const name = textOf(alert, "eventName") ?? textOf(meta, "name") ?? textOf(alert, "eventType");
  if (name === null) return { kind: "unparsed", reason: "The alert has no name." };
  const arn = textOf(alert, "arn") ?? textOf(meta, "resourceId");
  const instance = textOf(meta, "instanceName");
  const phase = phaseOf(name, pairs);
  const state = phase?.state ?? stateOf(textOf(alert, "alertStatus"));
  const on = instance ?? arn;
  const product = textOf(alert, "product") ?? textOf(meta, "product");
  const report = makeReport({
    key: keyOf(arn, phase?.family ?? name),
    eventId: eventIdOf(message, alert),
    state,
    severity:
      severityOfLevel(textOf(meta, "level") ?? textOf(alert, "severity") ?? textOf(message, "severity")) ?? "error",
    title: [product, name, on === null ? null : `on ${on}`].filter((part) => part !== null).join(" "),
    resource: resourceText(instance, arn),
    fields: [
      ["Status", textOf(meta, "status") ?? textOf(alert, "alertStatus")],
      ["Event type", textOf(alert, "eventType") ?? textOf(meta, "eventType")],
      ["Region", textOf(meta, "regionId")],
      ["Rule", textOf(message, "strategyName")],
    ],
    startsAt: parseInstant(textOf(meta, "eventTime")) ?? parseInstant(own(alert, "timestamp") ?? own(message, "time")),
    endsAfterMs: state === "info" ? null : PAIRED_ENDS_AFTER_MS,
    payload: { ...restOfMessage(message), ...restOfAlert(alert), content: contentOf(alert, meta) },
    used: ["strategyName"],
  });
  return { kind: "reports", reports: [report] };
}

/** TRIGGERED says only that there is an event; a word for an end ends what is open, and else is told. */
function stateOf(word: string | null): AlarmState {
  return stateOfWord(word) === "resolved" ? "resolved" : "info";
}

function eventIdOf(message: JsonRecord, alert: JsonRecord): string | null {
  const batchId = textOf(message, "batchId");
  const dedupId = textOf(alert, "dedupId");
  return batchId === null && dedupId === null ? null : keyOf(batchId, dedupId);
}

function metaOf(alert: JsonRecord): JsonRecord {
  const meta = asRecord(unpackJson(own(alert, "meta"))) ?? {};
  return asRecord(unpackJson(own(meta, "sysEventMeta"))) ?? {};
}

function contentOf(alert: JsonRecord, meta: JsonRecord): unknown {
  return unpackJson(own(alert, "eventContentMap") ?? own(meta, "content") ?? own(alert, "eventRawContent"));
}

function restOfMessage(message: JsonRecord): JsonRecord {
  return without(message, USED);
}

function restOfAlert(alert: JsonRecord): JsonRecord {
  return without(alert, [...ALERT_USED, ...ALERT_ALSO_USED]);
}

function without(record: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
