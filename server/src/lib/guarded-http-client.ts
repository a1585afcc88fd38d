import type { Agent, buildConnector, Dispatcher } from "undici";
import type { Connect } from "./connect.ts";
import { connectionFault } from "./connection-faults.ts";
import type { HttpClient, HttpResult } from "./http-client.ts";
import { type ParsedRequest, parseRequest } from "./parse-http-request.ts";

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
  // By its default: it is a package of the older kind, of which a bundle's import has nothing else.
  const { default: undici } = await import("undici");
  return new undici.Agent({
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
