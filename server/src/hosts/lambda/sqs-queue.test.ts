import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqsEvent, type SqsStage, startSqsStage } from "../../../test/lambda/sqs-stage.ts";
import { startSink } from "../../../test/sink.ts";
import type { Log } from "../../lib/log.ts";
import { parseQueueBody, type QueueItem } from "./due-queue.ts";
import { createSqsQueue, openSqsQueue } from "./sqs-queue.ts";

const NOW = Date.UTC(2026, 2, 4, 12);

let sqs: SqsStage;
const lines: string[] = [];
const write = (_fields: unknown, text: string): void => void lines.push(text);
const log: Log = { debug: write, info: write, warn: write, error: write };

beforeAll(async () => {
  sqs = await startSqsStage();
});
afterAll(() => sqs.close());

const message = (id: string, dueAt = NOW): QueueItem => ({ kind: "message", id, dueAt });

/** What comes out of the queue now. */
async function received(): Promise<readonly unknown[]> {
  const bodies: unknown[] = [];
  await sqs.drain(async ({ Records }: SqsEvent) => {
    bodies.push(...Records.map(({ body }) => parseQueueBody(body)));
    return { batchItemFailures: [] };
  });
  return bodies;
}

describe("the queue on SQS", () => {
  it("takes any number of items, and brings each of them once", async () => {
    const queue = createSqsQueue({ ...sqs, log });
    const items = Array.from({ length: 23 }, (_, n) => message(`m${n}`));
    expect(await queue.send([...items, { kind: "mail", sealed: "sealed" }], NOW)).toEqual([]);
    const bodies = await received();
    expect(bodies).toHaveLength(24);
    expect(bodies).toEqual(expect.arrayContaining([{ message: "m0" }, { message: "m22" }, { mail: "sealed" }]));
  });

  it("holds back what is due later, to the second, never longer than it can", async () => {
    const delays: (number | undefined)[] = [];
    const client = {
      send: async ({ input }: { readonly input: { readonly Entries?: { readonly DelaySeconds?: number }[] } }) => {
        delays.push(...(input.Entries ?? []).map(({ DelaySeconds }) => DelaySeconds));
        return {};
      },
    };
    const queue = createSqsQueue({ client: client as unknown as SqsStage["client"], queueUrl: sqs.queueUrl, log });
    const due = [NOW - 60_000, NOW, NOW + 1, NOW + 5_000, NOW + 900_000, NOW + 3_600_000];
    await queue.send(
      due.map((dueAt, n) => message(`m${n}`, dueAt)),
      NOW,
    );
    expect(delays).toEqual([0, 0, 1, 5, 900, 900]);
  });

  it("that says nothing is given up in time", async () => {
    const mute = await startSink(() => {});
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const client = { endpoint: mute.url, region: "eu-central-1", credentials, useQueueUrlAsEndpoint: false };
    const queue = openSqsQueue({ client, queueUrl: `${mute.url}/0/due`, log, timeoutMs: 20 });
    expect(await queue.send([message("m0")], NOW)).toEqual([message("m0")]);
    await mute.close();
  });

  it("sends once more what was refused by itself, and says what was refused again", async () => {
    const sent: (string | undefined)[][] = [];
    const client = {
      send: async ({ input }: { readonly input: { readonly Entries?: { readonly MessageBody?: string }[] } }) => {
        sent.push((input.Entries ?? []).map(({ MessageBody }) => MessageBody));
        return { Failed: [{ Id: "1", Code: "InternalError", SenderFault: false }] };
      },
    };
    const queue = createSqsQueue({ client: client as unknown as SqsStage["client"], queueUrl: sqs.queueUrl, log });
    const items = ["a", "b", "c"].map((id) => message(id));
    sent.length = 0;
    expect(await queue.send(items, NOW)).toEqual([]);
    expect(sent).toEqual([['{"message":"a"}', '{"message":"b"}', '{"message":"c"}'], ['{"message":"b"}']]);
    expect(lines).toContain("the queue refused messages");
  });

  it("that cannot be asked at all gives everything back and throws at nobody", async () => {
    const queue = createSqsQueue({ ...sqs, queueUrl: "http://127.0.0.1:1/000000000000/nowhere", log });
    const items = [message("a"), message("b")];
    expect(await queue.send(items, NOW)).toEqual(items);
    expect(lines).toContain("the queue could not be asked");
  });
});

describe("a text of the queue", () => {
  it.each(["", "x", "null", "{}", '{"message":""}', '{"message":1}', '{"message":"a","mail":"b"}', "[]"])(
    "that nobody of us wrote is known as such: %s",
    (text) => expect(parseQueueBody(text)).toBeNull(),
  );
});
