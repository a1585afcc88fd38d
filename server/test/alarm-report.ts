import type { AlarmReport } from "../src/model/index.ts";

/** A report that a disk is full. */
export function someReport(change: Partial<AlarmReport> = {}): AlarmReport {
  return {
    key: "disk/db1",
    eventId: null,
    state: "firing",
    severity: "critical",
    title: "Disk full on db1",
    summary: "95% used",
    resource: "db1",
    value: "95%, alarm at 90%",
    fields: [{ label: "Region", value: "eu-west-1" }],
    startsAt: Date.UTC(2026, 10, 20, 2, 59),
    url: "https://monitor.example/disk",
    rest: [{ label: "labels", value: "  env: prod" }],
    endsAfterMs: null,
    ...change,
  };
}
