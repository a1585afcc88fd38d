import type { HttpClient } from "../../lib/http-client.ts";
import type { AlarmOptions, AlarmReport } from "../../model/index.ts";

/** A request of a monitoring system, as the wire brought it. */
export interface AlarmRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** When it came; the only time that a parser knows. */
  readonly receivedAt: number;
}

/** What a request says. */
export type ParsedAlarms =
  | { readonly kind: "reports"; readonly reports: readonly AlarmReport[] }
  /** The sender wants its address opened before it reports anything. */
  | { readonly kind: "confirm"; readonly url: string; readonly report: AlarmReport }
  /** It is kept and told as it is; `reason` is one sentence for people. */
  | { readonly kind: "unparsed"; readonly reason: string };

/** Whether a request is from whom it says. */
export type Verified =
  | { readonly kind: "genuine" }
  /** It could not be checked, so the token alone vouches for it. */
  | { readonly kind: "unchecked"; readonly reason: string }
  | { readonly kind: "forged"; readonly reason: string };

/** The code that reads one kind of monitoring system. Parsing is pure and total: whatever comes, something comes out. */
export interface AlarmSource {
  /** The name in the URL. */
  readonly kind: string;
  /** The name that people know. */
  readonly title: string;
  parse(request: AlarmRequest, options: AlarmOptions): ParsedAlarms;
  /** For sources that sign; absent: the token alone vouches. */
  readonly verify?: (
    request: AlarmRequest,
    options: AlarmOptions,
    deps: { readonly http: HttpClient },
  ) => Promise<Verified>;
}
