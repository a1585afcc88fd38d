import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { type ConnectionEvents, type ConnectionLimits, limitConnections } from "./connection-limits.ts";

/** The HTTP server of a process: answers 503 until it is told what to do with requests. */
export interface Gate {
  /** Says the port; with port 0 that is a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>;
  setHandler(fetch: Hono["fetch"]): void;
  /** Asks every sender to come back on a new connection, which a proxy then opens to somebody else; answers all the same. */
  sendAway(): void;
  /** Takes no more connections, answers what is under way, and waits until all have gone. */
  close(): Promise<void>;
}

/** A connection is idle for an instant only when its sender asks again and again. */
const CLOSE_IDLE_EVERY_MS = 100;
/** Whoever has not sent its request or read its answer by then is cut off. */
const CUT_OFF_AFTER_MS = 10_000;

/** HTTP/1.0 need not say a host, and a ping must not be lost for it. */
const HOST_OF_NONE = "localhost";

export interface GateOptions {
  readonly cutOffAfterMs?: number | undefined;
  /** Absent: connections are neither counted nor limited. */
  readonly limits?: ConnectionLimits | undefined;
  readonly events?: ConnectionEvents | undefined;
  readonly patience?: Patience | undefined;
}

/** How long whoever is slow is waited for. */
export interface Patience {
  /** Until the head of a request has come. */
  readonly headersMs: number;
  /** Until the whole request has come. */
  readonly requestMs: number;
  /** While nothing at all comes or can be sent. */
  readonly silenceMs: number;
  /** So often it is looked whether somebody is too slow. */
  readonly lookEveryMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, silenceMs: 120_000, lookEveryMs: 2_000 };
const NO_LIMITS: ConnectionLimits = { maxConnections: null, maxPerAddress: null, trustedProxies: [] };
const NOBODY_COUNTS: ConnectionEvents = { opened() {}, closed() {}, refused() {}, cutOff() {} };

/** What is said to a request that cannot be read, as Node says it when nobody listens. */
const FAULTS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
};

/** Makes the HTTP server of a process. */
export function createGate(options: GateOptions = {}): Gate {
  const { cutOffAfterMs = CUT_OFF_AFTER_MS, limits = NO_LIMITS, events = NOBODY_COUNTS, patience = PATIENCE } = options;
  let isLeaving = false;
  let handler = (_: IncomingMessage, response: ServerResponse): unknown =>
    response.writeHead(503, { "Retry-After": "1", "Content-Type": "text/plain" }).end("Watchbell is starting\n");
  const answering = new WeakMap<Duplex, ServerResponse>();
  const { headersMs: headersTimeout, requestMs: requestTimeout, lookEveryMs: connectionsCheckingInterval } = patience;
  const server = createServer({ headersTimeout, requestTimeout, connectionsCheckingInterval }, (request, response) => {
    answering.set(request.socket, response);
    // Node serves open connections for as long as they are used: a busy one would keep the process for ever.
    if (isLeaving) response.shouldKeepAlive = false;
    void handler(request, response);
  });
  server.timeout = patience.silenceMs;
  limitConnections(server, limits, events);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") events.cutOff();
    tellFault(error.code ?? "", socket, answering.get(socket));
  });
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host, port }, () => {
          server.off("error", reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    setHandler(fetch) {
      handler = getRequestListener(fetch, { overrideGlobalObjects: false, hostname: HOST_OF_NONE });
    },
    sendAway() {
      isLeaving = true;
    },
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        isLeaving = true;
        const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
        const cut = setTimeout(() => server.closeAllConnections(), cutOffAfterMs);
        server.close(() => {
          clearInterval(idle);
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

/** Says what was wrong, unless an answer is being given there, and ends the connection. */
function tellFault(code: string, socket: Duplex, answer: ServerResponse | undefined): void {
  const isAnswering = answer?.headersSent === true && !answer.writableFinished;
  const fault = FAULTS[code] ?? "400 Bad Request";
  if (socket.writable && !isAnswering) socket.write(`HTTP/1.1 ${fault}\r\nConnection: close\r\n\r\n`);
  socket.destroy();
}
