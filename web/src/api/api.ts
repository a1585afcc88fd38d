import type { Observable } from "../lib/observable.ts";
import { ApiError, readApiError, unreadable } from "./api-error.ts";

/** Values of a query string; what is undefined is left out, a list is repeated. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What can be said with a call. */
export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** The project to ask about; the one that is looked at unless told. */
  readonly projectId?: string;
  /** It goes out although the page is being left. */
  readonly keepalive?: boolean;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The API of the server. The caller says what comes back by its schema: `api.get<Wire<typeof MonitorList>>("/monitors")`. */
export interface Api {
  get<Answer>(path: string, options?: Omit<CallOptions, "body">): Promise<Answer>;
  post<Answer>(path: string, options?: CallOptions): Promise<Answer>;
  put<Answer>(path: string, options?: CallOptions): Promise<Answer>;
  patch<Answer>(path: string, options?: CallOptions): Promise<Answer>;
  delete<Answer = void>(path: string, options?: CallOptions): Promise<Answer>;
  /** The answer as it is: for bodies that are not JSON, and for streams. Throws ApiError unless it is a success. */
  raw(method: Method, path: string, options?: CallOptions): Promise<Response>;
  /** Pings a monitor as its job would: `ping(id, "fail")`. */
  ping(monitorId: string, kind: "success" | "start" | "fail"): Promise<void>;
}

/** What the API works with. */
export interface ApiDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly projectId: Observable<string | null>;
  /** Called when the server no longer knows who asks. */
  readonly onSignedOut: () => void;
  /** Called with every answer, and with null when there was none. */
  readonly onAnswer: (answer: Response | null) => void;
  /** Makes the signal that ends a call to which nobody answers. Streams are waited for as long as their reader likes. */
  readonly patience: () => AbortSignal;
}

/** Where the API begins. */
const API_BASE = "/api/v1";
/** Where pings go. */
const PING_BASE = "/ping";

/** Makes the client of the API. */
export function createApi(deps: ApiDeps): Api {
  const raw: Api["raw"] = (method, path, options = {}) => call(deps, method, path, options);
  const json = async <Answer>(method: Method, path: string, options: CallOptions = {}): Promise<Answer> => {
    const patience = deps.patience();
    const signal = options.signal ? AbortSignal.any([options.signal, patience]) : patience;
    try {
      const answer = await raw(method, path, { ...options, signal });
      return (answer.status === 204 ? undefined : await readJson(deps, answer, signal)) as Answer;
    } catch (error) {
      if (options.signal?.aborted === true || !patience.aborted) throw error;
      throw new ApiError(NO_ANSWER, { code: "no_answer", status: 0 });
    }
  };
  return {
    get: (path, options) => json("GET", path, options),
    post: (path, options) => json("POST", path, options),
    put: (path, options) => json("PUT", path, options),
    patch: (path, options) => json("PATCH", path, options),
    delete: (path, options) => json("DELETE", path, options),
    raw,
    ping: (monitorId, kind) => ping(deps, monitorId, kind),
  };
}

async function ping(deps: ApiDeps, monitorId: string, kind: "success" | "start" | "fail"): Promise<void> {
  const end = kind === "success" ? "" : `/${kind}`;
  const url = `${PING_BASE}/${encodeURIComponent(monitorId)}${end}`;
  const answer = await reach(deps, url, { method: "POST", credentials: "omit" });
  deps.onAnswer(answer);
  if (answer.ok) return;
  const { status } = answer;
  throw new ApiError(`The ping was not taken: ${await answer.text()}.`, { code: "ping_refused", status });
}

const NO_ANSWER =
  "The server took the request and has not answered. What you asked for may have been done: look before you try again.";

/** Reads what should be JSON: a proxy may answer with a page of its own, and a line may be cut in the middle. */
async function readJson(deps: ApiDeps, answer: Response, signal: AbortSignal): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof SyntaxError) throw unreadable(answer);
    throw lost(deps);
  }
}

/** Codes of 401 that are about what was typed, not about who is signed in. */
const WRONG_INPUT = ["wrong_login", "wrong_password", "wrong_code"];

async function call(deps: ApiDeps, method: Method, path: string, options: CallOptions): Promise<Response> {
  const answer = await send(deps, method, path, options);
  deps.onAnswer(answer);
  if (answer.ok) return answer;
  const error = await readApiError(answer);
  if (answer.status === 401 && !WRONG_INPUT.includes(error.code)) deps.onSignedOut();
  throw error;
}

function send(deps: ApiDeps, method: Method, path: string, options: CallOptions): Promise<Response> {
  const projectId = options.projectId ?? deps.projectId.get();
  const hasBody = options.body !== undefined;
  return reach(deps, `${API_BASE}${path}${queryText(options.query ?? {})}`, {
    method,
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      ...(projectId !== null && { "X-Watchbell-Project": projectId }),
      ...(hasBody && { "Content-Type": "application/json" }),
    },
    ...(hasBody && { body: JSON.stringify(options.body) }),
    ...(options.signal && { signal: options.signal }),
    ...(options.keepalive && { keepalive: true }),
  });
}

async function reach(deps: ApiDeps, url: string, init: RequestInit): Promise<Response> {
  try {
    return await deps.fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw lost(deps);
  }
}

function lost(deps: ApiDeps): ApiError {
  deps.onAnswer(null);
  return new ApiError("The server cannot be reached.", { code: "network", status: 0 });
}

/** Writes a query string, with its question mark where there is something to say. */
export function queryText(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of typeof value === "object" ? value : [value]) search.append(name, String(each));
  }
  return search.size === 0 ? "" : `?${search}`;
}
