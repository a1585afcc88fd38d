import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { type FakeApi, startFakeApi } from "../../../test/fake-api.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { cli } from "../../../test/run-cli.ts";
import type { AlarmPreviewAnswer, AlarmTokenAnswer, NewAlarmToken } from "../../http/alarms/schema.ts";

const PATH = "/api/v1/channels/default/topics/alerts/alarm-tokens";
const NOW = Date.parse("2026-11-20T12:00:00Z");
const VALUE = `wba_${"x".repeat(43)}`;

/** Typed by the API's own schemas, so that the fake cannot drift from the product. */
const token: z.output<typeof AlarmTokenAnswer> = {
  id: "t-1",
  name: "cloud",
  hint: "wba_abcd",
  allow: ["192.0.2.0/24"],
  mapping: null,
  snsTopics: [],
  eventPairs: [{ opens: "A", ends: ["B"] }],
  signature: { header: "X-Signature", timestampHeader: null },
  createdAt: "2026-11-01T00:00:00.000Z",
  lastUsedAt: "2026-11-20T11:57:00.000Z",
  expiresAt: null,
};
const old = { ...token, id: "t-0", hint: "wba_old0", expiresAt: "2026-11-20T20:00:00.000Z", lastUsedAt: null };
const other = { ...token, id: "t-2", name: "other", allow: [], eventPairs: [], signature: null };
const made: z.output<typeof NewAlarmToken> = {
  ...token,
  value: VALUE,
  url: `http://localhost:7200/v1/alarms/generic/${VALUE}`,
};
const list = { [`GET ${PATH}`]: { status: 200, json: { tokens: [old, token, other] } } };

function options(api: FakeApi) {
  return { env: { WATCHBELL_URL: api.url, WATCHBELL_API_KEY: "write-key" }, clock: createFakeClock(NOW) };
}

function bodyOf(api: FakeApi): unknown {
  return JSON.parse(api.seen.at(-1)?.body ?? "");
}

describe("watchbell alarms tokens", () => {
  it("shows a table that a stranger can read", async () => {
    await using api = await startFakeApi(list);
    expect((await cli(["alarms", "tokens", "default+alerts"], options(api))).out).toBe(
      [
        "NAME   TOKEN      ID   LAST USED  FROM          NOTES",
        "cloud  wba_old0…  t-0  never      192.0.2.0/24  rotated, ends in 8 h, signed alarms only, event pairs",
        "cloud  wba_abcd…  t-1  3 min ago  192.0.2.0/24  signed alarms only, event pairs",
        "other  wba_abcd…  t-2  3 min ago  anywhere",
        "",
      ].join("\n"),
    );
    const { out } = await cli(["alarms", "tokens", "default+alerts", "--json"], options(api));
    expect(JSON.parse(out)).toEqual([old, token, other]);
  });

  it("says how to make the first", async () => {
    await using api = await startFakeApi({ [`GET ${PATH}`]: { status: 200, json: { tokens: [] } } });
    expect((await cli(["alarms", "tokens", "default+alerts"], options(api))).out).toContain(
      "watchbell alarms create-token default+alerts",
    );
  });
});

describe("watchbell alarms create-token", () => {
  const create = ["alarms", "create-token", "default+alerts"];

  it("prints the address to hand over, once, with the name of the source in it", async () => {
    await using api = await startFakeApi({ [`POST ${PATH}`]: { status: 201, json: made } });
    const args = [...create, "--source", "cloudmonitor", "--allow", "192.0.2.0/24", "--allow", "198.51.100.7"];
    expect((await cli(args, options(api))).out).toBe(
      [
        "name     cloud",
        "id       t-1",
        `token    ${VALUE}`,
        `address  http://localhost:7200/v1/alarms/cloudmonitor/${VALUE}`,
        "",
        "The token is shown this once. Give the whole address to the system that reports alarms.",
        "",
      ].join("\n"),
    );
    expect(bodyOf(api)).toEqual({ name: "cloudmonitor", allow: ["192.0.2.0/24", "198.51.100.7"] });
  });

  it("takes a mapping and all else from a file; what is typed goes before it", async () => {
    await using api = await startFakeApi({ [`POST ${PATH}`]: { status: 201, json: made } });
    const files = { "mapping.yaml": "name: from the file\nmapping:\n  title: rule.name\n  states: {BAD: firing}\n" };
    const args = [...create, "--options", "mapping.yaml"];
    const mapping = { title: "rule.name", states: { BAD: "firing" } };
    const ran = await cli(args, { ...options(api), files });
    expect(ran.out).toContain("In place of generic put the name of its source");
    expect(bodyOf(api)).toEqual({ name: "from the file", mapping });
    await cli([...args, "--name", "typed"], { ...options(api), files });
    expect(bodyOf(api)).toEqual({ name: "typed", mapping });
  });

  it.each([
    [["--source", "pigeon"], {}, 2, "It is one of: generic, cloudmonitor, "],
    [["--options", "none.yaml"], {}, 1, "The file none.yaml does not exist."],
    [["--options", "bad"], { bad: "signature: {secret: hunter2" }, 1, "bad is neither YAML nor JSON."],
    [["--options", "bad"], { bad: "- hunter2" }, 1, "bad holds no names with values."],
  ])("ends with a hint for %j", async (more, files, code, says) => {
    await using api = await startFakeApi({});
    const ran = await cli([...create, ...more], { ...options(api), files });
    expect(ran).toMatchObject({ code, out: "", err: expect.stringContaining(says) });
    expect(ran.err).not.toContain("hunter2");
  });
});

describe("watchbell alarms change-token, rotate-token and revoke-token", () => {
  it("change what is said and say what that was", async () => {
    await using api = await startFakeApi({ ...list, [`PATCH ${PATH}/t-2`]: { status: 200, json: other } });
    const ran = await cli(["alarms", "change-token", "default+alerts", "other", "--allow-any"], options(api));
    expect(ran.out).toBe("other: changed (allow). Its address stays.\n");
    expect(bodyOf(api)).toEqual({ allow: [] });
    const nothing = await cli(["alarms", "change-token", "default+alerts", "other"], options(api));
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining("Nothing was said to change.") });
  });

  it("print the new value and how long the old one works", async () => {
    await using api = await startFakeApi({ ...list, [`POST ${PATH}/t-2/rotate`]: { status: 201, json: made } });
    const rotate = ["alarms", "rotate-token", "default+alerts", "other", "--source", "grafana"];
    const ran = await cli(rotate, options(api));
    expect(ran.out).toContain(`/v1/alarms/grafana/${VALUE}`);
    expect(ran.out).toMatch(/\nThe old token works for another 24 hours\.\n$/);
    expect(bodyOf(api)).toEqual({ endOldNow: false });
    expect((await cli([...rotate, "--end-old-now"], options(api))).out).toContain("The old token works no longer.");
    expect(bodyOf(api)).toEqual({ endOldNow: true });
  });

  it("revoke by id or by name, and ask which when two have the name", async () => {
    await using api = await startFakeApi({
      ...list,
      [`DELETE ${PATH}/t-0`]: { status: 204, text: "" },
      [`DELETE ${PATH}/t-2`]: { status: 204, text: "" },
    });
    const revoke = (wanted: string) => cli(["alarms", "revoke-token", "default+alerts", wanted], options(api));
    expect((await revoke("other")).out).toBe("other (wba_abcd…): revoked.\n");
    expect((await revoke("t-0")).out).toBe("cloud (wba_old0…): revoked.\n");
    expect(await revoke("cloud")).toMatchObject({
      code: 1,
      err: expect.stringContaining("Say which by its id: t-0 (wba_old0…, rotated), t-1 (wba_abcd…)."),
    });
    expect(await revoke("none")).toMatchObject({
      code: 1,
      err: expect.stringContaining("watchbell alarms tokens default+alerts"),
    });
  });
});

describe("watchbell alarms list and resolve", () => {
  const alarm = {
    id: "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11",
    name: "Disk full",
    kind: "alarm",
    slug: null,
    tags: [],
    status: "down",
    statusSince: "2026-11-20T11:57:00.000Z",
    started: false,
    pingUrl: null,
    pingCount: 0,
    lastPingAt: null,
    expectedAt: null,
    deadlineAt: null,
    topics: ["default+alerts"],
    severity: "critical",
    description: "",
    schedule: null,
    alarm: { source: "alertmanager", resource: "db1" },
  };

  it("list what is reported, in the words of alarms", async () => {
    const resolved = { ...alarm, name: "CPU", status: "up", severity: "warning" };
    const answer = { status: 200, json: { monitors: [alarm, resolved], nextCursor: null } };
    await using api = await startFakeApi({ "GET /api/v1/monitors": answer });
    expect((await cli(["alarms", "list"], options(api))).out).toBe(
      [
        "STATE     SEVERITY  ALARM      RESOURCE  SOURCE        SINCE      ID",
        `firing    critical  Disk full  db1       alertmanager  3 min ago  ${alarm.id}`,
        `resolved  warning   CPU        db1       alertmanager  3 min ago  ${alarm.id}`,
        "",
      ].join("\n"),
    );
    await cli(["alarms", "list", "--firing"], options(api));
    expect(api.lines()).toEqual([
      "GET /api/v1/monitors?kind=alarm&limit=1000",
      "GET /api/v1/monitors?kind=alarm&status=down&limit=1000",
    ]);
  });

  it("say that there is none", async () => {
    await using api = await startFakeApi({
      "GET /api/v1/monitors": { status: 200, json: { monitors: [], nextCursor: null } },
    });
    expect((await cli(["alarms", "list", "--firing"], options(api))).out).toBe("No alarm is firing.\n");
  });

  it("resolve by hand, with a note", async () => {
    const path = `/api/v1/monitors/${alarm.id}`;
    await using api = await startFakeApi({
      [`GET ${path}`]: { status: 200, json: alarm },
      [`POST ${path}/resolve`]: { status: 200, json: { ...alarm, status: "up" } },
    });
    const ran = await cli(["alarms", "resolve", alarm.id, "--note", "disk replaced"], options(api));
    expect(ran.out).toBe("Disk full: resolved.\n");
    expect(bodyOf(api)).toEqual({ note: "disk replaced" });
  });
});

describe("watchbell alarms preview", () => {
  const path = "/api/v1/alarms/preview";
  const report: z.output<typeof AlarmPreviewAnswer>["reports"][number] = {
    state: "firing",
    key: "disk/db1",
    id: null,
    severity: "critical",
    title: "Disk full",
    summary: "95 % of /data",
    resource: "db1",
    value: null,
    fields: [
      { label: "Region", value: "eu" },
      { label: "rule", value: "  id: 7\n  name: disk" },
    ],
    startsAt: null,
    url: null,
    endsAfterSeconds: null,
  };

  it("says what would be told, and what it does to the alarm", async () => {
    await using api = await startFakeApi({
      [`POST ${path}`]: { status: 200, json: { unparsed: null, reports: [report] } },
    });
    const files = { "sample.txt": "a=1", "mapping.yaml": "mapping: {title: a}\nname: unused\n" };
    const args = ["alarms", "preview", "generic", "sample.txt", "--form", "--options", "mapping.yaml"];
    expect((await cli(args, { ...options(api), files })).out).toBe(
      [
        "title     Disk full",
        "state     firing: opens the alarm of this key",
        "severity  critical",
        "key       disk/db1",
        "message   95 % of /data",
        "resource  db1",
        "",
        "Region: eu",
        "rule:",
        "  id: 7",
        "  name: disk",
        "",
      ].join("\n"),
    );
    const contentType = "application/x-www-form-urlencoded";
    expect(bodyOf(api)).toEqual({ source: "generic", body: "a=1", contentType, mapping: { title: "a" } });
  });

  it("says why a body cannot be read, and reads it from stdin", async () => {
    const json = { unparsed: "The body is empty.", reports: [{ ...report, state: "info", fields: [], summary: "" }] };
    await using api = await startFakeApi({ [`POST ${path}`]: { status: 200, json } });
    const ran = await cli(["alarms", "preview", "generic", "-"], { ...options(api), stdin: "x" });
    expect(ran.out).toMatch(/^It cannot be read: The body is empty\. It would be told as it is:\n\ntitle/);
    expect(ran.out).toContain("info: told every time, nothing stays open");
    expect(bodyOf(api)).toEqual({ source: "generic", body: "x" });
    const both = await cli(["alarms", "preview", "generic", "-", "--options", "-"], options(api));
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining("Only one of the two files") });
  });
});
