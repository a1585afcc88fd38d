import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { type FakeApi, startFakeApi } from "../../../test/fake-api.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { cli } from "../../../test/run-cli.ts";
import type { ResultList } from "../../http/monitors/probe-schema.ts";
import { type MonitorAnswer, MonitorBody, type MonitorList } from "../../http/monitors/schema.ts";

const ID = "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11";
const NOW = Date.parse("2026-11-20T12:00:00Z");

const COMMON = { timeoutMs: 10_000, retries: 1, errorIntervalMs: null, conditions: [] };

/** Typed by the API's own schema, so that the fake cannot drift from the product. */
const backup: z.output<typeof MonitorAnswer> = {
  id: ID,
  name: "Nightly backup",
  slug: "nightly-backup",
  tags: ["prod", "db"],
  description: "Runs on db1.",
  kind: "heartbeat",
  door: null,
  probe: null,
  serviceId: null,
  scheduleText: "at 02:30 every day, Europe/Berlin, grace 1 hour 30 minutes, 1 miss allowed",
  schedule: {
    type: "cron",
    expression: "30 2 * * *",
    timezone: "Europe/Berlin",
    graceSeconds: 5_400,
    allowedMisses: 1,
    calendar: null,
  },
  topics: ["default+alerts"],
  notifyOn: ["down", "up"],
  expectFirstBy: null,
  severity: "error",
  filters: { methods: "any", body: null },
  manualResume: false,
  failuresToDown: 1,
  successesToUp: 1,
  status: "late",
  statusSince: "2026-11-18T01:30:00.000Z",
  started: false,
  pingUrl: `http://localhost:7200/ping/${ID}`,
  pingCount: 42,
  lastPingAt: "2026-11-20T02:00:00.000Z",
  lastDurationMs: null,
  expectedAt: "2026-11-20T11:57:00.000Z",
  deadlineAt: "2026-11-20T14:00:00.000Z",
  nextProbeAt: null,
  incident: null,
  alarm: null,
  createdAt: "2026-01-01T00:00:00.000Z",
};
const unnamed: z.output<typeof MonitorAnswer> = {
  ...backup,
  id: "11111111-2222-4333-8444-555555555555",
  name: "Mail",
  slug: null,
  tags: [],
  status: "new",
  started: true,
  lastPingAt: null,
  expectedAt: null,
  schedule: { type: "period", periodSeconds: 90_061, graceSeconds: 0, allowedMisses: 0, calendar: null },
};

function page(monitors: readonly z.output<typeof MonitorAnswer>[], nextCursor: string | null) {
  const json: z.output<typeof MonitorList> = { monitors: [...monitors], nextCursor };
  return { status: 200, json };
}

function options(api: FakeApi) {
  return { env: { WATCHBELL_URL: api.url, WATCHBELL_API_KEY: "write-key" }, clock: createFakeClock(NOW) };
}

const one = { "GET /api/v1/monitors/by-slug/nightly-backup": { status: 200, json: backup } };

describe("watchbell monitors list", () => {
  it("shows a table that a stranger can read", async () => {
    await using api = await startFakeApi({ "GET /api/v1/monitors": page([unnamed, backup], null) });
    const ran = await cli(["monitors", "list"], options(api));
    expect(ran.out).toBe(
      [
        "STATUS        NAME            SLUG OR ID                            LAST PING  EXPECTED   TAGS",
        "new, running  Mail            11111111-2222-4333-8444-555555555555  -          -",
        "late          Nightly backup  nightly-backup                        10 h ago   3 min ago  prod db",
        "",
      ].join("\n"),
    );
    expect(api.seen[0]?.headers["x-api-key"]).toBe("write-key");
  });

  it("colours the status and fits the terminal", async () => {
    await using api = await startFakeApi({ "GET /api/v1/monitors": page([backup], null) });
    const ran = await cli(["monitors", "list"], { ...options(api), colours: true, columns: 70 });
    expect(ran.out.split("\n")[1]).toBe(
      "<yellow>late  </>  Nightly backup  nightly-backup  10 h ago   3 min ago  prod db",
    );
    const narrow = await cli(["monitors", "list"], { ...options(api), columns: 60 });
    for (const line of narrow.out.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
  });

  it("narrows as asked and follows the cursor to the end", async () => {
    await using api = await startFakeApi({ "GET /api/v1/monitors": [page([unnamed], "next/1"), page([backup], null)] });
    const ran = await cli(
      ["monitors", "ls", "--tag", "a", "--tag", "b", "--status", "down", "--text", "x y", "--json"],
      options(api),
    );
    expect(JSON.parse(ran.out)).toEqual([unnamed, backup]);
    expect(api.lines()).toEqual([
      "GET /api/v1/monitors?tag=a&tag=b&status=down&text=x+y&limit=1000",
      "GET /api/v1/monitors?tag=a&tag=b&status=down&text=x+y&limit=1000&cursor=next%2F1",
    ]);
  });

  it("stops at the limit", async () => {
    await using api = await startFakeApi({ "GET /api/v1/monitors": page([backup], "more") });
    await cli(["monitors", "list", "--limit", "1"], options(api));
    expect(api.lines()).toEqual(["GET /api/v1/monitors?limit=1"]);
  });

  it("says what to do when there is none", async () => {
    await using api = await startFakeApi({ "GET /api/v1/monitors": page([], null) });
    expect((await cli(["monitors", "list"], options(api))).out).toContain("watchbell monitors create --help");
    expect((await cli(["monitors", "list", "--status", "down"], options(api))).out).toBe("No monitor matches.\n");
  });
});

describe("watchbell monitors show", () => {
  it("shows everything about one monitor", async () => {
    await using api = await startFakeApi(one);
    const ran = await cli(["monitors", "show", "nightly-backup"], options(api));
    expect(ran.out).toBe(
      [
        "name         Nightly backup",
        "status       late, since 2026-11-18T01:30:00.000Z (2 days ago)",
        `id           ${ID}`,
        "slug         nightly-backup",
        "schedule     cron 30 2 * * * (Europe/Berlin), grace 1h30m, 1 allowed misses",
        "last ping    2026-11-20T02:00:00.000Z (10 h ago), 42 recorded",
        "expected     2026-11-20T11:57:00.000Z (3 min ago)",
        "deadline     2026-11-20T14:00:00.000Z (in 2 h)",
        "topics       default+alerts",
        "severity     error",
        "tags         prod db",
        "description  Runs on db1.",
        `ping URL     http://localhost:7200/ping/${ID}`,
        "",
      ].join("\n"),
    );
  });

  it("finds it by id too, and says an odd period exactly", async () => {
    await using api = await startFakeApi({ [`GET /api/v1/monitors/${ID}`]: { status: 200, json: unnamed } });
    const ran = await cli(["monitors", "show", ID.toUpperCase()], options(api));
    expect(ran.out).toContain("schedule     every 1d1h1m1s, grace 0s\n");
    expect(ran.out).toContain("status       new, running, since");
  });

  it("ends with 1 and the server's own words when there is none", async () => {
    const error = { error: { code: "not_found", message: "There is no such monitor in your project." } };
    await using api = await startFakeApi({ "GET /api/v1/monitors/by-slug/a%2Fb": { status: 404, json: error } });
    expect(await cli(["monitors", "show", "a/b"], options(api))).toEqual({
      code: 1,
      out: "",
      err: "watchbell: There is no such monitor in your project.\n",
    });
  });

  it("shows what a probe looks at instead of where it is pinged", async () => {
    const tcp: (typeof backup)["probe"] = { type: "tcp", host: "mail.test", port: 25, send: null, ...COMMON };
    const json: typeof backup = { ...backup, kind: "probe", probe: tcp, pingUrl: null };
    await using api = await startFakeApi({ [`GET /api/v1/monitors/${ID}`]: { status: 200, json } });
    const { out } = await cli(["monitors", "show", ID], options(api));
    expect(out).toContain("looks at     tcp mail.test:25\n");
    expect(out).toContain("last look    2026-11-20T02:00:00.000Z");
    expect(out).not.toContain("ping URL");
  });
});

describe("watchbell monitors create", () => {
  const made = { "POST /api/v1/monitors": { status: 201, json: backup } };

  it("sends what was given and nothing else", async () => {
    await using api = await startFakeApi(made);
    const ran = await cli(["monitors", "create", "--slug", "nightly-backup"], options(api));
    expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual({ slug: "nightly-backup" });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("ping URL     http://localhost:7200/ping/") });
  });

  it("sends a whole monitor", async () => {
    await using api = await startFakeApi(made);
    const args = ["--name", "Worker", "--slug", "worker", "--period", "5m", "--grace", "1m", "--allowed-misses", "2"];
    const more = [
      "--tag",
      "prod",
      "--tag",
      "eu",
      "--topic",
      "default+alerts",
      "--description",
      "d",
      "--severity",
      "critical",
    ];
    const rules = ["--manual-resume", "--failures-to-down", "3", "--successes-to-up", "2"];
    await cli(["monitors", "create", ...args, ...more, ...rules], options(api));
    expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual({
      name: "Worker",
      slug: "worker",
      schedule: { type: "period", periodSeconds: 300, graceSeconds: 60, allowedMisses: 2 },
      tags: ["prod", "eu"],
      topics: ["default+alerts"],
      description: "d",
      severity: "critical",
      manualResume: true,
      failuresToDown: 3,
      successesToUp: 2,
    });
  });

  it.each([
    [
      ["--cron", "30 2 * * *", "--timezone", "Europe/Berlin"],
      { type: "cron", expression: "30 2 * * *", timezone: "Europe/Berlin" },
    ],
    [
      ["--oncalendar", "Mon..Fri 09:00", "--grace", "1h"],
      { type: "oncalendar", expression: "Mon..Fri 09:00", graceSeconds: 3_600 },
    ],
    [["--grace", "2h"], { type: "period", graceSeconds: 7_200 }],
  ])("reads the schedule %j", async (args, schedule) => {
    await using api = await startFakeApi(made);
    await cli(["monitors", "create", "--slug", "a", ...args], options(api));
    expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual({ slug: "a", schedule });
  });

  it.each([
    [["--http", "https://shop.test/health"], "shop.test/health", { type: "http", url: "https://shop.test/health" }],
    [
      ["--http", "http://shop.test", "--expect-status", "2xx", "--expect-status", "301", "--keyword", "ok"],
      "shop.test",
      {
        type: "http",
        url: "http://shop.test",
        conditions: [
          { type: "status", in: ["2xx", "301"] },
          { type: "keyword", text: "ok" },
        ],
      },
    ],
    [
      ["--tcp", "mail.test:25", "--timeout", "1500ms", "--retries", "0", "--error-period", "10s"],
      "mail.test:25",
      { type: "tcp", host: "mail.test", port: 25, timeoutMs: 1_500, retries: 0, errorIntervalMs: 10_000 },
    ],
    [["--tcp", "[2001:db8::1]:25"], "[2001:db8::1]:25", { type: "tcp", host: "2001:db8::1", port: 25 }],
    [
      ["--dns", "example.org", "--record", "mx", "--answer", "mail", "--max-time", "1s"],
      "example.org",
      {
        type: "dns",
        name: "example.org",
        recordType: "MX",
        conditions: [
          { type: "answer", op: "contains", value: "mail" },
          { type: "response-time", maxMs: 1_000 },
        ],
      },
    ],
    [
      ["--tls", "shop.test", "--certificate-days", "14"],
      "shop.test",
      { type: "tls", host: "shop.test", conditions: [{ type: "certificate", minDays: 14 }] },
    ],
    [["--tls", "shop.test:8443"], "shop.test:8443", { type: "tls", host: "shop.test", port: 8_443 }],
    [["--task", "http://job.test/report"], "job.test/report", { type: "task", url: "http://job.test/report" }],
  ])("makes a probe that the API takes of %j, with a name for it", async (args, name, probe) => {
    await using api = await startFakeApi(made);
    await cli(["monitors", "create", ...args, "--period", "30s"], options(api));
    const body = JSON.parse(api.seen[0]?.body ?? "");
    expect(body).toEqual({ name, probe, schedule: { type: "period", periodSeconds: 30 } });
    expect(MonitorBody.safeParse(body).error).toBeUndefined();
  });

  it.each([
    [
      "a file",
      { files: { "m.yaml": "name: shop\nseverity: info\nprobe: {type: http, url: 'http://shop.test'}" } },
      "m.yaml",
    ],
    [
      "stdin",
      { stdin: '{"name": "shop", "severity": "info", "probe": {"type": "http", "url": "http://shop.test"}}' },
      "-",
    ],
  ])("takes a whole monitor from %s; what is typed goes before it", async (_what, from, file) => {
    await using api = await startFakeApi(made);
    await cli(["monitors", "create", "--spec", file, "--severity", "critical"], { ...options(api), ...from });
    const probe = { type: "http", url: "http://shop.test" };
    expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual({ name: "shop", severity: "critical", probe });
  });

  it.each([
    [[], "needs a name or a slug"],
    [["--http", "http://a.test", "--dns", "a.test"], "Only one of --http and --dns can be what is looked at."],
    [["--slug", "a", "--keyword", "ok"], "--keyword goes with --http or --tcp."],
    [["--dns", "a.test", "--certificate-days", "7"], "--certificate-days goes with --http or --tls."],
    [["--tcp", "mail.test"], "--tcp mail.test names no port."],
    [["--http", "http://a.test", "--timeout", "10"], "--timeout 10 is no duration."],
    [["--http", "http://a.test", "--retries", "9"], "--retries 9 is no whole number from 0 to 5."],
    [["--slug", "a", "--period", "5m", "--cron", "* * * * *"], "Only one of"],
    [["--slug", "a", "--period", "5m", "--timezone", "UTC"], "--timezone goes with"],
    [["--slug", "a", "--period", "5"], "--period 5 is no duration"],
    [["--slug", "a", "--period", "1500ms"], "in whole seconds"],
    [["--slug", "a", "--allowed-misses", "many"], "--allowed-misses many is no whole number"],
  ])("ends with 2 for %j and asks nobody", async (args, text) => {
    await using api = await startFakeApi({});
    const ran = await cli(["monitors", "create", ...args], options(api));
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(text) });
    expect(api.seen).toEqual([]);
  });
});

describe("watchbell monitors probe-now", () => {
  const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 12.4 };
  const look = (n: number, verdict: "ok" | "error", reason: string): z.output<typeof ResultList> => ({
    results: [{ n, at: "2026-11-20T12:00:00.000Z", verdict, reason, timings, details: {} }],
    nextCursor: null,
  });
  const probe: typeof backup = { ...backup, name: "Shop", kind: "probe", status: "up" };
  /** A clock on which waiting takes no time. */
  const impatient = () => {
    const clock = createFakeClock(NOW);
    return { ...clock, sleep: async (ms: number) => clock.advance(ms) };
  };
  const run = async (results: readonly z.output<typeof ResultList>[], more: readonly string[] = []) => {
    const monitor = { status: 200, json: probe };
    await using api = await startFakeApi({
      "GET /api/v1/monitors/by-slug/shop": monitor,
      [`POST /api/v1/monitors/${ID}/probe`]: monitor,
      [`GET /api/v1/monitors/${ID}/results`]: results.map((json) => ({ status: 200, json })),
      [`GET /api/v1/monitors/${ID}`]: { status: 200, json: { ...probe, status: "down" } },
    });
    return await cli(["monitors", "probe-now", "shop", ...more], { ...options(api), clock: impatient() });
  };

  it("waits for what is found and says it; an error ends with 1", async () => {
    const before = look(42, "ok", "status 200");
    expect(await run([before, before, look(43, "error", "status 502, expected 2xx")])).toEqual({
      code: 1,
      out: "Shop: error, status 502, expected 2xx (12 ms). Status: down.\n",
      err: "",
    });
    expect(await run([look(43, "ok", "status 200")])).toMatchObject({
      code: 0,
      out: expect.stringContaining("Shop: ok,"),
    });
    const { out } = await run([look(43, "ok", "status 200")], ["--json"]);
    expect(JSON.parse(out)).toMatchObject({ n: 43, verdict: "ok" });
  });

  it("gives up in the end, and says where to look", async () => {
    expect(await run([look(42, "ok", "status 200")], ["--wait", "2s"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Nothing was found in time"),
    });
  });
});

describe("watchbell monitors pause, resume and delete", () => {
  it.each([
    ["pause", "paused", "paused"],
    ["resume", "resumed", "new"],
  ] as const)("%ss a monitor by its slug", async (order, done, status) => {
    await using api = await startFakeApi({
      ...one,
      [`POST /api/v1/monitors/${ID}/${order}`]: { status: 200, json: { ...backup, status } },
    });
    const ran = await cli(["monitors", order, "nightly-backup"], options(api));
    expect(ran).toEqual({ code: 0, out: `Nightly backup: ${done}. Status: ${status}.\n`, err: "" });
  });

  it("deletes a monitor", async () => {
    await using api = await startFakeApi({ ...one, [`DELETE /api/v1/monitors/${ID}`]: { status: 204, text: "" } });
    expect((await cli(["monitors", "rm", "nightly-backup"], options(api))).out).toBe("Nightly backup: deleted.\n");
    expect(JSON.parse((await cli(["monitors", "rm", "nightly-backup", "--json"], options(api))).out)).toEqual({
      deleted: ID,
    });
  });
});
