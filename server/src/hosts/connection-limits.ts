import type { Server, Socket } from "node:net";
import { clientAddress, isInRanges, networkOf } from "../lib/client-address.ts";

/** How many connections are taken; null: as many as come. */
export interface ConnectionLimits {
  readonly maxConnections: number | null;
  /** From one address, or one /64 of IPv6. This machine and trusted proxies bring those of many and are not counted. */
  readonly maxPerAddress: number | null;
  readonly trustedProxies: readonly string[];
}

/** What becomes of connections, for whoever counts. */
export interface ConnectionEvents {
  readonly opened: () => void;
  readonly closed: () => void;
  readonly refused: (why: "total" | "address") => void;
  /** It did not send its request in time. */
  readonly cutOff: () => void;
}

const THIS_MACHINE = ["127.0.0.0/8", "::1"];

/** Closes a connection at once that is one too many: whoever has many open must not keep the others out. */
export function limitConnections(server: Server, limits: ConnectionLimits, events: ConnectionEvents): void {
  const open = new Map<string, number>();
  const uncounted = [...THIS_MACHINE, ...limits.trustedProxies];
  if (limits.maxConnections !== null) {
    server.maxConnections = limits.maxConnections;
    server.on("drop", () => events.refused("total"));
  }
  server.on("connection", (socket: Socket) => {
    events.opened();
    socket.once("close", events.closed);
    if (limits.maxPerAddress === null) return;
    const address = clientAddress({
      remoteAddress: socket.remoteAddress ?? "",
      forwardedFor: null,
      trustedProxies: [],
    });
    if (isInRanges(address, uncounted)) return;
    const network = networkOf(address);
    const count = open.get(network) ?? 0;
    if (count >= limits.maxPerAddress) {
      events.refused("address");
      socket.destroy();
      return;
    }
    open.set(network, count + 1);
    socket.once("close", () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}
