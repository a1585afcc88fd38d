import { Hono } from "hono";
import type { Lambda } from "../../src/hosts/lambda/create-lambda.ts";
import type { HttpResult } from "../../src/hosts/lambda/http-result.ts";

const DOMAIN = "abc123defg.execute-api.eu-central-1.amazonaws.com";
/** The address of the sender, unless it is said: a machine of RFC 5737. */
const SENDER = "203.0.113.7";

/** Says what a Function URL makes of a request: payload format 2.0, other bodies than text as base64, the path as it came. */
async function eventOf(request: Request, sourceIp = SENDER): Promise<unknown> {
  const url = new URL(request.url);
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "cookie"));
  const cookie = request.headers.get("cookie");
  const bytes = Buffer.from(await request.arrayBuffer());
  const isText = /^(?:text\/|application\/json)/.test(headers["content-type"] ?? "") && isExact(bytes);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== null && { cookies: cookie.split("; ") }),
    headers: { host: url.host, ...headers },
    requestContext: {
      domainName: DOMAIN,
      http: { method: request.method, path: url.pathname, protocol: "HTTP/1.1", sourceIp, userAgent: "" },
      stage: "$default",
    },
    ...(bytes.length > 0 && { body: bytes.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: bytes.length > 0 && !isText,
  };
}

function isExact(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString("utf8")).equals(bytes);
}

/** Says what API Gateway makes of a function's result. */
function responseOf({ statusCode, headers, cookies, body, isBase64Encoded }: HttpResult): Response {
  const bytes = new Uint8Array(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
  const hasBody = bytes.length > 0 && ![204, 304].includes(statusCode);
  const response = new Response(hasBody ? bytes : null, { status: statusCode, headers });
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
}

/** Whatever is asked goes through events, as JSON and back, to the function that takes HTTP in. */
export function throughLambda({ http }: Pick<Lambda, "http">): Hono {
  const front = new Hono();
  front.all("*", async (c) => {
    const event = await eventOf(c.req.raw, senderIn(c.env));
    const result: HttpResult = JSON.parse(JSON.stringify(await http(JSON.parse(JSON.stringify(event)))));
    return responseOf(result);
  });
  return front;
}

/** The other end of a connection to the gate of the tests, or as a test says it. */
function senderIn(env: unknown): string | undefined {
  const { incoming } = Object(env) as { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
