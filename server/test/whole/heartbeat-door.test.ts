import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendDueDigests } from "../../src/actions/send-due-digests.ts";
import type { Settings } from "../../src/config/settings.ts";
import { type Listener, listen } from "../listen.ts";
import { createTestApp, TEST_START_AT } from "../test-app.ts";
import { HOUR, iso, type Json, MINUTE, SECOND, type Stage, stageOf } from "./stage.ts";

/** Friday, 2026-03-06 18:00 UTC. */
const FRIDAY_18 = Date.UTC(2026, 2, 6, 18);
const PULSE = "host=db1&category=backup&type=nightly&name=orders";

let stage: Stage;
let listener: Listener;

async function start(settings: Partial<Settings> = {}, startAt = TEST_START_AT): Promise<void> {
  stage = stageOf(await createTestApp({ settings, startAt }));
  listener = await listen(stage.test.http);
}

async function stop(): Promise<void> {
  await listener.close();
  await stage.close();
}

async function restart(settings: Partial<Settings>, startAt?: number): Promise<void> {
  await stop();
  await start(settings, startAt);
}

beforeEach(() => start());
afterEach(stop);

const base = (): string => `/heartbeat/${stage.test.keys.ping}`;
const get = (path: string): Promise<Response> => fetch(`${listener.url}${path}`, { redirect: "manual" });
const pulse = (query = PULSE): Promise<Response> => get(`${base()}/pulse?${query}`);
const monitors = async (): Promise<Json[]> => (await stage.api("GET", "/monitors?limit=1000")).body.monitors;
const pulses = async (): Promise<Json[]> =>
  (await monitors()).filter(({ id }: Json) => id !== stage.test.firstMonitorId);
const page = async (
  call: string,
  key = stage.test.keys.write,
): Promise<{ status: number; text: string; headers: Headers }> => {
  const answer = await get(`${base()}/${call}${call.includes("?") ? "&" : "?"}secret=${key}`);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const post = async (
  query: string,
  form: string,
): Promise<{ status: number; text: string; location: string | null }> => {
  const answer = await fetch(`${listener.url}${base()}/edit?secret=${stage.test.keys.write}&${query}`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: form,
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
};

/** Sends the bytes of a request as they are, as clients do that encode nothing; says what came back. */
async function sendRaw(query: string): Promise<string> {
  const socket = connect(listener.port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    answer += chunk;
  });
  const target = `${base()}/pulse?${query}`;
  socket.write(`GET ${target} HTTP/1.1\r\nHost: watch.example.org\r\nConnection: close\r\n\r\n`);
  await once(socket, "close");
  return answer;
}

/** The rows of the board, each as the texts of its cells. */
function rowsOf(text: string): string[][] {
  const body = /<tbody>([\s\S]*)<\/tbody>/.exec(text)?.[1] ?? "";
  return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) =>
      cell
        .replace(/<[^>]+>/g, " ")
        .trim()
        .replace(/ +/g, " "),
    ),
  );
}

describe("A: a pulse", () => {
  it("A1: the first call makes a pulse, the next ones are recorded for it", async () => {
    for (let n = 1; n <= 3; n++) {
      const answer = await pulse();
      expect([answer.status, await answer.text()]).toEqual([200, "Successful Heartbeat Pulse"]);
      expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      const [made, ...more] = await pulses();
      expect(more).toEqual([]);
      expect(made).toMatchObject({
        name: "db1 / backup / nightly / orders",
        kind: "heartbeat",
        status: "up",
        pingCount: n,
        topics: ["default+alerts"],
        notifyOn: ["down"],
        schedule: {
          type: "period",
          periodSeconds: 86_400,
          graceSeconds: 0,
          calendar: { timezone: "UTC", weekdays: ["mon", "tue", "wed", "thu", "fri"] },
        },
      });
    }
  });

  it("A2: order and extra parameters do not matter", async () => {
    await pulse();
    await pulse("name=orders&token=x&type=nightly&&flag&category=backup&host=db1");
    expect(await pulses()).toMatchObject([{ pingCount: 2 }]);
  });

  it("A3: the identity is the four names, never their concatenation", async () => {
    await pulse("host=ab&category=c&type=t&name=n");
    await pulse("host=a&category=bc&type=t&name=n");
    await pulse("host=a&category=b&type=ct&name=n");
    expect(await pulses()).toHaveLength(3);
  });

  it.each([
    ["spaces as %20", "host=db%201&category=a%20b&type=t&name=my%20job", "db 1 / a b / t / my job"],
    ["spaces as +", "host=db+1&category=a+b&type=t&name=my+job", "db 1 / a b / t / my job"],
    [
      "UTF-8, as clients encode it by themselves",
      encodeURI("host=bär&category=€&type=t&name=日本"),
      "bär / € / t / 日本",
    ],
    [
      "a stray percent sign",
      "host=disk 90%&category=%zz&type=50%25&name=n".replace(" ", "%20"),
      "disk 90% / %zz / 50% / n",
    ],
    [
      "slashes, colons, quotes, brackets",
      `host=http://x:80/&category="q"&type=<b>&name=[a]{b}|c\\d^\``,
      `http://x:80/ / "q" / <b> / [a]{b}|c\\d^\``,
    ],
    ["an equals sign within", "host=a=b&category=c&type=t&name=x==", "a=b / c / t / x=="],
  ])("A4: values come unencoded: %s", async (_, query, name) => {
    expect(await sendRaw(query)).toMatch(/^HTTP\/1.1 200 [\s\S]*Successful Heartbeat Pulse$/);
    expect((await pulses()).map((made) => made.name)).toEqual([name]);
  });

  it("A5: bytes that are no UTF-8 are taken as Latin-1, so that two names stay two", async () => {
    await sendRaw("host=b%E4r&category=c&type=t&name=n");
    await sendRaw("host=b%f6r&category=c&type=t&name=n");
    expect((await pulses()).map((made) => made.name)).toEqual(["bär / c / t / n", "bör / c / t / n"]);
  });

  it.each([
    ["host", "category=c&type=t&name=n"],
    ["category", "host=h&category=&type=t&name=n"],
    ["type", "host=h&category=c&type&name=n"],
    ["name", `host=h&category=c&type=t&name=${"x".repeat(256)}`],
    ["host", ""],
  ])("A6: without a fit %s it is refused at once, by name", async (field, query) => {
    const answer = await pulse(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "invalid_input", field } });
    expect(await pulses()).toEqual([]);
  });

  it("A7: four names of 255 characters fit; the whole line is in the description", async () => {
    const long = "x".repeat(255);
    expect((await pulse(`host=${long}&category=${long}&type=${long}&name=${long}`)).status).toBe(200);
    const [made] = await pulses();
    expect(made.name).toHaveLength(100);
    expect(made.description).toBe([long, long, long, long].join(" / "));
  });

  it("A8: a key that is none, or of another kind, makes nothing", async () => {
    for (const key of [
      "nothing",
      stage.test.keys.write,
      stage.test.keys["check-in"],
      stage.test.projectId,
      "x".repeat(300),
    ]) {
      const answer = await get(`/heartbeat/${key}/pulse?${PULSE}`);
      expect([key, answer.status]).toEqual([key, 404]);
    }
    expect(await pulses()).toEqual([]);
  });

  it("A9: another method is refused", async () => {
    const answer = await fetch(`${listener.url}${base()}/pulse?${PULSE}`, { method: "POST" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("B: the threshold of a pulse", () => {
  it.each([
    ["8", 28_800],
    ["0.5", 1_800],
    [".25", 900],
    ["24.0", 86_400],
    ["8784", 31_622_400],
  ])("B1: %s hours are taken when the pulse is made, and only then", async (hours, seconds) => {
    expect((await pulse(`${PULSE}&threshold=${hours}`)).status).toBe(200);
    expect((await pulse(`${PULSE}&threshold=99`)).status).toBe(200);
    expect(await pulses()).toMatchObject([{ schedule: { periodSeconds: seconds }, pingCount: 2 }]);
  });

  it.each(["", "abc", "-1", "0", "0,5", "1e3", "0x10", "NaN", "Infinity", "99999999", "0.0001"])(
    "B2: %j makes nothing of a new pulse, and costs a known one nothing",
    async (text) => {
      const refused = await pulse(`${PULSE}&threshold=${text}`);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ error: { code: "invalid_input", field: "threshold" } });
      expect(await pulses()).toEqual([]);
      await pulse();
      const known = await pulse(`${PULSE}&threshold=${text}`);
      expect([known.status, await known.text()]).toEqual([200, "Successful Heartbeat Pulse"]);
      const [made] = await pulses();
      expect(made).toMatchObject({ pingCount: 2, schedule: { periodSeconds: 86_400 } });
      const headers = { "X-Api-Key": stage.test.keys.read };
      const note = await fetch(`${listener.url}/api/v1/monitors/${made.id}/pings/2/body`, { headers });
      expect(await note.text()).toBe(`The threshold ${JSON.stringify(text)} was ignored: it is no number of hours.`);
    },
  );
});

describe("C: working time", () => {
  /** Sends a pulse on Friday at 18:00 and says when it became overdue. */
  async function overdueAt(saturday: boolean): Promise<string> {
    await restart({}, FRIDAY_18);
    await pulse();
    const [made] = await pulses();
    if (saturday) expect((await post(`id=${made.id}`, "threshold=24&saturday=1")).status).toBe(303);
    return (await pulses())[0].deadlineAt;
  }

  it("C1: a pulse of Friday 18:00 is overdue on Monday 18:00, with Saturday on Saturday 18:00", async () => {
    expect(await overdueAt(false)).toBe(iso(Date.UTC(2026, 2, 9, 18)));
    expect(await overdueAt(true)).toBe(iso(Date.UTC(2026, 2, 7, 18)));
  });

  it("C2: it is overdue to the second, and told once", async () => {
    await restart({}, FRIDAY_18);
    await pulse();
    await stage.test.pass(72 * HOUR - 1);
    expect(await pulses()).toMatchObject([{ status: "up" }]);
    await stage.test.pass(1);
    expect(await pulses()).toMatchObject([{ status: "down" }]);
    await stage.test.pass(48 * HOUR);
    expect((await stage.messages()).map(({ event }) => event)).toEqual(["down"]);
    await pulse();
    expect(await pulses()).toMatchObject([{ status: "up" }]);
    await stage.test.doDueWork();
    expect(await stage.messages()).toHaveLength(1);
  });

  it("C3: pulses move with the project's zone", async () => {
    await restart({}, FRIDAY_18);
    await pulse();
    await stage.api("PATCH", "/project", { timezone: "America/New_York" });
    const [made] = await pulses();
    expect(made.schedule.calendar.timezone).toBe("America/New_York");
    // Friday 13:00 there: 11 hours are left of Friday, then 13 of Monday; on Sunday the clocks were put forward.
    expect(made.deadlineAt).toBe(iso(Date.UTC(2026, 2, 9, 17)));
  });
});

describe("D: the dashboard", () => {
  it("D1: shows every pulse, the largest delta first, and says in words which are overdue", async () => {
    await pulse("host=a&category=c&type=t&name=old");
    await stage.test.pass(23 * HOUR);
    await pulse("host=b&category=c&type=t&name=new&threshold=2.5");
    await stage.test.pass(90 * MINUTE);
    const { status, text, headers } = await page("dashboard", stage.test.keys.read);
    expect(status).toBe(200);
    expect(rowsOf(text)).toEqual([
      ["a", "c", "t", "old", "2026-03-04 12:00 1 day 30 minutes ago", "+0.5 overdue", ""],
      ["b", "c", "t", "new", "2026-03-05 11:00 1 hour 30 minutes ago", "−1.0 in time", ""],
    ]);
    expect(text).toContain("1 of 2 overdue");
    expect(text).toContain('<meta http-equiv="refresh" content="120">');
    expect(text).not.toContain("<script");
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      ),
    });
  });

  it("D2: only a write key sees the way to edit", async () => {
    await pulse();
    const [made] = await pulses();
    const href = `edit?secret=${stage.test.keys.write}&amp;id=${made.id}`;
    expect((await page("dashboard")).text).toContain(`<a href="${href}">Edit</a>`);
    expect((await page("dashboard", stage.test.keys.read)).text).not.toContain("Edit");
  });

  it.each([
    ["host", "asc", ["a", "b", "c"]],
    ["host", "desc", ["c", "b", "a"]],
    ["name", "asc", ["c", "a", "b"]],
    ["timestamp", "desc", ["c", "b", "a"]],
    ["delta", "asc", ["c", "b", "a"]],
    ["nonsense", "asc", ["a", "b", "c"]],
  ])("D3: sorted by %s %s", async (column, order, hosts) => {
    for (const [host, name] of [
      ["a", "job 9"],
      ["b", "job 10"],
      ["c", "job 1"],
    ]) {
      await pulse(`host=${host}&category=x&type=t&name=${name}`.replaceAll(" ", "%20"));
      stage.test.clock.advance(MINUTE);
    }
    const { text } = await page(`dashboard?sort=${column}&order=${order}`);
    expect(rowsOf(text).map(([host]) => host)).toEqual(hosts);
  });

  it("D4: values are escaped wherever they stand", async () => {
    const evil = `<script>alert(1)</script>"'&amp;`;
    const query = `host=${encodeURIComponent(evil)}&category=${encodeURIComponent(evil)}&type=t&name=${encodeURIComponent(evil)}`;
    await pulse(query);
    const { text } = await page("dashboard");
    expect(text).not.toContain("<script");
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;amp;");
    const [made] = await pulses();
    expect((await page(`edit?id=${made.id}`)).text).not.toContain("<script");
  });

  it("D5: a wrong secret opens nothing and is repeated nowhere", async () => {
    const other = await stage.api("POST", "/keys", { kind: "read", name: "gone" });
    await stage.api("DELETE", `/keys/${other.body.id}`);
    for (const key of [
      "",
      "guessed-secret",
      stage.test.keys.ping,
      stage.test.keys.publish,
      stage.test.keys["check-in"],
      other.body.value,
      "x".repeat(500),
    ]) {
      for (const call of ["dashboard", "edit?id=x", "monitor"]) {
        const { status, text } = await page(call, key);
        expect([call, status]).toEqual([call, 403]);
        if (key !== "") expect(text).not.toContain(key);
      }
    }
    for (const call of ["edit?id=x", "monitor"]) expect((await page(call, stage.test.keys.read)).status).toBe(403);
    const logged = JSON.stringify(stage.test.logLines);
    expect(logged).toContain("a request carried a wrong key");
    for (const secret of ["guessed-secret", ...Object.values(stage.test.keys)]) expect(logged).not.toContain(secret);
  });

  it("D6: an empty board says how the first pulse comes in", async () => {
    const { text } = await page("dashboard");
    expect(text).toContain("Nothing has sent a pulse yet.");
  });

  it("D7: stands under the project's id too, where no pulse comes in", async () => {
    await pulse();
    const answer = await get(`/heartbeat/${stage.test.projectId}/dashboard?secret=${stage.test.keys.read}`);
    expect([answer.status, rowsOf(await answer.text()).length]).toEqual([200, 1]);
  });

  it("D8: an address of nobody is not found", async () => {
    expect((await get(`/heartbeat/nobody/dashboard?secret=${stage.test.keys.write}`)).status).toBe(404);
  });
});

describe("E: editing a pulse", () => {
  let id: string;
  beforeEach(async () => {
    await pulse(`${PULSE}&threshold=1.5`);
    [{ id }] = (await pulses()) as [Json];
  });

  it("E1: the form shows what is set", async () => {
    const { status, text } = await page(`edit?id=${id}`);
    expect(status).toBe(200);
    expect(text).toContain('name="threshold" value="1.5"');
    expect(text).toContain('<option value="0" selected>');
    expect(text).toContain("<dd>orders</dd>");
  });

  it("E2: what is sent is set, and the way leads back to the board", async () => {
    const { status, location } = await post(`id=${id}`, "threshold=0.5&saturday=1");
    expect([status, location]).toEqual([303, `dashboard?secret=${stage.test.keys.write}`]);
    expect(await pulses()).toMatchObject([
      { schedule: { periodSeconds: 1_800, calendar: { weekdays: ["mon", "tue", "wed", "thu", "fri", "sat"] } } },
    ]);
    await post(`id=${id}`, "threshold=0.5&saturday=0");
    expect((await pulses())[0].schedule.calendar.weekdays).not.toContain("sat");
  });

  it("E3: a field that is not sent stays", async () => {
    await post(`id=${id}`, "saturday=1");
    await post(`id=${id}`, "threshold=3");
    expect(await pulses()).toMatchObject([
      { schedule: { periodSeconds: 10_800, calendar: { weekdays: expect.arrayContaining(["sat"]) } } },
    ]);
  });

  it.each([
    ["threshold=abc&saturday=0", "is no number of hours", 'value="abc"'],
    ["threshold=&saturday=0", "is no number of hours", 'value=""'],
    ["threshold=2&saturday=yes", "must be 0", 'value="2"'],
    ["threshold=2&delete=yes", "must be del", 'value="2"'],
    [`threshold=2&note=${"9".repeat(20_000)}`, "larger than a form", 'value="1.5"'],
  ])("E4: what cannot be set gets the form again (%#)", async (form, message, kept) => {
    const { status, text } = await post(`id=${id}`, form);
    expect(status).toBe(400);
    expect(text).toContain(message);
    expect(text).toContain(kept);
    expect(await pulses()).toMatchObject([{ schedule: { periodSeconds: 5_400 } }]);
  });

  it("E5: delete=del deletes the pulse; the next call makes it anew", async () => {
    expect((await post(`id=${id}`, "threshold=1.5&saturday=0&delete=del")).status).toBe(303);
    expect(await pulses()).toEqual([]);
    await pulse();
    expect(await pulses()).toMatchObject([{ pingCount: 1, schedule: { periodSeconds: 86_400 } }]);
  });

  it("E6: an id that is unknown, or of no pulse, is not found", async () => {
    for (const other of ["unknown", "", stage.test.firstMonitorId, "%00"]) {
      expect([other, (await page(`edit?id=${other}`)).status]).toEqual([other, 404]);
      expect([other, (await post(`id=${other}`, "threshold=2")).status]).toEqual([other, 404]);
    }
  });
});

describe("F: the call of monitor", () => {
  const monitor = async (): Promise<string> => {
    const { status, text } = await page("monitor");
    expect(status).toBe(200);
    return text;
  };
  const digests = async (): Promise<Json[]> => (await stage.messages()).filter(({ event }) => event === "publication");

  it("F1: a quiet board sends nothing and says so", async () => {
    expect(await monitor()).toBe("Nothing is overdue (0 pulses). Nothing was sent.\n");
    await pulse();
    expect(await monitor()).toBe("Nothing is overdue (1 pulse). Nothing was sent.\n");
    expect(await stage.messages()).toEqual([]);
  });

  it("F2: sends one digest of all that is overdue at this instant, also before any sweep", async () => {
    await pulse("host=a&category=c&type=t&name=1&threshold=2");
    await pulse("host=b&category=c&type=t&name=2&threshold=1");
    await pulse("host=c&category=c&type=t&name=3");
    stage.test.clock.advance(2 * HOUR);
    const told =
      "2 pulses are overdue. One digest is on its way to default+alerts (1 integration).\n\nb / c / t / 2\na / c / t / 1\n";
    expect(await monitor()).toBe(told);
    expect(await digests()).toHaveLength(1);
    expect(await monitor()).toBe(told);
    expect(await digests()).toHaveLength(2);
    await stage.test.deliver();
    const line = stage.test.logLines.find(({ fields }) => JSON.stringify(fields).includes("2 pulses overdue"));
    const said = JSON.stringify(line);
    expect(said).toContain("b / c / t / 2");
    expect(said).toContain(`http://watchbell.test/heartbeat/${stage.test.projectId}/dashboard`);
    for (const key of Object.values(stage.test.keys)) expect(said).not.toContain(key);
  });

  it("F3: says when nobody can be told", async () => {
    await pulse(`${PULSE}&threshold=1`);
    stage.test.clock.advance(HOUR);
    await stage.putTopic([]);
    expect(await monitor()).toContain("Nobody is told: the topic default+alerts has no integration that is enabled.");
    await stage.api("DELETE", "/channels/default/topics/alerts");
    expect(await monitor()).toContain("Nothing was sent: the board has no topic.");
  });
});

describe("G: how the board tells", () => {
  const board = async (change: object): Promise<Json> =>
    (await stage.api("PATCH", "/project/heartbeat-board", change)).body;
  const events = async (): Promise<string[]> => (await stage.messages()).map(({ event, topic }) => `${event} ${topic}`);

  it("G1: at first each pulse by itself, to the first default topic", async () => {
    expect((await stage.api("GET", "/project/heartbeat-board")).body).toEqual({
      topic: null,
      mode: "each",
      digestEverySeconds: 3_600,
      topicInUse: "default+alerts",
    });
  });

  it("G2: in mode digest nothing but digests is told, every hour unless changed", async () => {
    await board({ mode: "digest" });
    await pulse(`${PULSE}&threshold=0.5`);
    const { runDigests } = digestClock();
    await runDigests(59 * MINUTE + 59 * SECOND);
    expect(await events()).toEqual([]);
    await runDigests(SECOND);
    expect(await events()).toEqual(["publication default+alerts"]);
    await runDigests(HOUR);
    expect(await events()).toHaveLength(2);
    await board({ digestEverySeconds: 600 });
    await runDigests(10 * MINUTE);
    expect(await events()).toHaveLength(3);
    await pulse();
    await runDigests(10 * MINUTE);
    expect(await events()).toHaveLength(3);
  });

  it("G3: a digest is sent once, although several processes see that it is due", async () => {
    await board({ mode: "digest" });
    await pulse(`${PULSE}&threshold=0.5`);
    stage.test.clock.advance(HOUR);
    const { sendAll } = digestClock();
    await Promise.all([sendAll(), sendAll(), sendAll()]);
    expect(await events()).toHaveLength(1);
  });

  it("G4: digests that fell into a time when nobody sent come as one", async () => {
    await board({ mode: "digest" });
    await pulse(`${PULSE}&threshold=0.5`);
    const { runDigests } = digestClock();
    await runDigests(5 * HOUR + 30 * MINUTE);
    expect(await events()).toHaveLength(1);
    await runDigests(30 * MINUTE);
    expect(await events()).toHaveLength(2);
  });

  it("G5: a new topic of the board is told by the pulses it has, but by none that was given another", async () => {
    await stage.putTopic([{ name: "log", provider: "log" }], "night");
    await stage.putTopic([{ name: "log", provider: "log" }], "own");
    await pulse("host=a&category=c&type=t&name=n&threshold=1");
    await pulse("host=b&category=c&type=t&name=n&threshold=1");
    const own = (await pulses()).find(({ name }) => name.startsWith("b"));
    await stage.api("PATCH", `/monitors/${own.id}`, { topics: ["default+own"] });
    expect(await board({ topic: "default+night" })).toMatchObject({ topicInUse: "default+night" });
    await pulse("host=c&category=c&type=t&name=n&threshold=1");
    await stage.test.pass(HOUR);
    expect((await events()).toSorted()).toEqual(["down default+night", "down default+night", "down default+own"]);
  });

  it("G6: a topic that is not there is refused, and a pulse comes in although the board's topic went away", async () => {
    expect(await stage.api("PATCH", "/project/heartbeat-board", { topic: "no+such" })).toMatchObject({
      status: 400,
      body: { error: { code: "unknown_topic", field: "topic" } },
    });
    await stage.api("DELETE", "/channels/default/topics/alerts");
    expect((await pulse()).status).toBe(200);
    expect(await pulses()).toMatchObject([{ topics: [] }]);
  });

  function digestClock() {
    const sendAll = (): Promise<void> => sendDueDigests(stage.test.app);
    const runDigests = async (ms: number): Promise<void> => {
      await stage.test.pass(ms);
      await sendAll();
    };
    return { sendAll, runDigests };
  }
});

describe("H: the open heartbeat", () => {
  it("H1: is closed unless it is opened", async () => {
    for (const call of ["pulse", "dashboard", "monitor", "edit"]) {
      expect([call, (await get(`/heartbeat/${call}?${PULSE}&secret=${stage.test.keys.write}`)).status]).toEqual([
        call,
        404,
      ]);
    }
    expect(await pulses()).toEqual([]);
  });

  it("H2: takes pulses of the default project, and shows its board there", async () => {
    await restart({ openHeartbeat: true });
    const answer = await get(`/heartbeat/pulse?${PULSE}`);
    expect([answer.status, await answer.text()]).toEqual([200, "Successful Heartbeat Pulse"]);
    expect(await pulses()).toHaveLength(1);
    const shown = await get(`/heartbeat/dashboard?secret=${stage.test.keys.read}`);
    expect(rowsOf(await shown.text())).toHaveLength(1);
    stage.test.clock.advance(48 * HOUR);
    await get(`/heartbeat/monitor?secret=${stage.test.keys.write}`);
    await stage.test.deliver();
    expect(JSON.stringify(stage.test.logLines)).toContain("http://watchbell.test/heartbeat/dashboard");
  });
});
