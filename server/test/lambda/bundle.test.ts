import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bundleLambda } from "../../../scripts/lambda/bundle-lambda.ts";
import type { BatchResult } from "../../src/hosts/lambda/deliver-batch.ts";
import type { HttpResult } from "../../src/hosts/lambda/http-result.ts";
import { type DynamoEmulator, findDynamoEmulator, startDynamoEmulator } from "../dynamodb/emulator.ts";
import { goldenEvent } from "../golden-event.ts";
import { startSink } from "../sink.ts";
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
      // The emulator's own names of queues lead nowhere.
      WATCHBELL_QUEUE_URL: new URL(new URL(sqs.queueUrl).pathname, inject("sqsEndpoint")).href,
      WATCHBELL_BASE_URL: "https://watch.example.org",
      WATCHBELL_SECRET_KEY: "k".repeat(32),
      WATCHBELL_BOOTSTRAP_API_KEY: WRITE_KEY,
      // The target of the messages here is a neighbour.
      WATCHBELL_OUTGOING: "private",
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

  it("sends a message where it is to go", async () => {
    const sink = await startSink();
    const ask = async (method: string, path: string, body: object) => {
      const { result } = await instance.call("http", requestEvent(method, `/api/v1${path}`, body));
      const { statusCode, body: text } = result as unknown as HttpResult;
      return { status: statusCode, body: JSON.parse(text) };
    };
    const topic = "/channels/default/topics/hook";
    const integrations = [{ name: "hook", provider: "webhook", credentials: { url: sink.url } }];
    expect(await ask("PUT", topic, { integrations })).toMatchObject({ status: 201 });
    expect(await ask("POST", `${topic}/test`, {})).toMatchObject({ status: 200, body: { ok: true } });
    expect(sink.received).toHaveLength(1);
    const monitor = { name: "backup", topics: ["default+hook"], schedule: { type: "period", periodSeconds: 3_600 } };
    const { body } = await ask("POST", "/monitors", monitor);
    await instance.call("http", requestEvent("POST", `/ping/${body.id}/fail`, {}));
    // What is due goes through the queue.
    const deliver = async (batch: unknown) => (await instance.call("deliver", batch)).result as unknown as BatchResult;
    expect(await sqs.drain(deliver)).toBeGreaterThan(0);
    expect(sink.received.map((each) => JSON.parse(each.body).event)).toEqual(["test", "down"]);
    await sink.close();
  });

  it("finds by name what it loads late", () => {
    const files = readdirSync(join(ROOT, "server/src"), { recursive: true, encoding: "utf8" });
    const imports = files.filter(isSource).flatMap((file) => {
      const text = readFileSync(join(ROOT, "server/src", file), "utf8");
      return [...text.matchAll(/(default[^=;]*)?=?[^=;]*await import\("([a-z@][^"]*)"\)/g)].map(
        ([, byDefault, name = ""]) => ({
          name,
          byDefault: byDefault !== undefined,
        }),
      );
    });
    expect(imports.map(({ name }) => name)).toContain("undici");
    // Of a package of the older kind a bundle's import has the default alone, whatever Node.js finds in it.
    expect(imports.filter(({ name, byDefault }) => !byDefault && !isModule(name))).toEqual([]);
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

function isSource(file: string): boolean {
  return file.endsWith(".ts") && !file.endsWith(".test.ts");
}

/** True for a package whose import is a module of the newer kind. */
function isModule(name: string): boolean {
  const path = fileURLToPath(import.meta.resolve(name));
  if (path.endsWith(".mjs")) return true;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, "utf8")).type === "module";
  }
  return false;
}

/** A request with the first write key. */
function requestEvent(method: string, rawPath: string, body: object): unknown {
  return {
    version: "2.0",
    rawPath,
    headers: { host: "watch.example.org", "x-api-key": WRITE_KEY, "content-type": "application/json" },
    requestContext: { http: { method, sourceIp: "203.0.113.7" } },
    body: JSON.stringify(body),
  };
}

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
