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
      /** `refused-address`: our own guard said no. `unreachable`: no connection was made. `broken`: it broke or timed out afterwards. */
      readonly why: "refused-address" | "invalid-url" | "unreachable" | "broken";
      /** One sentence for people; never holds the URL's path, query or any header. */
      readonly reason: string;
    };

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResult>;
}
