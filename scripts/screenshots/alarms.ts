import { berlin } from "../../server/test/whole/company-life/berlin.ts";

/** What another monitoring system reports, and when. */
export interface Report {
  readonly at: number;
  readonly source: "alertmanager" | "grafana" | "generic";
  readonly body: object;
}

interface Alert {
  readonly name: string;
  readonly host: string;
  readonly severity: string;
  readonly summary: string;
  readonly from: string;
  /** Absent: it has not ended. */
  readonly until?: string;
}

const ALERTS: readonly Alert[] = [
  {
    name: "DiskAlmostFull",
    host: "db-1",
    severity: "warning",
    summary: "The disk of db-1 is 91 % full and will be full in four days",
    from: "2026-09-14T22:05",
  },
  {
    name: "HighLatency",
    host: "api-3",
    severity: "critical",
    summary: "Latency of api-3 is above 1 s",
    from: "2026-09-11T15:00",
    until: "2026-09-11T15:30",
  },
  {
    name: "ReplicaLag",
    host: "db-2",
    severity: "error",
    summary: "db-2 is 40 s behind db-1",
    from: "2026-08-30T03:10",
    until: "2026-08-30T04:25",
  },
];

const iso = (local: string): string => new Date(berlin(local)).toISOString();

function post({ name, host, severity, summary, from, until }: Alert, isOver: boolean): object {
  const alert = {
    status: isOver ? "resolved" : "firing",
    labels: { alertname: name, instance: host, severity, env: "production" },
    annotations: { summary },
    startsAt: iso(from),
    endsAt: isOver && until !== undefined ? iso(until) : "0001-01-01T00:00:00Z",
    generatorURL: "https://prometheus.kontor.example/graph",
    fingerprint: Buffer.from(name).toString("hex").slice(0, 16),
  };
  return {
    version: "4",
    groupKey: "{}:{}",
    truncatedAlerts: 0,
    receiver: "watchbell",
    externalURL: "https://alerts.kontor.example",
    status: alert.status,
    alerts: [alert],
  };
}

/** What was reported over the weeks. */
export const REPORTS: readonly Report[] = [
  ...ALERTS.flatMap((alert): readonly Report[] => [
    { at: berlin(alert.from), source: "alertmanager", body: post(alert, false) },
    ...(alert.until === undefined
      ? []
      : [{ at: berlin(alert.until), source: "alertmanager" as const, body: post(alert, true) }]),
  ]),
  {
    at: berlin("2026-09-15T09:58"),
    source: "generic",
    body: {
      key: "cold-store",
      status: "firing",
      severity: "error",
      title: "Cold store is warm",
      message: "The cold store has been above 7 °C for ten minutes",
      resource: "sensor 4",
      value: "7.4 °C",
    },
  },
];
