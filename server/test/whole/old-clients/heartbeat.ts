import type { Row } from "./row.ts";

const PULSED = { status: 200, body: "Successful Heartbeat Pulse" } as const;
const NOTHING: readonly string[] = [];

/** Node's http.get, with which the old client was written. */
const node = (target: string): string => `GET ${target} HTTP/1.1\nHost: heartbeat.example.org`;

/** Door 1: pulses. The state is every pulse with its threshold in hours and its pings. */
export const heartbeat: readonly Row[] = [
  {
    what: "the four names, as the old client sends them",
    request: node("/heartbeat/{ping}/pulse?host=db1&category=backup&type=nightly&name=orders"),
    ...PULSED,
    state: ["db1 / backup / nightly / orders: 24 h, 1 ping"],
  },
  {
    what: "spaces encoded and everything else as it is",
    request: node("/heartbeat/{ping}/pulse?host=C:\\srv%201&category=a/b;c&type=100%&name=[orders]{x}|'y'"),
    ...PULSED,
    state: ["C:\\srv 1 / a/b;c / 100% / [orders]{x}|'y': 24 h, 1 ping"],
  },
  {
    what: "spaces as plus signs, as forms encode them",
    request: node("/heartbeat/{ping}/pulse?host=srv+1&category=a+b&type=t&name=n"),
    ...PULSED,
    state: ["srv 1 / a b / t / n: 24 h, 1 ping"],
  },
  {
    what: "a space that nobody encoded is no HTTP: refused at once, not left hanging",
    request: node("/heartbeat/{ping}/pulse?host=srv 1&category=c&type=t&name=n"),
    status: 400,
    body: "",
    state: NOTHING,
  },
  {
    what: "another order, extra parameters, one of them twice, and one without a value",
    request: node(
      "/heartbeat/{ping}/pulse?name=orders&v=2&type=nightly&flag&v=3&threshold=0.5&category=backup&host=db1&",
    ),
    ...PULSED,
    state: ["db1 / backup / nightly / orders: 0.5 h, 1 ping"],
  },
  {
    what: "letters beyond ASCII, which every client encodes by itself",
    request: node("/heartbeat/{ping}/pulse?host=b%C3%A4r&category=%e2%82%ac&type=t&name=n"),
    ...PULSED,
    state: ["bär / € / t / n: 24 h, 1 ping"],
  },
  {
    what: "letters beyond ASCII that nobody encoded are no HTTP either",
    request: node("/heartbeat/{ping}/pulse?host=bär&category=c&type=t&name=n"),
    status: 400,
    body: "",
    state: NOTHING,
  },
  {
    what: "a whole address as target, as proxies send it",
    request: node("http://heartbeat.example.org/heartbeat/{ping}/pulse?host=h&category=c&type=t&name=n"),
    ...PULSED,
    state: ["h / c / t / n: 24 h, 1 ping"],
  },
  {
    what: "HTTP/1.0, as old tools speak it",
    request: "GET /heartbeat/{ping}/pulse?host=h&category=c&type=t&name=n HTTP/1.0",
    ...PULSED,
    state: ["h / c / t / n: 24 h, 1 ping"],
  },
  {
    what: "a name that is missing",
    request: node("/heartbeat/{ping}/pulse?host=db1&category=backup&type=nightly"),
    status: 400,
    body: /"code":"invalid_input".*"field":"name"/,
    state: NOTHING,
  },
  {
    what: "a threshold of a new pulse that is no number",
    request: node("/heartbeat/{ping}/pulse?host=h&category=c&type=t&name=n&threshold=soon"),
    status: 400,
    body: /"code":"invalid_input".*"field":"threshold"/,
    state: NOTHING,
  },
  {
    what: "a key that nobody has",
    request: node("/heartbeat/nobody/pulse?host=h&category=c&type=t&name=n"),
    status: 404,
    body: /"code":"not_found"/,
    state: NOTHING,
  },
  {
    what: "the old cron job that calls monitor, with curl",
    request: "GET /heartbeat/{ping}/monitor?secret={write} HTTP/1.1\nHost: h\nUser-Agent: curl/8.5.0\nAccept: */*",
    status: 200,
    body: "Nothing is overdue (0 pulses). Nothing was sent.\n",
    state: NOTHING,
  },
  {
    what: "monitor with a secret that is none",
    request: "GET /heartbeat/{ping}/monitor?secret=wrong HTTP/1.1\nHost: h\nUser-Agent: curl/8.5.0\nAccept: */*",
    status: 403,
    body: /./,
    state: NOTHING,
  },
];
