import { z } from "zod";
import { CliFault, EXIT } from "./cli-fault.ts";
import { clientSettings } from "./client-settings.ts";
import type { CliContext } from "./context.ts";
import { networkFault } from "./network-fault.ts";

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the first slash on, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Speaks to the HTTP API of a server. Every refusal and failure is a CliFault. */
export interface ApiClient {
  /** The answer's JSON; null when it has none. */
  call(request: ApiRequest): Promise<unknown>;
}

const TIMEOUT_MS = 30_000;
const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const DoorRefusal = z.object({ message: z.string() });

/** A client for the server and key that flags and environment name. */
export function createApiClient(
  context: Pick<CliContext, "environment" | "fetch">,
  flags: { readonly url?: string | undefined; readonly key?: string | undefined },
): ApiClient {
  const { url, apiKey } = clientSettings(context, { url: flags.url, apiKey: flags.key });
  if (apiKey === null) {
    throw new CliFault(
      "An API key is needed.",
      "Give it with WATCHBELL_API_KEY, WATCHBELL_API_KEY_FILE or --key.",
      EXIT.usage,
    );
  }
  return {
    async call(request) {
      const { response, text } = await exchange(context, url, {
        ...request,
        headers: { "x-api-key": apiKey, ...request.headers },
      });
      const json = parseJson(text);
      if (response.ok && json !== undefined) return json;
      throw refusal(response, json, url);
    },
  };
}

async function exchange(
  { fetch }: Pick<CliContext, "fetch">,
  url: string,
  { method, path, body, headers }: ApiRequest,
): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { response, text: await response.text() };
  } catch (error) {
    throw new CliFault(
      `Watchbell cannot be reached at ${url}: ${networkFault(error)}.`,
      "Start it with `watchbell serve`, or name another address with --url or WATCHBELL_URL.",
    );
  }
}

/** Undefined: not JSON. */
function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(response: Response, json: unknown, url: string): CliFault {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return new CliFault(
      `${url} sends us on to ${response.headers.get("location") ?? "another address"}.`,
      "Use that address with --url.",
    );
  }
  const { data } = Refusal.safeParse(json);
  if (data) return new CliFault(data.error.message, hintFor(status, data.error.code, response));
  const door = DoorRefusal.safeParse(json).data;
  if (door) return new CliFault(`${door.message} (HTTP ${status})`, doorHint(status, response));
  return new CliFault(
    `${url} answers HTTP ${status}, and not as Watchbell does.`,
    "Is --url or WATCHBELL_URL the address of a Watchbell?",
  );
}

/** Door 3 answers as the system that it stands for. */
function doorHint(status: number, response: Response): string | null {
  if (status !== 403) return hintFor(status, "", response);
  return "Check the key (write or publish) and the hash of the topic; the server does not say which is wrong.";
}

function hintFor(status: number, code: string, response: Response): string | null {
  if (status === 401 || code === "wrong_key") return "Give a key of this server with WATCHBELL_API_KEY or --key.";
  if (status === 403) return "Use a key of a kind that may do this.";
  if (status === 503) return `Try again in ${response.headers.get("retry-after") ?? "a few"} s.`;
  return null;
}
