import { CLIENT_HEADERS, type HttpRequest, type HttpResult } from "./http-client.ts";

type Failure = Extract<HttpResult, { kind: "failed" }>;

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a header value may not hold.
const BAD_HEADER_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

/** A request whose parts were looked at. */
export interface ParsedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | null;
}

/** Takes a request apart; what cannot be sent is a failure. */
export function parseRequest(request: HttpRequest): ParsedRequest | Failure {
  const url = URL.parse(request.url);
  if (url === null) return invalid("The address is not a valid URL.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return invalid("The address must begin with http:// or https://.");
  }
  if (!HEADER_NAME.test(request.method)) return invalid("The method is not an HTTP method.");
  const headers: Record<string, string> = { "user-agent": "Watchbell", ...basicAuthorization(url) };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!HEADER_NAME.test(name)) return invalid("The name of a header holds a character that no header name may hold.");
    if (BAD_HEADER_VALUE.test(value)) {
      return invalid(`The value of the header ${name} holds a line break or another character that it may not hold.`);
    }
    if (CLIENT_HEADERS.has(name.toLowerCase())) return invalid(`The header ${name} is set by the client itself.`);
    headers[name.toLowerCase()] = value;
  }
  return { url, method: request.method.toUpperCase(), headers, body: request.body ?? null };
}

function invalid(reason: string): Failure {
  return { kind: "failed", why: "invalid-request", reason };
}

/** Credentials in the URL go out as browsers and curl send them. */
function basicAuthorization(url: URL): Record<string, string> {
  if (url.username === "" && url.password === "") return {};
  const pair = Buffer.concat([unescapeBytes(url.username), Buffer.from(":"), unescapeBytes(url.password)]);
  return { authorization: `Basic ${pair.toString("base64")}` };
}

/** Percent-decoding that leaves a stray percent sign as it is. */
function unescapeBytes(text: string): Buffer {
  const latin1 = text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}
