import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { TABLE } from "../../src/store/dynamodb/table.ts";

/** A DynamoDB for tests: how to reach it, and how to end it. */
export interface DynamoEmulator {
  /** What a client needs. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Makes an empty table as the product wants it; says its name. */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

export type EmulatorSearch =
  | { readonly kind: "found"; readonly program: string }
  | { readonly kind: "missing"; readonly reason: string };

const START_TRIES = 100;
const START_PAUSE_MS = 20;

/** Finds the emulator that the registry packs for this machine. */
export function findDynamoEmulator(): EmulatorSearch {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json"));
    const program = join(folder, "dynoxide");
    if (existsSync(program)) return { kind: "found", program };
  } catch {
    // Said below.
  }
  return { kind: "missing", reason: `the registry packs no DynamoDB emulator for ${platform()} on ${arch()}` };
}

/** Starts an emulator of its own on a free port of the loopback. */
export async function startDynamoEmulator(): Promise<DynamoEmulator> {
  const search = findDynamoEmulator();
  if (search.kind === "missing") throw new Error(search.reason);
  const port = await freePort();
  const child = spawn(search.program, ["--host", "127.0.0.1", "--port", String(port)], { stdio: "ignore" });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = { endpoint: `http://127.0.0.1:${port}`, region: "eu-central-1", credentials };
  await answers(client.endpoint, child);
  const admin = new DynamoDBClient(client);
  let tables = 0;
  return {
    client,
    async createTable() {
      tables += 1;
      const name = `watchbell-${tables}`;
      await createTable(admin, name);
      return name;
    },
    async close() {
      admin.destroy();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Makes an empty table as the product wants it. */
export async function createTable(admin: DynamoDBClient, name: string): Promise<void> {
  const { key, indexes, timeToLive } = TABLE;
  const schema = (one: { partition: string; sort: string }) => [
    { AttributeName: one.partition, KeyType: "HASH" as const },
    { AttributeName: one.sort, KeyType: "RANGE" as const },
  ];
  const names = [key, ...indexes].flatMap(({ partition, sort }) => [partition, sort]);
  await admin.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: schema(key),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: schema(index),
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  );
  const TimeToLiveSpecification = { Enabled: true, AttributeName: timeToLive };
  await admin.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
}

/** The emulator cannot choose a port itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    if (child.exitCode !== null) break;
    try {
      await fetch(endpoint);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, START_PAUSE_MS));
    }
  }
  child.kill("SIGKILL");
  throw new Error("the DynamoDB emulator did not start");
}
