import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differsOnLambda } from "../lambda/differences.ts";
import { type Listener, listen } from "../listen.ts";
import { cli } from "../run-cli.ts";
import { createTestApp, TEST_START_AT } from "../test-app.ts";
import { HOUR, iso, type Json, type Stage, stageOf } from "./stage.ts";

const DAY = 24 * HOUR;
const TOPIC_ID = "5f0c7a52-6f0e-4d5e-9a43-0c7b1f6f2a10";

let stage: Stage;
let listener: Listener;

beforeEach(async () => {
  stage = stageOf(await createTestApp());
  listener = await listen(stage.test.http);
});
afterEach(async () => {
  await listener.close();
  await stage.close();
});

type Typed = Readonly<Record<string, object>>;

const S = (text: string): object => ({ S: text });
const N = (number: number): object => ({ N: String(number) });

function pulseItem(change: Typed = {}): Typed {
  return {
    _id: S("9f86d081884c7d65"),
    host: S("db1"),
    category: S("backup"),
    typeF: S("nightly"),
    nameF: S("orders"),
    timestampF: N(TEST_START_AT / 1000 - 3_600),
    thresholdF: N(24),
    saturday: N(0),
    ...change,
  };
}

function serviceItem(change: Typed = {}): Typed {
  return {
    id: S("a1b2c3"),
    name: S("nightly backup"),
    interval: N(1),
    unit: S("days"),
    threshold: N(3),
    key: S("QwErTyUiOp1234567890"),
    lastCheckIn: S(iso(TEST_START_AT - HOUR)),
    owner: S("ann@example.org"),
    ...change,
  };
}

function topicItem(change: Typed = {}): Typed {
  return {
    id: S(TOPIC_ID),
    name: S("shop+orders"),
    hash: S("c2VjcmV0LWhhc2g="),
    integrations: { L: [{ M: { name: S("log"), model: S("Order $order"), credentials: { M: {} } } }] },
    ...change,
  };
}

const without = (item: Typed, name: string): Typed =>
  Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));

/** Imports through the command line and the server's own port. */
async function bring(kind: string, ...items: unknown[]): Promise<{ code: number; lines: string[]; err: string }> {
  const files = { "/table.json": JSON.stringify({ Items: items, Count: items.length, ScannedCount: items.length }) };
  const env = { WATCHBELL_URL: listener.url, WATCHBELL_API_KEY: stage.test.keys.write };
  const { code, out, err } = await cli(["import", kind, "/table.json"], { files, env });
  return { code, lines: out.trimEnd().split("\n"), err };
}

/** Everything that an import could have changed. */
async function everything(): Promise<Json> {
  const get = async (path: string): Promise<Json> => (await stage.api("GET", path)).body;
  return {
    monitors: await get("/monitors?limit=1000"),
    topics: await get("/topics"),
    history: await get("/history?limit=1000"),
    keys: (await get("/keys")).keys.map((key: Json) => ({ ...key, lastUsedAt: null })),
  };
}

const imported = async (): Promise<Json[]> =>
  (await stage.api("GET", "/monitors?limit=1000")).body.monitors.filter(
    ({ id }: Json) => id !== stage.test.firstMonitorId,
  );

describe("the heartbeat table", () => {
  const call = (path: string): Promise<Response> => fetch(`${listener.url}/heartbeat/${stage.test.keys.ping}/${path}`);

  it("comes with names, thresholds, Saturdays and last times, and the old client goes on", async () => {
    const second = pulseItem({
      _id: S("02"),
      nameF: S("customers"),
      thresholdF: S("0.5"),
      saturday: { BOOL: true },
      timestampF: S(iso(TEST_START_AT - 60_000)),
    });
    expect(await bring("heartbeat", pulseItem(), second)).toEqual({
      code: 0,
      lines: ["2 pulses imported, 0 there already, 0 not taken."],
      err: "",
    });
    expect(await imported()).toMatchObject([
      {
        name: "db1 / backup / nightly / customers",
        status: "up",
        lastPingAt: iso(TEST_START_AT - 60_000),
        deadlineAt: iso(TEST_START_AT + 29 * 60_000),
        topics: ["default+alerts"],
        notifyOn: ["down"],
        schedule: { calendar: { weekdays: ["mon", "tue", "wed", "thu", "fri", "sat"] } },
      },
      {
        name: "db1 / backup / nightly / orders",
        lastPingAt: iso(TEST_START_AT - HOUR),
        deadlineAt: iso(TEST_START_AT + 23 * HOUR),
        schedule: { periodSeconds: 86_400, calendar: { weekdays: ["mon", "tue", "wed", "thu", "fri"] } },
      },
    ]);
    await call("pulse?host=db1&category=backup&type=nightly&name=orders");
    expect(await imported()).toMatchObject([{ pingCount: 0 }, { pingCount: 1, lastPingAt: iso(TEST_START_AT) }]);
  });

  it("keeps the old ids, which still open edit", async () => {
    await bring("heartbeat", pulseItem());
    const opened = await call(`edit?secret=${stage.test.keys.write}&id=9f86d081884c7d65`);
    expect([opened.status, (await opened.text()).includes("<dd>orders</dd>")]).toEqual([200, true]);
  });

  it("tells nobody of what is overdue already, says how many those are, and tells the next time", async () => {
    const { lines } = await bring("heartbeat", pulseItem({ timestampF: N(TEST_START_AT / 1000 - 30 * 86_400) }));
    expect(lines).toEqual([
      "1 pulse imported, 0 there already, 0 not taken.",
      "Overdue already: 1. That shows as down, and nobody is told of it.",
    ]);
    await stage.test.pass(HOUR);
    expect(await stage.messages()).toEqual([]);
    expect(await imported()).toMatchObject([{ status: "down", incident: { n: 1 } }]);
    await call("pulse?host=db1&category=backup&type=nightly&name=orders");
    await stage.test.pass(5 * DAY);
    expect((await stage.messages()).map(({ event }) => event)).toEqual(["down"]);
  });

  it("a second time changes nothing, not even of what has changed meanwhile", async () => {
    const items = [pulseItem(), pulseItem({ _id: S("02"), nameF: S("customers") })];
    await bring("heartbeat", ...items);
    await call("pulse?host=db1&category=backup&type=nightly&name=orders");
    const before = await everything();
    const { code, lines } = await bring("heartbeat", ...items);
    expect([code, lines]).toEqual([0, ["0 pulses imported, 2 there already, 0 not taken."]]);
    expect(await everything()).toEqual(before);
  });

  it("two pulses whose names join to the same text are two", async () => {
    await bring(
      "heartbeat",
      pulseItem({ host: S("ab"), category: S("c") }),
      pulseItem({ _id: S("2"), host: S("a"), category: S("bc") }),
    );
    expect(await imported()).toHaveLength(2);
  });

  it.each([
    ["seconds", N(TEST_START_AT / 1000)],
    ["seconds with decimals", { N: `${TEST_START_AT / 1000}.000` }],
    ["milliseconds", N(TEST_START_AT)],
    ["seconds as text", S(String(TEST_START_AT / 1000))],
    ["ISO 8601", S("2026-03-04T12:00:00Z")],
    ["ISO 8601 in a zone", S("2026-03-04T13:00:00+0100")],
    ["what Python prints", S("2026-03-04 12:00:00.000000")],
  ])("reads times as %s", async (_, timestampF) => {
    await bring("heartbeat", pulseItem({ timestampF }));
    expect(await imported()).toMatchObject([{ lastPingAt: iso(TEST_START_AT) }]);
  });

  it("lists what it cannot read, with the reason, and takes the rest", async () => {
    const { code, lines } = await bring(
      "heartbeat",
      pulseItem(),
      without(pulseItem({ nameF: S("a") }), "host"),
      pulseItem({ nameF: S("b"), thresholdF: S("soon") }),
      pulseItem({ nameF: S("c"), timestampF: S("yesterday") }),
      pulseItem({ nameF: S("d"), saturday: S("maybe") }),
      pulseItem({ nameF: S("e"), timestampF: N(TEST_START_AT / 1000 + 2 * 86_400) }),
      { host: "db1" },
      "nothing",
      pulseItem({ _id: S("other") }),
      pulseItem({ nameF: S(`x\u001b[31m${"y".repeat(300)}`) }),
      without(pulseItem({ nameF: S("f") }), "_id"),
    );
    expect(code).toBe(1);
    expect(lines).toEqual([
      "1 pulse imported, 0 there already, 10 not taken.",
      '  item 2 (backup / nightly / a): "host" is required: give text or a number.',
      '  item 3 (db1 / backup / nightly / b): "thresholdF" is no number of hours. Give hours above 0 and up to 8784, such as 24 or 0.5.',
      '  item 4 (db1 / backup / nightly / c): "timestampF" must be a time: seconds since 1970, or such as 2026-03-04T12:00:00Z.',
      '  item 5 (db1 / backup / nightly / d): "saturday" must be 0 or 1.',
      "  item 6 (db1 / backup / nightly / e): It was last heard from in the future. Correct its time.",
      '  item 7: "host" has no DynamoDB type, such as {"S": "text"} or {"N": "1"}.',
      "  item 8: It is no item: an object of attributes is wanted.",
      "  item 9 (db1 / backup / nightly / orders): Item 1 of the file is the same one.",
      `  item 10 (db1 / backup / nightly / x\ufffd[31m${"y".repeat(300)}): "nameF" must have at most 255 characters.`,
      '  item 11 (db1 / backup / nightly / f): "_id" is required: give text or a number.',
    ]);
    expect(await imported()).toHaveLength(1);
  });
});

describe("the Missme table", () => {
  const checkIn = async (id: string, key: string): Promise<number> =>
    (await fetch(`${listener.url}/dev/notify/${id}`, { headers: { "x-api-key": key } })).status;

  it("comes with ids, keys and last check-ins, and the old curl line goes on", async () => {
    expect(await bring("missme", serviceItem())).toMatchObject({
      code: 0,
      lines: ["1 service imported, 0 there already, 0 not taken."],
    });
    expect((await stage.api("GET", "/services/a1b2c3")).body).toMatchObject({
      id: "a1b2c3",
      name: "nightly backup",
      interval: { every: 1, unit: "days" },
      threshold: 3,
      status: "Ok",
      key: "QwErTyUiOp1234567890",
      lastCheckInAt: iso(TEST_START_AT - HOUR),
      deadAt: iso(TEST_START_AT - HOUR + 4 * DAY),
    });
    expect(await imported()).toMatchObject([{ description: "Owner: ann@example.org" }]);
    expect(await checkIn("a1b2c3", "QwErTyUiOp1234567890")).toBe(204);
    expect(await checkIn("a1b2c3", "QwErTyUiOp123456789x")).toBe(403);
  });

  it("a service that never checked in is Unknown, one without a key gets one", async () => {
    await bring("missme", without(without(serviceItem(), "lastCheckIn"), "key"));
    const { body } = await stage.api("GET", "/services/a1b2c3");
    expect(body).toMatchObject({ status: "Unknown", key: expect.stringMatching(/^wbc_/) });
    expect(await checkIn("a1b2c3", body.key)).toBe(204);
  });

  it("a second time changes nothing", async () => {
    const items = [serviceItem(), serviceItem({ id: S("b"), key: S("AnotherKey-0123456789") })];
    await bring("missme", ...items);
    await checkIn("a1b2c3", "QwErTyUiOp1234567890");
    const before = await everything();
    expect(await bring("missme", ...items)).toMatchObject({
      code: 0,
      lines: ["0 services imported, 2 there already, 0 not taken."],
    });
    expect(await everything()).toEqual(before);
  });

  it("lists what it cannot take, and of that nothing is there", async () => {
    const { lines } = await bring(
      "missme",
      serviceItem(),
      serviceItem({ id: S("b") }),
      serviceItem({ id: S("c"), key: S(stage.test.keys.read) }),
      serviceItem({ id: S("d"), key: S("short") }),
      serviceItem({ id: S("e"), unit: S("months") }),
      serviceItem({ id: S("f"), interval: N(0) }),
      serviceItem({ id: S("g"), interval: N(400), key: S("yet-another-key-0123") }),
      serviceItem({ id: S("h"), threshold: N(1.5) }),
      serviceItem({ id: S("i/j") }),
    );
    expect(lines).toEqual([
      "1 service imported, 0 there already, 8 not taken.",
      "  item 2 (nightly backup): Its key is the key of something else already. Give one of the two another key.",
      "  item 3 (nightly backup): Its key is the key of something else already. Give one of the two another key.",
      '  item 4 (nightly backup): "key" must have at least 16 characters.',
      '  item 5 (nightly backup): "unit" must be minutes, hours, days or weeks.',
      '  item 6 (nightly backup): "interval" must be at least 1.',
      "  item 7 (nightly backup): The period must be from 1 second to one year (366 days), in whole milliseconds.",
      '  item 8 (nightly backup): "threshold" must be a whole number.',
      '  item 9 (nightly backup): "id" may not hold a slash.',
    ]);
    expect(await imported()).toHaveLength(1);
  });
});

describe("the table of topics", () => {
  it("comes with ids, hashes and integrations, and publishers go on", async () => {
    expect(await bring("topics", topicItem())).toMatchObject({
      code: 0,
      lines: ["1 topic imported, 0 there already, 0 not taken."],
    });
    expect((await stage.api("GET", "/channels/shop/topics/orders")).body).toMatchObject({
      id: TOPIC_ID,
      hash: "c2VjcmV0LWhhc2g=",
      integrations: [{ name: "log", provider: "log", model: "Order $order" }],
    });
    const answer = await fetch(`${listener.url}/v1/notifications/shop/orders`, {
      method: "POST",
      headers: { "x-api-key": stage.test.keys.publish, "x-topic-hash-x": "c2VjcmV0LWhhc2g=" },
      body: '{"metadata": {"order": 17}}',
    });
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([200, ["log"]]);
  });

  it("takes credentials as a map or as JSON text, and the provider's name where the integration has another", async () => {
    const url = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";
    const integrations = {
      L: [
        { M: { name: S("Slack"), model: { NULL: true }, credentials: { M: { url: S(url) } } } },
        { M: { name: S("team"), provider: S("slack"), credentials: S(JSON.stringify({ url })) } },
      ],
    };
    expect((await bring("topics", topicItem({ integrations }))).code).toBe(0);
    expect((await stage.api("GET", "/channels/shop/topics/orders")).body.integrations).toMatchObject([
      { name: "Slack", provider: "slack", model: null, credentialsSet: ["url"] },
      { name: "team", provider: "slack", credentialsSet: ["url"] },
    ]);
  });

  it("a second time changes nothing", async () => {
    await bring("topics", topicItem());
    const before = await everything();
    expect(await bring("topics", topicItem())).toMatchObject({
      code: 0,
      lines: ["0 topics imported, 1 there already, 0 not taken."],
    });
    expect(await everything()).toEqual(before);
  });

  it("lists what it cannot take, and never repeats a credential", async () => {
    const one = (integration: Typed): Typed => ({ integrations: { L: [{ M: integration }] } });
    const { lines } = await bring(
      "topics",
      topicItem({ name: S("default+alerts") }),
      topicItem({ name: S("a+a"), ...one({ name: S("carrier pigeon"), credentials: { M: {} } }) }),
      topicItem({ name: S("b+b"), ...one({ name: S("slack"), credentials: S("AQICAHi-sealed") }) }),
      topicItem({ name: S("c+c"), ...one({ name: S("slack"), credentials: { M: { url: S("secret-but-no-url") } } }) }),
      topicItem({ name: S("no plus") }),
      topicItem({ name: S("d+d"), id: S("17") }),
      without(topicItem({ name: S("e+e") }), "hash"),
    );
    expect(lines[0]).toBe("0 topics imported, 0 there already, 7 not taken.");
    expect(lines[1]).toMatch(
      /^ {2}item 1 \(default\+alerts\): A topic of this name is there already, with another id\./,
    );
    expect(lines[2]).toMatch(/^ {2}item 2 \(a\+a\): No provider has this name\. Choose one of: /);
    expect(lines[3]).toMatch(/^ {2}item 3 \(b\+b\): "integrations.0.credentials" must be a map/);
    expect(lines[4]).toMatch(/^ {2}item 4 \(c\+c\): "integrations.0.credentials.url" /);
    expect(lines[5]).toMatch(/^ {2}item 5 \(no plus\): "name" must be the full name of a topic/);
    expect(lines[6]).toMatch(/^ {2}item 6 \(d\+d\): "id" must be a UUID/);
    expect(lines[7]).toMatch(/^ {2}item 7 \(e\+e\): "hash" is required/);
    expect(lines.join()).not.toMatch(/AQICAHi|secret-but-no-url/);
  });
});

describe("the command", () => {
  const env = (): Record<string, string> => ({ WATCHBELL_URL: listener.url, WATCHBELL_API_KEY: stage.test.keys.write });

  it.each([
    [["import", "heartbeats", "/t"], 2, /There is no table "heartbeats"/],
    [["import", "topics", "/missing"], 1, /The file \/missing does not exist/],
    [["import", "topics", "/text"], 1, /\/text is no table\./],
    [["import", "topics", "/list"], 1, /\/list is no table\./],
    [["import", "topics", "/part"], 1, /a part of the table only/],
  ] as const)("%j is refused in words", async (args, code, message) => {
    const ran = await cli(args, {
      env: env(),
      files: { "/text": "secret text", "/list": "[]", "/part": '{"Items": [], "NextToken": "x"}' },
    });
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toContain("secret text");
  });

  it("reads stdin, and prints JSON for programs", async () => {
    const ran = await cli(["import", "missme", "-", "--json"], {
      env: env(),
      stdin: JSON.stringify({ Items: [serviceItem()] }),
    });
    expect(JSON.parse(ran.out)).toEqual({ created: 1, known: 0, down: 0, refused: [] });
  });

  it("needs a write key", async () => {
    const files = { "/t": '{"Items": []}' };
    const ran = await cli(["import", "topics", "/t"], {
      env: { ...env(), WATCHBELL_API_KEY: stage.test.keys.read },
      files,
    });
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining("may not do this")]);
  });

  it.skipIf(differsOnLambda("imports-in-parts"))(
    "takes ten thousand pulses at once, and says of each one more why not",
    async () => {
      const items = Array.from({ length: 10_002 }, (_, n) => pulseItem({ _id: S(`id-${n}`), nameF: S(`job ${n}`) }));
      const { lines } = await bring("heartbeat", ...items);
      expect(lines[0]).toBe("10000 pulses imported, 0 there already, 2 not taken.");
      expect(lines).toHaveLength(3);
    },
    120_000,
  );
});
