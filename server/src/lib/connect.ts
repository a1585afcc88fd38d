import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction, connect as openTcp, type Socket } from "node:net";
import { connect as openTls } from "node:tls";
import { judgeAddress, type OutgoingMode } from "./addresses.ts";
import { codedError, connectionFault } from "./connection-faults.ts";

/** Where to connect. The name is kept for the TLS handshake and the check of the certificate. */
export interface ConnectTarget {
  /** A name or a literal address, without brackets or with them. */
  readonly host: string;
  readonly port: number;
  /** Present: the socket comes back as a TLS one, with the certificate checked for `host`. */
  readonly tls?: TlsOptions | undefined;
  /** For look-up, connection and TLS handshake together. Default 5,000. */
  readonly timeoutMs?: number | undefined;
}

export interface TlsOptions {
  readonly alpn?: readonly string[] | undefined;
  /** The name to ask for and to check the certificate for; absent: the host. */
  readonly serverName?: string | undefined;
  /** False: the connection stands whatever the certificate is; the socket says what is wrong with it. */
  readonly verify?: boolean | undefined;
}

/** How long the steps took, in milliseconds; null: there was no such step. */
export interface ConnectTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
}

export type ConnectResult =
  | {
      readonly kind: "connected";
      readonly socket: Socket;
      readonly timings: ConnectTimings;
    }
  | {
      readonly kind: "failed";
      /** `refused-address`: our own guard said no. `unreachable`: no usable connection came about; nothing was sent. */
      readonly why: "refused-address" | "unreachable";
      /** One sentence for people; names the host and nothing else of the target. */
      readonly reason: string;
    };

/** The one way out for every connection to a host that a user named. */
export type Connect = (target: ConnectTarget) => Promise<ConnectResult>;

/** Resolves a name to all its addresses. Rejects with an error that has a `code`. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface ConnectOptions {
  readonly outgoing: OutgoingMode;
  readonly lookup?: Lookup | undefined;
  readonly timeoutMs?: number | undefined;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** How long one address is tried before the next; the last one gets all the time that is left. */
const ADDRESS_TIMEOUT_MS = 500;

/**
 * Makes the one way out. In order: 1. resolve the name to all its addresses; 2. judge each; 3. connect to those that
 * were allowed and to nothing else. The name is never resolved a second time, so an answer of the DNS that changes
 * between check and connection changes nothing.
 */
export function createConnect(options: ConnectOptions): Connect {
  const lookup = shareLookups(options.lookup ?? lookupWithSystem);
  return async (target) => {
    const steps = startSteps();
    const host = target.host.replace(/^\[(.*)\]$/, "$1");
    const deadline = startDeadline(target.timeoutMs ?? options.timeoutMs ?? CONNECT_TIMEOUT_MS);
    try {
      const isName = isIP(host) === 0;
      const addresses = isName ? await orAbort(lookup(host), deadline.signal) : [host];
      const dnsMs = isName ? steps.next() : null;
      const judged = judgeAll(addresses, options.outgoing);
      if (judged.refusal !== null && judged.allowed.length === 0) {
        const reason = `Refused to connect to ${host}: its address ${judged.refusal}.`;
        return { kind: "failed", why: "refused-address", reason };
      }
      const tcp = await dial(host, target.port, judged.allowed, deadline.signal);
      const connectMs = steps.next();
      if (target.tls === undefined) {
        return { kind: "connected", socket: tcp, timings: { dnsMs, connectMs, tlsMs: null } };
      }
      const socket = await startTls(tcp, target.tls.serverName ?? host, target.tls, deadline.signal);
      return { kind: "connected", socket, timings: { dnsMs, connectMs, tlsMs: steps.next() } };
    } catch (error) {
      const reason = `Could not connect to ${host}:${target.port}: ${connectionFault(error)}.`;
      return { kind: "failed", why: "unreachable", reason };
    } finally {
      deadline.end();
    }
  };
}

async function lookupWithSystem(host: string): Promise<readonly string[]> {
  const found = await systemLookup(host, { all: true });
  return found.map(({ address }) => address);
}

/** The system's resolver has few threads, so a name that hangs may hold one of them, not one for each caller. */
function shareLookups(lookup: Lookup): Lookup {
  const running = new Map<string, Promise<readonly string[]>>();
  return (host) => {
    const known = running.get(host);
    if (known !== undefined) return known;
    const started = lookup(host).finally(() => running.delete(host));
    running.set(host, started);
    return started;
  };
}

function judgeAll(
  addresses: readonly string[],
  mode: OutgoingMode,
): { readonly allowed: readonly string[]; readonly refusal: string | null } {
  const allowed: string[] = [];
  let refusal: string | null = null;
  for (const address of addresses) {
    const judgement = judgeAddress(address, mode);
    if (judgement.kind === "allowed") allowed.push(address);
    else refusal ??= judgement.reason;
  }
  return { allowed, refusal };
}

async function dial(host: string, port: number, addresses: readonly string[], signal: AbortSignal): Promise<Socket> {
  if (addresses.length === 0) throw codedError("ENOTFOUND");
  const pinned: LookupFunction = (_name, options, callback) => {
    const entries = addresses.map((address) => ({ address, family: isIP(address) }));
    const first = entries[0];
    if (options.all) callback(null, entries);
    else callback(null, first?.address ?? "", first?.family);
  };
  const socket = openTcp({
    host,
    port,
    lookup: pinned,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
    noDelay: true,
    keepAlive: true,
  });
  return whenOpen(socket, "connect", signal);
}

/** Measures one step after another. */
function startSteps(): { next(): number } {
  let from = performance.now();
  return {
    next() {
      const to = performance.now();
      const ms = to - from;
      from = to;
      return ms;
    },
  };
}

function startTls(
  tcp: Socket,
  host: string,
  { alpn, verify = true }: TlsOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = openTls({
    socket: tcp,
    host,
    rejectUnauthorized: verify,
    // SNI carries names only; for a literal address the certificate is checked against `host`.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
  });
  return whenOpen(socket, "secureConnect", signal);
}

function whenOpen(socket: Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<Socket> {
  // Stays for good: between this listener and the next owner's an error must not bring the process down.
  socket.on("error", () => {});
  return new Promise((resolve, reject) => {
    const settle = (error: unknown): void => {
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError).off("close", onClose).off(event, onOpen);
      if (error !== null) socket.destroy();
      if (error === null) resolve(socket);
      else reject(error);
    };
    const onOpen = (): void => settle(null);
    const onError = (error: Error): void => settle(error);
    const onClose = (): void => settle(codedError("ECONNRESET"));
    const onAbort = (): void => settle(signal.reason);
    socket.on("error", onError).on("close", onClose).on(event, onOpen);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  });
}

/** A signal that aborts with ETIMEDOUT after so many milliseconds, unless it is ended before. */
function startDeadline(ms: number): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(codedError("ETIMEDOUT")), ms);
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

/** Waits for work that cannot be called off, but not longer than the signal. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
