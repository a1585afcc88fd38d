/**
 * The HTTP client that everything outgoing uses. The real one (guarded-http-client.ts) stands on `connect`: it resolves,
 * judges and pins every address. Providers and probes see this interface only.
 */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** For the whole exchange. Default 15,000. */
  readonly timeoutMs?: number | undefined;
  /** The answer is read up to here and cut. Default 65,536. */
  readonly maxBytes?: number | undefined;
}

/** An exchange with its expected failures as values. */
export type HttpResult =
  | {
      readonly kind: "answer";
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | {
      readonly kind: "failed";
      /**
       * `refused-address`: our own guard said no. `invalid-request`: the URL, method or headers cannot be sent.
       * `unreachable`: nothing was sent. `broken`: it broke or timed out afterwards, so it may have been received.
       */
      readonly why: "refused-address" | "invalid-request" | "unreachable" | "broken";
      /** One sentence for people; never holds the URL's path, query or any header. */
      readonly reason: string;
    };

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResult>;
}

/** Headers that the client sets itself, in lower case: a request that brings one is refused. */
export const CLIENT_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
