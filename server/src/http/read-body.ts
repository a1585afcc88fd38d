import type { IncomingMessage } from "node:http";
import type { Context } from "hono";

/** What was read of a body. */
export type ReadBody =
  | {
      readonly kind: "read";
      /** The first bytes, as many as were asked for. */
      readonly bytes: Uint8Array;
      /** How many bytes came, kept or not; more than `drainBytes` when reading was given up. */
      readonly totalBytes: number;
    }
  /** The sender went away in the middle. */
  | { readonly kind: "aborted" };

interface BodyLimits {
  /** Bytes to keep. */
  readonly keepBytes: number;
  /** Bytes to read at all, so that the sender gets its answer; what comes after them is left on the line. */
  readonly drainBytes: number;
}

const EMPTY: ReadBody = { kind: "read", bytes: new Uint8Array(0), totalBytes: 0 };

/** The request of Node's own server, when that is what we run on. */
export function incomingOf(c: Context): IncomingMessage | null {
  const env: unknown = c.env;
  if (typeof env !== "object" || env === null || !("incoming" in env)) return null;
  return env.incoming as IncomingMessage;
}

/** The other end of the connection: as Node's own server has it, or as a host without one says; empty: nobody knows. */
export function remoteAddressOf(c: Context): string {
  const incoming = incomingOf(c);
  if (incoming !== null) return incoming.socket.remoteAddress ?? "";
  const env: unknown = c.env;
  if (typeof env !== "object" || env === null || !("remoteAddress" in env)) return "";
  return typeof env.remoteAddress === "string" ? env.remoteAddress : "";
}

/** Says whether a request announces a body. */
export function hasBody(c: Context): boolean {
  const incoming = incomingOf(c);
  if (incoming === null) return c.req.raw.body !== null;
  const length = incoming.headers["content-length"];
  return length === undefined ? incoming.headers["transfer-encoding"] !== undefined : length !== "0";
}

/**
 * Reads a body without ever holding more than `keepBytes` of it. Under Node it reads the socket's stream itself: the
 * web stream around it costs as much as the rest of a ping.
 */
export function readBody(c: Context, limits: BodyLimits): Promise<ReadBody> {
  if (!hasBody(c)) return Promise.resolve(EMPTY);
  const incoming = incomingOf(c);
  return incoming === null ? readWebStream(c.req.raw.body, limits) : readIncoming(incoming, limits);
}

function readIncoming(incoming: IncomingMessage, limits: BodyLimits): Promise<ReadBody> {
  // Its sender left while we looked its key up: no event will come any more.
  if (incoming.destroyed) return Promise.resolve({ kind: "aborted" });
  return new Promise((resolve) => {
    const keeper = createKeeper(limits.keepBytes);
    const finish = (body: ReadBody): void => {
      incoming.off("data", onData);
      incoming.off("end", onEnd);
      incoming.off("close", onClose);
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      keeper.take(chunk);
      if (keeper.totalBytes() <= limits.drainBytes) return;
      incoming.pause();
      finish(keeper.body());
    };
    const onEnd = (): void => finish(keeper.body());
    const onClose = (): void => finish({ kind: "aborted" });
    incoming.on("data", onData);
    incoming.on("end", onEnd);
    // `close` comes after `end` too, but by then nobody listens; an error is followed by it as well.
    incoming.on("close", onClose);
    incoming.once("error", onClose);
  });
}

async function readWebStream(stream: ReadableStream<Uint8Array> | null, limits: BodyLimits): Promise<ReadBody> {
  if (stream === null) return EMPTY;
  const keeper = createKeeper(limits.keepBytes);
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return keeper.body();
      keeper.take(value);
      if (keeper.totalBytes() > limits.drainBytes) break;
    }
  } catch {
    // The stream broke: its sender is gone, and so is whoever would read an answer.
    return { kind: "aborted" };
  }
  await reader.cancel();
  return keeper.body();
}

/** Gathers chunks up to a limit and counts the rest. */
function createKeeper(keepBytes: number) {
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let totalBytes = 0;
  return {
    totalBytes: () => totalBytes,
    take(chunk: Uint8Array): void {
      totalBytes += chunk.byteLength;
      const room = keepBytes - keptBytes;
      if (room <= 0) return;
      const part = chunk.byteLength <= room ? chunk : chunk.subarray(0, room);
      kept.push(part);
      keptBytes += part.byteLength;
    },
    body(): ReadBody {
      const [only] = kept;
      const bytes = kept.length === 1 && only !== undefined ? only : Buffer.concat(kept);
      return { kind: "read", bytes, totalBytes };
    },
  };
}
