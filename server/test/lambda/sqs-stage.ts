import { randomBytes } from "node:crypto";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";

const REGION = "eu-central-1";
const MAX_BATCH = 10;
/** A queue may bring a message again after so many failures, then it is a dead letter. */
const MAX_RECEIVES = 5;

/** A batch as Lambda hands it to a function. */
export interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string; readonly eventSource: "aws:sqs" }[];
}

/** What a function says of a batch. */
interface Verdict {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A queue of Amazon SQS, emulated in this process, with its dead letters. */
export interface SqsStage {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Puts a text into the queue, as nobody of us would. */
  send(body: string): Promise<void>;
  /**
   * Hands batches to a function until nothing is to be seen, as Lambda does: what it says failed comes again, what it
   * throws at fails as a whole. Says how many messages were handed over.
   */
  drain(deliver: (event: SqsEvent) => Promise<Verdict>): Promise<number>;
  /** What became dead letters. */
  dead(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts the emulator on a free port of the loopback. */
export async function startSqsEmulator(): Promise<{ readonly endpoint: string; readonly close: () => Promise<void> }> {
  const emulator = buildApp({ defaultRegion: REGION, logger: false });
  const endpoint = await emulator.listen({ host: "127.0.0.1", port: 0 });
  return { endpoint, close: () => emulator.close() };
}

/** Starts an emulator of its own, with an empty queue. */
export async function startSqsStage(): Promise<SqsStage> {
  const { endpoint, close } = await startSqsEmulator();
  const stage = await openSqsStage(endpoint);
  return {
    ...stage,
    async close() {
      await stage.close();
      await close();
    },
  };
}

/** Makes an empty queue, and one for its dead letters, on an emulator that runs. */
export async function openSqsStage(endpoint: string): Promise<SqsStage> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  // The emulator's own names of queues lead nowhere.
  const client = new SQSClient({ endpoint, region: REGION, credentials, useQueueUrlAsEndpoint: false });
  const name = randomBytes(6).toString("hex");
  const make = async (queue: string, attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: queue, Attributes: attributes }));
    if (QueueUrl === undefined) throw new Error("the emulator made no queue");
    return QueueUrl;
  };
  const deadUrl = await make(`dead-${name}`, {});
  const deadLetterTargetArn = `arn:aws:sqs:${REGION}:000000000000:dead-${name}`;
  const queueUrl = await make(`due-${name}`, {
    // A failure shows again at once: tests do not wait.
    VisibilityTimeout: "0",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MAX_RECEIVES }),
  });
  const receive = async (QueueUrl: string, VisibilityTimeout: number) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: MAX_BATCH, VisibilityTimeout })))
      .Messages ?? [];
  return {
    client,
    queueUrl,
    async send(MessageBody) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
    async drain(deliver) {
      let handed = 0;
      for (;;) {
        const messages = await receive(queueUrl, 0);
        if (messages.length === 0) return handed;
        handed += messages.length;
        const Records = messages.map(({ MessageId = "", Body = "" }) => ({
          messageId: MessageId,
          body: Body,
          eventSource: "aws:sqs" as const,
        }));
        const failed = await failuresOf(deliver, { Records });
        const done = messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
        if (done.length === 0) continue;
        const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    },
    async dead() {
      const bodies: string[] = [];
      for (;;) {
        const messages = await receive(deadUrl, 3_600);
        if (messages.length === 0) return bodies;
        bodies.push(...messages.map(({ Body = "" }) => Body));
      }
    },
    close: async () => client.destroy(),
  };
}

/** A batch whose function throws fails as a whole. */
async function failuresOf(
  deliver: (event: SqsEvent) => Promise<Verdict>,
  event: SqsEvent,
): Promise<ReadonlySet<string>> {
  try {
    const { batchItemFailures } = await deliver(event);
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    // As Lambda does: nobody hears of the error but the log.
    return new Set(event.Records.map(({ messageId }) => messageId));
  }
}
