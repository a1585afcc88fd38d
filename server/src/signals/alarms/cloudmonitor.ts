import type { AlarmEventPair } from "../../model/index.ts";
import { parseEvent } from "./cloudmonitor/event.ts";
import { isMetric, parseMetric } from "./cloudmonitor/metric.ts";
import { parsePush } from "./cloudmonitor/push.ts";
import type { AlarmSource, ParsedAlarms } from "./contract.ts";
import { readPayload } from "./shared/payload.ts";
import { asRecord, type JsonRecord, own, textOf } from "./shared/values.ts";

/**
 * Alibaba Cloud's CloudMonitor: event alarms as JSON in the classic and in the newer shape, metric alarms and site
 * monitoring as a form. It signs nothing that can be checked, so the token vouches for it.
 */
export const cloudmonitor: AlarmSource = {
  kind: "cloudmonitor",
  title: "Alibaba Cloud CloudMonitor",
  parse(request, { eventPairs }) {
    const payload = readPayload(request);
    if (payload.kind === "unreadable") return { kind: "unparsed", reason: payload.reason };
    const record = asRecord(payload.value);
    if (record === null) return { kind: "unparsed", reason: "The body is not an object with names." };
    return parseRecord(record, eventPairs);
  },
};

/** A field may move between the shapes, so each is told by what only it has. */
function parseRecord(record: JsonRecord, pairs: readonly AlarmEventPair[]): ParsedAlarms {
  if (isMetric(record)) return parseMetric(record);
  const alert = own(record, "alert");
  if (alert !== undefined && (own(record, "strategyName") !== undefined || own(record, "batchId") !== undefined)) {
    return parsePush(record, pairs);
  }
  if (textOf(record, "name", "eventType") !== null) return parseEvent(record, pairs);
  return { kind: "unparsed", reason: "The body has none of the shapes that CloudMonitor sends." };
}
