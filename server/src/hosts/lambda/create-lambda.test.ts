import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SmtpScene, startSmtpVendor } from "../../../test/contracts/smtp-vendor.ts";
import { createFakeClock, type FakeClock } from "../../../test/fake-clock.ts";
import { goldenEvent } from "../../../test/golden-event.ts";
import { type SqsStage, startSqsStage } from "../../../test/lambda/sqs-stage.ts";
import { throughLambda } from "../../../test/lambda/through-lambda.ts";
import { type Sink, startSink } from "../../../test/sink.ts";
import { TEST_START_AT, testSettings } from "../../../test/test-app.ts";
import type { Settings } from "../../config/settings.ts";
import type { HttpRequest, HttpResult } from "../../lib/http-client.ts";
import { newId } from "../../lib/ids.ts";
import type { Log } from "../../lib/log.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { allPages } from "../../pages/all-pages.ts";
import type { Store } from "../../store/ports.ts";
import { openSqliteStore } from "../../store/sql/sqlite-store.ts";
import { createLambda, type Lambda } from "./create-lambda.ts";
import { createOutTray, type OutTray } from "./out-tray.ts";
import { createSqsQueue } from "./sqs-queue.ts";

/** What an answer's JSON holds; a test reads what it expects, and fails when it is not there. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
type Json = any;

const WRITE_KEY = "first-write-key-0123456789";
const PLENTY = { getRemainingTimeInMillis: () => 180_000 };
const AWS = { region: "eu-central-1", accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "s".repeat(40) };
const masterKey = randomBytes(32);
const sesTook: HttpResult = { kind: "answer", status: 200, headers: {}, body: '{"MessageId":"0100"}' };

let sqs: SqsStage;
let sink: Sink;
let clock: FakeClock;
let lines: { readonly fields: Record<string, unknown>; readonly text: string }[];
let store: Store;
let tray: OutTray;
let lambda: Lambda;
let toSes: HttpRequest[];
let sesAnswers: HttpResult;

beforeEach(async () => {
  [toSes, sesAnswers] = [[], sesTook];
  [sqs, sink] = await Promise.all([startSqsStage(), startSink()]);
  clock = createFakeClock(TEST_START_AT);
  lines = [];
  store = await openSqliteStore({ path: ":memory:", masterKey, baseUrl: "https://watch.example.org" }, clock.now);
  await open();
  await lambda.tick(goldenEvent("scheduler"), PLENTY);
});
afterEach(async () => {
  await lambda.close();
  await store.close();
  await Promise.all([sqs.close(), sink.close()]);
});

/** Opens the functions, as an instance that starts cold does. */
async function open(settings: Partial<Settings> = {}, around: (store: Store) => Store = (same) => same): Promise<void> {
  const write = (fields: Record<string, unknown>, text: string) => void lines.push({ fields, text });
  const log: Log = { debug: write, info: write, warn: write, error: write };
  tray = createOutTray({ queue: createSqsQueue({ ...sqs, log }), clock, log });
  lambda = createLambda({
    settings: testSettings({ baseUrl: "https://watch.example.org", bootstrapApiKey: WRITE_KEY, ...settings }),
    version: "0.0.0-test",
    store: around(store),
    clock,
    log,
    masterKey,
    aws: AWS,
    tray,
    pages: allPages,
    aroundHttp: (real) => ({
      async request(request) {
        if (!request.url.startsWith("https://email.eu-central-1.amazonaws.com/")) return await real.request(request);
        toSes.push(request);
        return sesAnswers;
      },
    }),
  });
}

async function api(
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly body: Json }> {
  const headers = { "X-Api-Key": WRITE_KEY, "Content-Type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await throughLambda(lambda).request(`/api/v1${path}`, init);
  return { status: answer.status, body: await answer.json() };
}

/** Makes a monitor; says its id. */
async function makeMonitor(more: object = {}): Promise<string> {
  const { status, body } = await api("POST", "/monitors", { name: "job", ...more });
  expect([status, body]).toMatchObject([201, {}]);
  return body.id;
}

/** Lets a monitor fail that a webhook hears of; says the message's id. The store of these tests does not tell what it made due. */
async function fail(): Promise<string> {
  const integrations = [{ name: "hook", provider: "webhook", credentials: { url: sink.url } }];
  await api("PUT", "/channels/default/topics/alerts", { integrations });
  await throughLambda(lambda).request(`/ping/${await makeMonitor()}/fail`);
  const { body } = await api("GET", "/messages");
  return body.messages[0].id;
}

const drain = () => sqs.drain((event) => lambda.deliver(event, PLENTY));
/** Lets a minute pass, with its tick and with what that tells the queue. */
async function nextMinute(): Promise<void> {
  clock.advance(60_000);
  await lambda.tick(goldenEvent("scheduler"), PLENTY);
  await drain();
}
const statusOf = async (id: string): Promise<string> => (await api("GET", `/messages/${id}`)).body.status;

describe("the function for HTTP", () => {
  it("answers events as the server answers requests", async () => {
    const { statusCode, body } = await lambda.http(goldenEvent("http-api-get", { KEY: WRITE_KEY }));
    expect([statusCode, JSON.parse(body)]).toEqual([200, { monitors: [], nextCursor: null }]);
    expect(await lambda.http(goldenEvent("http-api-head"))).toMatchObject({ statusCode: 200, body: "" });
  });

  it("takes a ping with a binary body, and gives it back byte for byte", async () => {
    const id = await makeMonitor();
    const event = goldenEvent("http-api-binary", { "b7d2f0de-6f0e-4a0b-9f0e-0d5c2f6a9f11": id });
    expect(await lambda.http(event)).toMatchObject({ statusCode: 200, body: "OK" });
    const headers = { "X-Api-Key": WRITE_KEY };
    const kept = await throughLambda(lambda).request(`/api/v1/monitors/${id}/pings/1/body`, { headers });
    expect([...(await kept.bytes())]).toEqual([0, 255, 128, 10, 13, 200]);
  });

  it("refuses what is no request, in the shape of the API", async () => {
    for (const event of [goldenEvent("http-api-bad-base64"), goldenEvent("scheduler")]) {
      const { statusCode, body } = await lambda.http(event);
      expect([statusCode, JSON.parse(body)]).toMatchObject([400, { error: { code: "invalid_input" } }]);
    }
  });

  it("logs who shows a wrong key by what AWS says of him, not by what he says", async () => {
    const event = Object(goldenEvent("http-api-get", { KEY: "wbw_guessed" }));
    await lambda.http({ ...event, headers: { ...event.headers, "x-forwarded-for": "198.51.100.1" } });
    expect(lines.at(-1)).toMatchObject({ fields: { client: "203.0.113.7" } });
  });

  it("says so when an answer is larger than AWS lets through, in place of an answer that nobody gets", async () => {
    await open({}, (real) => ({
      ...real,
      watch: { ...real.watch, pingBody: async () => new Uint8Array(7_000_000).fill(97) },
    }));
    const headers = { "X-Api-Key": WRITE_KEY };
    const answer = await throughLambda(lambda).request(`/api/v1/monitors/${await makeMonitor()}/pings/1/body`, {
      headers,
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      500,
      { error: { message: expect.stringContaining("6 MB") } },
    ]);
  });

  it("has told the queue what is due when it answers", async () => {
    tray.put([{ kind: "message", id: "m1", dueAt: clock.now() }]);
    await lambda.http(goldenEvent("http-api-head"));
    const bodies: string[] = [];
    await sqs.drain(async ({ Records }) => {
      bodies.push(...Records.map(({ body }) => body));
      return { batchItemFailures: [] };
    });
    expect(bodies).toEqual(['{"message":"m1"}']);
  });
});

describe("the function for the queue", () => {
  it("sends a message once, however often the queue names it", async () => {
    const id = await fail();
    for (let n = 0; n < 3; n += 1) await sqs.send(JSON.stringify({ message: id }));
    await drain();
    expect(sink.received).toHaveLength(1);
    expect(await statusOf(id)).toBe("delivered");
    expect(await sqs.dead()).toEqual([]);
  });

  it("is done with what the store does not let it have: the store knows when it is due", async () => {
    for (const id of [newId(), "no id at all"]) await sqs.send(JSON.stringify({ message: id }));
    expect(await drain()).toBe(2);
  });

  it("gives back only what nobody can read; in the end that is a dead letter", async () => {
    const id = await fail();
    const event = goldenEvent("sqs-batch", { MESSAGE: id });
    const { batchItemFailures } = await lambda.deliver(event, PLENTY);
    const names = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.slice(-1));
    expect([names, await statusOf(id)]).toEqual([["2", "3", "4"], "delivered"]);
    await sqs.send("not ours");
    await drain();
    expect(await sqs.dead()).toEqual(["not ours"]);
  });

  it("begins nothing that it has no time to end", async () => {
    const id = await fail();
    const event = goldenEvent("sqs-batch", { MESSAGE: id });
    const { batchItemFailures } = await lambda.deliver(event, { getRemainingTimeInMillis: () => 30_000 });
    expect(batchItemFailures).toHaveLength(5);
    expect([sink.received.length, await statusOf(id)]).toEqual([0, "waiting"]);
  });

  it("begins nothing either when folding storms has used its time up", async () => {
    const id = await fail();
    let left = 180_000;
    await open({}, (real) => ({
      ...real,
      outbox: {
        ...real.outbox,
        async foldStorms() {
          left = 30_000;
          return await real.outbox.foldStorms();
        },
      },
    }));
    await lambda.deliver(goldenEvent("sqs-batch", { MESSAGE: id }), { getRemainingTimeInMillis: () => left });
    expect([sink.received.length, await statusOf(id)]).toEqual([0, "waiting"]);
  });

  it("leaves a message to the tick when the store cannot be asked", async () => {
    const id = await fail();
    const down = async (): Promise<never> => {
      throw new StoreUnavailable("DynamoDB is throttled.");
    };
    await open({}, (real) => ({ ...real, outbox: { ...real.outbox, claimMessage: down } }));
    await sqs.send(JSON.stringify({ message: id }));
    expect(await drain()).toBe(1);
    await open();
    await nextMinute();
    expect(await statusOf(id)).toBe("delivered");
  });
});

describe("the function of each minute", () => {
  it("tells the queue again what it has lost", async () => {
    const id = await fail();
    await nextMinute();
    expect(await statusOf(id)).toBe("delivered");
  });

  it("does all its parts although one fails, and says so in the end, so that its alarm sees it", async () => {
    const id = await fail();
    await open({}, (real) => ({
      ...real,
      watch: { ...real.watch, overdue: async () => Promise.reject(new Error("the sweep broke")) },
    }));
    clock.advance(60_000);
    await expect(lambda.tick({}, PLENTY)).rejects.toThrow("the tick failed in part: sweep");
    await drain();
    expect(await statusOf(id)).toBe("delivered");
    expect(lines).toContainEqual(expect.objectContaining({ text: "a part of the tick failed" }));
  });

  it("never says that it was away: a monitor that was silent meanwhile is down when its deadline is over", async () => {
    const id = await makeMonitor({ schedule: { type: "period", periodSeconds: 60, graceSeconds: 0 } });
    await throughLambda(lambda).request(`/ping/${id}`);
    clock.advance(24 * 3_600_000);
    await lambda.tick({}, PLENTY);
    expect((await api("GET", `/monitors/${id}`)).body).toMatchObject({ status: "down" });
    expect(await store.watch.gaps()).toEqual([]);
  });

  it("may race with another one: what both tell the queue is sent once", async () => {
    const id = await fail();
    clock.advance(60_000);
    await Promise.all([lambda.tick({}, PLENTY), lambda.tick({}, PLENTY)]);
    expect(await drain()).toBe(2);
    expect([sink.received.length, await statusOf(id)]).toEqual([1, "delivered"]);
  });

  it("tells the queue again what a target that hung did not take", async () => {
    sink.behave(() => {});
    const id = await fail();
    const delivering = lambda.deliver(goldenEvent("sqs-batch", { MESSAGE: id }), PLENTY);
    await sink.arrived(1);
    clock.advance(60_000);
    await delivering;
    expect((await api("GET", `/messages/${id}`)).body).toMatchObject({ status: "waiting", attemptCount: 1 });
    sink.behave((_, response) => response.end("ok"));
    await nextMinute();
    expect(await statusOf(id)).toBe("delivered");
  });

  it("tells whoever asks the link for the first account, a new one each time, and no log", async () => {
    const ask = async (): Promise<string> => (await lambda.tick({ command: "set-up-link" }, PLENTY))?.setUpLink ?? "";
    const [first, second] = [await ask(), await ask()];
    expect(first).toMatch(/^https:\/\/watch\.example\.org\/set-up\?token=.{20}/);
    expect(second).not.toBe(first);
    const tokenOf = (link: string): string => new URL(link).searchParams.get("token") ?? "";
    expect(await store.accounts.findToken("set-up", tokenOf(first))).toBeNull();
    expect(await store.accounts.findToken("set-up", tokenOf(second))).not.toBeNull();
    expect(JSON.stringify(lines)).not.toContain(tokenOf(second));
  });
});

describe("a mail to an account", () => {
  const MAIL = { to: "ann@example.org", subject: "Hello", text: "https://watch.example.org/reset?token=secret-word\n" };
  let server: Awaited<ReturnType<typeof startSmtpVendor>>;

  beforeEach(async () => {
    server = await startSmtpVendor((port) => port);
    await open({ smtpUrl: `smtp://127.0.0.1:${server.credentials}`, mailFrom: "bell@example.org" });
  });
  afterEach(() => server.close());

  const play = (scene: SmtpScene): void => server.play(scene);

  it("goes through the queue, where nobody can read it, and is sent", async () => {
    lambda.app.mailer.send(MAIL);
    await tray.flush();
    const seen: string[] = [];
    await sqs.drain(async (event) => {
      seen.push(...event.Records.map(({ body }) => body));
      return await lambda.deliver(event, PLENTY);
    });
    expect(seen.join()).not.toMatch(/secret-word|ann@example/);
    expect(server.received).toMatchObject([{ to: ["ann@example.org"] }]);
  });

  it("that the mail server cannot take now comes again, with the same name", async () => {
    play({ sender: { code: 451, text: "4.3.0 try later" } });
    lambda.app.mailer.send(MAIL);
    await tray.flush();
    let tries = 0;
    await sqs.drain(async (event) => {
      tries += 1;
      if (tries === 3) play({});
      return await lambda.deliver(event, PLENTY);
    });
    expect([tries, server.received.length]).toEqual([3, 1]);
  });

  it("that the mail server does not want for good does not", async () => {
    play({ recipients: { "ann@example.org": { code: 550, text: "5.1.1 no such user" } } });
    lambda.app.mailer.send(MAIL);
    await tray.flush();
    expect(await drain()).toBe(1);
    expect(lines.at(-1)).toMatchObject({ fields: { again: false } });
  });

  it("goes through SES where there is a sender and no mail server, again and again until it is taken", async () => {
    await open({ mailFrom: "Watchbell <bell@example.org>" });
    expect(lambda.app.mailer.isSet).toBe(true);
    sesAnswers = { kind: "answer", status: 503, headers: {}, body: "" };
    lambda.app.mailer.send(MAIL);
    await tray.flush();
    await sqs.drain(async (event) => {
      if (toSes.length === 2) sesAnswers = sesTook;
      return await lambda.deliver(event, PLENTY);
    });
    expect(toSes).toHaveLength(3);
    expect(JSON.parse(String(toSes[2]?.body))).toMatchObject({
      FromEmailAddress: '"Watchbell" <bell@example.org>',
      Destination: { ToAddresses: ["ann@example.org"] },
    });
    expect(await sqs.dead()).toEqual([]);
  });

  it("is not possible without a sender", async () => {
    await open();
    expect(lambda.app.mailer.isSet).toBe(false);
  });
});
