import type { HttpRequest } from "../../lib/http-client.ts";

/** The request that posts a value as JSON. */
export function jsonPost(url: string, value: unknown, headers: Readonly<Record<string, string>> = {}): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}
