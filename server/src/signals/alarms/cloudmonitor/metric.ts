import type { AlarmState } from "../../../model/index.ts";
import type { ParsedAlarms } from "../contract.ts";
import { parseInstant } from "../shared/instants.ts";
import { makeReport } from "../shared/make-report.ts";
import { type JsonRecord, keyOf, own, textOf } from "../shared/values.ts";
import { parseDimensions } from "./dimensions.ts";
import { resourceText } from "./event.ts";
import { thresholdText } from "./expression.ts";
import { presentText, severityOfLevel } from "./levels.ts";

const SITE_MONITORING = "acs_networkmonitor";
/** Told in its own place, told twice otherwise, or told to nobody: the signature cannot be checked. */
const USED = ["alertName", "alertState", "curValue", "unit", "expression", "instanceName", "metricName", "regionId"];
const ALSO_USED = ["regionName", "timestamp", "triggerLevel", "preTriggerLevel", "metricProject", "signature"];
const NO_NEWS = ["transId", "userId", "groupId", "rawMetricName", "lastTime", "namespace", "dimensions"];

/** True for a metric alarm, also for the part of one that the console's test sends. */
export function isMetric(record: JsonRecord): boolean {
  return textOf(record, "alertState", "alertName", "rawMetricName", "metricProject") !== null;
}

/** A metric alarm, or site monitoring, which is one on a namespace of its own. */
export function parseMetric(record: JsonRecord): ParsedAlarms {
  const read = (...names: readonly string[]): string | null =>
    names.map((name) => presentText(textOf(record, name))).find((text) => text !== null) ?? null;
  const dimensions = parseDimensions(own(record, "dimensions"));
  const state = stateOf(read("alertState"));
  const level = severityOfLevel(read("triggerLevel"));
  const severity = (state === "resolved" ? (severityOfLevel(read("preTriggerLevel")) ?? level) : level) ?? "error";
  const instance = read("instanceName");
  const metric = read("metricName", "rawMetricName");
  const title = read("alertName") ?? metric ?? read("ruleId");
  const key = keyParts(read, dimensions);
  const report = makeReport({
    key: keyOf(...key),
    eventId: eventIdOf(read),
    // Without a rule nothing says which alarm an end would belong to.
    state: key.length === 0 ? "info" : state,
    severity,
    title: `${title ?? "Metric alarm"}${instance === null ? "" : ` on ${instance}`}`,
    summary: summaryOf(read("alertState")),
    resource: resourceText(instance, dimensions.get("instanceId") ?? dimensions.get("taskId") ?? null),
    value: valueText(read, record),
    fields: [
      ["Metric", metric],
      ["Namespace", read("namespace", "metricProject")],
      ["Region", resourceText(read("regionName"), read("regionId"))],
      ["Dimensions", dimensionsText(dimensions)],
      ["Lasted", read("lastTime")],
    ],
    startsAt: parseInstant(own(record, "timestamp")),
    payload: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== "null")),
    used: [...USED, ...ALSO_USED, ...NO_NEWS],
  });
  return { kind: "reports", reports: [report] };
}

type Read = (...names: readonly string[]) => string | null;

function stateOf(word: string | null): AlarmState {
  switch (word?.toUpperCase()) {
    case "ALERT":
    case "ALARM":
      return "firing";
    case "OK":
      return "resolved";
    default:
      return "info";
  }
}

function summaryOf(word: string | null): string | null {
  if (word === null) return "CloudMonitor sent no state with it; the test of its console does so.";
  switch (word.toUpperCase()) {
    case "ALERT":
    case "ALARM":
    case "OK":
      return null;
    case "INSUFFICIENT_DATA":
      return "CloudMonitor has no data for this rule; the alarm stays as it was.";
    default:
      return `CloudMonitor calls its state ${word}.`;
  }
}

/** A rule on one set of dimensions; of a site, one metric of one task, whoever looks at it from where. */
function keyParts(read: Read, dimensions: ReadonlyMap<string, string>): readonly (string | null)[] {
  const taskId = dimensions.get("taskId");
  if (read("namespace", "metricProject") === SITE_MONITORING && taskId !== undefined) {
    return [read("userId"), taskId, read("rawMetricName", "metricName")];
  }
  const rule = read("ruleId", "alertName");
  if (rule === null) return [];
  const sorted = [...dimensions].map(([name, value]) => `${name}=${value}`).sort();
  return [read("userId"), rule, ...sorted];
}

/** A retry brings all of it again; a change of level within one transaction does not. */
function eventIdOf(read: Read): string | null {
  const transId = read("transId");
  return transId && keyOf(transId, read("alertState"), read("triggerLevel"), read("timestamp"));
}

function valueText(read: Read, record: JsonRecord): string | null {
  const value = read("curValue");
  const unit = read("unit");
  const threshold = thresholdText(own(record, "expression"), read("triggerLevel") ?? read("preTriggerLevel"));
  const measured = value === null ? null : withUnit(value, unit);
  if (threshold === null) return measured;
  return measured === null ? `alarm at ${threshold}` : `${measured}, alarm at ${threshold}`;
}

/** The value may be a word, which has no unit. */
function withUnit(value: string, unit: string | null): string {
  if (unit === null || !/^-?[\d.]+$/.test(value)) return value;
  return unit === "%" ? `${value}%` : `${value} ${unit}`;
}

function dimensionsText(dimensions: ReadonlyMap<string, string>): string | null {
  const shown = [...dimensions].filter(([name]) => name !== "userId");
  return shown.length === 0 ? null : shown.map(([name, value]) => `${name}=${value}`).join(", ");
}
