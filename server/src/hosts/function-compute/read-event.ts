import { z } from "zod";
import type { RelayRequest } from "../../http/doors/relay.ts";

/** What Function Compute calls a handler with. */
export type FunctionEvent =
  | { readonly kind: "http"; readonly request: RelayRequest }
  /** A service of the account, which alone may invoke the function otherwise than over HTTP. */
  | { readonly kind: "event"; readonly body: Uint8Array }
  | { readonly kind: "unknown"; readonly reason: string };

/** https://www.alibabacloud.com/help/en/functioncompute/fc/http-trigger-invoking-function, version v1. */
const HttpEvent = z.object({
  version: z.literal("v1"),
  rawPath: z.string(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ http: z.object({ method: z.string(), sourceIp: z.string().default("") }) }),
});
type HttpEvent = z.infer<typeof HttpEvent>;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Tells a request from an event. What looks in any way like a request is never an event, because an event needs no
 * token: it comes from inside the account.
 */
export function readEvent(bytes: Uint8Array): FunctionEvent {
  const value = parseJson(bytes);
  if (!isRequest(value)) return { kind: "event", body: bytes };
  const parsed = HttpEvent.safeParse(value);
  if (!parsed.success) return { kind: "unknown", reason: "It is a request in a form that this relay does not know." };
  return { kind: "http", request: requestOf(parsed.data) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // An event may be any bytes.
    return undefined;
  }
}

function isRequest(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "requestContext") || Object.hasOwn(value, "rawPath");
}

function requestOf(event: HttpEvent): RelayRequest {
  const { method, sourceIp } = event.requestContext.http;
  const headers = Object.entries(event.headers).map(([name, value]) => [
    name.toLowerCase(),
    typeof value === "string" ? value : value.join(", "),
  ]);
  return { method, path: event.rawPath, headers: Object.fromEntries(headers), body: bodyOf(event), address: sourceIp };
}

/** What is called base64 and is none stays as it came: an alarm that nobody can read is told all the same. */
function bodyOf({ body, isBase64Encoded }: HttpEvent): Uint8Array {
  const text = body ?? "";
  return isBase64Encoded && BASE64.test(text) ? Buffer.from(text, "base64") : Buffer.from(text);
}
