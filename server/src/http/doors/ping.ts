import type { Context } from "hono";
import type { App } from "../../actions/app.ts";
import { type PingOutcome, recordPing } from "../../actions/record-ping.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { NOT_FOUND, type ParsedPing, parsePing, type RefusedPing } from "../../signals/ping.ts";
import { logBug, RETRY_AFTER_SECONDS } from "../errors.ts";
import { countAddress, type TooMany } from "../limit-requests.ts";
import { sourceOf } from "../ping-source.ts";
import { hasBody, readBody } from "../read-body.ts";
import { sendText } from "../send-text.ts";

/** Where the ping API is mounted. */
const PREFIX_LENGTH = "/ping/".length;
/** A larger body is not read to its end: its ping counts, its connection is closed. */
const MAX_DRAIN_BYTES = 64 * 1024 * 1024;

const TEXT = { "Content-Type": "text/plain; charset=utf-8" };

const PREFLIGHT = {
  status: 204,
  headers: {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "600",
  },
};

/**
 * The ping API. It runs for every ping, so it stands before everything else: no middleware, no schema, headers made
 * once, and the body read straight from the socket. Its answer comes when the ping is durable, and not before.
 */
export function createPingDoor(app: App): (c: Context) => Promise<Response> {
  const limit = app.settings.pingBodyLimitBytes;
  const keepBytes = limit ?? MAX_DRAIN_BYTES;
  const open = successHeaders(limit);
  const closing = { ...open, Connection: "close" };

  const answer = (c: Context, outcome: PingOutcome, readToEnd: boolean): Response => {
    if (outcome === "not-found") return refuse(c, NOT_FOUND);
    const headers = readToEnd ? open : closing;
    return outcome === "created"
      ? sendText(c, { status: 201, headers, text: "Created" })
      : sendText(c, { status: 200, headers, text: "OK" });
  };

  const record = async (c: Context, parsed: ParsedPing): Promise<Response> => {
    const source = sourceOf(c);
    if (!hasBody(c)) return answer(c, await recordPing(app, { parsed, source, body: null }), true);
    const body = await readBody(c, { keepBytes, drainBytes: MAX_DRAIN_BYTES });
    // The sender left in the middle of its request: it will not read an answer, and may come again.
    if (body.kind === "aborted") return new Response(null, { status: 400 });
    const bytes = body.bytes.byteLength === 0 ? null : body.bytes;
    return answer(c, await recordPing(app, { parsed, source, body: bytes }), body.totalBytes <= MAX_DRAIN_BYTES);
  };

  return async (c) => {
    const parsed = parsePing(c.req.raw.method, c.req.path.slice(PREFIX_LENGTH), queryOf(c.req.raw.url));
    if (parsed.kind === "preflight") return new Response(null, PREFLIGHT);
    if (parsed.kind === "refused") return refuse(c, parsed);
    const many = countAddress(c, app);
    if (many !== null) return rateLimited(c, many);
    try {
      return await record(c, parsed);
    } catch (error) {
      return failed(app, c, error);
    }
  };
}

function successHeaders(limit: number | null): Readonly<Record<string, string>> {
  return {
    ...TEXT,
    "Access-Control-Allow-Origin": "*",
    ...(limit !== null && { "Ping-Body-Limit": String(limit) }),
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
  };
}

function refuse(c: Context, { status, text }: RefusedPing): Response {
  const headers = status === 405 ? { ...TEXT, Allow: "GET, HEAD, POST, OPTIONS" } : TEXT;
  return sendText(c, { status, headers, text });
}

function rateLimited(c: Context, { retryAfterSeconds }: TooMany): Response {
  const headers = { ...TEXT, "Retry-After": String(retryAfterSeconds) };
  return sendText(c, { status: 429, headers, text: "rate limited, try again" });
}

/** A ping that could not be stored is said to be so, never to be unknown: its sender must come again. */
function failed(app: App, c: Context, error: unknown): Response {
  if (error instanceof StoreUnavailable) {
    const headers = { ...TEXT, "Retry-After": String(RETRY_AFTER_SECONDS) };
    return sendText(c, { status: 503, headers, text: "not recorded, try again" });
  }
  const id = logBug(error instanceof Error ? error : new Error(String(error)), c, app.log);
  return sendText(c, { status: 500, headers: TEXT, text: `not recorded, see ${id} in the log of the server` });
}

function queryOf(url: string): string {
  const mark = url.indexOf("?");
  return mark === -1 ? "" : url.slice(mark + 1);
}
