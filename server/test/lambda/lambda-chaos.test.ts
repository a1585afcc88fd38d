import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { createLambda, type Lambda } from "../../src/hosts/lambda/create-lambda.ts";
import { createOutTray } from "../../src/hosts/lambda/out-tray.ts";
import { createSqsQueue } from "../../src/hosts/lambda/sqs-queue.ts";
import type { Log } from "../../src/lib/log.ts";
import { allPages } from "../../src/pages/all-pages.ts";
import type { Store } from "../../src/store/ports.ts";
import { createDice, type Dice } from "../chaos/dice.ts";
import { type Sink, startSink } from "../sink.ts";
import { createTestApp, type TestApp } from "../test-app.ts";
import { HOUR, type Json, MINUTE, type Stage, stageOf, webhookTo } from "../whole/stage.ts";
import { openSqsStage, type SqsEvent, type SqsStage } from "./sqs-stage.ts";

const MONITORS = 200;
/** Of so many monitors one has a target that never takes anything. */
const BROKEN = 7;
const INVOCATION = { getRemainingTimeInMillis: () => 180_000 };
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
const SEED = 20_261_121;

let test: TestApp;
let stage: Stage;
let sqs: SqsStage;
let sink: Sink;
let dice: Dice;
/** Messages whose sender died after it had sent them. */
let unsettled: Set<string>;

beforeEach(async () => {
  test = await createTestApp();
  stage = stageOf(test);
  [sqs, sink] = await Promise.all([openSqsStage(inject("sqsEndpoint")), startSink()]);
  dice = createDice(SEED);
  unsettled = new Set();
});
afterEach(async () => {
  await test.close();
  await Promise.all([sqs.close(), sink.close()]);
});

/** One more instance of the functions on the same data and the same queue; it dies now and then before it settles. */
function openInstance(): Lambda {
  const { store, clock, app } = test;
  const dying: Store = {
    ...store,
    outbox: {
      ...store.outbox,
      async claimMessage(id, leaseMs) {
        const claimed = await store.outbox.claimMessage(id, leaseMs);
        if (claimed !== null && dice.roll() < 0.1) unsettled.add(claimed.leaseId);
        return claimed;
      },
      async settle(leaseId, settlement) {
        if (unsettled.has(leaseId)) throw new Error("killed between sending and settling");
        return await store.outbox.settle(leaseId, settlement);
      },
    },
  };
  const tray = createOutTray({ queue: createSqsQueue({ ...sqs, log: SILENT }), clock, log: SILENT });
  const { settings } = app;
  const masterKey = randomBytes(32);
  return createLambda({
    settings,
    version: "0.0.0-test",
    store: dying,
    clock,
    log: SILENT,
    masterKey,
    aws: null,
    tray,
    pages: allPages,
  });
}

/** Tells the queue of everything that waits, some of it twice: it brings what is due, and what is not. */
async function feed(): Promise<void> {
  const waiting = await stage.api("GET", "/messages?limit=1000&status=waiting");
  for (const { id } of waiting.body.messages) {
    await sqs.send(JSON.stringify({ message: id }));
    if (dice.roll() < 0.3) await sqs.send(JSON.stringify({ message: id }));
  }
}

/** A function that is killed now and then after it has delivered, so that the queue brings the batch again. */
const killedAtTheEnd =
  (instance: Lambda) =>
  async (event: SqsEvent): ReturnType<Lambda["deliver"]> => {
    const result = await instance.deliver(event, INVOCATION);
    if (dice.roll() < 0.3) throw new Error("killed between delivering and deleting");
    return result;
  };

it("two racing ticks, deaths between sending and deleting, a target that is down: every message is accounted for", async () => {
  sink.behave((request, response) => {
    if (request.path === "/broken") response.writeHead(500).end("out of order");
    else response.end("ok");
  });
  await stage.putTopic([webhookTo(`${sink.url}/well`, "well")]);
  await stage.putTopic([webhookTo(`${sink.url}/broken`, "broken")], "broken");
  const ids: string[] = [];
  for (let n = 0; n < MONITORS; n += 1) {
    const topics = n % BROKEN === 0 ? ["default+broken"] : ["default+alerts"];
    const schedule = { type: "period", periodSeconds: 60, graceSeconds: 60 };
    ids.push(await stage.makeMonitor({ name: `host-${n}`, schedule, topics }));
  }
  await Promise.all(ids.map((id) => stage.ping(id)));
  const [one, other] = [openInstance(), openInstance()];
  test.clock.advance(2 * MINUTE);
  const stepsMs = [0, 5_000, 2 * MINUTE, 10 * MINUTE, ...Array.from({ length: 40 }, () => HOUR)];
  for (const stepMs of stepsMs) {
    test.clock.advance(stepMs);
    await Promise.allSettled([one.tick({}, INVOCATION), other.tick({}, INVOCATION)]);
    await feed();
    await Promise.all([sqs.drain(killedAtTheEnd(one)), sqs.drain(killedAtTheEnd(other))]);
  }
  await Promise.all([one.close(), other.close()]);

  const broken = Math.ceil(MONITORS / BROKEN);
  const messages = (await stage.api("GET", "/messages?limit=1000")).body.messages as Json[];
  const byStatus = Map.groupBy(messages, ({ status }) => status);
  expect(messages.map(({ monitorId }) => monitorId).toSorted()).toEqual(ids.toSorted());
  expect([byStatus.get("delivered")?.length, byStatus.get("dead")?.length]).toEqual([MONITORS - broken, broken]);
  const received = sink.received.filter(({ path }) => path === "/well");
  const times = Map.groupBy(received, ({ headers }) => String(headers["webhook-id"]));
  expect([...times.keys()].toSorted()).toEqual(
    byStatus
      .get("delivered")
      ?.map(({ id }) => id)
      .toSorted(),
  );
  // Only what was sent by somebody who died before he could say so was sent again.
  expect(received.length - times.size).toBeLessThanOrEqual(unsettled.size);
  expect(unsettled.size).toBeGreaterThan(5);
  for (const id of ids) expect(await stage.transitions(id)).toEqual(["new → up: first-ping", "up → down: silence"]);
});
