import { z } from "zod";

/**
 * What API Gateway (HTTP API, payload format 2.0) and a Function URL hand to a function, as far as a request is made of it
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
const HttpEvent = z.object({
  version: z.literal("2.0"),
  rawPath: z.string(),
  rawQueryString: z.string().default(""),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    domainName: z.string().default("localhost"),
    http: z.object({ method: z.string(), sourceIp: z.string().default("") }),
  }),
});
type HttpEvent = z.infer<typeof HttpEvent>;

/** A request that came as an event, and from where; or why none can be made of it. */
export type EventRequest =
  | { readonly kind: "request"; readonly request: Request; readonly remoteAddress: string }
  | { readonly kind: "refused"; readonly reason: string };

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** What stands in no encoded path. API Gateway decodes the path, a Function URL leaves it as it came. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that an address may not hold.
const NOT_IN_PATHS = /[\u0000-\u0020"#<>?\\^`{|}\u007f-\u{10ffff}]|%(?![0-9A-Fa-f]{2})/gu;

/**
 * Makes a request of an event. The other end of the connection is whom the platform names, never a header: that anybody
 * can write. Nothing is taken off the path: the stage is `$default`.
 */
export function requestOfEvent(event: unknown): EventRequest {
  const parsed = HttpEvent.safeParse(event);
  if (!parsed.success) return refused("The event is no HTTP request in the payload format 2.0.");
  const { requestContext, body, isBase64Encoded } = parsed.data;
  const { method, sourceIp: remoteAddress } = requestContext.http;
  const bytes = bytesOf(body ?? "", isBase64Encoded);
  if (bytes === null) return refused("The body was announced as base64, and it is none.");
  // The web's Request has no place for a body there.
  const takesBody = !["GET", "HEAD"].includes(method.toUpperCase()) && bytes.byteLength > 0;
  try {
    const init = { method, headers: headersOf(parsed.data), ...(takesBody && { body: bytes }) };
    return { kind: "request", request: new Request(addressOf(parsed.data), init), remoteAddress };
  } catch {
    return refused("The method, the address or a header holds what no HTTP request may hold.");
  }
}

function refused(reason: string): EventRequest {
  return { kind: "refused", reason };
}

function bytesOf(body: string, isBase64: boolean): Uint8Array<ArrayBuffer> | null {
  if (!isBase64) return new TextEncoder().encode(body);
  return BASE64.test(body) ? new Uint8Array(Buffer.from(body, "base64")) : null;
}

function addressOf({ headers, rawPath, rawQueryString, requestContext }: HttpEvent): string {
  const path = rawPath.replace(NOT_IN_PATHS, encodeLoosely);
  const query = rawQueryString === "" ? "" : `?${rawQueryString}`;
  return `https://${headers.host ?? requestContext.domainName}${path}${query}`;
}

/** Half of a pair of UTF-16 is no character. */
function encodeLoosely(character: string): string {
  return encodeURIComponent(character.toWellFormed());
}

/** Names come in lower case, repeated ones joined with commas, cookies apart. */
function headersOf({ headers, cookies }: HttpEvent): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) result.set(name, asBytes(value));
  if (cookies.length > 0) result.set("cookie", asBytes(cookies.join("; ")));
  return result;
}

/** On the wire, and so in Headers, a character is a byte; what is more than one comes as its UTF-8. */
function asBytes(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that one byte can be.
  return /^[\u0000-\u00ff]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
}
