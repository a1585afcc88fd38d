import { connectionFault } from "./connection-faults.ts";
import type { HttpClient, HttpResult } from "./http-client.ts";
import { type ParsedRequest, parseRequest } from "./parse-http-request.ts";

type Failure = Extract<HttpResult, { kind: "failed" }>;

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 65_536;

/** Faults that come before the request is sent: of the name, of the way there, and of the certificate. */
const BEFORE_SENDING =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|EPROTO|ERR_TLS_.+|ERR_SSL_.+|CERT_.+|DEPTH_ZERO_.+|SELF_SIGNED_.+|UNABLE_TO_.+)$/;

/**
 * An HTTP client on the platform's own `fetch`, for places where every byte of the program counts and only the owner of
 * the function names an address: it judges no addresses, so nothing that people enter may reach it. As the other one, it
 * follows no redirect, bounds time and bytes, and keeps the URL's path, its query and all headers out of every reason.
 */
export function createFetchHttpClient(fetch: typeof globalThis.fetch): HttpClient {
  return {
    async request(request) {
      const parsed = parseRequest(request);
      if ("kind" in parsed) return parsed;
      const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = request;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(withoutCredentials(parsed.url), { ...sentParts(parsed), signal });
        const body = await readUpTo(response, maxBytes);
        return { kind: "answer", status: response.status, headers: Object.fromEntries(response.headers), body };
      } catch (error) {
        return signal.aborted ? tooLate(parsed, timeoutMs) : failureOf(parsed, error);
      }
    },
  };
}

function sentParts({ method, headers, body }: ParsedRequest): RequestInit {
  // A copy, because a view on shared memory is no body for fetch.
  const sent = typeof body === "object" && body !== null ? new Uint8Array(body) : body;
  // A function is frozen between two calls, and a connection that was kept is dead by then.
  return { method, headers: { ...headers, connection: "close" }, body: sent, redirect: "manual" };
}

/** They are in a header already, and fetch refuses an address that holds them. */
function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return bare;
}

async function readUpTo(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (reader !== undefined && bytes < maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value.subarray(0, maxBytes - bytes));
    bytes += value.length;
  }
  // What follows is not read, and a fault in it is no fault of the answer.
  if (bytes >= maxBytes) reader?.cancel().catch(() => {});
  // Streaming, so that a character cut in two at the end is left out.
  return new TextDecoder().decode(Buffer.concat(chunks), { stream: true });
}

function tooLate({ url }: ParsedRequest, timeoutMs: number): Failure {
  const reason = `No complete answer from ${url.host} within ${timeoutMs / 1_000} s.`;
  return { kind: "failed", why: "broken", reason };
}

/** fetch says only that it failed; why stands in the error's cause. */
function failureOf({ url }: ParsedRequest, error: unknown): Failure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const fault = connectionFault(cause);
  if (BEFORE_SENDING.test(codeOf(cause))) {
    return { kind: "failed", why: "unreachable", reason: `Could not connect to ${url.host}: ${fault}.` };
  }
  return { kind: "failed", why: "broken", reason: `The exchange with ${url.host} broke: ${fault}.` };
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
