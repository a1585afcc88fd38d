import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALARM_TOPIC, type AlarmStage, type AlarmStageOptions, createAlarmStage } from "../../../test/alarm-stage.ts";
import { CLOUDWATCH_ALARM, confirmation, fakeSns, notification, SNS_NOW } from "../../../test/sns-messages.ts";
import { blankFields } from "../../lib/log-fields.ts";
import { StoreUnavailable } from "../../model/index.ts";
import type { Store } from "../../store/ports.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FORM = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };

let stage: AlarmStage;
const open = async (options?: AlarmStageOptions): Promise<void> => {
  await stage.close();
  stage = await createAlarmStage(options);
};
beforeEach(async () => {
  stage = await createAlarmStage();
});
afterEach(() => stage.close());

const backup = (more: object = {}): string =>
  JSON.stringify({ status: "firing", key: "backup/db1", title: "Backup failed", severity: "critical", ...more });
const metric = (more: Record<string, string> = {}): string =>
  new URLSearchParams({
    alertName: "shop-cpu",
    alertState: "ALERT",
    curValue: "93.4",
    unit: "%",
    dimensions: "{userId=1, instanceId=i-1}",
    expression: "$Average>=80",
    instanceName: "shop-api-1",
    metricName: "cpu_total",
    triggerLevel: "CRITICAL",
    preTriggerLevel: "null",
    ruleId: "rule-1",
    regionId: "ap-southeast-1",
    userId: "1",
    timestamp: "1772590500000",
    transId: "t-1",
    ...more,
  }).toString();
const event = (more: object = {}): string =>
  JSON.stringify({
    id: "e-1",
    product: "ECS",
    name: "Instance:SystemFailure.Reboot:Executing",
    level: "CRITICAL",
    resourceId: "acs:ecs:i-1",
    instanceName: "shop-api-1",
    status: "Executing",
    content: { plan: { at: "02:00" } },
    ...more,
  });

describe("the life of an alarm", () => {
  it("fires, changes, resolves, and is told once each time", async () => {
    expect(await stage.post("generic", backup())).toEqual({ status: 200, body: { reports: 1, repeated: 0 } });
    expect(await stage.told()).toEqual([expect.stringMatching(/FIRING, critical: Backup failed/)]);
    await stage.post("generic", backup({ message: "exit 2 again" }));
    expect(await stage.told()).toEqual([]);
    await stage.post("generic", backup({ severity: "warning" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/STILL FIRING, now warning: Backup failed/)]);
    expect(await stage.alarms()).toMatchObject([{ name: "Backup failed", status: "down", severity: "warning" }]);
    await stage.post("generic", backup({ status: "resolved" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/RESOLVED, was warning: Backup failed/)]);
    expect(await stage.alarms()).toMatchObject([{ status: "up", severity: "warning" }]);
  });

  it("an alarm that resolves before it was told is told once, as over", async () => {
    await stage.post("generic", backup());
    await stage.post("generic", backup({ status: "resolved" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/RESOLVED, was critical: Backup failed/)]);
  });

  it("a first report that it is resolved is no news", async () => {
    await stage.post("generic", backup({ status: "resolved" }));
    expect(await stage.told()).toEqual([]);
    expect(await stage.alarms()).toMatchObject([{ status: "up" }]);
  });

  it("what cannot resolve is told every time and leaves no monitor", async () => {
    for (let i = 0; i < 2; i++) await stage.post("generic", '{"title": "Deploy of shop", "by": "ann"}');
    expect(await stage.told()).toHaveLength(2);
    expect(await stage.alarms()).toEqual([]);
  });

  it("the same delivery twice is told once", async () => {
    const body = '{"title": "Deploy of shop", "id": "d-1"}';
    await stage.post("generic", body);
    expect((await stage.post("generic", body)).body).toEqual({ reports: 1, repeated: 1 });
    expect(await stage.told()).toHaveLength(1);
    stage.test.clock.advance(DAY + HOUR);
    await stage.post("generic", body);
    expect(await stage.told()).toHaveLength(1);
  });

  it("deliveries that come at the same time are each told once", async () => {
    const ids = Array.from({ length: 30 }, (_, n) => n % 10);
    await Promise.all(ids.map((n) => stage.post("generic", backup({ key: `k${n}`, id: `d${n}` }))));
    expect((await stage.api("GET", "/messages")).body.messages).toHaveLength(10);
    expect(await stage.alarms()).toHaveLength(10);
  });

  it("is resolved by hand, and fires again when its source says so", async () => {
    await stage.post("generic", backup());
    await stage.told();
    const [alarm] = await stage.alarms();
    const path = `/monitors/${alarm?.id}/resolve`;
    expect((await stage.api("POST", path, { note: "disk replaced" })).body).toMatchObject({ status: "up" });
    expect(await stage.told()).toEqual([
      expect.stringMatching(/RESOLVED.*Resolved by first write key: disk replaced\./),
    ]);
    expect((await stage.api("POST", path, {})).body.error.code).toBe("not_firing");
    await stage.post("generic", backup());
    expect(await stage.told()).toEqual([expect.stringMatching(/FIRING, critical/)]);
    const other = await stage.api("POST", `/monitors/${stage.test.firstMonitorId}/resolve`, {});
    expect(other).toMatchObject({ status: 409, body: { error: { code: "not_an_alarm" } } });
  });

  it("is deleted when it has been resolved for 30 days, not before, and never while it fires", async () => {
    await stage.post("generic", backup());
    await stage.post("generic", backup({ key: "other" }));
    await stage.post("generic", backup({ status: "resolved" }));
    stage.test.clock.advance(30 * DAY - HOUR);
    await stage.test.store.watch.prune(100);
    expect(await stage.alarms()).toHaveLength(2);
    stage.test.clock.advance(2 * HOUR);
    await stage.test.store.watch.prune(100);
    expect(await stage.alarms()).toMatchObject([{ status: "down" }]);
    const { body } = await stage.api("GET", "/history?kind=monitor-deleted");
    expect(body.history[0].text).toBe("Alarm Backup failed was deleted: it has been resolved for 30 days.");
  });

  it("a ping to its address changes nothing", async () => {
    await stage.post("generic", backup());
    const [alarm] = await stage.alarms();
    await stage.test.http.request(`/ping/${alarm?.id}`);
    expect(await stage.alarms()).toMatchObject([{ status: "down" }]);
  });

  it("two topics that hear of one problem are both told", async () => {
    const path = "/channels/ops/topics/second";
    const integrations = [{ name: "slack", provider: "slack", credentials: { url: `${stage.sink.url}/second` } }];
    await stage.api("PUT", path, { integrations });
    const { body } = await stage.api("POST", `${path}/alarm-tokens`, {});
    await stage.post("generic", backup());
    await stage.post("generic", backup(), { token: body.value });
    expect(await stage.told()).toHaveLength(2);
    await stage.post("generic", backup({ status: "resolved" }), { token: body.value });
    expect((await stage.alarms()).map(({ status }) => status).sort()).toEqual(["down", "up"]);
  });
});

describe("CloudMonitor", () => {
  it("a metric alarm reads well in Slack", async () => {
    await open();
    await stage.api("PATCH", "/project", { timezone: "Asia/Singapore" });
    await stage.post("cloudmonitor", metric(), { headers: FORM });
    await stage.told();
    const { blocks } = JSON.parse(stage.sink.received[0]?.body ?? "");
    const [head, facts, link] = blocks;
    expect(head.text.text).toMatch(
      /^🔴 \*FIRING, critical: shop-cpu on shop-api-1\*\nDown since 2026-03-04T12:00:00Z\./,
    );
    expect(facts.fields.map(({ text }: { text: string }) => text)).toEqual([
      "*Resource*\nshop-api-1 (i-1)",
      "*Value*\n93.4%, alarm at Average &gt;= 80",
      "*Metric*\ncpu_total",
      "*Region*\nap-southeast-1",
      "*Dimensions*\ninstanceId=i-1",
      "*Began*\n2026-03-04 10:15:00 Asia/Singapore (2026-03-04T02:15:00Z)",
      "*Source*\ncloudmonitor",
      "*Project*\ndefault",
      "*ruleId*\nrule-1",
    ]);
    const [alarm] = await stage.alarms();
    expect(link.elements[0].text).toBe(`<http://watchbell.test/monitors/${alarm?.id}|Open in Watchbell>`);
  });

  it("a metric alarm fires, changes its level and resolves; retries are not told again", async () => {
    const send = (more: Record<string, string> = {}) => stage.post("cloudmonitor", metric(more), { headers: FORM });
    await send();
    expect((await send()).body).toEqual({ reports: 1, repeated: 1 });
    await send({ triggerLevel: "WARN", preTriggerLevel: "CRITICAL", timestamp: "1772590560000" });
    await send({ alertState: "OK", triggerLevel: "OK", preTriggerLevel: "WARN", timestamp: "1772590620000" });
    expect(await stage.alarms()).toMatchObject([{ name: "shop-cpu on shop-api-1", status: "up" }]);
    // A retry of the first delivery that comes last must not open it again.
    await send();
    expect(await stage.alarms()).toMatchObject([{ status: "up" }]);
    const { body } = await stage.api("GET", `/monitors/${(await stage.alarms())[0]?.id}/transitions`);
    expect(body.transitions.map(({ reason }: { reason: { code: string } }) => reason.code)).toEqual([
      "alarm-resolved",
      "alarm-severity",
      "alarm-firing",
    ]);
  });

  it("a paired event ends by its pair", async () => {
    await stage.post("cloudmonitor", event());
    expect(await stage.told()).toEqual([expect.stringMatching(/FIRING, critical: ECS Instance:SystemFailure/)]);
    await stage.post("cloudmonitor", event({ id: "e-2", name: "Instance:SystemFailure.Reboot:Executed" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/RESOLVED, was critical/)]);
  });

  it("a paired event ends by itself after 24 hours, and says why", async () => {
    await stage.post("cloudmonitor", event());
    await stage.told();
    stage.test.clock.advance(DAY - HOUR);
    expect(await stage.told()).toEqual([]);
    stage.test.clock.advance(HOUR);
    expect(await stage.alarms()).toMatchObject([{ status: "up" }]);
    expect(await stage.told()).toEqual([
      expect.stringMatching(/RESOLVED.*Its source did not say that it ended, and nothing was heard of it for 1 day\./),
    ]);
  });

  it("the end of an event that nobody heard begin is told, every time", async () => {
    for (const id of ["e-1", "e-2"]) {
      await stage.post("cloudmonitor", event({ id, name: "Instance:SystemFailure.Reboot:Canceled" }));
    }
    expect(await stage.told()).toHaveLength(2);
    expect(await stage.alarms()).toEqual([]);
  });

  it("an event outside the pairing table is told every time, nested values indented", async () => {
    for (const id of ["e-1", "e-2"])
      await stage.post("cloudmonitor", event({ id, name: "Disk:Converted", level: "INFO" }));
    expect(await stage.told()).toEqual(Array(2).fill(expect.stringMatching(/REPORT, info: ECS Disk:Converted/)));
    expect(stage.sink.received[0]?.body).toContain("*content*\\n  plan:\\n    at: 02:00");
    expect(await stage.alarms()).toEqual([]);
  });

  it("an event that the token pairs fires until its end", async () => {
    const eventPairs = [{ opens: "Disk:Stalled", ends: ["Disk:Resumed"] }];
    await stage.api("PATCH", `${ALARM_TOPIC}/alarm-tokens/${stage.tokenId}`, { eventPairs });
    await stage.post("cloudmonitor", event({ name: "Disk:Stalled" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/FIRING, critical: ECS Disk:Stalled/)]);
    await stage.post("cloudmonitor", event({ id: "e-2", name: "Disk:Resumed" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/RESOLVED/)]);
    expect(await stage.alarms()).toMatchObject([{ status: "up" }]);
  });
});

describe("Alertmanager and Prometheus", () => {
  const alert = (instance: string, status: string) => ({
    status,
    labels: { alertname: "DiskFull", instance, severity: "critical" },
    startsAt: "2026-03-04T11:00:00Z",
    endsAt: "0001-01-01T00:00:00Z",
    fingerprint: `f-${instance}`,
  });

  it("alerts of one group have a life each", async () => {
    await stage.post("alertmanager", JSON.stringify({ alerts: [alert("db1", "firing"), alert("db2", "firing")] }));
    await stage.post("alertmanager", JSON.stringify({ alerts: [alert("db1", "firing"), alert("db2", "resolved")] }));
    const alarms = await stage.alarms();
    expect(alarms.map(({ name, status }) => [name, status])).toEqual([
      ["DiskFull on db1", "down"],
      ["DiskFull on db2", "up"],
    ]);
  });

  it("what Prometheus posts by itself goes on as long as it is posted", async () => {
    const post = (): Promise<unknown> => {
      const endsAt = new Date(stage.test.clock.now() + 240_000).toISOString();
      const body = [{ labels: { alertname: "DiskFull", instance: "db1" }, startsAt: "2026-03-04T11:00:00Z", endsAt }];
      return stage.post("alertmanager", JSON.stringify(body), { path: "/api/v2/alerts" });
    };
    for (let minute = 0; minute < 10; minute++) {
      await post();
      await stage.test.pass(60_000);
    }
    expect(await stage.alarms()).toMatchObject([{ status: "down" }]);
    await stage.test.pass(240_000);
    expect(await stage.alarms()).toMatchObject([{ status: "up" }]);
    expect(await stage.told()).toHaveLength(2);
  });
});

describe("CloudWatch through SNS", () => {
  const sns = fakeSns();
  beforeEach(async () => {
    sns.isDown = false;
    sns.asked.length = 0;
    await open({ startAt: SNS_NOW, wrapHttp: sns.wrap });
  });
  const send = (envelope: object) =>
    stage.post("cloudwatch", JSON.stringify(envelope), { headers: { "content-type": "text/plain; charset=UTF-8" } });

  it("a subscription is confirmed, and the topic is told", async () => {
    expect((await send(confirmation())).status).toBe(200);
    expect(sns.asked.at(-1)).toBe("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t-1");
    expect(await stage.told()).toEqual([expect.stringMatching(/An SNS topic was subscribed/)]);
  });

  it("a forged confirmation is refused, and nothing is opened or kept", async () => {
    const forged = { ...confirmation(), SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?other" };
    expect(await send(forged)).toEqual({
      status: 403,
      body: { message: expect.stringMatching(/^Its signature is not that of its certificate/) },
    });
    expect(sns.asked.filter((url) => !url.endsWith(".pem"))).toEqual([]);
    expect((await stage.api("GET", `${ALARM_TOPIC}/alarm-bodies`)).body.bodies).toEqual([]);
  });

  it("a confirmation comes again when SNS cannot be reached", async () => {
    sns.isDown = true;
    expect((await send(confirmation())).status).toBe(503);
    sns.isDown = false;
    expect((await send(confirmation())).status).toBe(200);
  });

  it("a signed alarm fires and resolves; a repeat of a delivery does nothing", async () => {
    expect((await send(notification(CLOUDWATCH_ALARM, {}, "1"))).body).toEqual({ reports: 1, repeated: 0 });
    expect((await send(notification(CLOUDWATCH_ALARM, {}, "1"))).body).toEqual({ reports: 1, repeated: 1 });
    await send(notification({ ...CLOUDWATCH_ALARM, NewStateValue: "OK" }, { MessageId: "m-2" }));
    expect(await stage.alarms()).toMatchObject([{ name: "shop-5xx", status: "up" }]);
  });

  it("an alarm whose certificate cannot be fetched is told, with a note; a forged one is not", async () => {
    sns.isDown = true;
    expect((await send(notification(CLOUDWATCH_ALARM))).status).toBe(200);
    await stage.told();
    expect(stage.sink.received[0]?.body).toContain("signature was not checked");
    sns.isDown = false;
    const forged = { ...notification(CLOUDWATCH_ALARM, { MessageId: "m-9" }), Message: "{}" };
    expect((await send(forged)).status).toBe(403);
    const refused = stage.test.logLines.find(({ text }) => text === "a forged alarm was refused");
    // As the log writes it: the name of a token is no secret.
    expect(blankFields(refused?.fields ?? {})).toMatchObject({ source: "cloudwatch", tokenName: "alarms" });
  });
});

describe("a body that cannot be read", () => {
  it.each([
    ["cloudmonitor", "", "The body is empty."],
    ["generic", "{", "The body begins like JSON but is none."],
    ["generic", new Uint8Array([0xff, 0xfe]), "The body is not UTF-8."],
    ["pigeon", '{"title":"x"}', "The address names a source that does not exist."],
    ["__proto__", '{"title":"x"}', "The address names a source that does not exist."],
    ["generic", "x=".padEnd(1_100_000, "y"), "The body is larger than 1 MB."],
  ])("of %s is told as it is, and kept", async (source, body, reason) => {
    expect((await stage.post(source, body)).status).toBe(200);
    const [told] = await stage.told();
    expect(told).toContain(`Unparsed alarm from ${source}`);
    expect(told).toContain(reason);
    const { bodies } = (await stage.api("GET", `${ALARM_TOPIC}/alarm-bodies`)).body;
    expect(bodies).toMatchObject([{ unparsed: reason, totalBytes: body.length }]);
    const kept = await stage.test.store.alarms.body(stage.test.projectId, bodies[0].id);
    expect(Buffer.from(kept ?? [])).toEqual(Buffer.from(body).subarray(0, 262_144));
  });

  it("is shown to the project's members only, as plain text", async () => {
    await stage.post("generic", "<script>alert(1)</script>");
    const { bodies } = (await stage.api("GET", `${ALARM_TOPIC}/alarm-bodies`)).body;
    const { headers, body } = await stage.api("GET", `/alarm-bodies/${bodies[0].id}`);
    expect(body).toBe("<script>alert(1)</script>");
    expect(headers.get("content-type")).toMatch(/^text\/plain/);
    expect(await stage.test.store.alarms.body("another project", bodies[0].id)).toBeNull();
    expect((await stage.api("GET", "/alarm-bodies/nothing")).status).toBe(404);
  });
});

describe("what is kept", () => {
  it("the last body that spoke of an alarm is shown with it, byte for byte, for 30 days", async () => {
    await stage.post("generic", backup());
    await stage.post("generic", backup({ message: "again" }));
    const [alarm] = await stage.alarms();
    const path = `/monitors/${alarm?.id}/alarm-body`;
    expect((await stage.api("GET", path)).body).toBe(backup({ message: "again" }));
    stage.test.clock.advance(30 * DAY + HOUR);
    await stage.test.store.watch.prune(100);
    expect((await stage.api("GET", path)).status).toBe(404);
    expect((await stage.api("GET", `/monitors/${stage.test.firstMonitorId}/alarm-body`)).status).toBe(404);
  });

  it("what the API shows of an alarm is what was heard last", async () => {
    await stage.post("cloudmonitor", metric(), { headers: FORM });
    const [alarm] = await stage.alarms();
    expect((await stage.api("GET", `/monitors/${alarm?.id}`)).body).toMatchObject({
      kind: "alarm",
      schedule: null,
      severity: "critical",
      pingUrl: null,
      topics: ["ops+cloud"],
      alarm: { source: "cloudmonitor", resource: "shop-api-1 (i-1)", value: "93.4%, alarm at Average >= 80" },
    });
  });
});

describe("who is let in", () => {
  it.each([
    ["a wrong token", "wba_wrong"],
    ["a very long token", "x".repeat(5_000)],
    ["an API key", null],
  ])("%s learns nothing", async (_what, token) => {
    const wrong = token ?? stage.test.keys.write;
    for (const source of ["generic", "pigeon"]) {
      expect(await stage.post(source, backup(), { token: wrong })).toEqual({
        status: 403,
        body: { message: "Forbidden" },
      });
    }
    expect(await stage.alarms()).toEqual([]);
  });

  it("only POST is taken", async () => {
    const answer = await fetch(`${stage.url}/v1/alarms/generic/${stage.token}`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
  });

  it("a token that wants a signature takes nothing without one, from no source, and says what is wrong", async () => {
    await open({ token: { signature: { secret: "a secret of Grafana" } } });
    const header = "X-Grafana-Alerting-Signature";
    const unsigned = {
      status: 403,
      body: { message: `The header ${header} is missing: this token takes signed alarms only.` },
    };
    for (const source of ["grafana", "generic", "cloudwatch", "pigeon"]) {
      expect(await stage.post(source, backup())).toEqual(unsigned);
    }
    const sign = (body: string) => createHmac("sha256", "a secret of Grafana").update(body).digest("hex");
    const forged = await stage.post("grafana", backup(), { headers: { [header]: sign("{}") } });
    expect([forged.status, forged.body.message]).toEqual([403, expect.stringMatching(/does not fit/)]);
    const large = "x=".padEnd(1_100_000, "y");
    const tooLarge = await stage.post("grafana", large, { headers: { [header]: sign(large) } });
    expect([tooLarge.status, tooLarge.body.message]).toEqual([403, expect.stringMatching(/larger than 1 MB/)]);
    expect((await stage.api("GET", `${ALARM_TOPIC}/alarm-bodies`)).body.bodies).toEqual([]);
    expect((await stage.post("grafana", backup(), { headers: { [header]: sign(backup()) } })).status).toBe(200);
    expect(await stage.told()).toHaveLength(1);
  });

  it("a token with a list is taken from its addresses only", async () => {
    await open({ token: { allow: ["192.0.2.0/24"] } });
    expect((await stage.post("generic", backup())).status).toBe(403);
    // Nobody trusts this header here.
    expect((await stage.post("generic", backup(), { headers: { "x-forwarded-for": "192.0.2.7" } })).status).toBe(403);
    await open({ token: { allow: ["127.0.0.1"] } });
    expect((await stage.post("generic", backup())).status).toBe(200);
  });

  it("behind a trusted proxy the first hop counts that is not ours", async () => {
    await open({
      token: { allow: ["192.0.2.0/24"] },
      settings: { trustedProxies: ["127.0.0.1", "::1", "10.0.0.0/8"] },
    });
    const from = (hops: string) => stage.post("generic", backup(), { headers: { "x-forwarded-for": hops } });
    expect((await from("192.0.2.7, 10.1.1.1")).status).toBe(200);
    expect((await from("192.0.2.7, 203.0.113.9")).status).toBe(403);
    expect((await from("203.0.113.9, 192.0.2.7")).status).toBe(200);
  });

  it("a store that cannot take it says so, and nothing is lost or half done", async () => {
    let isBusy = true;
    const failing = (store: Store): Store => ({
      ...store,
      alarms: {
        ...store.alarms,
        take: (intakes) => (isBusy ? Promise.reject(new StoreUnavailable("busy")) : store.alarms.take(intakes)),
      },
    });
    await open({ wrapStore: failing });
    const url = `${stage.url}/v1/alarms/generic/${stage.token}`;
    const answer = await fetch(url, { method: "POST", body: backup() });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    isBusy = false;
    expect((await stage.post("generic", backup())).status).toBe(200);
    expect(await stage.told()).toHaveLength(1);
  });
});
