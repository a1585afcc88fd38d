import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as a target received it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type SinkAnswer = (received: Received, response: ServerResponse) => void;

export interface Sink {
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers otherwise from now on. */
  behave(answer: SinkAnswer): void;
  /** Waits until so many requests in all have come. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

const OK: SinkAnswer = (_, response) => response.end("ok");

/** A target on loopback that keeps what it gets; `answer` decides what it says, 200 `ok` unless told. */
export async function startSink(answer: SinkAnswer = OK): Promise<Sink> {
  const received: Received[] = [];
  let waiting: { readonly count: number; readonly done: () => void }[] = [];
  let behaviour = answer;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const entry = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      received.push(entry);
      behaviour(entry, response);
      for (const { count, done } of waiting) if (received.length >= count) done();
      waiting = waiting.filter(({ count }) => received.length < count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    behave(next) {
      behaviour = next;
    },
    arrived: (count) =>
      new Promise((done) => {
        if (received.length >= count) done();
        else waiting.push({ count, done });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
