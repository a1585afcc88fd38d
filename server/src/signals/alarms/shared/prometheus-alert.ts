import type { AlarmReport, AlarmState } from "../../../model/index.ts";
import { parseInstant } from "./instants.ts";
import { makeReport } from "./make-report.ts";
import { asRecord, asText, type JsonRecord, keyOf, own, textOf } from "./values.ts";
import { severityOfWord } from "./words.ts";

/** What one alert of the Prometheus family is read with. */
export interface AlertReading {
  readonly alert: JsonRecord;
  readonly state: AlarmState;
  /** What comes before the fingerprint in the key; Grafana's fingerprints are unique in an organisation only. */
  readonly scope: readonly string[];
  readonly fields: readonly (readonly [string, string | null])[];
  readonly value: string | null;
  readonly url: string | null;
  readonly endsAfterMs: number | null;
  /** Names of the alert that are told in their own place besides the common ones. */
  readonly used: readonly string[];
}

/** Labels that say what an alert is about, most telling first. */
const RESOURCE_LABELS = ["instance", "pod", "host", "hostname", "node", "service", "job"];
const SUMMARIES = ["summary", "message", "description"];
const SEVERITY_LABELS = ["severity", "level", "priority"];

/** Makes a report of one alert: labels make its identity, annotations only describe it. */
export function reportOfAlert(reading: AlertReading): AlarmReport {
  const { alert, state, scope, fields, value, url, endsAfterMs, used } = reading;
  const labels = asRecord(own(alert, "labels")) ?? {};
  const annotations = asRecord(own(alert, "annotations")) ?? {};
  const name = textOf(labels, "alertname") ?? "Alert without a name";
  const resource = textOf(labels, ...RESOURCE_LABELS);
  const summary = SUMMARIES.find((each) => textOf(annotations, each) !== null);
  const fingerprint = textOf(alert, "fingerprint");
  return makeReport({
    key: fingerprint === null ? keyOf(...scope, ...labelParts(labels)) : keyOf(...scope, fingerprint),
    // Without an identity nothing says which alert an end would belong to.
    state: fingerprint === null && Object.keys(labels).length === 0 ? "info" : state,
    severity: severityOfWord(textOf(labels, ...SEVERITY_LABELS)) ?? "error",
    title: resource === null ? name : `${name} on ${resource}`,
    summary: summary === undefined ? null : textOf(annotations, summary),
    resource,
    value,
    fields: [...fields, ["Runbook", textOf(annotations, "runbook_url", "runbook")]],
    startsAt: parseInstant(own(alert, "startsAt")),
    url,
    endsAfterMs,
    payload: {
      ...without(labels, ["alertname"]),
      ...without(annotations, [summary ?? "", "runbook_url", "runbook"]),
      ...without(alert, [
        "labels",
        "annotations",
        "status",
        "startsAt",
        "endsAt",
        "fingerprint",
        "generatorURL",
        ...used,
      ]),
    },
    used: [],
  });
}

/** The state that an alert names; anything unknown is told, and nothing stays open. */
export function alertState(alert: JsonRecord, envelope: JsonRecord): AlarmState {
  const word = textOf(alert, "status") ?? textOf(envelope, "status");
  return word === "firing" || word === "resolved" ? word : "info";
}

/** What the sender left out of its list is news too. */
export function leftOutReport(envelope: JsonRecord, sender: string): readonly AlarmReport[] {
  const count = Number(textOf(envelope, "truncatedAlerts") ?? 0);
  if (!(count > 0)) return [];
  const common = asRecord(own(envelope, "commonLabels")) ?? {};
  return [
    makeReport({
      key: "left-out",
      state: "info",
      severity: severityOfWord(textOf(common, ...SEVERITY_LABELS)) ?? "error",
      title: `${sender} left out ${count} more ${count === 1 ? "alert" : "alerts"} of a group`,
      summary: "Raise max_alerts of its webhook receiver to see them all.",
      url: textOf(envelope, "externalURL"),
      payload: common,
      used: [],
    }),
  ];
}

function labelParts(labels: JsonRecord): readonly string[] {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${asText(value)}`)
    .sort();
}

function without(record: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
