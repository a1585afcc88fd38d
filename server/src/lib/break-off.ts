import type { Socket } from "node:net";
import type { Connect } from "./connect.ts";

/** A way out whose connections can be broken off all at once. */
export interface BreakableConnect {
  readonly connect: Connect;
  /** Destroys every connection that is open now. */
  readonly breakOff: () => void;
}

/** Remembers the connections that are open, so that a process that stops need not wait for whoever is at the other end. */
export function createBreakableConnect(connect: Connect): BreakableConnect {
  const open = new Set<Socket>();
  return {
    async connect(target) {
      const result = await connect(target);
      if (result.kind === "connected") {
        const { socket } = result;
        open.add(socket);
        socket.once("close", () => open.delete(socket));
      }
      return result;
    },
    breakOff() {
      for (const socket of open) socket.destroy();
    },
  };
}
