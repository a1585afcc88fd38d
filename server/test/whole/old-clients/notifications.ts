import type { Row } from "./row.ts";

const ACCEPTED = /^\{"slack":"[0-9a-f-]{36}","mail":"[0-9a-f-]{36}"\}$/;
const QUEUED = { status: 200, body: ACCEPTED, state: ["slack: Hello value one", "mail: shop+orders"] } as const;
const REFUSED: readonly string[] = [];

/** A request as curl sends it, with the headers that the readme of the old service names. */
const curl = (body: string, { path = "/v1/notifications/shop/orders", key = "{publish}", hash = "{hash}" } = {}) =>
  `POST ${path} HTTP/1.1
Host: notifications.example.org
User-Agent: curl/7.68.0
Accept: */*
x-api-key: ${key}
x-topic-hash-x: ${hash}
Content-Type: application/x-www-form-urlencoded
Content-Length: {length}

${body}`;

const METADATA = '{"metadata": {"val1": "value one"}}';

/** Door 3: publications. The state is the first line of each message that was sent, in the order of the integrations. */
export const notifications: readonly Row[] = [
  { what: "curl, which calls JSON a form", request: curl(METADATA), ...QUEUED },
  {
    what: "Python's requests",
    request: `POST /v1/notifications/shop/orders HTTP/1.1
Host: notifications.example.org
User-Agent: python-requests/2.22.0
Accept-Encoding: gzip, deflate
Accept: */*
Connection: keep-alive
X-Api-Key: {publish}
X-Topic-Hash-X: {hash}
Content-Length: {length}
Content-Type: application/json

${METADATA}`,
    ...QUEUED,
  },
  {
    what: "a body in chunks, without a type, announced with Expect",
    request: `POST /v1/notifications/shop/orders HTTP/1.1
Host: h
x-api-key: {publish}
x-topic-hash-x: {hash}
Expect: 100-continue
Transfer-Encoding: chunked

${[METADATA.slice(0, 14), METADATA.slice(14)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join("")}0\r\n\r\n`,
    ...QUEUED,
  },
  {
    what: "parameters in the address, fields beside the metadata, another order and white space",
    request: curl('\n {"trace":[1],"metadata":\t{"other":2,"val1":"value one"}}\n', {
      path: "/v1/notifications/shop/orders?debug=1&channel=x",
    }),
    ...QUEUED,
  },
  {
    what: "names with spaces and letters beyond ASCII",
    request: curl(METADATA, { path: "/v1/notifications/the%20shop/gr%C3%B6%C3%9Fe", hash: "{otherHash}" }),
    status: 200,
    body: "{}",
    state: REFUSED,
  },
  {
    what: "a wrong key",
    request: curl(METADATA, { key: "wrong" }),
    status: 403,
    body: '{"message":"Forbidden"}',
    state: REFUSED,
  },
  {
    what: "a wrong hash",
    request: curl(METADATA, { hash: "wrong" }),
    status: 403,
    body: '{"message":"Forbidden"}',
    state: REFUSED,
  },
  {
    what: "no hash at all",
    request: `POST /v1/notifications/shop/orders HTTP/1.1\nHost: h\nx-api-key: {publish}\nContent-Length: {length}\n\n${METADATA}`,
    status: 403,
    body: '{"message":"Forbidden"}',
    state: REFUSED,
  },
  {
    what: "a topic that is unknown",
    request: curl(METADATA, { path: "/v1/notifications/shop/nothing" }),
    status: 404,
    body: '{"message":"Not Found"}',
    state: REFUSED,
  },
  {
    what: "a form, which is no JSON",
    request: curl("val1=value+one"),
    status: 400,
    body: '{"message":"The body is not JSON: see line 1, column 1."}',
    state: REFUSED,
  },
  {
    what: "metadata with an object in it",
    request: curl('{"metadata": {"val1": {"a": 1}}}'),
    status: 400,
    body: /"metadata\.val1\\" must be/,
    state: REFUSED,
  },
  {
    what: "a body over 256 kB",
    request: curl(JSON.stringify({ metadata: { val1: "x".repeat(256 * 1024) } })),
    status: 413,
    body: '{"message":"The body is larger than 256 kB."}',
    state: REFUSED,
  },
];
