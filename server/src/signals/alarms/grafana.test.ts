import { describe, expect, it } from "vitest";
import { alarmRequest, testAlarmSource } from "../../../test/contracts/alarm-source.ts";
import { NO_ALARM_OPTIONS } from "../../model/index.ts";
import { grafana } from "./grafana.ts";

const ALERT = {
  status: "resolved",
  labels: { alertname: "High latency", grafana_folder: "shop" },
  annotations: { summary: "p99 high" },
  startsAt: "2026-03-04T02:15:00Z",
  endsAt: "2026-03-04T02:31:00Z",
  generatorURL: "https://g.example/alerting/x/view",
  fingerprint: "bcd0123456789aef",
  silenceURL: "https://g.example/s",
  dashboardURL: "",
  panelURL: "",
  values: { B: 0.21, C: 0 },
  valueString: "[ var='B' value=0.21 ]",
};
const ENVELOPE = {
  receiver: "hb",
  status: "resolved",
  orgId: 1,
  alerts: [ALERT],
  groupLabels: { alertname: "High latency" },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: "https://g.example/",
  version: "1",
  groupKey: '{}:{alertname="High latency"}',
  truncatedAlerts: 0,
  title: "[RESOLVED] High latency",
  state: "ok",
  message: "resolved",
};
const webhook = (alert: object, envelope: object = {}): string =>
  JSON.stringify({ ...ENVELOPE, alerts: [{ ...ALERT, ...alert }], ...envelope });

testAlarmSource({
  source: grafana,
  hostile: (text) =>
    webhook({ labels: { alertname: text || "x", [text]: text }, values: { [text]: text }, silenceURL: text }),
  samples: [
    { name: "the sample of the reference", body: webhook({}) },
    {
      name: "firing",
      body: webhook({ status: "firing", endsAt: "0001-01-01T00:00:00Z" }, { status: "firing", state: "alerting" }),
    },
    {
      name: "the test button",
      body: webhook(
        {
          status: "firing",
          labels: { alertname: "TestAlert", instance: "Grafana" },
          values: null,
          valueString: "[ metric='foo' ]",
        },
        { status: "firing", title: "[FIRING:1] TestAlert Grafana" },
      ),
    },
    {
      name: "a data source that failed",
      body: webhook({ status: "firing", labels: { alertname: "DatasourceError", rulename: "p99" } }),
    },
    { name: "no organisation", body: webhook({}, { orgId: undefined }) },
    { name: "no fingerprint", body: webhook({ fingerprint: undefined }) },
    { name: "extra fields", body: webhook({ imageURL: "https://g.example/i.png", extra: { deep: { deeper: 1 } } }) },
    { name: "two alerts left out", body: webhook({}, { truncatedAlerts: 2 }) },
    { name: "a payload of somebody's own", body: '{"title":"High latency","status":"ok","key":"latency"}' },
    { name: "no alerts", body: webhook({}, { alerts: [] }) },
  ],
});

describe("the key of a Grafana alert", () => {
  it("is of its organisation", () => {
    const [one, two] = [1, 2].map((orgId) =>
      grafana.parse(alarmRequest({ body: webhook({}, { orgId }) }), NO_ALARM_OPTIONS),
    );
    expect(one).not.toEqual(two);
  });
});
