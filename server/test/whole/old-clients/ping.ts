import type { Row } from "./row.ts";

const OK = { status: 200, body: "OK" } as const;
const RID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";

const curl = (target: string): string =>
  `GET ${target} HTTP/1.1\nHost: hc-ping.com\nUser-Agent: curl/8.5.0\nAccept: */*`;
const post = (target: string, body: string, type = "application/x-www-form-urlencoded"): string =>
  `POST ${target} HTTP/1.1\nHost: hc-ping.com\nUser-Agent: curl/8.5.0\nAccept: */*\nContent-Length: {length}\nContent-Type: ${type}\n\n${body}`;

/** Door 6: the ping API. The state is every monitor with its status, and its last ping with its body. */
export const ping: readonly Row[] = [
  { what: "curl -fsS -m 10 --retry 5", request: curl("/ping/{id}"), ...OK, state: ["backup: up, success"] },
  {
    what: "wget of a small Linux, with HTTP/1.0",
    request: "GET /ping/{id} HTTP/1.0\nHost: hc-ping.com\nUser-Agent: Wget",
    ...OK,
    state: ["backup: up, success"],
  },
  {
    what: "wget --spider asks for the head",
    request: "HEAD /ping/{id} HTTP/1.1\nHost: h\nUser-Agent: Wget/1.21.3\nAccept: */*\nAccept-Encoding: identity",
    status: 200,
    body: "",
    state: ["backup: up, success"],
  },
  {
    what: "curl --data-raw with the log of the job",
    request: post("/ping/{id}", "done in 3 s\n100% & more"),
    ...OK,
    state: ["backup: up, success, done in 3 s\n100% & more"],
  },
  {
    what: "PowerShell's Invoke-RestMethod",
    request:
      "GET /ping/{id} HTTP/1.1\nUser-Agent: Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1\nHost: h",
    ...OK,
    state: ["backup: up, success"],
  },
  {
    what: "Python's requests, which posts nothing",
    request:
      "POST /ping/{id}/start HTTP/1.1\nHost: h\nUser-Agent: python-requests/2.31.0\nAccept-Encoding: gzip, deflate\nAccept: */*\nContent-Length: 0",
    ...OK,
    state: ["backup: new, start"],
  },
  {
    what: "runitor, which says when a run starts",
    request: `POST /ping/{id}/start?rid=${RID}&create=0 HTTP/1.1\nHost: h\nUser-Agent: runitor/v1.2.0 (+https://bdd.fi/x/runitor)\nContent-Length: 0`,
    ...OK,
    state: [`backup: new, start, rid ${RID}`],
  },
  {
    what: "runitor, which says the exit status, after another parameter",
    request: post(`/ping/{id}/3?x=1&rid=${RID}`, "no space left", "text/plain"),
    ...OK,
    state: [`backup: down, fail, rid ${RID}, no space left`],
  },
  {
    what: "a shell's exit status",
    request: curl("/ping/{id}/0"),
    ...OK,
    state: ["backup: up, success"],
  },
  { what: "a failure", request: curl("/ping/{id}/fail"), ...OK, state: ["backup: down, fail"] },
  {
    what: "a line for the log",
    request: post("/ping/{id}/log", "halfway"),
    ...OK,
    state: ["backup: new, log, halfway"],
  },
  { what: "by key and slug", request: curl("/ping/{ping}/backup"), ...OK, state: ["backup: up, success"] },
  {
    what: "a slug that makes its monitor, with a parameter before",
    request: curl("/ping/{ping}/fresh-job/start?v=2&create=1"),
    status: 201,
    body: "Created",
    state: ["backup: new", "fresh-job: new, start"],
  },
  {
    what: "a slug that is unknown",
    request: curl("/ping/{ping}/fresh-job"),
    status: 404,
    body: "not found",
    state: ["backup: new"],
  },
  {
    what: "a UUID that is unknown",
    request: curl("/ping/00000000-0000-4000-8000-000000000000"),
    status: 404,
    body: "not found",
    state: ["backup: new"],
  },
  {
    what: "a run id that is none",
    request: curl("/ping/{id}?rid=17"),
    status: 400,
    body: "invalid uuid format",
    state: ["backup: new"],
  },
  {
    what: "an exit status that is none",
    request: curl("/ping/{id}/256"),
    status: 400,
    body: "invalid url format",
    state: ["backup: new"],
  },
  {
    what: "a browser's preflight",
    request: "OPTIONS /ping/{id} HTTP/1.1\nHost: h\nOrigin: https://app.example\nAccess-Control-Request-Method: POST",
    status: 204,
    body: "",
    state: ["backup: new"],
  },
];
