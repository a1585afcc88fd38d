import { isUtf8 } from "node:buffer";

/** An answer as API Gateway and Function URLs take it from a function. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Each a header `Set-Cookie` of its own. */
  readonly cookies: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What one invocation may answer (AWS Lambda Developer Guide, "Lambda quotas", 2026): 6 MB, with room for the headers. */
export const MAX_RESULT_BYTES = 6_000_000;

/** Makes a result of an answer. What is no UTF-8 goes out as base64, whatever it calls itself: so no byte is lost. */
export async function resultOf(response: Response): Promise<HttpResult> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isBase64Encoded = !isUtf8(bytes);
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) if (name !== "set-cookie") headers[name] = value;
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: bytes.toString(isBase64Encoded ? "base64" : "utf8"),
    isBase64Encoded,
  };
}
