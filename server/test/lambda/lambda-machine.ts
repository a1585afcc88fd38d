import { inject } from "vitest";
import type { App } from "../../src/actions/app.ts";
import { deliverDue } from "../../src/actions/deliver-due.ts";
import { createLambda } from "../../src/hosts/lambda/create-lambda.ts";
import { createOutTray, type OutTray } from "../../src/hosts/lambda/out-tray.ts";
import { createSqsQueue } from "../../src/hosts/lambda/sqs-queue.ts";
import type { HttpClient } from "../../src/lib/http-client.ts";
import type { Log } from "../../src/lib/log.ts";
import { allPages } from "../../src/pages/all-pages.ts";
import type { FakeClock } from "../fake-clock.ts";
import type { Machine } from "../test-app.ts";
import { openSqsStage, type SqsStage } from "./sqs-stage.ts";
import { throughLambda } from "./through-lambda.ts";

/** As much time as the stack in deploy/aws gives a function, and more than anything takes here. */
const INVOCATION = { getRemainingTimeInMillis: () => 180_000 };
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The queue of the functions, which outlives them, and the tray that the store puts into what becomes due. */
export interface LambdaQueue {
  readonly sqs: SqsStage;
  readonly tray: OutTray;
}

/** Makes an empty queue on the emulator of this run. */
export async function openLambdaQueue(clock: FakeClock): Promise<LambdaQueue> {
  const sqs = await openSqsStage(inject("sqsEndpoint"));
  return { sqs, tray: createOutTray({ queue: createSqsQueue({ ...sqs, log: SILENT }), clock, log: SILENT }) };
}

interface LambdaMachineParts extends Pick<App, "settings" | "store" | "log"> {
  readonly clock: FakeClock;
  readonly masterKey: Uint8Array;
  readonly queue: LambdaQueue;
  readonly wrapHttp?: ((http: HttpClient) => HttpClient) | undefined;
}

/** The whole program as hosts/lambda.ts puts it together: asked through events, with a queue between, called every minute. */
export async function openLambdaMachine({ queue, wrapHttp, ...parts }: LambdaMachineParts): Promise<Machine> {
  const { sqs, tray } = queue;
  const lambda = createLambda({
    ...parts,
    version: "0.0.0-test",
    aws: null,
    tray,
    pages: allPages,
    aroundHttp: wrapHttp,
  });
  const { app } = lambda;
  const drain = async (): Promise<number> => {
    await tray.flush();
    return await sqs.drain((event) => lambda.deliver(event, INVOCATION));
  };
  return {
    app,
    http: throughLambda(lambda),
    async deliver() {
      do await drain();
      while ((await deliverDue(app)) > 0);
    },
    async doDueWork() {
      await drain();
      for (let before = -1; before !== (await doings(app)); ) {
        before = await doings(app);
        await lambda.tick({}, INVOCATION);
        await drain();
      }
    },
    stop: () => lambda.close(),
  };
}

/** How often something was done: while there is more each time, more may be due. */
async function doings({ metrics }: App): Promise<number> {
  const { attempts, transitions, folded } = metrics;
  const counts = [(await attempts.get()).values, (await transitions.get()).values, (await folded.get()).values];
  return counts.flat().reduce((sum: number, { value }: { readonly value: number }) => sum + value, 0);
}
