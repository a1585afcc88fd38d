import type { Row } from "./row.ts";

const get = (target: string): string =>
  `GET ${target} HTTP/1.1\nHost: pinger.example.org\nUser-Agent: curl/7.29.0\nAccept: */*`;
/** How often each task was looked at. */
const LOOKED = ["1 1 1 1"];
const json = (data: unknown): string => JSON.stringify({ data });

/** At noon, with a task that is well, one that is in error, one that is asleep over midnight, and one that is not there. */
const WELL = {
  errors: 0,
  pings: 1,
  process: "import",
  server: "erp",
  sleep_end: "Thu, 05 Mar 2026 04:00:00 GMT",
  sleep_start: "Wed, 04 Mar 2026 22:00:00 GMT",
  status: "ok",
};
const BROKEN = {
  errors: 1,
  pings: 1,
  process: "export",
  server: null,
  sleep_end: null,
  sleep_start: null,
  status: "error",
};
const ASLEEP = {
  errors: 0,
  pings: 1,
  process: null,
  server: null,
  sleep_end: "Wed, 04 Mar 2026 13:00:00 GMT",
  sleep_start: "Tue, 03 Mar 2026 21:00:00 GMT",
  status: "asleep",
};
const GONE = { errors: 1, pings: 1, process: null, server: null, sleep_end: null, sleep_start: null, status: "error" };

/** Door 5: tasks, which were looked at once. Nobody's question changes how often. */
export const pinger: readonly Row[] = [
  {
    what: "all tasks",
    request: get("/"),
    status: 200,
    body: json([
      { ...WELL, url: "{tasks}/well" },
      { ...BROKEN, url: "{tasks}/broken?job=a%20b&x=1" },
      { ...ASLEEP, url: "{tasks}/asleep" },
      { ...GONE, url: "{tasks}/gone" },
    ]),
    state: LOOKED,
  },
  {
    what: "parameters that nobody asked for",
    request: get("/?t=1"),
    status: 200,
    body: /^\{"data":\[/,
    state: LOOKED,
  },
  {
    what: "a task by its address as it is",
    request: get("/task/{tasks}/well"),
    status: 200,
    body: json(WELL),
    state: LOOKED,
  },
  {
    what: "a task by its address, encoded",
    request: get("/task/{encodedTasks}%2Fwell"),
    status: 200,
    body: json(WELL),
    state: LOOKED,
  },
  {
    what: "an address of which a proxy made one slash of two",
    request: get("/task/{squashedTasks}/well"),
    status: 200,
    body: json(WELL),
    state: LOOKED,
  },
  {
    what: "a task in error, with its query",
    request: get("/task/{tasks}/broken?job=a%20b&x=1"),
    status: 500,
    body: json(BROKEN),
    state: LOOKED,
  },
  {
    what: "the same, encoded",
    request: get("/task/{encodedTasks}%2Fbroken%3Fjob%3Da%2520b%26x%3D1"),
    status: 500,
    body: json(BROKEN),
    state: LOOKED,
  },
  {
    what: "a task that is asleep",
    request: get("/task/{tasks}/asleep"),
    status: 200,
    body: json(ASLEEP),
    state: LOOKED,
  },
  {
    what: "a task that answers 404",
    request: get("/task/{tasks}/gone"),
    status: 500,
    body: json(GONE),
    state: LOOKED,
  },
  {
    what: "an address that nobody watches",
    request: get("/task/{tasks}/other"),
    status: 404,
    body: json({}),
    state: LOOKED,
  },
  { what: "no address", request: get("/task/"), status: 404, body: json({}), state: LOOKED },
  {
    what: "a load balancer that only asks for the head",
    request: "HEAD /task/{tasks}/broken?job=a%20b&x=1 HTTP/1.1\nHost: h",
    status: 500,
    body: "",
    state: LOOKED,
  },
  {
    what: "another method",
    request: "POST / HTTP/1.1\nHost: h\nContent-Length: {length}\n\nx=1",
    status: 405,
    body: json({}),
    state: LOOKED,
  },
];
