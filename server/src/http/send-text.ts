import type { ServerResponse } from "node:http";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";

/** A short answer in plain words. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Sends a short text. Under Node it is written to the connection itself: a web Response, whose body is a stream, costs
 * more than all else that is done for a ping (docs/performance.md).
 */
export function sendText(c: Context, { status, headers, text }: TextAnswer): Response {
  const outgoing = outgoingOf(c);
  if (outgoing === null) return new Response(text, { status, headers });
  outgoing.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(text) });
  outgoing.end(text);
  return RESPONSE_ALREADY_SENT;
}

/** The response of Node's own server, when that is what we run on. */
function outgoingOf(c: Context): ServerResponse | null {
  const env: unknown = c.env;
  if (typeof env !== "object" || env === null || !("outgoing" in env)) return null;
  return env.outgoing as ServerResponse;
}
