import { berlin } from "../berlin.ts";
import type { Act, Chapter } from "../chapter.ts";

const CLOUD = "/channels/ops/topics/cloud";
const ONCALL = "/channels/ops/topics/oncall";

/** A metric alarm as CloudMonitor posts it. */
function metric(at: string, fields: Readonly<Record<string, string>>): Act {
  const instant = String(berlin(at));
  const form = new URLSearchParams({
    alertName: "shop-cpu",
    alertState: "ALERT",
    curValue: "93.4",
    dimensions: "{userId=1000200030004000, instanceId=i-example01}",
    expression: "$Average>=80",
    instanceName: "shop-api-1",
    lastTime: "2 min",
    metricName: "cpu_total",
    metricProject: "acs_ecs_dashboard",
    namespace: "acs_ecs_dashboard",
    preTriggerLevel: "null",
    regionId: "ap-southeast-1",
    ruleId: "rule-example",
    signature: "fSgThVKu8ZwQ9kC2lJYq6xWvPo4=",
    timestamp: instant,
    transId: `t-${instant}`,
    triggerLevel: "CRITICAL",
    unit: "%",
    userId: "1000200030004000",
    ...fields,
  });
  return { at: berlin(at), does: (company) => company.alarm("cloudmonitor", CLOUD, form.toString()) };
}

const FIRST = { triggerLevel: "WARN", transId: "t-first", timestamp: String(berlin("2026-03-27T10:05")) };
const WELL = { alertState: "OK", triggerLevel: "OK", preTriggerLevel: "CRITICAL", curValue: "12" };

/** A metric alarm of CloudMonitor that changes its level. */
export const metricAlarm: Chapter = {
  acts: [
    metric("2026-03-27T10:05", FIRST),
    // CloudMonitor heard no answer in time and tries again.
    metric("2026-03-27T10:06", FIRST),
    metric("2026-03-27T10:20", { preTriggerLevel: "WARN" }),
    metric("2026-03-27T10:35", {}),
    metric("2026-03-27T10:50", WELL),
    metric("2026-03-28T12:00", { alertState: "INSUFFICIENT_DATA", curValue: "null" }),
    // While Slack is away.
    metric("2026-04-07T16:40", {}),
    metric("2026-04-07T18:00", WELL),
  ],
  told: [
    ["2026-03-27T10:05:00+01:00", "slack/cloud", "🔴 *FIRING, warning: shop-cpu on shop-api-1*"],
    ["2026-03-27T10:20:00+01:00", "slack/cloud", "🔴 *STILL FIRING, now critical: shop-cpu on shop-api-1*"],
    ["2026-03-27T10:50:00+01:00", "slack/cloud", "🟢 *RESOLVED, was critical: shop-cpu on shop-api-1*"],
    ["2026-03-28T12:00:00+01:00", "slack/cloud", "🔴 *REPORT, critical: shop-cpu on shop-api-1*"],
    // Made at 16:40, and tried again half an hour after the try of 16:52:35.
    ["2026-04-07T17:22:35+02:00", "slack/cloud", "🔴 *FIRING, critical: shop-cpu on shop-api-1*"],
    ["2026-04-07T18:00:00+02:00", "slack/cloud", "🟢 *RESOLVED, was critical: shop-cpu on shop-api-1*"],
  ],
};

const SITE = {
  alertName: "shop is reachable",
  instanceName: "shop-home",
  metricName: "Availability",
  rawMetricName: "Availability",
  metricProject: "acs_networkmonitor",
  namespace: "acs_networkmonitor",
  dimensions: "{userId=1000200030004000, taskId=3f0e-example}",
  expression: "$Availability<90",
  ruleId: "3f0e-example_Availability",
  curValue: "66.67",
};

/** Site monitoring of CloudMonitor. */
export const siteMonitoring: Chapter = {
  acts: [metric("2026-03-29T12:00", SITE), metric("2026-03-29T12:20", { ...SITE, ...WELL, curValue: "100" })],
  told: [
    ["2026-03-29T12:00:00+02:00", "slack/cloud", "🔴 *FIRING, critical: shop is reachable on shop-home*"],
    ["2026-03-29T12:20:00+02:00", "slack/cloud", "🟢 *RESOLVED, was critical: shop is reachable on shop-home*"],
  ],
};

/** An event alarm as CloudMonitor posts it, in the classic shape. */
function event(at: string, id: string, fields: object): Act {
  const body = JSON.stringify({
    product: "ECS",
    resourceId: "acs:ecs:ap-southeast-1:1000200030004000:instance/i-example01",
    level: "CRITICAL",
    instanceName: "shop-api-1",
    regionId: "ap-southeast-1",
    name: "Instance:SystemFailure.Reboot:Executing",
    content: { instanceId: "i-example01", plan: { notBefore: "2026-03-30" } },
    status: "Executing",
    eventTime: "20260330T010000.000+0000",
    userId: "1000200030004000",
    id,
    ...fields,
  });
  return { at: berlin(at), does: (company) => company.alarm("cloudmonitor", CLOUD, body) };
}

const CONVERTED = { name: "Disk:ConvertToPostpaidCompleted", level: "INFO", status: "Normal" };
const AGENT = { product: "CloudMonitor", name: "Agent_Status_Stopped", instanceName: "shop-api-2", resourceId: "i-2" };

/** Event alarms of CloudMonitor, outside and inside the pairing table. */
export const eventAlarms: Chapter = {
  acts: [
    event("2026-03-26T14:00", "e-1", CONVERTED),
    event("2026-03-26T14:01", "e-1", CONVERTED),
    event("2026-03-27T14:00", "e-2", CONVERTED),
    event("2026-03-30T03:00", "e-3", {}),
    event("2026-03-30T03:25", "e-4", { name: "Instance:SystemFailure.Reboot:Executed", status: "Executed" }),
    event("2026-04-07T09:00", "e-5", AGENT),
  ],
  told: [
    // Told every time, but for the second delivery of the same event.
    [
      "2026-03-26T14:00:00+01:00",
      "slack/cloud",
      "🔵 *REPORT, info: ECS Disk:ConvertToPostpaidCompleted on shop-api-1*",
    ],
    [
      "2026-03-27T14:00:00+01:00",
      "slack/cloud",
      "🔵 *REPORT, info: ECS Disk:ConvertToPostpaidCompleted on shop-api-1*",
    ],
    [
      "2026-03-30T03:00:00+02:00",
      "slack/cloud",
      "🔴 *FIRING, critical: ECS Instance:SystemFailure.Reboot:Executing on shop-api-1*",
    ],
    [
      "2026-03-30T03:25:00+02:00",
      "slack/cloud",
      "🟢 *RESOLVED, was critical: ECS Instance:SystemFailure.Reboot:Executed on shop-api-1*",
    ],
    // Its end is never heard: it ends after 24 hours.
    [
      "2026-04-07T09:00:00+02:00",
      "slack/cloud",
      "🔴 *FIRING, critical: CloudMonitor Agent_Status_Stopped on shop-api-2*",
    ],
    [
      "2026-04-08T09:00:00+02:00",
      "slack/cloud",
      "🟢 *RESOLVED, was critical: CloudMonitor Agent_Status_Stopped on shop-api-2*",
    ],
  ],
};

const SEVERITIES = { "api-1": "warning", "api-2": "warning", "api-3": "critical" } as const;
type Host = keyof typeof SEVERITIES;
const HOSTS: readonly Host[] = ["api-1", "api-2", "api-3"];

/** A group of Alertmanager's, in which these hosts still fire. */
function group(at: string, firing: readonly Host[]): Act {
  const alerts = HOSTS.map((host, n) => ({
    status: firing.includes(host) ? "firing" : "resolved",
    labels: { alertname: "HighLatency", instance: host, severity: SEVERITIES[host] },
    annotations: { summary: `Latency of ${host} is above 1 s` },
    startsAt: "2026-03-31T12:59:30Z",
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "http://prometheus.example/graph",
    fingerprint: `00000000000000a${n}`,
  }));
  const status = firing.length > 0 ? "firing" : "resolved";
  const envelope = {
    version: "4",
    groupKey: "{}:{}",
    truncatedAlerts: 0,
    receiver: "watchbell",
    externalURL: "http://am.example",
  };
  const body = JSON.stringify({ ...envelope, status, alerts });
  return { at: berlin(at), does: (company) => company.alarm("alertmanager", ONCALL, body) };
}

function latency(at: string, host: Host, state: "FIRING" | "RESOLVED"): Chapter["told"] {
  const isFiring = state === "FIRING";
  const text = `${isFiring ? "FIRING," : "RESOLVED, was"} ${SEVERITIES[host]}: HighLatency on ${host}`;
  return [
    [at, "slack/oncall", `${isFiring ? "🔴" : "🟢"} *${text}*`],
    [at, "pagerduty/duty", `${isFiring ? "trigger" : "resolve"}: HighLatency on ${host}`],
  ];
}

/** A group of Alertmanager's whose alerts end one after another. */
export const alertmanagerGroup: Chapter = {
  acts: [
    group("2026-03-31T15:00", HOSTS),
    group("2026-03-31T15:05", HOSTS),
    group("2026-03-31T15:10", ["api-2", "api-3"]),
    group("2026-03-31T15:30", []),
  ],
  told: [
    ...HOSTS.flatMap((host) => latency("2026-03-31T15:00:00+02:00", host, "FIRING")),
    ...latency("2026-03-31T15:10:00+02:00", "api-1", "RESOLVED"),
    ...latency("2026-03-31T15:30:00+02:00", "api-2", "RESOLVED"),
    ...latency("2026-03-31T15:30:00+02:00", "api-3", "RESOLVED"),
  ],
};
