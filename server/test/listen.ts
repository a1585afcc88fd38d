import type { Hono } from "hono";
import { createGate } from "../src/hosts/gate.ts";

/** A server on a free port of this machine. */
export interface Listener {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Lets an HTTP app listen on 127.0.0.1 behind the gate that the server of a process has; whoever hangs is cut off at once. */
export async function listen(http: Hono): Promise<Listener> {
  const gate = createGate({ cutOffAfterMs: 0 });
  gate.setHandler(http.fetch);
  const port = await gate.listen({ host: "127.0.0.1", port: 0 });
  return { url: `http://127.0.0.1:${port}`, port, close: () => gate.close() };
}
