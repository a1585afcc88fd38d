import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy on loopback in front of several servers. It asks each whether it is ready, and sends requests to those that are. */
export interface ReadyProxy {
  readonly url: string;
  /** How many requests it could not get answered. */
  failures(): number;
  /** Waits until the server of this address is ready, or is not, as the proxy sees it. */
  sees(address: string, ready: boolean): Promise<void>;
  close(): Promise<void>;
}

const ASK_EVERY_MS = 100;

/** Starts a proxy that never sends a request twice: what it handed over must be answered. */
export async function startReadyProxy(addresses: readonly string[]): Promise<ReadyProxy> {
  const ready = new Map<string, boolean>(addresses.map((address) => [address, false]));
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  let failed = 0;
  const ask = async (): Promise<void> => {
    for (const address of addresses) {
      const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      ready.set(address, answer?.status === 200);
    }
  };
  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const able = addresses.filter((address) => ready.get(address) === true);
    const target = able[turn++ % Math.max(1, able.length)];
    const giveUp = (): void => {
      failed += 1;
      response.writeHead(502).end();
    };
    if (target === undefined) {
      giveUp();
      return;
    }
    const { connection: _, ...headers } = incoming.headers;
    const going = request(`${target}${incoming.url}`, { method: incoming.method, headers, agent }, (answer) => {
      const { connection: _own, "keep-alive": _too, ...passed } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, passed);
      answer.pipe(response);
    });
    going.on("error", giveUp);
    incoming.pipe(going);
  };
  const server = createServer(forward);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let closed = false;
  const asking = (async () => {
    while (!closed) {
      await ask();
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  })();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures: () => failed,
    async sees(address, wanted) {
      while (ready.get(address) !== wanted) await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    },
    async close() {
      closed = true;
      await asking;
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
