import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A wire to DynamoDB on which answers get lost and requests are throttled. */
export interface BadWire {
  readonly endpoint: string;
  /** The next answers to this operation, such as `PutItem`, never come, although DynamoDB did what was asked. */
  loseAnswers(operation: string, count: number): void;
  /** The next requests for this operation are throttled. */
  throttle(operation: string, count: number): void;
  /** The next transactions are cancelled, because one of their items is throttled. */
  cancelTransactions(count: number): void;
  close(): Promise<void>;
}

const THROTTLED = JSON.stringify({
  __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
  message: "The level of configured provisioned throughput for the table was exceeded.",
});

const CANCELLED = JSON.stringify({
  __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
  Message: "Transaction cancelled, please refer cancellation reasons for specific reasons [ThrottlingError, None]",
  CancellationReasons: [
    { Code: "ThrottlingError", Message: "Throughput exceeds the current capacity." },
    { Code: "None" },
  ],
});

/** Starts a wire in front of an emulator. */
export async function startBadWire(target: string): Promise<BadWire> {
  const lost = new Map<string, number>();
  const throttled = new Map<string, number>();
  const cancelled = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing);
  });

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const refusal = (takeOne(throttled, operation) && THROTTLED) || (takeOne(cancelled, operation) && CANCELLED);
    if (refusal) {
      outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(refusal);
      return;
    }
    const answer = await forward(target, incoming, Buffer.concat(chunks));
    if (takeOne(lost, operation)) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswers: (operation, count) => void lost.set(operation, count),
    throttle: (operation, count) => void throttled.set(operation, count),
    cancelTransactions: (count) => void cancelled.set("TransactWriteItems", count),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function takeOne(counts: Map<string, number>, operation: string): boolean {
  const left = counts.get(operation) ?? 0;
  if (left > 0) counts.set(operation, left - 1);
  return left > 0;
}

async function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const upstream = request(new URL(url ?? "/", target), { method, headers, agent: false });
  upstream.end(body);
  const [answer] = (await once(upstream, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) };
}
