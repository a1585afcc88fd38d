import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** The figures that `/metrics` shows. One registry an app, nothing global. */
export interface Metrics {
  readonly registry: Registry;
  readonly pings: Counter<"kind">;
  readonly probes: Counter<"kind" | "verdict">;
  readonly probeSeconds: Histogram<"kind">;
  readonly limitedRequests: Counter<"by">;
  readonly refusals: Counter<"code">;
  readonly connections: Gauge;
  readonly refusedConnections: Counter<"why">;
  readonly cutOffConnections: Counter;
  readonly transitions: Counter<"to">;
  readonly alarms: Counter<"source" | "outcome">;
  readonly attempts: Counter<"provider" | "outcome">;
  readonly attemptSeconds: Histogram<"provider">;
  /** How long after its deadline each silence was noticed. */
  readonly sweepLagSeconds: Histogram;
  readonly outboxWaiting: Gauge;
  /** Age of the oldest due message, seconds. */
  readonly outboxAgeSeconds: Gauge;
  readonly outboxDead: Gauge;
  /** Targets that failed again and again and are left in peace. */
  readonly breakersOpen: Gauge;
  readonly digests: Counter<"provider">;
  /** Messages that a digest stands for. */
  readonly folded: Counter<"provider">;
}

/** The sweep looks five times a second. */
const LAG_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600];

/** Makes an app's metrics. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    pings: new Counter({
      name: "watchbell_pings_total",
      help: "Pings recorded, by kind.",
      labelNames: ["kind"],
      registers,
    }),
    probes: new Counter({
      name: "watchbell_probes_total",
      help: "Probes run, by kind and verdict.",
      labelNames: ["kind", "verdict"],
      registers,
    }),
    probeSeconds: new Histogram({
      name: "watchbell_probe_seconds",
      help: "Duration of the last try of each probe.",
      labelNames: ["kind"],
      registers,
    }),
    transitions: new Counter({
      name: "watchbell_transitions_total",
      help: "Changes of status, by new status.",
      labelNames: ["to"],
      registers,
    }),
    alarms: new Counter({
      name: "watchbell_alarms_total",
      help: "Reports of other monitoring systems, by source and by what became of them.",
      labelNames: ["source", "outcome"],
      registers,
    }),
    sweepLagSeconds: new Histogram({
      name: "watchbell_sweep_lag_seconds",
      help: "How long after its deadline a silence was noticed.",
      buckets: LAG_BUCKETS,
      registers,
    }),
    ...requestMetrics(registers),
    ...deliveryMetrics(registers),
  };
}

function requestMetrics(registers: Registry[]) {
  return {
    limitedRequests: new Counter({
      name: "watchbell_limited_requests_total",
      help: "Requests answered with 429, by what sent too many: a key or an address.",
      labelNames: ["by"],
      registers,
    }),
    refusals: new Counter({
      name: "watchbell_refusals_total",
      help: "Refusals of the API, by the code of the error.",
      labelNames: ["code"],
      registers,
    }),
    connections: new Gauge({ name: "watchbell_connections", help: "Connections that are open.", registers }),
    refusedConnections: new Counter({
      name: "watchbell_refused_connections_total",
      help: "Connections closed at once, because there were too many: in total, or from one address.",
      labelNames: ["why"],
      registers,
    }),
    cutOffConnections: new Counter({
      name: "watchbell_cut_off_connections_total",
      help: "Connections cut off because a request did not come in time.",
      registers,
    }),
  };
}

function deliveryMetrics(registers: Registry[]) {
  return {
    attempts: new Counter({
      name: "watchbell_attempts_total",
      help: "Delivery attempts, by provider and outcome.",
      labelNames: ["provider", "outcome"],
      registers,
    }),
    attemptSeconds: new Histogram({
      name: "watchbell_attempt_seconds",
      help: "Duration of delivery attempts.",
      labelNames: ["provider"],
      registers,
    }),
    outboxWaiting: new Gauge({
      name: "watchbell_outbox_waiting",
      help: "Messages that wait to be delivered.",
      registers,
    }),
    outboxAgeSeconds: new Gauge({
      name: "watchbell_outbox_age_seconds",
      help: "How long the oldest due message has been due.",
      registers,
    }),
    outboxDead: new Gauge({ name: "watchbell_outbox_dead", help: "Dead letters.", registers }),
    breakersOpen: new Gauge({
      name: "watchbell_breakers_open",
      help: "Targets that failed again and again and are left in peace for a while.",
      registers,
    }),
    digests: new Counter({
      name: "watchbell_digests_total",
      help: "Digests made in storms.",
      labelNames: ["provider"],
      registers,
    }),
    folded: new Counter({
      name: "watchbell_folded_messages_total",
      help: "Messages that were told in a digest.",
      labelNames: ["provider"],
      registers,
    }),
  };
}
