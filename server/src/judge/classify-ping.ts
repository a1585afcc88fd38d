import type { Filters, Monitor, PingKind, PingSignal, ReasonCode } from "../model/index.ts";

/** What a ping counts as, and which rule said so. */
export interface PingClass {
  readonly kind: PingKind;
  readonly code: ReasonCode;
  /** What the ping said, as the beginning of a sentence. */
  readonly text: string;
}

/** Decides what a ping counts as: an alarm hears none, a pause that only `resume` ends beats the method rule, which beats the body rule. */
export function classifyPing(monitor: Monitor, signal: PingSignal): PingClass {
  const { filters, kind, manualResume } = monitor.config;
  if (kind === "alarm")
    return { kind: "ignored", code: "ignored", text: "A ping came, but only its source speaks for an alarm" };
  if (kind === "probe") {
    return { kind: "ignored", code: "ignored", text: "A ping came, but a probe goes and looks itself" };
  }
  if (monitor.state.status === "paused" && manualResume) {
    return { kind: "ignored", code: "ignored", text: "A ping came, but only resume ends this pause" };
  }
  if (filters.methods === "POST" && signal.source.method !== "POST") {
    return { kind: "ignored", code: "method-filter", text: "A ping came, but only POST counts here" };
  }
  if (signal.exitStatus !== null) return exitClass(signal.exitStatus);
  if (filters.body !== null && signal.action !== "fail") return bodyClass(filters.body, signal.body);
  return urlClass(signal);
}

/** An exit status in the URL is explicit: no body filter overrules it. */
function exitClass(exitStatus: number): PingClass {
  const kind = exitStatus === 0 ? "success" : "fail";
  return {
    kind,
    code: exitStatus === 0 ? "success" : "exit-status",
    text: `The job ended with exit status ${exitStatus}`,
  };
}

function urlClass({ action }: PingSignal): PingClass {
  switch (action) {
    case "success":
      return { kind: action, code: action, text: "The job reported success" };
    case "start":
      return { kind: action, code: action, text: "The job reported its start" };
    case "fail":
      return { kind: action, code: action, text: "The job reported a failure" };
    case "log":
      return { kind: action, code: action, text: "The job sent a line for its log" };
  }
}

function bodyClass(rules: NonNullable<Filters["body"]>, body: Uint8Array | null): PingClass {
  const text = decodeLeniently(body);
  for (const kind of ["failure", "success", "start"] as const) {
    const word = rules[kind].find((keyword) => keyword !== "" && text.includes(keyword));
    if (word === undefined) continue;
    const found = { code: "body-filter" as const, text: `The body holds the ${kind} word ${JSON.stringify(word)}` };
    return { ...found, kind: kind === "failure" ? "fail" : kind };
  }
  const kind = rules.otherwise === "fail" ? "fail" : "ignored";
  return { kind, code: "body-filter", text: "The body holds none of the words that are looked for" };
}

/** A body may be of any encoding, or cut within a character: what cannot be read matches no word, and that is all. */
function decodeLeniently(body: Uint8Array | null): string {
  return body === null ? "" : new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
}
