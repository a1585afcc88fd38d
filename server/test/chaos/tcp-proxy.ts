import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How a proxy treats what passes through it. */
export type Weather =
  | { readonly kind: "fair" }
  /** Each piece comes so much later, in order. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** Nothing comes through and nobody is told, as when a cable is pulled. */
  | { readonly kind: "lost" };

/** A proxy on loopback in front of a port. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that lost something are broken off when the weather is fair again: their rest would make no sense. */
  set(weather: Weather): void;
  /** Connections that are open now carry nothing any more, for good, and nobody is told; new ones are as ever. */
  deaden(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  hasLost: boolean;
  isDead: boolean;
}

/** Starts a proxy that passes everything on to this port of loopback. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let weather: Weather = { kind: "fair" };
  const pairs = new Set<Pair>();
  const cut = (pair: Pair): void => {
    pairs.delete(pair);
    pair.near.destroy();
    pair.far.destroy();
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const pair: Pair = { near, far: connect(target, "127.0.0.1"), hasLost: false, isDead: false };
    pairs.add(pair);
    pass(pair, pair.near, pair.far);
    pass(pair, pair.far, pair.near);
  });

  function pass(pair: Pair, from: Socket, to: Socket): void {
    // One piece after another, however long each is held up.
    let last = Promise.resolve();
    from.setNoDelay();
    from.on("data", (piece) => {
      if (weather.kind === "lost" || pair.isDead) {
        pair.hasLost = true;
        return;
      }
      const delayMs = weather.kind === "slow" ? weather.delayMs : 0;
      const held = delayMs > 0 ? new Promise<void>((resolve) => setTimeout(resolve, delayMs)) : undefined;
      last = last.then(async () => {
        await held;
        if (!to.destroyed) to.write(piece);
      });
    });
    from.on("error", () => {});
    from.on("end", () => {
      // A dead line carries no good-bye either.
      if (!pair.isDead) from.end();
    });
    from.on("close", () => {
      void last.then(() => cut(pair));
    });
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      weather = next;
      if (next.kind === "lost") return;
      for (const pair of pairs) if (pair.hasLost && !pair.isDead) cut(pair);
    },
    deaden() {
      for (const pair of pairs) pair.isDead = true;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const pair of pairs) cut(pair);
      await closed;
    },
  };
}
