import { type ClientRequest, type IncomingMessage, request as openRequest } from "node:http";
import type { Socket } from "node:net";
import type { Connect, ConnectTimings } from "./connect.ts";
import { connectionFault } from "./connection-faults.ts";
import type { HttpRequest, HttpResult } from "./http-client.ts";
import { type ParsedRequest, parseRequest } from "./parse-http-request.ts";
import { type PeerCertificate, peerCertificate } from "./peer-certificate.ts";

export interface TimedRequest extends HttpRequest {
  readonly timeoutMs: number;
  /** False: the head of the answer is all that is read of it. */
  readonly wantBody: boolean;
  readonly verifyCertificate: boolean;
}

export interface ExchangeTimings extends ConnectTimings {
  /** From the request to the head of the answer. */
  readonly firstByteMs: number | null;
}

/** One exchange on a connection of its own, with how long each part of it took. */
export type TimedResult =
  | (Extract<HttpResult, { readonly kind: "answer" }> & {
      /** True when the answer was longer than what was read of it. */
      readonly isCut: boolean;
      readonly certificate: PeerCertificate | null;
      readonly timings: ExchangeTimings;
    })
  | (Extract<HttpResult, { readonly kind: "failed" }> & { readonly timings: ExchangeTimings });

export type TimedExchange = (request: TimedRequest) => Promise<TimedResult>;

const MAX_BYTES = 262_144;
const NO_TIMINGS: ExchangeTimings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };

/**
 * Makes the client that measures: on `connect` as everything outgoing, but without a pool, because a connection that
 * stands already would hide its name look-up, its handshakes and its certificate. It follows no redirect.
 */
export function createTimedExchange(connect: Connect): TimedExchange {
  return async (request) => {
    const parsed = parseRequest(request);
    if ("kind" in parsed) return { ...parsed, timings: NO_TIMINGS };
    const { url } = parsed;
    const endsAt = performance.now() + request.timeoutMs;
    const isTls = url.protocol === "https:";
    const connected = await connect({
      host: url.hostname,
      port: Number(url.port) || (isTls ? 443 : 80),
      tls: isTls ? { alpn: ["http/1.1"], verify: request.verifyCertificate } : undefined,
      timeoutMs: request.timeoutMs,
    });
    if (connected.kind === "failed") return { ...connected, timings: NO_TIMINGS };
    const { socket, timings } = connected;
    const { wantBody, maxBytes = MAX_BYTES, timeoutMs } = request;
    try {
      const exchange = { parsed, socket, timings, wantBody, maxBytes, timeoutMs, leftMs: endsAt - performance.now() };
      return await exchangeOn(exchange);
    } finally {
      socket.destroy();
    }
  };
}

interface Exchange {
  readonly parsed: ParsedRequest;
  readonly socket: Socket;
  readonly timings: ConnectTimings;
  readonly wantBody: boolean;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly leftMs: number;
}

function exchangeOn(exchange: Exchange): Promise<TimedResult> {
  const { parsed, socket, timings, timeoutMs } = exchange;
  const { host } = parsed.url;
  const certificate = peerCertificate(socket);
  const sentAt = performance.now();
  let firstByteMs: number | null = null;
  return new Promise((resolve) => {
    const fail = (reason: string): void => {
      resolve({ kind: "failed", why: "broken", reason, timings: { ...timings, firstByteMs } });
      request.destroy();
    };
    const timer = setTimeout(
      () => fail(`No complete answer from ${host} within ${timeoutMs / 1_000} s.`),
      Math.max(1, exchange.leftMs),
    );
    const request = open(parsed, socket);
    const onFault = (error: Error): void => fail(`The exchange with ${host} broke: ${faultOf(error)}.`);
    request.on("error", onFault).on("close", () => clearTimeout(timer));
    request.on("response", (response) => {
      firstByteMs = performance.now() - sentAt;
      const finish = (body: string, isCut: boolean): void => {
        const status = response.statusCode ?? 0;
        const headers = flatten(response);
        resolve({ kind: "answer", status, headers, body, isCut, certificate, timings: { ...timings, firstByteMs } });
        request.destroy();
      };
      if (exchange.wantBody) readBody(response, exchange.maxBytes, { finish, onFault });
      else finish("", false);
    });
    if (parsed.body === null) request.end();
    else request.end(parsed.body);
  });
}

function open({ url, method, headers }: ParsedRequest, socket: Socket): ClientRequest {
  const { hostname: host, port, pathname, search } = url;
  const defaultPort = url.protocol === "https:" ? 443 : 80;
  return openRequest({
    createConnection: () => socket,
    host,
    port: Number(port) || defaultPort,
    defaultPort,
    path: pathname + search,
    method,
    headers,
  });
}

function readBody(
  response: IncomingMessage,
  maxBytes: number,
  then: { readonly finish: (body: string, isCut: boolean) => void; readonly onFault: (error: Error) => void },
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Streaming, so that a character cut in two at the end is left out.
  const text = (): string => new TextDecoder().decode(Buffer.concat(chunks), { stream: true });
  response.on("error", then.onFault);
  response.on("data", (chunk: Buffer) => {
    if (bytes > maxBytes) return;
    chunks.push(chunk.subarray(0, maxBytes - bytes));
    bytes += chunk.length;
    if (bytes > maxBytes) then.finish(text(), true);
  });
  response.on("end", () => then.finish(text(), false));
}

/** Node's parser has codes of its own for what is no HTTP. */
function faultOf(error: Error): string {
  const isParser = "code" in error && typeof error.code === "string" && error.code.startsWith("HPE_");
  return isParser ? "it does not speak HTTP there" : connectionFault(error);
}

function flatten({ headers }: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
