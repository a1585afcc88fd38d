import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { Log } from "../../lib/log.ts";
import { type DueQueue, type QueueItem, renderQueueBody } from "./due-queue.ts";

/** Messages of one request, and seconds of delay (Amazon SQS Developer Guide, "Quotas", 2026). */
const MAX_BATCH = 10;
const MAX_DELAY_SECONDS = 900;

export interface SqsQueueOptions {
  readonly client: Pick<SQSClient, "send">;
  readonly queueUrl: string;
  readonly log: Log;
}

/** Makes the queue on Amazon SQS: in batches, and what is refused by itself is sent once more. */
export function createSqsQueue({ client, queueUrl, log }: SqsQueueOptions): DueQueue {
  /** Says which were not taken. */
  const sendBatch = async (items: readonly QueueItem[], now: number): Promise<readonly QueueItem[]> => {
    const Entries = items.map((item, index) => entryOf(item, index, now));
    try {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed.length > 0) log.warn({ codes: Failed.map(({ Code }) => Code) }, "the queue refused messages");
      return Failed.flatMap(({ Id }) => items[Number(Id)] ?? []);
    } catch (error) {
      log.warn({ error: String(error) }, "the queue could not be asked");
      return items;
    }
  };
  return {
    async send(items, now) {
      const batches = Array.from({ length: Math.ceil(items.length / MAX_BATCH) }, (_, n) =>
        items.slice(n * MAX_BATCH, (n + 1) * MAX_BATCH),
      );
      const left = await Promise.all(
        batches.map(async (batch) => {
          const failed = await sendBatch(batch, now);
          return failed.length === 0 ? [] : await sendBatch(failed, now);
        }),
      );
      return left.flat();
    },
  };
}

/** A second too late is better than one too early: what is not due yet nobody may claim, and then it waits for the tick. */
function entryOf(item: QueueItem, index: number, now: number): SendMessageBatchRequestEntry {
  const delayMs = item.kind === "message" ? item.dueAt - now : 0;
  const DelaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.ceil(delayMs / 1_000)));
  return { Id: String(index), MessageBody: renderQueueBody(item), DelaySeconds };
}

/**
 * A queue that says nothing must not keep a ping without its answer, which is true by then: the tick finds what is due. With
 * its repeats this comes to less than FAREWELL_MS.
 */
const REQUEST_TIMEOUT_MS = 1_000;

export interface OpenSqsQueueOptions extends Omit<SqsQueueOptions, "client"> {
  readonly client: SQSClientConfig;
  /** So long one request may take; absent: a second. */
  readonly timeoutMs?: number | undefined;
}

/** The queue, asked with what the client of the SDK is given. */
export function openSqsQueue({ client, timeoutMs = REQUEST_TIMEOUT_MS, ...options }: OpenSqsQueueOptions): DueQueue {
  const requestHandler = { requestTimeout: timeoutMs, throwOnRequestTimeout: true };
  return createSqsQueue({ ...options, client: new SQSClient({ maxAttempts: 2, requestHandler, ...client }) });
}
