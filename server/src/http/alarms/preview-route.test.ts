import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALARM_TOPIC, type AlarmStage, createAlarmStage } from "../../../test/alarm-stage.ts";
import { confirmation, fakeSns } from "../../../test/sns-messages.ts";
import { createAlarmSources } from "../../signals/alarms/registry.ts";

const PATH = "/alarms/preview";
const HOT = { rule: { id: 7, name: "Too hot" }, state: "BAD", priority: 1, host: "db1" };
const MAPPING = {
  key: ["rule.id", "host"],
  title: "rule.name",
  status: "state",
  severity: "priority",
  states: { BAD: "firing" },
  severities: { "1": "critical" },
};

let stage: AlarmStage;
beforeEach(async () => {
  stage = await createAlarmStage();
});
afterEach(() => stage.close());

const preview = async (input: object) => (await stage.api("POST", PATH, input)).body;

describe("the preview of an alarm", () => {
  it("shows what a mapping makes of a foreign body, and what no mapping makes of it", async () => {
    expect(await preview({ source: "generic", body: HOT })).toMatchObject({
      unparsed: 'The alarm has neither "title" nor "message".',
      reports: [{ state: "info", title: "Unparsed alarm from generic" }],
    });
    expect(await preview({ source: "generic", mapping: MAPPING, body: HOT })).toEqual({
      unparsed: null,
      reports: [
        {
          state: "firing",
          key: '["7","db1"]',
          id: null,
          severity: "critical",
          title: "Too hot",
          summary: "",
          resource: null,
          value: null,
          fields: [{ label: "rule", value: "  id: 7\n  name: Too hot" }],
          startsAt: null,
          url: null,
          endsAfterSeconds: null,
        },
      ],
    });
  });

  it("says the same as what then becomes of it", async () => {
    const body = { ...HOT, startsAt: "2026-03-04T02:15:00Z" };
    const [report] = (await preview({ source: "generic", mapping: MAPPING, body })).reports;
    await stage.api("PATCH", `${ALARM_TOPIC}/alarm-tokens/${stage.tokenId}`, { mapping: MAPPING });
    await stage.post("generic", JSON.stringify(body));
    const [alarm] = await stage.alarms();
    const shown = (await stage.api("GET", `/monitors/${alarm?.id}`)).body;
    expect(shown).toMatchObject({ name: report.title, status: "down", severity: report.severity });
    expect(shown.alarm).toMatchObject({ title: report.title, startsAt: report.startsAt, fields: report.fields });
  });

  it("reads a form as it comes, with pairs of events, for every source", async () => {
    const form = { contentType: "application/x-www-form-urlencoded", body: "title=Full+disk&status=firing&key=d" };
    expect((await preview({ source: "generic", ...form })).reports).toMatchObject([{ title: "Full disk", key: "d" }]);
    const eventPairs = [{ opens: "Disk:Stalled", ends: ["Disk:Resumed"] }];
    const event = { source: "cloudmonitor", body: { name: "Disk:Stalled", product: "ECS" } };
    expect((await preview(event)).reports).toMatchObject([{ state: "info", endsAfterSeconds: null }]);
    expect((await preview({ ...event, eventPairs })).reports).toMatchObject([
      { state: "firing", endsAfterSeconds: 86_400 },
    ]);
    for (const source of createAlarmSources().keys()) {
      expect((await preview({ source, body: "no alarm at all" })).unparsed).toMatch(/\.$/);
    }
  });

  it("keeps, tells and opens nothing, also not the address of a subscription", async () => {
    await stage.close();
    const sns = fakeSns();
    stage = await createAlarmStage({ wrapHttp: sns.wrap });
    expect((await preview({ source: "cloudwatch", body: confirmation() })).reports).toMatchObject([
      { title: "An SNS topic was subscribed" },
    ]);
    await preview({ source: "generic", body: { title: "Disk full", status: "firing" } });
    expect(sns.asked).toEqual([]);
    expect(await stage.told()).toEqual([]);
    expect(await stage.alarms()).toEqual([]);
    expect((await stage.api("GET", `${ALARM_TOPIC}/alarm-bodies`)).body.bodies).toEqual([]);
  });

  it.each([
    [{ source: "pigeon", body: "" }, "source"],
    [{ source: "generic" }, "body"],
    [{ source: "generic", body: 7 }, "body"],
    [{ source: "generic", body: "", mapping: { title: "a[b]" } }, "mapping.title"],
    [{ source: "generic", body: "", contentType: "a\nb" }, "contentType"],
  ])("refuses %j", async (input, field) => {
    expect(await stage.api("POST", PATH, input)).toMatchObject({ status: 400, body: { error: { field } } });
  });
});
