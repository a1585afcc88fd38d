import { describe, expect, it } from "vitest";
import { alarmRequest, formSample, testAlarmSource } from "../../../test/contracts/alarm-source.ts";
import { type AlarmOptions, type AlarmReport, NO_ALARM_OPTIONS } from "../../model/index.ts";
import { cloudmonitor } from "./cloudmonitor.ts";

const EVENT = {
  ver: "1.0",
  id: "7d1c0a52-1111-4c2e-9a51-0c5e0a2b7e10",
  product: "ECS",
  name: "Instance:SystemFailure.Reboot:Executing",
  eventType: "Maintenance",
  status: "Executing",
  level: "CRITICAL",
  resourceId: "acs:ecs:ap-southeast-1:1000200030004000:instance/i-example01",
  instanceName: "shop-api-1",
  regionId: "ap-southeast-1",
  groupId: "0",
  userId: "1000200030004000",
  ruleName: "ecs-critical",
  eventTime: "20260304T101500.120+0800",
  content: { instanceId: "i-example01", eventId: "e-example77" },
};
const METRIC = {
  alertName: "shop-cpu",
  alertState: "ALERT",
  curValue: "93.4",
  unit: "%",
  dimensions: "{userId=1000200030004000, instanceId=i-example01}",
  expression: "$Average>=80",
  instanceName: "shop-api-1",
  metricName: "cpu_total",
  rawMetricName: "cpu_total",
  metricProject: "acs_ecs_dashboard",
  namespace: "acs_ecs_dashboard",
  triggerLevel: "CRITICAL",
  preTriggerLevel: "null",
  ruleId: "rule-example",
  groupId: "0",
  regionId: "ap-southeast-1",
  regionName: "null",
  userId: "1000200030004000",
  timestamp: "1772590500000",
  lastTime: "2 min",
  transId: "5b6c0000-2222-11f0-9000-000000000001",
  signature: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
};
const SITE = {
  ...METRIC,
  alertName: "shop is reachable",
  namespace: "acs_networkmonitor",
  metricProject: "acs_networkmonitor",
  metricName: "Availability",
  rawMetricName: "Availability",
  ruleId: "3f0e-example_Availability",
  dimensions: "{userId=1000200030004000, taskId=3f0e-example}",
  expression: "$Availability<90",
  curValue: "66.67",
  instanceName: "shop-home",
};
const SYS_EVENT = { ...EVENT, name: "Instance:SystemFailure.Reboot:Executing", nameZh: "实例" };
const PUSH = {
  severity: "CRITICAL",
  strategyName: "all system events",
  project: "default",
  userId: "1000200030004000",
  batchId: "batch-1",
  groupingId: "g-1",
  alertCount: "1",
  startTime: "1772590500120",
  time: "1772590501000",
  userInfo: JSON.stringify({ name: "Ann Example", phone: "555-0100" }),
  relatedAlertIds: "[]",
  alert: JSON.stringify({
    alertStatus: "TRIGGERED",
    severity: "CRITICAL",
    product: "ECS",
    source: "SYS_EVENT",
    eventType: "Maintenance",
    eventName: "Instance:SystemFailure.Reboot:Executing",
    arn: "acs:ecs:ap-southeast-1:1000200030004000:instance/i-example01",
    dedupId: "d-1",
    traceId: "t-1",
    timestamp: 1772590500120,
    eventContentMap: { instanceId: "i-example01", plan: { notBefore: "2026-03-05", reason: ["disk", "host"] } },
    eventRawContent: '{"instanceId":"i-example01"}',
    groupName: "shop",
    meta: { sysEventMeta: SYS_EVENT },
  }),
};
const CLOUD_EVENT = {
  id: "45ef4dea-0000-4c35-447a-bd93fab00001",
  source: "acs.ecs",
  specversion: "1.0",
  subject: "acs.ecs:ap-southeast-1:1000200030004000:215672",
  time: "2026-03-04T10:15:00+08:00",
  type: "ecs:Instance:SystemFailure.Reboot",
  aliyunaccountid: "1000200030004000",
  aliyunregionid: "ap-southeast-1",
  data: { eventId: "e-example77", eventStatus: "Executing", instanceId: "i-example01" },
};
const cloudEvent = (change: object): string => JSON.stringify({ ...CLOUD_EVENT, ...change });
const push = (alert: object): string =>
  JSON.stringify({ ...PUSH, alert: JSON.stringify({ ...JSON.parse(PUSH.alert), ...alert }) });
const event = (change: object): string => JSON.stringify({ ...EVENT, ...change });
const metric = (name: string, change: object = {}) => formSample(name, { ...METRIC, ...change });

testAlarmSource({
  source: cloudmonitor,
  hostile: (text) =>
    event({ name: text || "x", instanceName: text, resourceId: text, id: text, content: { [text]: text } }),
  samples: [
    { name: "an event", body: event({}) },
    {
      name: "the end of an event",
      body: event({ id: "e-2", name: "Instance:SystemFailure.Reboot:Executed", status: "Executed" }),
    },
    {
      name: "an event outside the pairing table",
      body: event({ name: "Disk:ConvertToPostpaidCompleted", level: "INFO", status: "Normal" }),
    },
    {
      name: "an agent that stopped",
      body: event({ name: "Agent_Status_Stopped", status: "stopped", product: "CloudMonitor" }),
    },
    { name: "an event whose content is text", body: event({ content: JSON.stringify(EVENT.content) }) },
    { name: "an event whose content is no JSON", body: event({ content: "{not json" }) },
    {
      name: "a dry run, without id, version and time",
      body: event({ id: undefined, ver: undefined, eventTime: undefined }),
    },
    { name: "an event with nothing but a name", body: '{"name":"Instance:PerformanceModeChange"}' },
    { name: "an event with an extra field", body: event({ approval: { by: "ops", steps: [{ n: 1 }] } }) },
    { name: "the newer shape", body: JSON.stringify(PUSH) },
    {
      name: "the newer shape, an end",
      body: push({ eventName: "Instance:SystemFailure.Reboot:Executed", dedupId: "d-2" }),
    },
    { name: "the newer shape, outside the table", body: push({ eventName: "Snapshot:CreateSnapshotCompleted" }) },
    { name: "the newer shape, resolved in a word", body: push({ eventName: "Something", alertStatus: "RESOLVED" }) },
    { name: "the newer shape with an alert that is no object", body: JSON.stringify({ ...PUSH, alert: "[1]" }) },
    {
      name: "the newer shape with an object as alert",
      body: JSON.stringify({ ...PUSH, alert: JSON.parse(PUSH.alert) }),
    },
    metric("a metric"),
    formSample(
      "a metric, as the wire brought it",
      "alertName=shop-cpu&alertState=ALERT&curValue=93.4&unit=%25&dimensions=%7BuserId%3D1000200030004000%2C+instanceId%3Di-example01%7D&expression=%24Average%3E%3D80&instanceName=shop-api-1&metricName=cpu_total&rawMetricName=cpu_total&metricProject=acs_ecs_dashboard&namespace=acs_ecs_dashboard&triggerLevel=CRITICAL&preTriggerLevel=null&ruleId=rule-example&groupId=0&regionId=ap-southeast-1&regionName=null&userId=1000200030004000&timestamp=1772590500000&lastTime=2+min&transId=5b6c0000-2222-11f0-9000-000000000001&signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D",
    ),
    metric("a metric that is well again", {
      alertState: "OK",
      triggerLevel: "OK",
      preTriggerLevel: "CRITICAL",
      curValue: "12",
    }),
    metric("a metric whose level changed", {
      triggerLevel: "WARN",
      preTriggerLevel: "CRITICAL",
      timestamp: "1772590560000",
    }),
    metric("a metric without data", { alertState: "INSUFFICIENT_DATA", curValue: "null" }),
    metric("a metric in an older rule's words", {
      alertState: "ALARM",
      dimensions: '[{"userId":"1000200030004000","instanceId":"i-example01"}]',
      expression:
        '[{"level":"warn","expression":"$Average>70","times":3},{"level":"critical","expression":"$Average>80","times":2}]',
    }),
    metric("a metric with texts that a second decoding would break", { alertName: "100%25 & +1", curValue: "n/a" }),
    metric("a metric with labels", { customLabels: '["team:shop"]', productGroupName: "shop" }),
    formSample("the console's test", { alertName: "test", userId: "1000200030004000" }),
    formSample("a metric without a rule", { alertState: "ALERT", metricName: "cpu_total", curValue: "3" }),
    formSample("site monitoring", SITE),
    formSample("site monitoring, well again", {
      ...SITE,
      alertState: "OK",
      triggerLevel: "OK",
      preTriggerLevel: "WARN",
    }),
    { name: "an event through EventBridge", body: cloudEvent({}) },
    {
      name: "an event through EventBridge, outside the pairing table",
      body: cloudEvent({ type: "ecs:Disk:Stalled", data: { diskId: "d-example01" } }),
    },
    {
      name: "an event through EventBridge that CloudMonitor published",
      body: cloudEvent({ source: "acs.cms", type: "cms:Event", data: EVENT }),
    },
    { name: "an event through EventBridge whose data is text", body: cloudEvent({ data: "all is lost" }) },
    {
      name: "several events in one call, one of them unreadable",
      body: `[${cloudEvent({})},${JSON.stringify(event({ id: "e-2" }))},{"hello":"world"},7]`,
    },
    { name: "a list of nothing that is known", body: '[{"hello":"world"},7]' },
    { name: "none of the shapes", body: '{"hello":"world"}' },
    { name: "an empty body", body: "" },
  ],
});

describe("what belongs together in CloudMonitor", () => {
  it("an event and its end have one key, in both shapes' own way", () => {
    const end = { name: "Instance:SystemFailure.Reboot:Avoided", status: "Avoided" };
    expect(keyOf(event({}))).toBe(keyOf(event(end)));
    expect(keyOf(event({}))).not.toBe(keyOf(event({ resourceId: "acs:ecs:other" })));
    expect(keyOf(push({}))).toBe(keyOf(push({ eventName: "Instance:SystemFailure.Reboot:Canceled" })));
  });

  it("a metric has one key whatever its state, level and the order of its dimensions", () => {
    const key = formKey({});
    expect(formKey({ alertState: "OK", triggerLevel: "OK", transId: "other" })).toBe(key);
    expect(formKey({ dimensions: "{instanceId=i-example01, userId=1000200030004000}" })).toBe(key);
    expect(formKey({ dimensions: "{instanceId=i-example02, userId=1000200030004000}" })).not.toBe(key);
  });

  it("an event has one key from its beginning to its end through EventBridge, too", () => {
    const ended = { id: "other", data: { eventStatus: "Executed", instanceId: "i-example01" } };
    expect(keyOf(cloudEvent({}))).toBe(keyOf(cloudEvent(ended)));
    expect(keyOf(cloudEvent({}))).not.toBe(keyOf(cloudEvent({ data: { instanceId: "i-example02" } })));
  });

  it("a retry has the same event id; a change of level in the same transaction has another", () => {
    expect(formOf({}).eventId).toBe(formOf({}).eventId);
    expect(formOf({ triggerLevel: "WARN" }).eventId).not.toBe(formOf({}).eventId);
    expect(formOf({ alertState: "OK" }).eventId).not.toBe(formOf({}).eventId);
  });

  it("a value may hold commas and equals signs", () => {
    const fields = formOf({ dimensions: "{instanceId=i-1, mountpoint=/a,b, device=x=y}" }).fields;
    expect(fields).toContainEqual({ label: "Dimensions", value: "instanceId=i-1, mountpoint=/a,b, device=x=y" });
  });

  describe("where the token has pairs of its own", () => {
    const stalled = { opens: "Disk:Stalled", ends: ["Disk:Resumed", "Disk:Replaced"] };
    const read = (name: string, eventPairs: AlarmOptions["eventPairs"]) => {
      const request = alarmRequest({ body: event({ name }) });
      const { state, key, endsAfterMs } = only(cloudmonitor.parse(request, { ...NO_ALARM_OPTIONS, eventPairs }));
      return { state, key, endsAfterMs };
    };

    it("an event fires until any of its ends comes, or a day has passed", () => {
      expect(read("Disk:Stalled", []).state).toBe("info");
      const opened = read("Disk:Stalled", [stalled]);
      expect(opened).toMatchObject({ state: "firing", endsAfterMs: 24 * 3_600_000 });
      for (const end of stalled.ends) expect(read(end, [stalled])).toEqual({ ...opened, state: "resolved" });
      expect(read("Disk:Lost", [stalled]).state).toBe("info");
    });

    it("the newer shape knows them too", () => {
      const options = { ...NO_ALARM_OPTIONS, eventPairs: [stalled] };
      const states = ["Disk:Stalled", "Disk:Replaced"].map(
        (eventName) => only(cloudmonitor.parse(alarmRequest({ body: push({ eventName }) }), options)).state,
      );
      expect(states).toEqual(["firing", "resolved"]);
    });

    it("they go before the table, which stays for all other events", () => {
      const [opens, end] = ["Agent_Status_Stopped", "Agent_Status_Running"];
      expect([opens, end].map((name) => read(name, [stalled]).state)).toEqual(["firing", "resolved"]);
      expect(read(opens, [{ opens, ends: ["Agent_Back"] }]).key).toBe(
        read("Agent_Back", [{ opens, ends: ["Agent_Back"] }]).key,
      );
      expect(read(opens, [{ opens, ends: [] }])).toMatchObject({ state: "info", endsAfterMs: null });
    });
  });

  it("who is told is nobody's business", () => {
    const parsed = JSON.stringify(cloudmonitor.parse(alarmRequest({ body: JSON.stringify(PUSH) }), NO_ALARM_OPTIONS));
    expect(parsed).not.toContain("Ann Example");
    expect(parsed).not.toContain("555-0100");
  });
});

function only(parsed: ReturnType<typeof cloudmonitor.parse>): AlarmReport {
  if (parsed.kind !== "reports" || parsed.reports[0] === undefined) throw new Error("no report was read");
  return parsed.reports[0];
}

function keyOf(body: string): string {
  return only(cloudmonitor.parse(alarmRequest({ body }), NO_ALARM_OPTIONS)).key;
}

function formOf(change: object): AlarmReport {
  return only(cloudmonitor.parse(alarmRequest(metric("form", change)), NO_ALARM_OPTIONS));
}

function formKey(change: object): string {
  return formOf(change).key;
}
