import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importItems } from "../../src/actions/import-items.ts";
import { parseLambdaSettings } from "../../src/config/parse-lambda-settings.ts";
import { createApi } from "../api-client.ts";
import { type Sink, startSink } from "../sink.ts";
import { createStage, MINUTE, SECOND, type Stage, slackTo } from "../whole/stage.ts";
import { DIFFERENCES } from "./differences.ts";

let stage: Stage;
let sink: Sink;

beforeEach(async () => {
  [stage, sink] = await Promise.all([createStage({ settings: { keyLimitPerMinute: 1_000 } }), startSink()]);
});
afterEach(async () => {
  await stage.close();
  await sink.close();
});

/** The log of a monitor's pings, newest first. */
const pings = async (id: string) => (await stage.api("GET", `/monitors/${id}/pings`)).body.pings;

/** The settings that are wrong with these variables and no others. */
function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parseLambdaSettings({ env, cwd: "/", readFile: () => "port: 1" });
  return parsed.kind === "problems" ? parsed.problems.map(({ setting }) => setting) : [];
}

/** Every difference of docs/lambda.md with what shows it; those that are shown elsewhere say where. */
const SHOWN: Readonly<Record<string, (() => Promise<void>) | string>> = {
  async "once-a-minute"() {
    const id = await stage.makeMonitor();
    await stage.ping(id);
    stage.test.clock.advance(59 * SECOND);
    // Nobody looks in between; what is shown is judged when it is asked for.
    expect(await stage.transitions(id)).toHaveLength(1);
    await stage.test.pass(SECOND);
    expect(await stage.transitions(id)).toHaveLength(2);
  },
  async "no-live-events"() {
    const { status, body } = await createApi(stage.test, stage.test.keys.read)("GET", "/events");
    expect([status, body.error.code]).toEqual([409, "no_stream"]);
  },
  "no-gaps": "server/src/hosts/lambda/create-lambda.test.ts",
  async "limits-per-instance"() {
    const { limits } = stage.test.app;
    for (let n = 0; n < 1_000; n += 1) limits.countKey("one");
    expect(limits.countKey("one")).toBeGreaterThan(0);
    const other = await createStage({ settings: { keyLimitPerMinute: 1_000 } });
    expect(other.test.app.limits.countKey("one")).toBe(0);
    await other.close();
  },
  async "figures-per-instance"() {
    const other = await createStage();
    await stage.ping(stage.test.firstMonitorId);
    const pingsOf = async ({ test }: Stage): Promise<string> =>
      await (await test.http.request("/metrics", { headers: { "X-Api-Key": test.keys.read } })).text();
    expect(await pingsOf(stage)).toContain('watchbell_pings_total{kind="success"} 1');
    expect(await pingsOf(other)).not.toContain('watchbell_pings_total{kind="success"}');
    await other.close();
  },
  async "rates-by-the-minute"() {
    await stage.putTopic([slackTo(sink.url)]);
    for (let n = 0; n < 5; n += 1) await stage.publish({ title: `number ${n}` });
    await stage.test.doDueWork();
    const atOnce = sink.received.length;
    expect(atOnce).toBeLessThan(5);
    stage.test.clock.advance(30 * SECOND);
    expect(sink.received).toHaveLength(atOnce);
    await stage.test.pass(30 * SECOND);
    expect(sink.received.length).toBeGreaterThan(atOnce);
  },
  "mails-through-the-queue": "server/src/hosts/lambda/create-lambda.test.ts",
  async "tests-end-sooner"() {
    await stage.putTopic([slackTo(sink.url)]);
    sink.behave(() => {});
    const testing = stage.api("POST", "/channels/default/topics/alerts/test");
    await sink.arrived(1);
    stage.test.clock.advance(25 * SECOND);
    const { status, body } = await testing;
    const reason = "No outcome within 25 s; it may have arrived.";
    expect([status, body.ok, body.integrations]).toMatchObject([200, false, [{ outcome: "unknown", reason }]]);
    // It was tried once, as any test.
    expect(await stage.message(body.integrations[0].messageId)).toMatchObject({ status: "dead" });
    await stage.test.pass(10 * MINUTE);
    expect(sink.received).toHaveLength(1);
  },
  "no-body-of-get": "server/src/hosts/lambda/http-event.test.ts",
  async "shorter-bodies"() {
    for (const limit of ["none", "300001"])
      expect(problemsOf({ WATCHBELL_PING_BODY_LIMIT: limit })).toContain("WATCHBELL_PING_BODY_LIMIT");
    expect(problemsOf({ WATCHBELL_PING_BODY_LIMIT: "300000" })).not.toContain("WATCHBELL_PING_BODY_LIMIT");
  },
  async "always-https"() {
    await stage.ping(stage.test.firstMonitorId);
    expect((await pings(stage.test.firstMonitorId))[0]).toMatchObject({ scheme: "https" });
  },
  "decoded-paths": "server/src/hosts/lambda/http-event.test.ts",
  "six-megabytes": "server/src/hosts/lambda/create-lambda.test.ts",
  async "no-loops"() {
    const id = await stage.makeMonitor();
    await stage.ping(id);
    stage.test.clock.advance(60 * MINUTE);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await stage.transitions(id)).toHaveLength(1);
  },
  async "no-configuration-file"() {
    expect(problemsOf({ WATCHBELL_CONFIG: "/etc/watchbell.yaml" })).toContain("WATCHBELL_CONFIG");
  },
  "batches-in-parts": "server/src/store/dynamodb/change.test.ts",
  // That each thing comes whole: server/src/store/dynamodb/people.test.ts.
  async "imports-in-parts"() {
    const { app, clock, projectId } = stage.test;
    const { people } = app.store;
    const bringIn: typeof people.bringIn = async (things, actor) => {
      clock.advance(13 * SECOND);
      return await people.bringIn(things, actor);
    };
    const slow = { ...app, store: { ...app.store, people: { ...people, bringIn } } };
    const caller = { projectId, standing: "write", actor: "ann", account: null } as const;
    const items = Array.from({ length: 600 }, (_, n) => {
      const texts = { _id: `id-${n}`, host: "db1", category: "job", typeF: "daily", nameF: `job ${n}` };
      return Object.fromEntries(Object.entries(texts).map(([name, S]) => [name, { S }]));
    });
    const table = { kind: "heartbeat", items } as const;
    await expect(importItems(slow, caller, table)).rejects.toThrow("500 of 600 items");
    expect(await importItems(app, caller, table)).toEqual({ created: 100, known: 500, down: 0, refused: [] });
  },
  "pulses-follow-after": "server/src/store/dynamodb/people.test.ts",
  "lists-come-late": "server/src/store/dynamodb/late-indexes.test.ts",
  "forty-targets": "server/src/store/dynamodb/outbox.test.ts",
  async "four-megabytes"() {
    const log = (n: number, model: string | null) => ({ name: `log ${n}`, provider: "log", credentials: {}, model });
    const put = async (count: number, model: string | null) => {
      const integrations = Array.from({ length: count }, (_, n) => log(n, model));
      return await stage.api("PUT", "/channels/default/topics/alerts", { integrations });
    };
    expect(await put(12, "x".repeat(40_000))).toMatchObject({
      status: 413,
      body: { error: { code: "body_too_large" } },
    });
    expect((await put(20, null)).status).toBe(200);
    const published = await stage.publish({ text: "x".repeat(250_000) });
    expect(published).toMatchObject({ status: 413, body: { message: expect.stringContaining("4 MB") } });
    expect(await stage.messages()).toEqual([]);
  },
  "thousand-in-a-lane": "server/src/store/dynamodb/outbox.test.ts",
  "pings-by-age": "server/src/store/dynamodb/log-lines.test.ts",
};

describe("what is different on AWS Lambda", () => {
  it("is on docs/lambda.md, and all that is there is shown", () => {
    expect(Object.keys(SHOWN)).toEqual(DIFFERENCES);
    for (const elsewhere of Object.values(SHOWN)) {
      if (typeof elsewhere === "string") expect(existsSync(elsewhere), elsewhere).toBe(true);
    }
  });

  const here = Object.entries(SHOWN).flatMap(([name, show]) => (typeof show === "string" ? [] : [{ name, show }]));

  it.each(here)("$name", async ({ show }) => {
    expect.hasAssertions();
    await show();
  });
});
