import type { TimedResult } from "../../../lib/timed-exchange.ts";
import type { AuthType } from "../../../model/index.ts";
import type { ProbeDeps } from "../contract.ts";
import { authorize } from "./auth.ts";

export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** 0: a redirect is the answer. */
  readonly maxRedirects: number;
  readonly verifyCertificate: boolean;
  readonly auth: AuthType | null;
  /** For everything together. */
  readonly timeoutMs: number;
  readonly wantBody: boolean;
}

/** What came in the end, from which address, after how many redirects. */
export type Page = TimedResult & { readonly url: string; readonly redirects: number };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const REFUSED = new Set([401, 403]);
/** The headers that say nothing of who asks: these follow a redirect to another origin, all others do not. */
const HARMLESS = new Set(["accept", "accept-language", "user-agent"]);

/** Fetches a page as who the probe is. A token that is no good any more is fetched anew once. */
export async function fetchPage(request: PageRequest, deps: ProbeDeps): Promise<Page> {
  const endsAt = performance.now() + request.timeoutMs;
  const page = await fetchOnce(request, deps, { endsAt, fresh: false });
  const isStale = request.auth === "token" && page.kind === "answer" && REFUSED.has(page.status);
  return isStale ? await fetchOnce(request, deps, { endsAt, fresh: true }) : page;
}

interface Attempt {
  readonly endsAt: number;
  readonly fresh: boolean;
}

async function fetchOnce(request: PageRequest, deps: ProbeDeps, { endsAt, fresh }: Attempt): Promise<Page> {
  const authorized = await authorize(request.auth, deps, { fresh, timeoutMs: leftOf(endsAt) });
  if (authorized.kind === "failed") return { ...failure(authorized.reason), url: request.url, redirects: 0 };
  let hop = {
    url: request.url,
    method: request.method,
    headers: { ...request.headers, ...authorized.headers },
    body: request.body,
  };
  for (let redirects = 0; ; redirects++) {
    const result = await deps.exchange({
      ...hop,
      body: hop.body ?? undefined,
      timeoutMs: leftOf(endsAt),
      wantBody: request.wantBody,
      verifyCertificate: request.verifyCertificate,
    });
    const page: Page = { ...result, url: hop.url, redirects };
    if (result.kind === "failed" || !REDIRECTS.has(result.status) || request.maxRedirects === 0) return page;
    const { location } = result.headers;
    const target = location === undefined ? null : URL.parse(location, hop.url);
    if (target === null) return page;
    if (redirects >= request.maxRedirects) {
      return { ...failure(`more than ${request.maxRedirects} redirects`, result), url: hop.url, redirects };
    }
    if (leftOf(endsAt) <= 1) {
      return { ...failure("the redirects took all the time there is", result), url: hop.url, redirects };
    }
    hop = nextHop(hop, target, result.status);
  }
}

interface Hop {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

function nextHop(hop: Hop, target: URL, status: number): Hop {
  const isSameOrigin = target.origin === new URL(hop.url).origin;
  const kept = Object.entries(hop.headers).filter(([name]) => isSameOrigin || HARMLESS.has(name.toLowerCase()));
  // As browsers do: after these a POST becomes a GET without a body.
  const becomesGet = status === 303 ? hop.method !== "HEAD" : status < 303 && hop.method === "POST";
  const { method, body } = becomesGet ? { method: "GET", body: null } : hop;
  return { url: target.href, method, headers: Object.fromEntries(kept), body };
}

function failure(reason: string, after?: TimedResult): TimedResult {
  const timings = after?.timings ?? { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };
  return { kind: "failed", why: "broken", reason, timings };
}

function leftOf(endsAt: number): number {
  return Math.max(1, Math.round(endsAt - performance.now()));
}
