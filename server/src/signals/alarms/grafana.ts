import type { AlarmReport } from "../../model/index.ts";
import type { AlarmSource, ParsedAlarms } from "./contract.ts";
import { parseGeneric } from "./generic.ts";
import { unreadableReport } from "./shared/make-report.ts";
import { readPayload } from "./shared/payload.ts";
import { alertState, leftOutReport, reportOfAlert } from "./shared/prometheus-alert.ts";
import { asRecord, asText, type JsonRecord, own, textOf } from "./shared/values.ts";

/** More alerts than this in one request are not read one by one. */
const MAX_ALERTS = 1_000;
const USED = ["values", "valueString", "silenceURL", "dashboardURL", "panelURL", "imageURL", "orgId"];

/** Alerts by which Grafana says that it could not look. */
const FAULTS: Readonly<Record<string, string>> = {
  DatasourceError: "Grafana could not ask its data source; what it watches may be well.",
  DatasourceNoData: "Grafana's data source gave no data; what it watches may be well.",
};

/** Grafana's alerting webhook: Alertmanager's form with values and links of its own. */
export const grafana: AlarmSource = {
  kind: "grafana",
  title: "Grafana",
  parse(request, { mapping }) {
    const payload = readPayload(request);
    if (payload.kind === "unreadable") return { kind: "unparsed", reason: payload.reason };
    const envelope = asRecord(payload.value);
    const alerts = envelope && own(envelope, "alerts");
    // A webhook with a payload of somebody's own.
    if (envelope === null || !Array.isArray(alerts)) return parseGeneric(payload.value, mapping);
    return parseWebhook(envelope, alerts);
  },
};

function parseWebhook(envelope: JsonRecord, alerts: readonly unknown[]): ParsedAlarms {
  if (alerts.length > MAX_ALERTS) return { kind: "unparsed", reason: `The body holds more than ${MAX_ALERTS} alerts.` };
  const reports = alerts.map((item) => {
    const alert = asRecord(item);
    return alert === null ? unreadableReport(item, "An alert in the list is not an object.") : read(alert, envelope);
  });
  const all = [...reports, ...leftOutReport(envelope, "Grafana")];
  if (all.length === 0) return { kind: "unparsed", reason: "The list of alerts is empty." };
  return { kind: "reports", reports: all };
}

function read(alert: JsonRecord, envelope: JsonRecord): AlarmReport {
  const labels = asRecord(own(alert, "labels")) ?? {};
  const name = textOf(labels, "alertname") ?? "";
  return reportOfAlert({
    alert,
    state: alertState(alert, envelope),
    scope: [textOf(envelope, "orgId") ?? textOf(alert, "orgId") ?? ""],
    fields: [
      ["Note", Object.hasOwn(FAULTS, name) ? (FAULTS[name] ?? null) : null],
      ["Folder", textOf(labels, "grafana_folder")],
      ["Panel", textOf(alert, "panelURL")],
      ["Dashboard", textOf(alert, "dashboardURL")],
      ["Silence it", textOf(alert, "silenceURL")],
      ["Receiver", textOf(envelope, "receiver")],
    ],
    value: valueText(alert),
    url: textOf(alert, "generatorURL", "panelURL", "dashboardURL") ?? textOf(envelope, "externalURL"),
    endsAfterMs: null,
    used: USED,
  });
}

/** The values of the rule's queries, `B = 0.21, C = 0`. */
function valueText(alert: JsonRecord): string | null {
  const values = asRecord(own(alert, "values")) ?? {};
  const pairs = Object.entries(values).flatMap(([name, value]) => {
    const text = asText(value);
    return text === null ? [] : [`${name} = ${text}`];
  });
  return pairs.length > 0 ? pairs.slice(0, 20).join(", ") : textOf(alert, "valueString");
}
