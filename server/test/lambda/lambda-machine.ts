import { randomBytes } from "node:crypto";
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import type { App } from "../../src/actions/app.ts";
import { deliverDue } from "../../src/actions/deliver-due.ts";
import { createLambda } from "../../src/hosts/lambda/create-lambda.ts";
import { createOutTray, type OutTray } from "../../src/hosts/lambda/out-tray.ts";
import { createSqsQueue } from "../../src/hosts/lambda/sqs-queue.ts";
import type { HttpClient } from "../../src/lib/http-client.ts";
import type { Log } from "../../src/lib/log.ts";
import { allPages } from "../../src/pages/all-pages.ts";
import type { DueMessage } from "../../src/store/dynamodb/deps.ts";
import { openDynamoStore } from "../../src/store/dynamodb/dynamo-store.ts";
import type { Store } from "../../src/store/ports.ts";
import { createTable } from "../dynamodb/emulator.ts";
import type { FakeClock } from "../fake-clock.ts";
import type { Machine } from "../test-app.ts";
import { openSqsStage, type SqsStage } from "./sqs-stage.ts";
import { throughLambda } from "./through-lambda.ts";

/** As much time as the stack in deploy/aws gives a function, and more than anything takes here. */
const INVOCATION = { getRemainingTimeInMillis: () => 180_000 };
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** What outlives the functions: their queue, their table, and here the tray that the store puts into what becomes due. */
export interface LambdaGround {
  readonly sqs: SqsStage;
  readonly tray: OutTray;
  /** The table on DynamoDB. */
  readonly table: string;
}

/** Makes an empty queue and an empty table on the emulators of this run. */
export async function openLambdaGround(clock: FakeClock): Promise<LambdaGround> {
  const sqs = await openSqsStage(inject("sqsEndpoint"));
  const tray = createOutTray({ queue: createSqsQueue({ ...sqs, log: SILENT }), clock, log: SILENT });
  const table = `watchbell-${randomBytes(6).toString("hex")}`;
  const admin = new DynamoDBClient(dynamoClient());
  await createTable(admin, table);
  admin.destroy();
  return { sqs, tray, table };
}

/** Opens the store on a table, as hosts/lambda.ts does it. */
export async function openLambdaStore(
  { table, tray }: LambdaGround,
  { clock, ...options }: { readonly clock: FakeClock; readonly masterKey: Uint8Array; readonly baseUrl: string },
): Promise<Store> {
  const onDue = (messages: readonly DueMessage[]): void =>
    tray.put(messages.map(({ id, dueAt }) => ({ kind: "message", id, dueAt })));
  return await openDynamoStore({ ...options, table, client: dynamoClient(), onDue }, clock.now);
}

function dynamoClient(): DynamoDBClientConfig {
  const client = inject("dynamoClient");
  if (client === null) throw new Error("this machine has no emulator of DynamoDB");
  return client;
}

interface LambdaMachineParts extends Pick<App, "settings" | "store" | "log"> {
  readonly clock: FakeClock;
  readonly masterKey: Uint8Array;
  readonly ground: LambdaGround;
  readonly wrapHttp?: ((http: HttpClient) => HttpClient) | undefined;
}

/** The whole program as hosts/lambda.ts puts it together: asked through events, with a queue between, called every minute. */
export async function openLambdaMachine({ ground, wrapHttp, ...parts }: LambdaMachineParts): Promise<Machine> {
  const { sqs, tray } = ground;
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
