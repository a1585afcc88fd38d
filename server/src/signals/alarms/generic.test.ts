import { describe, expect, it } from "vitest";
import { alarmRequest, formSample, testAlarmSource } from "../../../test/contracts/alarm-source.ts";
import { type AlarmMapping, type AlarmReport, NO_ALARM_OPTIONS } from "../../model/index.ts";
import { generic } from "./generic.ts";

const SAMPLE = {
  status: "firing",
  key: "backup/db1",
  title: "Backup failed",
  message: "exit 2",
  severity: "critical",
  source: "cron",
  url: "https://x.example",
  labels: { env: "prod" },
  values: { exit: 2 },
  startsAt: "2026-03-04T02:15:00Z",
  endsAt: null,
  id: "evt-1",
};
const json = (change: object): string => JSON.stringify({ ...SAMPLE, ...change });

const MAPPING: AlarmMapping = {
  key: ["rule.id", "hosts[0].name"],
  status: "state",
  title: "rule.name",
  severity: "$.rule.priority",
  value: "reading",
  startsAt: "at",
  states: { BAD: "firing", GOOD: "resolved" },
  severities: { "1": "critical" },
};
const FOREIGN = {
  rule: { id: 7, name: "Too hot", priority: 1 },
  hosts: [{ name: "rack1" }],
  state: "BAD",
  reading: 71.5,
  at: 1772590500,
};

testAlarmSource({
  source: generic,
  hostile: (text) => json({ title: text || "x", message: text, key: text, labels: { [text]: text }, id: text }),
  samples: [
    { name: "the sample of the reference", body: json({}) },
    { name: "resolved", body: json({ status: "resolved", endsAt: "2026-03-04T02:31:00Z" }) },
    { name: "the least that counts", body: '{"message":"exit 2"}' },
    { name: "no title and no message", body: '{"key":"a","status":"firing"}' },
    { name: "no key", body: json({ key: undefined }) },
    { name: "no status", body: json({ status: undefined }) },
    { name: "an unknown status", body: json({ status: "wobbly" }) },
    { name: "words of other systems", body: json({ status: "OK", severity: "P2" }) },
    {
      name: "an extra field, nested",
      body: json({ job: { host: "db1", steps: [{ name: "dump", code: 2 }, "upload"] } }),
    },
    { name: "a link that is none", body: json({ url: "javascript:alert(1)" }) },
    { name: "two alarms", body: `[${json({})},${json({ key: "backup/db2", status: "resolved" })}]` },
    { name: "an alarm and something else", body: `[${json({})},7]` },
    formSample("a form", { title: "Backup failed", status: "firing", key: "backup/db1", note: "100% & more + 1" }),
    formSample("a form with a repeated key", "title=first&title=second&host=a&host=b&status=firing&key=k"),
    formSample("a form with bad percent-encoding", "title=50%+of+%zz&status=firing&key=k"),
    { name: "JSON announced as text", body: json({}), headers: { "content-type": "text/plain" } },
    { name: "a foreign body with a mapping", body: JSON.stringify(FOREIGN), options: { mapping: MAPPING } },
    {
      name: "a foreign end with a mapping",
      body: JSON.stringify({ ...FOREIGN, state: "GOOD" }),
      options: { mapping: MAPPING },
    },
    { name: "a mapping that finds nothing", body: json({}), options: { mapping: { title: "a.b", message: "c[0]" } } },
  ],
});

describe("the key of an alarm without one", () => {
  const keyOf = (change: object): string | undefined => reports(json({ key: undefined, ...change }))[0]?.key;

  it("is the same for the same source, title and labels, in any order", () => {
    expect(keyOf({ labels: { a: "1", b: "2" } })).toBe(keyOf({ labels: { b: "2", a: "1" }, message: "other" }));
  });

  it("differs with each of them", () => {
    const keys = [{}, { title: "Other" }, { source: "other" }, { labels: { env: "dev" } }].map(keyOf);
    expect(new Set(keys).size).toBe(4);
  });
});

function reports(body: string): readonly AlarmReport[] {
  const parsed = generic.parse(alarmRequest({ body }), NO_ALARM_OPTIONS);
  return parsed.kind === "reports" ? parsed.reports : [];
}
