import type { Row } from "./row.ts";

const TAKEN = { status: 200, body: '{"reports":1,"repeated":0}' } as const;

/** A form of CloudMonitor's as the wire brings it. */
const FORM =
  "alertName=shop-cpu&alertState=ALERT&curValue=93.4&unit=%25&dimensions=%7BuserId%3D1000200030004000%2C+instanceId%3Di-example01%7D" +
  "&expression=%24Average%3E%3D80&instanceName=shop-api-1&metricName=cpu_total&rawMetricName=cpu_total&metricProject=acs_ecs_dashboard" +
  "&namespace=acs_ecs_dashboard&triggerLevel=CRITICAL&preTriggerLevel=null&ruleId=rule-example&groupId=0&regionId=ap-southeast-1" +
  "&regionName=null&userId=1000200030004000&timestamp=1772590500000&lastTime=2+min&transId=5b6c0000-2222-11f0-9000-000000000001" +
  "&signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D";
const SITE = FORM.replaceAll("acs_ecs_dashboard", "acs_networkmonitor")
  .replaceAll("cpu_total", "Availability")
  .replace("alertName=shop-cpu", "alertName=shop+is+reachable")
  .replace("rule-example", "3f0e-example_Availability")
  .replace("instanceId%3Di-example01", "taskId%3D3f0e-example")
  .replace("shop-api-1", "shop-home");
const EVENT = JSON.stringify({
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
});
const FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8";

/** A callback as Alibaba's client sends it. */
const callback = (body: string, type = FORM_TYPE, path = "/v1/alarms/cloudmonitor/{token}"): string =>
  `POST ${path} HTTP/1.1
Content-Type: ${type}
Host: hooks.example.org
User-Agent: Apache-HttpClient/4.5.3 (Java/1.8.0_152)
Accept-Encoding: gzip,deflate
Content-Length: {length}

${body}`;

const FIRES = ["alarm shop-cpu on shop-api-1: down", "told 🔴 *FIRING, critical: shop-cpu on shop-api-1*"];
const SITE_FIRES = [
  "alarm shop is reachable on shop-home: down",
  "told 🔴 *FIRING, critical: shop is reachable on shop-home*",
];
const EVENT_FIRES = [
  "alarm ECS Instance:SystemFailure.Reboot:Executing on shop-api-1: down",
  "told 🔴 *FIRING, critical: ECS Instance:SystemFailure.Reboot:Executing on shop-api-1*",
];
const UNPARSED = ["told 🔴 *REPORT, error: Unparsed alarm from cloudmonitor*"];

/** Door 4: alarms of CloudMonitor. The state is every alarm with its status, and the first line of what was told. */
export const cloudmonitor: readonly Row[] = [
  { what: "a metric alarm, as captured", request: callback(FORM), ...TAKEN, state: FIRES },
  {
    what: "the same fields in another order, with some that nobody knows",
    request: callback(["productGroupName=shop", ...FORM.split("&").toReversed(), "customLabels=%5B%5D"].join("&")),
    ...TAKEN,
    state: FIRES,
  },
  {
    what: "values that were not encoded",
    request: callback(decodeURIComponent(FORM.replace("%25", "percent").replaceAll("+", "%20"))),
    ...TAKEN,
    state: FIRES,
  },
  { what: "a form without a type", request: callback(FORM).replace(/Content-Type: .*\n/, ""), ...TAKEN, state: FIRES },
  {
    what: "parameters in the address",
    request: callback(FORM, FORM_TYPE, "/v1/alarms/cloudmonitor/{token}?source=x&token=y"),
    ...TAKEN,
    state: FIRES,
  },
  { what: "site monitoring", request: callback(SITE), ...TAKEN, state: SITE_FIRES },
  { what: "an event alarm", request: callback(EVENT, "application/json"), ...TAKEN, state: EVENT_FIRES },
  {
    what: "an event alarm that calls itself text",
    request: callback(EVENT, "text/plain;charset=utf-8"),
    ...TAKEN,
    state: EVENT_FIRES,
  },
  { what: "an empty body", request: callback(""), ...TAKEN, state: UNPARSED },
  {
    what: "a body that breaks off in the middle of JSON",
    request: callback(EVENT.slice(0, 99)),
    ...TAKEN,
    state: UNPARSED,
  },
  {
    what: "a token that nobody has",
    request: callback(FORM, FORM_TYPE, "/v1/alarms/cloudmonitor/wba_nobody"),
    status: 403,
    body: '{"message":"Forbidden"}',
    state: [],
  },
  {
    what: "another method",
    request: "GET /v1/alarms/cloudmonitor/{token} HTTP/1.1\nHost: h",
    status: 405,
    body: '{"message":"Method Not Allowed"}',
    state: [],
  },
];
