import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Settings } from "../../src/config/settings.ts";
import { type ApiCall, createApi } from "../api-client.ts";
import { differsOnLambda } from "../lambda/differences.ts";
import { type Listener, listen } from "../listen.ts";
import { createTestApp, TEST_START_AT, type TestApp } from "../test-app.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const RID_A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const RID_B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";

let test: TestApp;
let listener: Listener;
let api: ApiCall;

async function start(settings: Partial<Settings> = {}): Promise<void> {
  test = await createTestApp({ settings });
  listener = await listen(test.http);
  api = createApi(test);
}

async function stop(): Promise<void> {
  await listener.close();
  await test.close();
}

beforeEach(() => start());
afterEach(stop);

const ping = (path: string, init?: RequestInit): Promise<Response> => fetch(`${listener.url}/ping/${path}`, init);
const post = (path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
  ping(path, { method: "POST", body });

async function textOf(answer: Response): Promise<[number, string]> {
  return [answer.status, await answer.text()];
}

async function make(body: object = {}): Promise<string> {
  const { status, body: monitor } = await api("POST", "/monitors", body);
  expect(status).toBe(201);
  return monitor.id;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails when it is not there.
const get = async (id: string): Promise<any> => (await api("GET", `/monitors/${id}`)).body;
// biome-ignore lint/suspicious/noExplicitAny: as above.
const pings = async (id: string): Promise<any[]> => (await api("GET", `/monitors/${id}/pings`)).body.pings;
const bodyOf = async (id: string, n: number): Promise<Uint8Array> => {
  const headers = { "X-Api-Key": test.keys.write };
  const answer = await fetch(`${listener.url}/api/v1/monitors/${id}/pings/${n}/body`, { headers });
  return answer.bytes();
};

describe("A: a ping by UUID", () => {
  it("A1: the first ping brings a new monitor up, and the next is expected a period later", async () => {
    const id = await make();
    expect(await textOf(await ping(id))).toEqual([200, "OK"]);
    expect(await get(id)).toMatchObject({
      status: "up",
      pingCount: 1,
      lastPingAt: new Date(TEST_START_AT).toISOString(),
      expectedAt: new Date(TEST_START_AT + DAY).toISOString(),
      deadlineAt: new Date(TEST_START_AT + DAY + HOUR).toISOString(),
    });
  });

  it("A2: the answer may be read by any page, says the body limit and is not kept", async () => {
    const { headers } = await ping(await make());
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("ping-body-limit")).toBe("10000");
    expect(headers.get("cache-control")).toBe("max-age=0, no-cache, no-store, must-revalidate, private");
  });

  it("A3: HEAD is a ping with an empty answer", async () => {
    const id = await make();
    const answer = await ping(id, { method: "HEAD" });
    expect(await textOf(answer)).toEqual([200, ""]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await pings(id)).toMatchObject([{ n: 1, kind: "success", method: "HEAD" }]);
  });

  it("A4: a POST keeps its body byte for byte", async () => {
    const id = await make();
    expect(await textOf(await post(id, "hello world"))).toEqual([200, "OK"]);
    expect(new TextDecoder().decode(await bodyOf(id, 1))).toBe("hello world");
    expect(await pings(id)).toMatchObject([{ method: "POST", bodyBytes: 11 }]);
  });

  it("A5: a slash behind the UUID is the same", async () => {
    const id = await make();
    expect(await textOf(await ping(`${id}/`))).toEqual([200, "OK"]);
    expect(await get(id)).toMatchObject({ status: "up" });
  });

  it("A6: a slash behind a suffix is no address", async () => {
    const id = await make();
    expect((await ping(`${id}/start/`)).status).toBe(404);
    expect(await pings(id)).toEqual([]);
  });

  it("A7: an unknown UUID is not found, without the headers of a success", async () => {
    const answer = await ping(UNKNOWN);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("ping-body-limit")).toBeNull();
    expect(await textOf(answer)).toEqual([404, "not found"]);
  });

  it("A8: a UUID in another spelling is not found", async () => {
    const id = await make();
    for (const spelling of [id.toUpperCase(), id.replaceAll("-", ""), "some-text"]) {
      expect((await ping(spelling)).status).toBe(404);
    }
    expect(await pings(id)).toEqual([]);
  });

  it("A9: /fail takes an up monitor down at once, with a reason", async () => {
    const id = await make();
    await ping(id);
    expect(await textOf(await ping(`${id}/fail`))).toEqual([200, "OK"]);
    expect(await get(id)).toMatchObject({ status: "down", expectedAt: null, deadlineAt: null });
    expect(await pings(id)).toMatchObject([{ kind: "fail" }, { kind: "success" }]);
    const { body } = await api("GET", `/monitors/${id}/transitions`);
    expect(body.transitions).toMatchObject([
      { from: "up", to: "down", reason: { code: "fail" } },
      { from: "new", to: "up" },
    ]);
  });

  it("A10: /start on a new monitor opens a run and changes nothing else", async () => {
    const id = await make();
    expect((await ping(`${id}/start`)).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "new", started: true, lastPingAt: null });
  });

  it("A11: /log is written down and changes nothing", async () => {
    const id = await make();
    await ping(id);
    const before = await get(id);
    test.clock.advance(MINUTE);
    expect((await ping(`${id}/log`)).status).toBe(200);
    expect(await get(id)).toEqual({ ...before, pingCount: 2 });
    expect(await pings(id)).toMatchObject([{ kind: "log" }, { kind: "success" }]);
    expect((await api("GET", `/monitors/${id}/transitions`)).body.transitions).toHaveLength(1);
  });

  it("A12: exit status 0 is a success and is kept", async () => {
    const id = await make();
    expect((await ping(`${id}/0`)).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "up" });
    expect(await pings(id)).toMatchObject([{ kind: "success", exitStatus: 0 }]);
  });

  it("A13: exit statuses 1 and 255 are failures and are kept", async () => {
    for (const status of [1, 255]) {
      const id = await make();
      expect((await ping(`${id}/${status}`)).status).toBe(200);
      expect(await get(id)).toMatchObject({ status: "down" });
      expect(await pings(id)).toMatchObject([{ kind: "fail", exitStatus: status }]);
    }
  });

  it("an exit status over 255 is refused and nothing is recorded", async () => {
    const id = await make();
    expect(await textOf(await ping(`${id}/256`))).toEqual([400, "invalid url format"]);
    expect(await pings(id)).toEqual([]);
  });

  it("A18: of a body one byte over the limit the limit is kept", async () => {
    const id = await make();
    expect((await post(id, "x".repeat(10_001))).status).toBe(200);
    expect((await bodyOf(id, 1)).length).toBe(10_000);
  });

  it("A19: another limit is said and kept to", async () => {
    await stop();
    await start({ pingBodyLimitBytes: 5 });
    const id = await make();
    const answer = await post(id, "hello world");
    expect(answer.headers.get("ping-body-limit")).toBe("5");
    expect(new TextDecoder().decode(await bodyOf(id, 1))).toBe("hello");
  });

  it("A20: without a limit there is no header and all is kept", async () => {
    await stop();
    await start({ pingBodyLimitBytes: null });
    const id = await make();
    const answer = await post(id, "y".repeat(20_000));
    expect(answer.headers.get("ping-body-limit")).toBeNull();
    expect((await bodyOf(id, 1)).length).toBe(20_000);
  });

  it("A21: bytes that are no UTF-8 come back as they were", async () => {
    const id = await make();
    const bytes = Uint8Array.of(0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80);
    expect((await post(id, bytes)).status).toBe(200);
    expect([...(await bodyOf(id, 1))]).toEqual([...bytes]);
  });

  it("A27: 40 pings of 4 clients at once all count, each with a number of its own", async () => {
    const id = await make();
    const client = async (): Promise<number[]> => {
      const statuses: number[] = [];
      for (let i = 0; i < 10; i++) statuses.push((await ping(id)).status);
      return statuses;
    };
    const statuses = (await Promise.all([client(), client(), client(), client()])).flat();
    expect(statuses).toEqual(Array(40).fill(200));
    expect(await get(id)).toMatchObject({ pingCount: 40 });
    const numbers = (await pings(id)).map(({ n }) => n);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => 40 - i));
  });

  it("256 connections on one URL all get 200 and every ping counts", async () => {
    const id = await make();
    const round = (): Promise<number[]> =>
      Promise.all(Array.from({ length: 256 }, async () => (await ping(id, { method: "HEAD" })).status));
    for (let i = 0; i < 3; i++) expect(new Set(await round())).toEqual(new Set([200]));
    expect(await get(id)).toMatchObject({ pingCount: 768 });
  });

  it("what the wire says of the sender is in the log, and the user agent is cut", async () => {
    const id = await make();
    const headers = {
      "User-Agent": "u".repeat(300),
      "X-Forwarded-For": "203.0.113.7:4711, 10.0.0.1",
      "X-Forwarded-Proto": "https",
    };
    await ping(id, { headers });
    await ping(id, { headers: { "X-Forwarded-For": "2001:db8::1" } });
    await ping(id);
    const scheme = differsOnLambda("always-https") ? "https" : "http";
    expect(await pings(id)).toMatchObject([
      { remoteAddress: "127.0.0.1", scheme },
      { remoteAddress: "2001:db8::1", scheme },
      { remoteAddress: "203.0.113.7", scheme: "https", userAgent: "u".repeat(200) },
    ]);
  });
});

describe("B: a ping by ping key and slug", () => {
  it("B1: every suffix works as behind a UUID", async () => {
    const id = await make({ slug: "job" });
    const expected = [
      ["", "up"],
      ["/start", "up"],
      ["/fail", "down"],
      ["/log", "down"],
      ["/0", "up"],
      ["/3", "down"],
    ] as const;
    for (const [suffix, status] of expected) {
      expect(await textOf(await ping(`${test.keys.ping}/job${suffix}`))).toEqual([200, "OK"]);
      expect(await get(id)).toMatchObject({ status });
    }
    expect((await pings(id)).map(({ kind }) => kind)).toEqual(["fail", "success", "log", "fail", "start", "success"]);
  });

  it("B2: a slash behind the slug is no address", async () => {
    await make({ slug: "job" });
    expect((await ping(`${test.keys.ping}/job/`)).status).toBe(404);
  });

  it("B3: a slug in capitals is refused", async () => {
    await make({ slug: "job" });
    expect(await textOf(await ping(`${test.keys.ping}/Job`))).toEqual([400, "invalid url format"]);
  });

  it("B4: an unknown slug and a wrong key are not found, and so is a key of another kind", async () => {
    const id = await make({ slug: "job" });
    expect(await textOf(await ping(`${test.keys.ping}/other`))).toEqual([404, "not found"]);
    expect(await textOf(await ping("wbp_wrong-key-0123456789/job"))).toEqual([404, "not found"]);
    expect(await textOf(await ping(`${test.keys.write}/job`))).toEqual([404, "not found"]);
    expect(await textOf(await ping(`${test.keys.write}/job?create=1`))).toEqual([404, "not found"]);
    expect(await pings(id)).toEqual([]);
  });

  it("B6: create=1 makes the monitor, with the usual schedule and the project's topics", async () => {
    expect(await textOf(await ping(`${test.keys.ping}/fresh?create=1`))).toEqual([201, "Created"]);
    const { body } = await api("GET", "/monitors/by-slug/fresh");
    expect(body).toMatchObject({
      name: "fresh",
      slug: "fresh",
      status: "up",
      schedule: { type: "period", periodSeconds: 86_400, graceSeconds: 3_600 },
      topics: ["default+alerts"],
      pingCount: 1,
    });
  });

  it("B7: the same again is a ping of the same monitor", async () => {
    await ping(`${test.keys.ping}/fresh?create=1`);
    expect(await textOf(await ping(`${test.keys.ping}/fresh?create=1`))).toEqual([200, "OK"]);
    expect((await api("GET", "/monitors/by-slug/fresh")).body).toMatchObject({ pingCount: 2 });
  });

  it("B8: create=1 works with every suffix", async () => {
    const made = [
      ["fail", { status: "down" }],
      ["start", { status: "new", started: true }],
      ["log", { status: "new", started: false }],
      ["5", { status: "down" }],
    ] as const;
    for (const [suffix, state] of made) {
      const slug = `made-by-${suffix}`;
      expect(await textOf(await ping(`${test.keys.ping}/${slug}/${suffix}?create=1`))).toEqual([201, "Created"]);
      expect((await api("GET", `/monitors/by-slug/${slug}`)).body).toMatchObject(state);
    }
  });

  it("a slug that was given away is free for create=1 again", async () => {
    await ping(`${test.keys.ping}/old?create=1`);
    const { id } = (await api("GET", "/monitors/by-slug/old")).body;
    await api("PATCH", `/monitors/${id}`, { slug: "renamed" });
    expect(await textOf(await ping(`${test.keys.ping}/old`))).toEqual([404, "not found"]);
    expect(await textOf(await ping(`${test.keys.ping}/old?create=1`))).toEqual([201, "Created"]);
  });
});

describe("C: runs", () => {
  it("C1: a run id that is none is refused and nothing is recorded", async () => {
    const id = await make();
    const wrong = ["123", "", `{${RID_A}}`, RID_A.replaceAll("-", ""), `${RID_A}0`];
    for (const rid of wrong) {
      const answer = await ping(`${id}?rid=${encodeURIComponent(rid)}`);
      expect(await textOf(answer)).toEqual([400, "invalid uuid format"]);
    }
    expect(await pings(id)).toEqual([]);
  });

  it("C2: a run id in capitals is kept in small letters", async () => {
    const id = await make();
    expect((await ping(`${id}?rid=${RID_A.toUpperCase()}`)).status).toBe(200);
    expect(await pings(id)).toMatchObject([{ runId: RID_A }]);
  });

  it("C3: a success ends the run and says how long it took", async () => {
    const id = await make();
    await ping(`${id}/start`);
    test.clock.advance(90_000);
    await ping(id);
    expect(await get(id)).toMatchObject({ status: "up", started: false, lastDurationMs: 90_000 });
    expect(await pings(id)).toMatchObject([{ durationMs: 90_000 }, { durationMs: null }]);
  });

  it("C4: the success of an older run leaves the newest one open", async () => {
    const id = await make();
    await ping(`${id}/start?rid=${RID_A}`);
    await ping(`${id}/start?rid=${RID_B}`);
    await ping(`${id}?rid=${RID_A}`);
    expect(await get(id)).toMatchObject({ status: "up", started: true, lastDurationMs: null });
  });
});

describe("D: filters and pauses", () => {
  it("D1: with methods=POST any other method is recorded as ignored", async () => {
    const id = await make({ filters: { methods: "POST" } });
    expect((await ping(id)).status).toBe(200);
    expect((await ping(id, { method: "HEAD" })).status).toBe(200);
    expect((await ping(`${id}/fail`)).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "new", pingCount: 3 });
    expect((await pings(id)).map(({ kind }) => kind)).toEqual(["ignored", "ignored", "ignored"]);
  });

  it("D2: with methods=POST a POST is a success", async () => {
    const id = await make({ filters: { methods: "POST" } });
    expect((await post(id, "")).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "up" });
  });

  it("D3: a word in the body makes a success, another body does not", async () => {
    const id = await make({ filters: { body: { success: ["OK", "DONE"] } } });
    await post(id, "not yet");
    expect(await get(id)).toMatchObject({ status: "new" });
    await post(id, "all DONE");
    expect(await get(id)).toMatchObject({ status: "up" });
  });

  it("D11: a pause keeps the last ping and expects nothing", async () => {
    const id = await make();
    await ping(id);
    const { status, body } = await api("POST", `/monitors/${id}/pause`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "paused", expectedAt: null, deadlineAt: null });
    expect(body.lastPingAt).not.toBeNull();
  });

  it("D12: a second pause changes nothing", async () => {
    const id = await make();
    await api("POST", `/monitors/${id}/pause`);
    expect((await api("POST", `/monitors/${id}/pause`)).status).toBe(200);
    expect((await api("GET", `/monitors/${id}/transitions`)).body.transitions).toHaveLength(1);
  });

  it("D13: a success or failure leaves the pause", async () => {
    for (const [suffix, status] of [
      ["", "up"],
      ["/fail", "down"],
    ]) {
      const id = await make();
      await api("POST", `/monitors/${id}/pause`);
      await ping(`${id}${suffix}`);
      expect(await get(id)).toMatchObject({ status });
    }
  });

  it("D14: a log line leaves the pause as it is, and a start opens a run in it", async () => {
    const id = await make();
    await api("POST", `/monitors/${id}/pause`);
    await ping(`${id}/log`);
    expect(await get(id)).toMatchObject({ status: "paused", started: false });
    await ping(`${id}/start`);
    expect(await get(id)).toMatchObject({ status: "paused", started: true });
  });

  it("D15: with manualResume every ping of a paused monitor is ignored", async () => {
    const id = await make({ manualResume: true });
    await api("POST", `/monitors/${id}/pause`);
    for (const suffix of ["", "/fail", "/start", "/log"]) expect((await ping(`${id}${suffix}`)).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "paused", started: false, pingCount: 4 });
    expect(new Set((await pings(id)).map(({ kind }) => kind))).toEqual(new Set(["ignored"]));
  });

  it("D16: resume makes it new, and a second resume is refused", async () => {
    const id = await make();
    await ping(id);
    await api("POST", `/monitors/${id}/pause`);
    expect((await api("POST", `/monitors/${id}/resume`)).body).toMatchObject({ status: "new", lastPingAt: null });
    const again = await api("POST", `/monitors/${id}/resume`);
    expect(again.status).toBe(409);
    expect(again.body.error.code).toBe("not_paused");
  });
});

describe("E: silence, on a clock of our own", () => {
  const daily = { type: "period", periodSeconds: 86_400, graceSeconds: 3_600 };

  it.each([
    {
      row: "E1",
      schedule: daily,
      steps: [
        [DAY - MINUTE, "up"],
        [DAY, "late"],
        [DAY + HOUR, "down"],
      ],
    },
    {
      row: "E2",
      schedule: { type: "period", periodSeconds: 60, graceSeconds: 60 },
      steps: [
        [62_000, "late"],
        [123_000, "down"],
      ],
    },
    {
      row: "E3",
      schedule: { type: "cron", expression: "0 0 * * *", timezone: "UTC" },
      steps: [
        [12 * HOUR - MINUTE, "up"],
        [12 * HOUR, "late"],
        [13 * HOUR, "down"],
      ],
    },
    {
      row: "E4",
      schedule: { type: "oncalendar", expression: "00:00", timezone: "UTC" },
      steps: [
        [12 * HOUR - MINUTE, "up"],
        [12 * HOUR, "late"],
        [13 * HOUR, "down"],
      ],
    },
    {
      row: "E5",
      schedule: { type: "cron", expression: "0 10 * * *", timezone: "Australia/Brisbane" },
      steps: [
        [12 * HOUR - MINUTE, "up"],
        [12 * HOUR, "late"],
        [13 * HOUR, "down"],
      ],
    },
  ] as const)(
    "$row: after a ping a monitor is up, late and down when its schedule says so",
    async ({ schedule, steps }) => {
      const id = await make({ schedule });
      await ping(id);
      for (const [afterMs, status] of steps) {
        test.clock.set(TEST_START_AT + afterMs);
        expect([afterMs, (await get(id)).status]).toEqual([afterMs, status]);
      }
    },
  );
});

describe("H: who is told", () => {
  const eventsOf = async (id: string): Promise<string[]> => {
    await test.doDueWork();
    const { body } = await api("GET", `/messages?monitor=${id}`);
    return body.messages.map(({ event }: { event: string }) => event);
  };

  it("H1: nobody is told that a new or a paused monitor is up", async () => {
    const id = await make();
    await ping(id);
    expect(await eventsOf(id)).toEqual([]);
    await api("POST", `/monitors/${id}/pause`);
    await ping(id);
    expect(await eventsOf(id)).toEqual([]);
  });

  it("H2: going down and coming up are told once each", async () => {
    const id = await make();
    await ping(id);
    await ping(`${id}/fail`);
    expect(await eventsOf(id)).toEqual(["down"]);
    await ping(id);
    expect(await eventsOf(id)).toEqual(["up", "down"]);
  });

  it("H2: a monitor that tells one side only does so", async () => {
    const id = await make({ notifyOn: ["down"] });
    await ping(`${id}/fail`);
    expect(await eventsOf(id)).toEqual(["down"]);
    await ping(id);
    expect(await eventsOf(id)).toEqual(["down"]);
  });

  it("H3: a second failure is not told again", async () => {
    const id = await make();
    await ping(`${id}/fail`);
    await ping(`${id}/fail`);
    expect(await eventsOf(id)).toEqual(["down"]);
  });
});

describe("where we differ on purpose", () => {
  it("X1: of parallel create=1 one makes the monitor and all are counted", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ping(`${test.keys.ping}/rush?create=1`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    const { body } = await api("GET", "/monitors?text=rush");
    expect(body.monitors).toMatchObject([{ slug: "rush", pingCount: 8 }]);
  });

  it("X2: of parallel upserts one makes the monitor", async () => {
    const put = (): ReturnType<ApiCall> => api("PUT", "/monitors/by-slug/rush", { name: "Rush" });
    const answers = await Promise.all([put(), put(), put(), put()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect((await api("GET", "/monitors?text=rush")).body.monitors).toHaveLength(1);
  });

  it("X3: a body that is no UTF-8, or is cut inside a character, is recorded and filtered all the same", async () => {
    await stop();
    await start({ pingBodyLimitBytes: 6 });
    const id = await make({ filters: { body: { success: ["DONE"], otherwise: "fail" } } });
    expect((await post(id, Uint8Array.of(0xff, 0xc3, 0x28))).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "down" });
    // The limit cuts the second character of two bytes in half.
    expect((await post(id, "DONEéé")).status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "up", pingCount: 2 });
  });

  it("X4: a body of 5 MB is recorded and cut", async () => {
    const id = await make();
    expect(await textOf(await post(id, "z".repeat(5_000_000)))).toEqual([200, "OK"]);
    expect((await bodyOf(id, 1)).length).toBe(10_000);
    expect(await get(id)).toMatchObject({ status: "up" });
  });

  it("X5: OPTIONS is a preflight, and PUT, PATCH and DELETE are refused; none is a ping", async () => {
    const id = await make();
    const preflight = await ping(id, { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const answer = await ping(id, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS");
    }
    expect(await pings(id)).toEqual([]);
  });

  it("X6: an explicit failure wins over a word in the body", async () => {
    const id = await make({ filters: { body: { success: ["DONE"] } } });
    await post(`${id}/fail`, "DONE");
    expect(await get(id)).toMatchObject({ status: "down" });
    await post(id, "DONE");
    await post(`${id}/7`, "nothing to find here");
    expect(await get(id)).toMatchObject({ status: "down" });
  });

  it("X7: create=1 with a wrong run id or exit status leaves no monitor behind", async () => {
    expect((await ping(`${test.keys.ping}/ghost?create=1&rid=1`)).status).toBe(400);
    expect((await ping(`${test.keys.ping}/ghost/999?create=1`)).status).toBe(400);
    expect((await api("GET", "/monitors/by-slug/ghost")).status).toBe(404);
  });

  it("X8: a ping after an unswept deadline writes the outage that it ends, and it is told", async () => {
    const id = await make();
    await ping(id);
    test.clock.advance(3 * DAY);
    await ping(id);
    const { body } = await api("GET", `/monitors/${id}/transitions`);
    expect(body.transitions).toMatchObject([
      { from: "down", to: "up", at: new Date(TEST_START_AT + 3 * DAY).toISOString() },
      { from: "up", to: "down", at: new Date(TEST_START_AT + DAY + HOUR).toISOString() },
      { from: "new", to: "up" },
    ]);
    expect((await api("GET", `/messages?monitor=${id}`)).body.messages).toMatchObject([{ event: "recovered-late" }]);
  });

  it("X16: a paused monitor whose run does not end tells nobody", async () => {
    const id = await make();
    await api("POST", `/monitors/${id}/pause`);
    await ping(`${id}/start`);
    await test.pass(3 * DAY);
    expect(await get(id)).toMatchObject({ status: "paused" });
    expect((await api("GET", `/messages?monitor=${id}`)).body.messages).toEqual([]);
  });
});

describe("senders that are slow, odd or gone", () => {
  const raw = async (text: string): Promise<string> => {
    const socket = connect(listener.port, "127.0.0.1");
    await once(socket, "connect");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.write(text);
    await once(socket, "close");
    return answer;
  };

  it.skipIf(differsOnLambda("no-body-of-get"))("a GET with a body keeps it", async () => {
    const id = await make();
    const answer = await raw(
      `GET /ping/${id} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(new TextDecoder().decode(await bodyOf(id, 1))).toBe("hello");
  });

  it("a body in chunks is put together", async () => {
    const id = await make();
    const head = `POST /ping/${id} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(`${head}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(new TextDecoder().decode(await bodyOf(id, 1))).toBe("hello world");
  });

  it("a request that breaks off is no ping", async () => {
    const id = await make();
    const socket = connect(listener.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(`POST /ping/${id}/fail HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this`);
    socket.end();
    socket.resume();
    await once(socket, "close");
    expect((await ping(`${id}/log`)).status).toBe(200);
    expect(await pings(id)).toMatchObject([{ kind: "log" }]);
  });

  it("two pings on one connection, the first with a body over the limit, both count", async () => {
    const id = await make();
    const first = `POST /ping/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n${"x".repeat(20_000)}`;
    const second = `GET /ping/${id} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    expect((await raw(first + second)).match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
    expect(await get(id)).toMatchObject({ pingCount: 2 });
  });
});
