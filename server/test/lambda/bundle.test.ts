import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bundleLambda } from "../../../scripts/lambda/bundle-lambda.ts";
import type { HttpResult } from "../../src/hosts/lambda/http-result.ts";
import { type DynamoEmulator, findDynamoEmulator, startDynamoEmulator } from "../dynamodb/emulator.ts";
import { goldenEvent } from "../golden-event.ts";
import { openSqsStage, type SqsStage } from "./sqs-stage.ts";

const ROOT = join(import.meta.dirname, "../../..");
const WRITE_KEY = "first-write-key-0123456789";
const search = findDynamoEmulator();
const why = search.kind === "missing" ? ` (skipped: ${search.reason})` : "";

/** What a function answered or threw. */
interface Answer {
  readonly result?: Record<string, unknown> | null;
  readonly error?: string;
}

/** A process that has loaded the bundle, as an instance of a function has. */
interface Instance {
  call(handler: "http" | "tick" | "deliver", event: unknown): Promise<Answer>;
  close(): Promise<void>;
}

describe.skipIf(search.kind === "missing")(`The bundle for AWS Lambda${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-lambda-"));
  let dynamo: DynamoEmulator;
  let sqs: SqsStage;
  let env: Record<string, string>;
  let instance: Instance;

  beforeAll(async () => {
    [dynamo, sqs] = await Promise.all([startDynamoEmulator(), openSqsStage(inject("sqsEndpoint"))]);
    await bundleLambda(ROOT, folder);
    env = {
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.client.endpoint,
      AWS_ENDPOINT_URL_SQS: inject("sqsEndpoint"),
      WATCHBELL_TABLE: await dynamo.createTable(),
      WATCHBELL_QUEUE_URL: sqs.queueUrl,
      WATCHBELL_BASE_URL: "https://watch.example.org",
      WATCHBELL_SECRET_KEY: "k".repeat(32),
      WATCHBELL_BOOTSTRAP_API_KEY: WRITE_KEY,
    };
    instance = startInstance(join(folder, "lambda.mjs"), env);
  });
  afterAll(async () => {
    await instance.close();
    await sqs.close();
    await dynamo.close();
    rmSync(folder, { recursive: true });
  });

  it("sets Watchbell up with its first tick, and answers events then", async () => {
    expect(await instance.call("tick", goldenEvent("scheduler"))).toEqual({ result: null });
    const { result } = await instance.call("http", goldenEvent("http-api-get", { KEY: WRITE_KEY }));
    const { statusCode, body } = result as unknown as HttpResult;
    expect([statusCode, JSON.parse(body)]).toEqual([200, { monitors: [], nextCursor: null }]);
  });

  it("tells the link for the first account to whoever may invoke it", async () => {
    const { result } = await instance.call("tick", { command: "set-up-link" });
    expect(result?.setUpLink).toMatch(/^https:\/\/watch\.example\.org\/set-up\?token=/);
  });

  it("takes a batch of the queue", async () => {
    const { result } = await instance.call("deliver", goldenEvent("sqs-batch"));
    expect(result).toMatchObject({ batchItemFailures: [{}, {}, {}] });
  });

  it("names all that is wrong with its settings, and works once that is mended, as a new instance does", async () => {
    const broken = startInstance(join(folder, "lambda.mjs"), { ...env, WATCHBELL_TABLE: "", WATCHBELL_QUEUE_URL: "" });
    const { error } = await broken.call("http", goldenEvent("http-api-head"));
    expect(error).toMatch(/WATCHBELL_TABLE.*\n.*\n.*WATCHBELL_QUEUE_URL/);
    await broken.close();
  });
});

function startInstance(bundle: string, env: Record<string, string>): Instance {
  const program = join(import.meta.dirname, "call-bundle.ts");
  const child: ChildProcess = spawn(process.execPath, [program, bundle], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("the process has no pipes");
  const lines = createInterface({ input: stdout });
  const waiting: ((answer: Answer) => void)[] = [];
  lines.on("line", (line) => {
    const [, json] = /^RESULT (.*)$/.exec(line) ?? [];
    if (json !== undefined) waiting.shift()?.(JSON.parse(json));
  });
  return {
    call: (handler, event) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        stdin.write(`${JSON.stringify({ handler, event })}\n`);
      }),
    async close() {
      const ended = once(child, "exit");
      stdin.end();
      await ended;
    },
  };
}
