import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";

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
}

/** Makes the HTTP server of a process. */
export function createGate({ cutOffAfterMs = CUT_OFF_AFTER_MS }: GateOptions = {}): Gate {
  let isLeaving = false;
  let handler = (_: IncomingMessage, response: ServerResponse): unknown =>
    response.writeHead(503, { "Retry-After": "1", "Content-Type": "text/plain" }).end("Watchbell is starting\n");
  const server = createServer((request, response) => {
    // Node serves open connections for as long as they are used: a busy one would keep the process for ever.
    if (isLeaving) response.shouldKeepAlive = false;
    void handler(request, response);
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
