import type { Clock } from "../lib/clock.ts";
import { networkFault } from "./network-fault.ts";
import { plainText } from "./plain-text.ts";

export interface PingRequest {
  readonly url: string;
  /** Null sends a GET without a body. */
  readonly body: Uint8Array | null;
  /** All tries together end by then. */
  readonly totalMs: number;
  /** Once aborted nothing is tried again; a try in flight may still finish. */
  readonly stopRetrying?: AbortSignal | undefined;
  /** Once aborted a try in flight is broken off as well. */
  readonly abandon?: AbortSignal | undefined;
}

export type PingResult =
  | {
      readonly kind: "recorded";
      /** True when the ping made the monitor. */
      readonly created: boolean;
      /** Bytes that the server keeps of a body; null when it does not say. */
      readonly bodyLimit: number | null;
    }
  | {
      readonly kind: "failed";
      /** A few words. */
      readonly reason: string;
      readonly status: number | null;
    };

type Try = { readonly result: PingResult; readonly retryAfterMs: number | null };

const BACKOFF_MS = [250, 500, 1_000, 2_000] as const;
const LAST_BACKOFF_MS = 4_000;
/** Answers after which another try makes sense. */
export const RETRIABLE_STATUSES: readonly number[] = [408, 425, 429, 500, 502, 503, 504];
const MAX_ANSWER = 200;

/** Sends a ping and tries again briefly when the server is away or busy. Never throws. */
export async function sendPing(
  request: PingRequest,
  deps: { readonly fetch: typeof fetch; readonly clock: Clock },
): Promise<PingResult> {
  const endAt = deps.clock.now() + request.totalMs;
  for (let n = 0; ; n++) {
    const { result, retryAfterMs } = await tryOnce(request, endAt - deps.clock.now(), deps);
    if (retryAfterMs === null) return result;
    const waitMs = Math.max(BACKOFF_MS[n] ?? LAST_BACKOFF_MS, retryAfterMs);
    if (deps.clock.now() + waitMs >= endAt) return result;
    const stop = AbortSignal.any([request.stopRetrying, request.abandon].filter((signal) => signal !== undefined));
    await deps.clock.sleep(waitMs, stop);
    if (stop.aborted) return result;
  }
}

/** One try; `retryAfterMs` is null when another one is of no use. */
async function tryOnce(
  { url, body, abandon }: PingRequest,
  timeoutMs: number,
  { fetch, clock }: { readonly fetch: typeof globalThis.fetch; readonly clock: Clock },
): Promise<Try> {
  const timeout = new AbortController();
  const answered = new AbortController();
  void clock.sleep(timeoutMs, answered.signal).then(() => timeout.abort());
  try {
    const response = await fetch(url, {
      method: body === null ? "GET" : "POST",
      body: body === null ? null : Buffer.from(body),
      headers: {
        "user-agent": "watchbell-cli",
        ...(body === null ? {} : { "content-type": "text/plain; charset=utf-8" }),
      },
      redirect: "manual",
      signal: AbortSignal.any([timeout.signal, ...(abandon ? [abandon] : [])]),
    });
    return judgeAnswer(response, await response.text());
  } catch (error) {
    return { result: { kind: "failed", reason: networkFault(error), status: null }, retryAfterMs: 0 };
  } finally {
    answered.abort();
  }
}

function judgeAnswer(response: Response, text: string): Try {
  const { status, headers } = response;
  if (status === 200 || status === 201) {
    const limit = headers.get("ping-body-limit");
    const bodyLimit = limit !== null && /^\d+$/.test(limit) ? Number(limit) : null;
    return { result: { kind: "recorded", created: status === 201, bodyLimit }, retryAfterMs: null };
  }
  const words = plainText(text.trim().slice(0, MAX_ANSWER));
  const moved = status >= 300 && status < 400 ? ` to ${headers.get("location") ?? "elsewhere"}; use that address` : "";
  const reason = `HTTP ${status}${words === "" || moved !== "" ? "" : `, ${words}`}${moved}`;
  return {
    result: { kind: "failed", reason, status },
    retryAfterMs: RETRIABLE_STATUSES.includes(status) ? retryAfter(headers) : null,
  };
}

function retryAfter(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? "0");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0;
}
