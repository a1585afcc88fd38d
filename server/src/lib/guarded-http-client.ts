import type { Agent, buildConnector, Dispatcher } from "undici";
import type { Connect } from "./connect.ts";
import { connectionFault } from "./connection-faults.ts";
import { CLIENT_HEADERS, type HttpClient, type HttpRequest, type HttpResult } from "./http-client.ts";

type Failure = Extract<HttpResult, { kind: "failed" }>;

export interface HttpClientOptions {
  /** For requests that name none. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 65_536;
/** Sockets to one origin. Those that stay idle are closed, and an origin without sockets is forgotten. */
const MAX_SOCKETS = 256;
const IDLE_SOCKET_MS = 4_000;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a header value may not hold.
const BAD_HEADER_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;
/**
 * The HTTP client that everything outgoing uses, on `connect`. It follows no redirect, bounds time and bytes, and keeps
 * the URL's path, its query and all headers out of every reason. undici is loaded with the first request.
 */
export function createHttpClient(
  connect: Connect,
  options: HttpClientOptions = {},
): HttpClient & { close(): Promise<void> } {
  let agent: Promise<Agent> | null = null;
  return {
    async request(request) {
      const parsed = parseRequest(request);
      if ("kind" in parsed) return parsed;
      agent ??= createAgent(connect);
      return exchange(await agent, parsed, {
        timeoutMs: request.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS,
        maxBytes: request.maxBytes ?? MAX_BYTES,
      });
    },
    async close() {
      await (await agent)?.destroy();
    },
  };
}

async function createAgent(connect: Connect): Promise<Agent> {
  const { Agent } = await import("undici");
  return new Agent({
    connect: asConnector(connect),
    allowH2: false,
    connections: MAX_SOCKETS,
    keepAliveTimeout: IDLE_SOCKET_MS,
    keepAliveMaxTimeout: IDLE_SOCKET_MS,
    // The exchange has one deadline of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** A failure of `connect` on its way through undici. */
class ConnectFailed extends Error {
  override readonly name = "ConnectFailed";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

function asConnector(connect: Connect): buildConnector.connector {
  return ({ hostname, protocol, port }, callback) => {
    const tls = protocol === "https:" ? { alpn: ["http/1.1"] } : undefined;
    const defaultPort = tls === undefined ? 80 : 443;
    connect({ host: hostname, port: Number(port) || defaultPort, tls }).then(
      (result) => {
        if (result.kind === "connected") callback(null, result.socket);
        else callback(new ConnectFailed(result), null);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** A request whose parts were looked at. */
export interface ParsedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | null;
}

/** Takes a request apart; what cannot be sent is a failure. */
export function parseRequest(request: HttpRequest): ParsedRequest | Failure {
  const url = URL.parse(request.url);
  if (url === null) return invalid("The address is not a valid URL.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return invalid("The address must begin with http:// or https://.");
  }
  if (!HEADER_NAME.test(request.method)) return invalid("The method is not an HTTP method.");
  const headers: Record<string, string> = { "user-agent": "Watchbell", ...basicAuthorization(url) };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!HEADER_NAME.test(name)) return invalid("The name of a header holds a character that no header name may hold.");
    if (BAD_HEADER_VALUE.test(value)) {
      return invalid(`The value of the header ${name} holds a line break or another character that it may not hold.`);
    }
    if (CLIENT_HEADERS.has(name.toLowerCase())) return invalid(`The header ${name} is set by the client itself.`);
    headers[name.toLowerCase()] = value;
  }
  return { url, method: request.method.toUpperCase(), headers, body: request.body ?? null };
}

function invalid(reason: string): Failure {
  return { kind: "failed", why: "invalid-request", reason };
}

/** Credentials in the URL go out as browsers and curl send them. */
function basicAuthorization(url: URL): Record<string, string> {
  if (url.username === "" && url.password === "") return {};
  const pair = Buffer.concat([unescapeBytes(url.username), Buffer.from(":"), unescapeBytes(url.password)]);
  return { authorization: `Basic ${pair.toString("base64")}` };
}

/** Percent-decoding that leaves a stray percent sign as it is. */
function unescapeBytes(text: string): Buffer {
  const latin1 = text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}

function exchange(
  agent: Agent,
  { url, method, headers, body }: ParsedRequest,
  limits: { readonly timeoutMs: number; readonly maxBytes: number },
): Promise<HttpResult> {
  return new Promise((resolve) => {
    const receiver = new Receiver(url.host, limits.maxBytes, (result) => {
      clearTimeout(timer);
      resolve(result);
    });
    const timer = setTimeout(() => receiver.giveUp(limits.timeoutMs), limits.timeoutMs);
    agent.dispatch({ origin: url.origin, path: url.pathname + url.search, method, headers, body }, receiver);
  });
}

/**
 * Receives one answer. It settles once: with the answer when it ended or reached `maxBytes`, else with a failure that
 * tells whether anything may have been sent (`broken`) or certainly nothing (`unreachable`).
 */
class Receiver implements Dispatcher.DispatchHandler {
  readonly #host: string;
  readonly #maxBytes: number;
  readonly #settle: (result: HttpResult) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #controller: Dispatcher.DispatchController | null = null;
  #head: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | null = null;
  #settled = false;

  constructor(host: string, maxBytes: number, settle: (result: HttpResult) => void) {
    this.#host = host;
    this.#maxBytes = maxBytes;
    this.#settle = settle;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) controller.abort(new Error("The request was given up before it was sent."));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status >= 200) this.#head = { status, headers: flatten(headers) };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk.subarray(0, this.#maxBytes - this.#bytes));
    this.#bytes += chunk.length;
    if (this.#bytes < this.#maxBytes) return;
    this.#finish();
    // What follows is not read: the connection goes with it.
    if (this.#bytes > this.#maxBytes) controller.abort(new Error("The answer was longer than what is read of it."));
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const fault = connectionFault(error);
    if (error instanceof ConnectFailed) this.#end(error.failure);
    else if (this.#controller === null) this.#fail("unreachable", `Could not connect to ${this.#host}: ${fault}.`);
    else this.#fail("broken", `The exchange with ${this.#host} broke: ${fault}.`);
  }

  giveUp(timeoutMs: number): void {
    const seconds = `${timeoutMs / 1_000} s`;
    if (this.#controller === null) {
      this.#fail("unreachable", `No connection to ${this.#host} was free within ${seconds}.`);
    } else {
      this.#fail("broken", `No complete answer from ${this.#host} within ${seconds}.`);
      this.#controller.abort(new Error("The answer took too long."));
    }
  }

  #finish(): void {
    // Streaming, so that a character cut in two at the end is left out.
    const body = new TextDecoder().decode(Buffer.concat(this.#chunks), { stream: true });
    if (this.#head === null) this.#fail("broken", `The answer from ${this.#host} had no status.`);
    else this.#end({ kind: "answer", ...this.#head, body });
  }

  #fail(why: Failure["why"], reason: string): void {
    this.#end({ kind: "failed", why, reason });
  }

  #end(result: HttpResult): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#settle(result);
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
