import { describe, expect, it } from "vitest";
import { alarmRequest, testAlarmSource } from "../../../test/contracts/alarm-source.ts";
import { type AlarmReport, NO_ALARM_OPTIONS } from "../../model/index.ts";
import { alertmanager } from "./alertmanager.ts";

const ALERT = {
  status: "firing",
  labels: { alertname: "DiskFull", instance: "db1:9100", severity: "critical" },
  annotations: { summary: "Disk 95%" },
  startsAt: "2026-03-04T02:15:00Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prom.example/graph",
  fingerprint: "a1b2c3d4e5f60718",
};
const ENVELOPE = {
  version: "4",
  groupKey: '{}:{alertname="DiskFull"}',
  truncatedAlerts: 0,
  status: "firing",
  receiver: "heartbeats",
  groupLabels: { alertname: "DiskFull" },
  commonLabels: { alertname: "DiskFull", severity: "critical" },
  commonAnnotations: { summary: "Disk 95%" },
  externalURL: "http://am.example:9093",
  notification_reason: "first notification",
  alerts: [ALERT],
};
const webhook = (alert: object, envelope: object = {}): string =>
  JSON.stringify({ ...ENVELOPE, alerts: [{ ...ALERT, ...alert }], ...envelope });
const posted = (alert: object): string => {
  const { status: _none, fingerprint: _noneEither, ...rest } = ALERT;
  return JSON.stringify([{ ...rest, ...alert }]);
};
const OTHER = { labels: { alertname: "DiskFull", instance: "db2:9100", severity: "warning" }, fingerprint: "ffff" };

testAlarmSource({
  source: alertmanager,
  hostile: (text) =>
    webhook({
      labels: { alertname: text || "x", instance: text, [text]: text },
      annotations: { summary: text },
      fingerprint: text,
    }),
  samples: [
    { name: "the sample of the reference", body: webhook({}) },
    { name: "resolved", body: webhook({ status: "resolved", endsAt: "2026-03-04T02:31:00Z" }, { status: "resolved" }) },
    {
      name: "one firing, one resolved",
      body: JSON.stringify({ ...ENVELOPE, alerts: [ALERT, { ...ALERT, ...OTHER, status: "resolved" }] }),
    },
    { name: "alerts left out", body: webhook({}, { truncatedAlerts: 5 }) },
    { name: "no fingerprint", body: webhook({ fingerprint: undefined }) },
    { name: "no labels", body: webhook({ labels: undefined, fingerprint: undefined }) },
    { name: "no severity", body: webhook({ labels: { alertname: "Watchdog" } }) },
    {
      name: "extra fields",
      body: webhook({
        annotations: { summary: "s", description: "d", runbook_url: "https://runbook.example" },
        extra: { a: [1, 2] },
      }),
    },
    { name: "an alert that is no object", body: JSON.stringify({ ...ENVELOPE, alerts: [ALERT, 7] }) },
    { name: "no alerts", body: webhook({}, { alerts: [] }) },
    { name: "a rewritten body", body: '{"title":"Disk full","status":"firing","key":"disk"}' },
    { name: "a rewritten body that says nothing", body: '{"text":"Disk full"}' },
    { name: "posted by Prometheus, firing", body: posted({ endsAt: "2026-03-04T02:24:00Z" }) },
    { name: "posted by Prometheus, over", body: posted({ endsAt: "2026-03-04T02:19:00Z" }) },
    { name: "posted without an end", body: posted({ endsAt: undefined }) },
  ],
});

describe("the alerts of Prometheus itself", () => {
  it("have one key whatever their times and annotations, and another for other labels", () => {
    const key = keyOf(posted({}));
    expect(keyOf(posted({ annotations: { summary: "other" }, startsAt: "2026-03-05T00:00:00Z" }))).toBe(key);
    expect(keyOf(posted({ labels: { ...ALERT.labels, instance: "db2:9100" } }))).not.toBe(key);
  });
});

function keyOf(body: string): string | undefined {
  const parsed = alertmanager.parse(alarmRequest({ body }), NO_ALARM_OPTIONS);
  const reports: readonly AlarmReport[] = parsed.kind === "reports" ? parsed.reports : [];
  return reports[0]?.key;
}
