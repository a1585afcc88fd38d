import type { DigestFacts, Event, Facts, MonitorFacts } from "../model/index.ts";

/** Where a sample is told. */
export interface SampleInput {
  readonly projectName: string;
  /** Full name of the topic. */
  readonly topic: string;
  readonly now: number;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** An id of nobody. */
const MONITOR_ID = "00000000-0000-4000-8000-000000000000";

/** The facts of an event that did not happen, to show what a message would say. */
export function sampleFacts(event: Event, input: SampleInput): Facts {
  const common = { projectName: input.projectName, topic: input.topic, at: input.now };
  switch (event) {
    case "down":
    case "changed":
    case "up":
    case "was-down":
    case "recovered-late":
      return monitorSample(event, input);
    case "publication":
      return { ...common, type: "publication", metadata: { title: "Order stuck", order: 4711, paid: true } };
    case "test":
      return { ...common, type: "test", integration: "example" };
    case "suspended": {
      const url = `${input.baseUrl}/topics/${encodeURIComponent(input.topic)}`;
      const reason = "The target answered that it is gone.";
      return { ...common, type: "suspended", integration: "example", provider: "webhook", reason, url };
    }
    case "digest":
      return digestSample(input);
  }
}

function monitorSample(event: Event, { projectName, topic, now, baseUrl }: SampleInput): MonitorFacts {
  const isDown = event === "down" || event === "changed";
  const downAt = event === "down" ? now : now - 25 * MINUTE_MS;
  return {
    type: "monitor",
    projectName,
    topic,
    at: now,
    monitorId: MONITOR_ID,
    name: "Nightly backup",
    slug: "nightly-backup",
    tags: ["prod", "db"],
    description: "Copies the database to the second site.",
    kind: "heartbeat",
    severity: event === "changed" ? "critical" : "error",
    status: isDown ? "down" : "up",
    previousStatus: event === "down" || event === "recovered-late" ? "up" : "down",
    schedule: "every day, grace 1 hour",
    reason: isDown
      ? { code: "silence", text: "No signal came in time." }
      : { code: "success", text: "The job reported success." },
    lastPingAt: downAt - 25 * HOUR_MS,
    expectedAt: isDown ? downAt - HOUR_MS : now + 24 * HOUR_MS,
    downAt,
    upAt: isDown ? null : now,
    gaps: [],
    url: `${baseUrl}/monitors/${MONITOR_ID}`,
  };
}

function digestSample({ projectName, topic, now, baseUrl }: SampleInput): DigestFacts {
  const downAt = now - 4 * MINUTE_MS;
  const common = { monitorId: MONITOR_ID, severity: "error", messages: 1, downAt } as const;
  const silent = { status: "down", reason: "No signal came in time.", upAt: null } as const;
  return {
    type: "digest",
    projectName,
    topic,
    at: now,
    integration: "example",
    messages: 4,
    down: 2,
    recovered: 1,
    entries: [
      { ...common, ...silent, name: "Nightly backup" },
      { ...common, ...silent, name: "Invoices" },
      { ...common, name: "Mail queue", messages: 2, status: "up", reason: "The job reported success.", upAt: now },
    ],
    url: `${baseUrl}/monitors`,
  };
}
