import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differsOnLambda } from "../lambda/differences.ts";
import { type Received, type Sink, type SinkAnswer, startSink } from "../sink.ts";
import { createStage, HOUR, iso, type Json, MINUTE, SECOND, type Stage, slackTo, stageOf, webhookTo } from "./stage.ts";

let stage: Stage;
let sink: Sink;

beforeEach(async () => {
  stage = await createStage();
  sink = await startSink();
});
afterEach(async () => {
  await stage.close();
  await sink.close();
});

const failing: SinkAnswer = (_, response) => response.writeHead(500).end("out of order");
const ok: SinkAnswer = (_, response) => response.end("ok");

/** What a person reads in Slack, as one text. */
function shown({ body }: Received): string {
  const { text, blocks = [] }: Json = JSON.parse(body);
  const parts = blocks.map(
    ({ text: inner, elements = [] }: Json) => inner?.text ?? elements.map((each: Json) => each.text).join("\n"),
  );
  return parts.length === 0 ? text : parts.join("\n");
}

/** Makes monitors that are up; `goDown` lets those go down whose number is from `from` to below `to`. */
async function manyMonitors(count: number): Promise<{
  readonly ids: readonly string[];
  goDown(from: number, to: number): Promise<void>;
  comeUp(from: number, to: number): Promise<void>;
}> {
  const schedule = { type: "period", periodSeconds: 604_800, graceSeconds: 0 };
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await stage.makeMonitor({ name: `host-${n}`, schedule }));
  const pingAll = async (from: number, to: number, suffix: string): Promise<void> => {
    await Promise.all(ids.slice(from, to).map((id) => stage.ping(`${id}${suffix}`)));
  };
  await pingAll(0, count, "");
  return {
    ids,
    goDown: (from, to) => pingAll(from, to, "/fail"),
    comeUp: (from, to) => pingAll(from, to, ""),
  };
}

/** Every message with what became of it, without their attempts. */
async function allMessages(): Promise<Json[]> {
  const { body } = await stage.api("GET", "/messages?limit=1000");
  return body.messages.toReversed();
}

const count = (messages: readonly Json[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(messages, ({ event, status }) => `${event} ${status}`)].map(([key, list]) => [key, list.length]),
  );

/** Looks that every event was told: by its own message, or by a digest that was delivered. */
async function expectAllTold(): Promise<void> {
  const messages = await allMessages();
  const status = new Map(messages.map(({ id, status: became }) => [id, became]));
  for (const message of messages) {
    expect(status.get(message.digestId ?? message.id), JSON.stringify(message)).toMatch(/^(delivered|superseded)$/);
  }
}

describe("three hundred monitors of one Slack channel", () => {
  it("that go down at once are one message, which names the worst and counts the rest", async () => {
    await stage.putTopic([slackTo(sink.url)]);
    const { goDown, ids } = await manyMonitors(300);
    await stage.api("PATCH", `/monitors/${ids[250]}`, { severity: "critical" });
    await goDown(0, 300);
    await stage.test.doDueWork();
    expect(sink.received).toHaveLength(1);
    const lines = shown(sink.received[0] as Received).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "🔴 *300 monitors are DOWN*",
      "One message in place of 300: they came faster than team takes them.",
      `• *host-250:* DOWN since ${iso(stage.test.clock.now()).replace(".000", "")}, critical: The job reported a failure.`,
    ]);
    expect(lines.at(-2)).toMatch(/^• and 2\d\d more$/);
    expect(lines.at(-1)).toBe("<http://watchbell.test/monitors|Open in Watchbell>");
    const named = lines.filter((line) => line.startsWith("• *host-")).length;
    expect(lines.at(-2)).toBe(`• and ${300 - named} more`);
    expect(named).toBeGreaterThan(20);
    expect(count(await allMessages())).toEqual({ "down folded": 300, "digest delivered": 1 });
    await expectAllTold();
  });

  it("that go down within a minute are a few messages and two digests, and so are three hundred recoveries", async () => {
    await stage.putTopic([slackTo(sink.url)]);
    const { goDown, comeUp } = await manyMonitors(300);
    for (let second = 0; second < 60; second += 1) {
      await goDown(second * 5, second * 5 + 5);
      await stage.test.doDueWork();
      stage.test.clock.advance(SECOND);
    }
    await stage.test.pass(MINUTE);
    const heads = sink.received.map((each) => shown(each).split("\n")[0]);
    // Three at once, one a second until fifteen wait, and then no more than one a minute.
    expect(heads).toEqual([
      ...Array(5).fill(expect.stringMatching(/host-\d+ is DOWN/)),
      "🔴 *15 monitors are DOWN*",
      "🔴 *280 monitors are DOWN*",
    ]);
    await expectAllTold();
    await stage.test.pass(5 * MINUTE);
    await comeUp(0, 300);
    await stage.test.doDueWork();
    expect(sink.received).toHaveLength(8);
    expect(shown(sink.received[7] as Received)).toMatch(/^🟢 \*300 monitors are up again\*/);
    await expectAllTold();
  });

  it("that come up again while the target makes us wait are told as they stand when it takes messages again", async () => {
    await stage.putTopic([slackTo(sink.url)]);
    const { goDown, comeUp } = await manyMonitors(300);
    sink.behave((_, response) => response.writeHead(429, { "Retry-After": "600" }).end());
    await stage.publish({ title: "hello" });
    await stage.test.doDueWork();
    await goDown(0, 300);
    await stage.test.pass(5 * MINUTE);
    await comeUp(0, 100);
    sink.behave(ok);
    await stage.test.pass(5 * MINUTE + SECOND);
    for (let second = 0; second < 5; second += 1) await stage.test.pass(SECOND);
    expect(sink.received.map((each) => shown(each).split("\n")[0])).toEqual([
      "🔵 *hello*",
      "🔴 *200 monitors are DOWN, 100 up again*",
      "🔵 *hello*",
    ]);
    await expectAllTold();
  });

  it("are each told to a webhook, which has no rate", async () => {
    await stage.putTopic([webhookTo(sink.url), slackTo(`${sink.url}/slack`)]);
    const { goDown } = await manyMonitors(50);
    await goDown(0, 50);
    await stage.test.doDueWork();
    expect(sink.received.filter(({ path }) => path === "/slack")).toHaveLength(1);
    expect(sink.received).toHaveLength(51);
  });

  it("do not fold what applications publish: it is delivered word by word, at the pace of the target", async () => {
    await stage.putTopic([slackTo(sink.url)]);
    for (let n = 0; n < 40; n += 1) await stage.publish({ title: `order ${n}` });
    for (let second = 0; second < 40; second += 1) await stage.test.pass(SECOND);
    const titles = sink.received.map((each) => shown(each));
    expect(new Set(titles).size).toBe(40);
    expect(count(await allMessages())).toEqual({ "publication delivered": 40 });
  });

  it("show in the API and the metrics that there is a storm", async () => {
    await stage.putTopic([slackTo(sink.url)]);
    const { goDown } = await manyMonitors(20);
    await goDown(0, 20);
    await stage.test.doDueWork();
    const { body } = await stage.api("GET", "/channels/default/topics/alerts");
    const until = iso(stage.test.clock.now() + MINUTE);
    expect(body.integrations[0].delivery).toEqual({ state: "storm", since: null, until, reason: null });
    const folded = (await stage.api("GET", "/messages?status=folded&limit=1")).body.messages[0];
    expect(folded).toMatchObject({ event: "down", lastReason: `It was told in the digest ${folded.digestId}.` });
    expect(await stage.message(folded.digestId)).toMatchObject({ event: "digest", status: "delivered" });
    const metrics = await stage.test.http.request("/metrics", { headers: { "x-api-key": stage.test.keys.read } });
    const text = await metrics.text();
    expect(text).toContain('watchbell_digests_total{provider="slack"} 1');
    expect(text).toContain('watchbell_folded_messages_total{provider="slack"} 20');
  });
});

describe("a storm in which the process is killed", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "watchbell-storms-"));
    await stage.close();
    stage = await createStage({ path: join(folder, "watchbell.db") });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const restart = async (): Promise<void> => {
    await stage.close();
    stage = stageOf(await stage.test.reopen());
  };

  it.each([
    ["before the digest is made", 1, async () => {}],
    ["after the digest was made", 1, async () => void (await stage.test.store.outbox.foldStorms())],
    [
      "while the digest is being sent",
      1,
      async () => {
        await stage.test.store.outbox.foldStorms();
        const request = { limit: 10, perIntegration: 10, leaseMs: HOUR };
        expect(await stage.test.store.outbox.claim(request)).toHaveLength(1);
      },
    ],
    [
      "after the digest was sent, before that was written down",
      2,
      async () => {
        const { store, app } = stage.test;
        const { settle } = store.outbox;
        store.outbox.settle = () => Promise.reject(new Error("killed"));
        const delivering = stage.test.deliver();
        // A function says it in its log only, and the message is free again when its lease ends.
        if (differsOnLambda("no-loops")) await delivering;
        else await expect(delivering).rejects.toThrow("killed");
        store.outbox.settle = settle;
        expect(app.store).toBe(store);
      },
    ],
  ])("%s: everything is told, and nothing once more than may be", async (_when, calls, untilKilled) => {
    await stage.putTopic([slackTo(sink.url)]);
    const { goDown, comeUp } = await manyMonitors(60);
    await goDown(0, 60);
    await untilKilled();
    await restart();
    await comeUp(0, 2);
    await stage.test.doDueWork();
    await stage.test.pass(2 * SECOND);
    await stage.test.pass(MINUTE);
    const digests = sink.received.filter((each) => /monitors are DOWN/.test(shown(each)));
    expect(digests).toHaveLength(calls);
    expect(new Set(digests.map(shown)).size).toBe(1);
    await expectAllTold();
    const heads = sink.received.map((each) => shown(each).split("\n")[0] ?? "");
    const firstUp = heads.findIndex((head) => head.includes("is UP"));
    if (firstUp !== -1) expect(firstUp).toBeGreaterThan(heads.findLastIndex((head) => head.includes("are DOWN")));
  });
});

describe("a target that fails again and again", () => {
  it("is left in peace, loses nothing, and hears everything when it is well again", async () => {
    sink.behave(failing);
    await stage.putTopic([webhookTo(sink.url)]);
    for (let n = 0; n < 30; n += 1) await stage.publish({ n });
    await stage.test.doDueWork();
    const calls = sink.received.length;
    expect(calls).toBeLessThan(30);
    const delivery = async (): Promise<Json> =>
      (await stage.api("GET", "/channels/default/topics/alerts")).body.integrations[0].delivery;
    expect(await delivery()).toEqual({
      state: "failing",
      since: iso(stage.test.clock.now()),
      until: iso(stage.test.clock.now() + 30 * SECOND),
      reason: "The target answered 500.",
    });
    const untried = (await stage.messages()).filter(({ attempts }) => attempts.length === 0);
    expect(untried.length).toBe(30 - calls);
    await stage.test.pass(29 * SECOND);
    expect(sink.received).toHaveLength(calls);
    await stage.test.pass(SECOND);
    expect(sink.received).toHaveLength(calls + 1);
    await stage.test.pass(59 * SECOND);
    expect(sink.received).toHaveLength(calls + 1);
    sink.behave(ok);
    await stage.test.pass(SECOND);
    await stage.test.pass(MINUTE);
    expect(count(await stage.messages())).toEqual({ "publication delivered": 30 });
    for (const { attempts } of await stage.messages()) expect(attempts.length).toBeLessThanOrEqual(4);
    expect(await delivery()).toEqual({ state: "working", since: null, until: null, reason: null });
  });

  it("is tried at once by a test, and when that goes well everything else goes, too", async () => {
    sink.behave(failing);
    await stage.putTopic([webhookTo(sink.url)]);
    for (let n = 0; n < 20; n += 1) await stage.publish({ n });
    await stage.test.doDueWork();
    expect((await stage.api("POST", "/channels/default/topics/alerts/test")).body).toMatchObject({ ok: false });
    sink.behave(ok);
    expect((await stage.api("POST", "/channels/default/topics/alerts/test")).body).toMatchObject({ ok: true });
    await stage.test.pass(30 * SECOND);
    expect((await stage.messages("&status=waiting")).length).toBe(0);
  });

  it("costs another target, and a target of the same topic, nothing", async () => {
    const other = await startSink();
    sink.behave(failing);
    await stage.putTopic([webhookTo(sink.url, "ill"), webhookTo(other.url, "well")]);
    for (let n = 0; n < 20; n += 1) await stage.publish({ n });
    await stage.test.doDueWork();
    expect(other.received).toHaveLength(20);
    await other.close();
  });

  it("still gives up each message at its age limit, and says why", async () => {
    sink.behave(failing);
    await stage.putTopic([webhookTo(sink.url)]);
    for (let n = 0; n < 30; n += 1) await stage.publish({ n });
    for (let minutes = 0; minutes < 28 * 60; minutes += 30) await stage.test.pass(30 * MINUTE);
    await stage.test.pass(MINUTE);
    const messages = await stage.messages();
    expect(count(messages)).toEqual({ "publication dead": 30 });
    expect(sink.received.length).toBeLessThan(28 * 2 + 60);
    for (const { lastReason } of messages) expect(lastReason).toMatch(/last attempt|age limit/);
  });
});
