import { randomBytes } from "node:crypto";
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { AppError, StoreUnavailable } from "../../model/index.ts";
import {
  conditionInput,
  isPossible,
  isPossiblePartition,
  keyAttributes,
  putInput,
  queryInput,
  updateInput,
  WRITE_ID,
} from "./expressions.ts";
import { type Attributes, fromAttributes, type Item, type Key, readMap } from "./item.ts";
import type { DynamoPort, Write, WriteOutcome } from "./port.ts";

/** Items of one batch read (Amazon DynamoDB API Reference, BatchGetItem, 2026). */
const MAX_BATCH_GET = 100;
/** Rounds in which a batch read asks again for what it did not get. */
const MAX_GET_ROUNDS = 8;
const ROUND_PAUSE_MS = 50;
/** So long one call may take with its repeats. */
const REQUEST_TIMEOUT_MS = 3_000;

const TOO_LARGE = "DynamoDB keeps 400 kB of one thing, and 4 MB of what is changed together. Send less of it.";

export interface SdkPortOptions {
  readonly table: string;
  /** What the environment does not tell the SDK: endpoint, region, credentials. */
  readonly client?: DynamoDBClientConfig | undefined;
  /** Is told what each call cost, in units; absent: nobody asks. */
  readonly onUnits?: ((kind: "read" | "write", units: number) => void) | undefined;
  readonly pause: (ms: number) => Promise<void>;
}

/** DynamoDB through Amazon's SDK, which repeats what was throttled or broke on the way. */
export function createSdkPort(options: SdkPortOptions): DynamoPort {
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
    ...options.client,
  });
  const { table } = options;
  const counted = options.onUnits ? ({ ReturnConsumedCapacity: "INDEXES" } as const) : {};
  const note = (kind: "read" | "write", units: ConsumedCapacity | readonly ConsumedCapacity[] | undefined): void => {
    for (const { CapacityUnits = 0 } of units ? [units].flat() : []) options.onUnits?.(kind, CapacityUnits);
  };

  async function getBatch(keys: readonly Key[]): Promise<readonly Item[]> {
    const found: Item[] = [];
    let wanted: Attributes[] = keys.map(keyAttributes);
    for (let round = 0; wanted.length > 0; round += 1) {
      if (round === MAX_GET_ROUNDS)
        throw new StoreUnavailable("The store cannot take this now: DynamoDB is throttled.");
      if (round > 0) await options.pause(ROUND_PAUSE_MS * 2 ** round);
      const RequestItems = { [table]: { Keys: wanted, ConsistentRead: true } };
      const answer = await client.send(new BatchGetItemCommand({ RequestItems, ...counted }));
      note("read", answer.ConsumedCapacity);
      found.push(...(answer.Responses?.[table] ?? []).map(fromAttributes));
      wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return found;
  }

  return {
    async get(key) {
      if (!isPossible(key)) return null;
      return await asking(async () => {
        const Key = keyAttributes(key);
        const answer = await client.send(
          new GetItemCommand({ TableName: table, Key, ConsistentRead: true, ...counted }),
        );
        note("read", answer.ConsumedCapacity);
        return answer.Item ? fromAttributes(answer.Item) : null;
      });
    },
    async getMany(keys) {
      return await asking(async () => {
        const unique = [
          ...new Map(keys.filter(isPossible).map((key) => [JSON.stringify([key.pk, key.sk]), key])).values(),
        ];
        const batches = Array.from({ length: Math.ceil(unique.length / MAX_BATCH_GET) }, (_, n) =>
          unique.slice(n * MAX_BATCH_GET, (n + 1) * MAX_BATCH_GET),
        );
        return (await Promise.all(batches.map(getBatch))).flat();
      });
    },
    async query(query) {
      if (!isPossiblePartition(query.pk)) return { items: [], next: null };
      return await asking(async () => {
        const answer = await client.send(new QueryCommand({ TableName: table, ...queryInput(query), ...counted }));
        note("read", answer.ConsumedCapacity);
        const next = answer.LastEvaluatedKey;
        return { items: (answer.Items ?? []).map(fromAttributes), next: next ? readMap(next) : null };
      });
    },
    async write(write) {
      const writeId = newWriteId();
      const send = async () =>
        note("write", (await sendOne(client, { table, write, writeId, counted })).ConsumedCapacity);
      return await writing(send, writeId);
    },
    async transact(writes) {
      const TransactItems = writes.map((write) => transactItem(table, write));
      const command = new TransactWriteItemsCommand({ TransactItems, ...counted });
      return await writing(async () => note("write", (await client.send(command)).ConsumedCapacity), null);
    },
    close: () => client.destroy(),
  };
}

function newWriteId(): string {
  return randomBytes(9).toString("base64url");
}

interface OneWrite {
  readonly table: string;
  readonly write: Write;
  readonly writeId: string;
  readonly counted: { readonly ReturnConsumedCapacity?: "INDEXES" };
}

async function sendOne(client: DynamoDBClient, { table, write, writeId, counted }: OneWrite) {
  const refusal = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
  const input = { TableName: table, ...refusal, ...counted };
  if (write.kind === "put") {
    return await client.send(new PutItemCommand({ ...input, ...putInput(write, writeId) }));
  }
  if (write.kind === "delete") {
    const Key = keyAttributes(write.key);
    return await client.send(new DeleteItemCommand({ ...input, Key, ...conditionInput(write.when) }));
  }
  return await client.send(new UpdateItemCommand({ ...input, ...updateInput(write, writeId) }));
}

function transactItem(table: string, write: Write): TransactWriteItem {
  const TableName = table;
  if (write.kind === "put") return { Put: { TableName, ...putInput(write, null) } };
  if (write.kind === "update") return { Update: { TableName, ...updateInput(write, null) } };
  return { Delete: { TableName, Key: keyAttributes(write.key), ...conditionInput(write.when) } };
}

/** Runs a call; throws StoreUnavailable where DynamoDB cannot answer now. */
async function asking<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw asUnavailable(error);
  }
}

/**
 * Runs a write and tells a refusal apart. A write that the SDK repeated may be refused by its own first try: the item
 * that refused it then has its mark.
 */
async function writing(call: () => Promise<unknown>, writeId: string | null): Promise<WriteOutcome> {
  try {
    await call();
    return "written";
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return writeId !== null && error.Item?.[WRITE_ID]?.S === writeId ? "written" : "refused";
    }
    if (error instanceof TransactionConflictException) return "refused";
    if (error instanceof TransactionCanceledException && isRefusal(error)) return "refused";
    throw asUnavailable(error);
  }
}

/** Why a transaction is cancelled that is worth another try (Amazon DynamoDB API Reference, TransactWriteItems, 2026). */
const WORTH_A_TRY = [
  "ConditionalCheckFailed",
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
];

/** True when conditions, other transactions or a throttle, which the SDK does not wait for here, are all that stood in the way. */
function isRefusal({ CancellationReasons }: TransactionCanceledException): boolean {
  const codes = (CancellationReasons ?? []).map(({ Code }) => Code ?? "None").filter((code) => code !== "None");
  return codes.length > 0 && codes.every((code) => WORTH_A_TRY.includes(code));
}

/** An item of more than 400 kB, or 4 MB in one transaction (Amazon DynamoDB Developer Guide, "Service quotas", 2026). */
function isTooLarge(error: Error): boolean {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  const told = reasons.filter(({ Code }) => Code === "ValidationError").map(({ Message }) => Message ?? "");
  return [...told, error.name === "ValidationException" ? error.message : ""].some((text) => /\bsize\b/i.test(text));
}

/** What somebody sent may be too much; what the program did wrong stays an error; everything else may go away by itself. */
function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  if (isTooLarge(error)) return new AppError("body_too_large", TOO_LARGE);
  if (error.name === "ValidationException") return error;
  return new StoreUnavailable(`The store cannot take this now: DynamoDB says ${error.name}.`, { cause: error });
}
