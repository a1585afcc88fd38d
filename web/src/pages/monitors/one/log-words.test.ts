import { expect, it } from "vitest";
import type { LogEntry } from "../../../api/monitor-reads.ts";
import { describeEntry } from "./log-words.ts";

const at = "2026-03-04T12:00:00.000Z";
type Of<Type extends LogEntry["type"]> = Extract<LogEntry, { readonly type: Type }>;

const ping: Of<"ping">["ping"] = {
  n: 1,
  at,
  kind: "fail",
  exitStatus: 3,
  runId: null,
  durationMs: 200_000,
  method: "POST",
  scheme: "https",
  remoteAddress: "192.0.2.7",
  userAgent: "curl/8.5",
  bodyBytes: 1_240,
  contentType: null,
};
const transition: Of<"transition">["transition"] = {
  id: "t1",
  at,
  from: "up",
  to: "down",
  severity: "error",
  reason: { code: "silence", text: "Nothing came." },
  incident: 1,
  gaps: [],
};

it("a ping says how it ended, where it came from, how long it took and what it brought", () => {
  expect(describeEntry({ type: "ping", at, ping })).toEqual({
    tone: "down",
    title: "Fail, exit status 3",
    detail: "POST from 192.0.2.7 · curl/8.5",
    meta: "took 3 min 20 s · 1.2 kB",
  });
  const bare = { ...ping, kind: "log", exitStatus: null, durationMs: null, userAgent: "", bodyBytes: 0 } as const;
  expect(describeEntry({ type: "ping", at, ping: bare })).toEqual({
    tone: null,
    title: "Log",
    detail: "POST from 192.0.2.7",
    meta: "",
  });
});

it("a change says from what to what, or that only the severity is another one", () => {
  expect(describeEntry({ type: "transition", at, transition })).toMatchObject({ tone: "down", title: "Up → Down" });
  const worse = { ...transition, from: "down", severity: "critical" } as const;
  expect(describeEntry({ type: "transition", at, transition: worse }).title).toBe("Still down, now critical");
});

it("a change of a service is said in a service's words", () => {
  expect(describeEntry({ type: "transition", at, transition }, "missme").title).toBe("Ok → Dead");
  const first = { ...transition, from: "new", to: "up" } as const;
  expect(describeEntry({ type: "transition", at, transition: first }, "missme").title).toBe("Unknown → Ok");
});

it("a result says what it met", () => {
  const timings = { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 2, totalMs: 12.4 };
  const result = { n: 2, at, verdict: "error", reason: "status 502, expected 2xx", timings, details: {} } as const;
  expect(describeEntry({ type: "result", at, result })).toEqual({
    tone: "down",
    title: "Error",
    detail: "status 502, expected 2xx",
    meta: "12 ms",
  });
});
