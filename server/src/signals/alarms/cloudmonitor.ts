import type { AlarmEventPair } from "../../model/index.ts";
import { asClassicEvent } from "./cloudmonitor/cloud-event.ts";
import { parseEvent } from "./cloudmonitor/event.ts";
import { isMetric, parseMetric } from "./cloudmonitor/metric.ts";
import { parsePush } from "./cloudmonitor/push.ts";
import type { AlarmSource, ParsedAlarms } from "./contract.ts";
import { unreadableReport } from "./shared/make-report.ts";
import { readPayload } from "./shared/payload.ts";
import { asRecord, type JsonRecord, own, textOf, unpackJson } from "./shared/values.ts";

/** More than EventBridge puts into one call. */
const MAX_ITEMS = 100;
const NOT_AN_OBJECT: ParsedAlarms = { kind: "unparsed", reason: "It is not an object with names." };

/**
 * Alibaba Cloud's CloudMonitor: event alarms as JSON in the classic and in the newer shape, metric alarms and site
 * monitoring as a form, and its events as EventBridge passes them on, one or a list. It signs nothing that can be
 * checked, so the token vouches for it.
 */
export const cloudmonitor: AlarmSource = {
  kind: "cloudmonitor",
  title: "Alibaba Cloud CloudMonitor",
  parse(request, { eventPairs }) {
    const payload = readPayload(request);
    if (payload.kind === "unreadable") return { kind: "unparsed", reason: payload.reason };
    if (Array.isArray(payload.value) && payload.value.length > 0) return parseList(payload.value, eventPairs);
    const record = asRecord(payload.value);
    if (record === null) return { kind: "unparsed", reason: "The body is not an object with names." };
    return parseRecord(record, eventPairs);
  },
};

/** Of a list that can be read in part, the rest is told as it is. */
function parseList(items: readonly unknown[], pairs: readonly AlarmEventPair[]): ParsedAlarms {
  const shown = items.slice(0, MAX_ITEMS).map((item) => {
    const record = asRecord(unpackJson(item));
    return { item, parsed: record === null ? NOT_AN_OBJECT : parseRecord(record, pairs) };
  });
  if (shown.every(({ parsed }) => parsed.kind !== "reports")) {
    return { kind: "unparsed", reason: "The body is a list, and nothing in it has a shape that CloudMonitor sends." };
  }
  const reports = shown.flatMap(({ item, parsed }) => {
    if (parsed.kind === "reports") return parsed.reports;
    return [unreadableReport(item, parsed.kind === "unparsed" ? parsed.reason : "")];
  });
  return { kind: "reports", reports };
}

/** A field may move between the shapes, so each is told by what only it has. */
function parseRecord(record: JsonRecord, pairs: readonly AlarmEventPair[]): ParsedAlarms {
  if (isMetric(record)) return parseMetric(record);
  const alert = own(record, "alert");
  if (alert !== undefined && (own(record, "strategyName") !== undefined || own(record, "batchId") !== undefined)) {
    return parsePush(record, pairs);
  }
  const classic = asClassicEvent(record);
  if (classic !== null) return parseEvent(classic, pairs);
  if (textOf(record, "name", "eventType") !== null) return parseEvent(record, pairs);
  return { kind: "unparsed", reason: "The body has none of the shapes that CloudMonitor sends." };
}
