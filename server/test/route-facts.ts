import type { Integration, MonitorFacts, Topic } from "../src/model/index.ts";
import { clock } from "./monitor-story.ts";

/** An integration that works and wants everything. */
export function someIntegration(patch: Partial<Integration> = {}): Integration {
  const name = patch.name ?? "ops";
  return {
    id: `i-${name}`,
    name,
    provider: "log",
    model: null,
    notifyOn: null,
    enabled: true,
    suspended: null,
    keepsIncidents: false,
    ...patch,
  };
}

/** The topic `default+alerts`, or another one of the channel. */
export function someTopic(integrations: readonly Integration[], topic = "alerts"): Topic {
  const name = `default+${topic}`;
  return { id: `t-${topic}`, projectId: "p1", channel: "default", topic, name, integrations, createdAt: 0 };
}

/** A nightly backup that fell silent at 04:05. */
export function someFacts(patch: Partial<MonitorFacts> = {}): MonitorFacts {
  return {
    type: "monitor",
    projectName: "home",
    topic: "default+alerts",
    at: clock("04:05:01"),
    monitorId: "m1",
    name: "nightly backup",
    slug: "nightly-backup",
    tags: ["db", "prod"],
    description: "Copies the database to the vault.",
    kind: "heartbeat",
    severity: "error",
    status: "down",
    previousStatus: "up",
    schedule: "every hour",
    reason: { code: "silence", text: "No signal since 2026-11-20T03:00:00Z." },
    lastPingAt: clock("03:00"),
    expectedAt: clock("04:00"),
    downAt: clock("04:05"),
    upAt: null,
    gaps: [],
    url: "https://watchbell.example/monitors/m1",
    ...patch,
  };
}
