import type { Row } from "./row.ts";

const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}', state: ["Unknown"] } as const;
const CHECKED_IN = { status: 204, body: "", state: ["Ok"] } as const;

/** The line that a service's page shows. */
const curl = (path: string, key = "{key}"): string =>
  `GET ${path} HTTP/1.1\nHost: missme.example.org\nUser-Agent: curl/8.5.0\nAccept: */*\nx-api-key: ${key}`;

/** Door 2: check-ins. The state is the service's status. */
export const missme: readonly Row[] = [
  { what: "curl, to the stage of old", request: curl("/dev/notify/{service}"), ...CHECKED_IN },
  { what: "curl, without a stage", request: curl("/notify/{service}"), ...CHECKED_IN },
  { what: "a stage of another name", request: curl("/Prod%20EU/notify/{service}"), ...CHECKED_IN },
  {
    what: "parameters that nobody asked for",
    request: curl("/dev/notify/{service}?from=cron&id=other&t=1"),
    ...CHECKED_IN,
  },
  {
    what: "a header in capitals, and a body where none belongs",
    request: "GET /dev/notify/{service} HTTP/1.1\nHost: h\nX-API-KEY:   {key}\nContent-Length: {length}\n\nalive",
    ...CHECKED_IN,
  },
  {
    what: "Node with axios",
    request: `GET /dev/notify/{service} HTTP/1.1
Accept: application/json, text/plain, */*
x-api-key: {key}
User-Agent: axios/0.21.1
Host: missme.example.org`,
    ...CHECKED_IN,
  },
  {
    what: "HTTP/1.0, as the wget of a router speaks it",
    request: "GET /dev/notify/{service} HTTP/1.0\nx-api-key: {key}",
    ...CHECKED_IN,
  },
  { what: "a check-in key of the project", request: curl("/dev/notify/{service}", "{checkIn}"), ...CHECKED_IN },
  { what: "no key", request: "GET /dev/notify/{service} HTTP/1.1\nHost: h", ...FORBIDDEN },
  { what: "an empty key", request: curl("/dev/notify/{service}", ""), ...FORBIDDEN },
  { what: "a wrong key", request: curl("/dev/notify/{service}", "wrong"), ...FORBIDDEN },
  { what: "the key of another service", request: curl("/dev/notify/{service}", "{otherKey}"), ...FORBIDDEN },
  { what: "an id that is unknown", request: curl("/dev/notify/1f1a7f3e"), ...FORBIDDEN },
];
