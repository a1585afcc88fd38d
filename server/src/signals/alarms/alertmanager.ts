import type { AlarmReport } from "../../model/index.ts";
import type { AlarmSource, ParsedAlarms } from "./contract.ts";
import { parseGeneric } from "./generic.ts";
import { parseInstant } from "./shared/instants.ts";
import { unreadableReport } from "./shared/make-report.ts";
import { readPayload } from "./shared/payload.ts";
import { alertState, leftOutReport, reportOfAlert } from "./shared/prometheus-alert.ts";
import { asRecord, type JsonRecord, own, textOf } from "./shared/values.ts";

/** More alerts than this in one request are not read one by one. */
const MAX_ALERTS = 1_000;

/** Alertmanager's webhook, and what Prometheus itself posts to the Alertmanager API v2. */
export const alertmanager: AlarmSource = {
  kind: "alertmanager",
  title: "Prometheus Alertmanager",
  parse(request, { mapping }) {
    const payload = readPayload(request);
    if (payload.kind === "unreadable") return { kind: "unparsed", reason: payload.reason };
    const { value } = payload;
    if (Array.isArray(value)) return parsePosted(value, request.receivedAt);
    const envelope = asRecord(value);
    const alerts = envelope && own(envelope, "alerts");
    // A webhook whose body was rewritten with a template.
    if (envelope === null || !Array.isArray(alerts)) return parseGeneric(value, mapping);
    return parseWebhook(envelope, alerts);
  },
};

function parseWebhook(envelope: JsonRecord, alerts: readonly unknown[]): ParsedAlarms {
  const common = [["Receiver", textOf(envelope, "receiver")]] as const;
  const read = (alert: JsonRecord): AlarmReport =>
    reportOfAlert({
      alert,
      state: alertState(alert, envelope),
      scope: [],
      fields: common,
      value: null,
      url: textOf(alert, "generatorURL") ?? textOf(envelope, "externalURL"),
      endsAfterMs: null,
      used: [],
    });
  return reportsOf(alerts, read, leftOutReport(envelope, "Alertmanager"));
}

/** The API's form has no state: an alert fires until its end, which moves on as long as it is posted again. */
function parsePosted(alerts: readonly unknown[], receivedAt: number): ParsedAlarms {
  const read = (alert: JsonRecord): AlarmReport => {
    const endsAt = parseInstant(own(alert, "endsAt"));
    const isOver = endsAt !== null && endsAt <= receivedAt;
    return reportOfAlert({
      alert,
      state: isOver ? "resolved" : "firing",
      scope: [],
      fields: [],
      value: null,
      url: textOf(alert, "generatorURL"),
      endsAfterMs: isOver || endsAt === null ? null : endsAt - receivedAt,
      used: [],
    });
  };
  return reportsOf(alerts, read, []);
}

function reportsOf(
  alerts: readonly unknown[],
  read: (alert: JsonRecord) => AlarmReport,
  more: readonly AlarmReport[],
): ParsedAlarms {
  if (alerts.length > MAX_ALERTS) return { kind: "unparsed", reason: `The body holds more than ${MAX_ALERTS} alerts.` };
  const reports = alerts.map((item) => {
    const alert = asRecord(item);
    return alert === null ? unreadableReport(item, "An alert in the list is not an object.") : read(alert);
  });
  if (reports.length + more.length === 0) return { kind: "unparsed", reason: "The list of alerts is empty." };
  return { kind: "reports", reports: [...reports, ...more] };
}
