import type { z } from "zod";
import type { ShownMonitor } from "../../actions/show-monitors.ts";
import { describeSchedule } from "../../judge/schedules/schedule.ts";
import { type HeardAlarm, type OpenIncident, type Ping, type StoredTransition, severityOf } from "../../model/index.ts";
import { presentSchedule } from "../schedules/schema.ts";
import { instant, instantOrNull } from "../shared-schemas.ts";
import { presentProbe } from "./probe-schema.ts";
import type { MonitorAnswer, PingList, TransitionList } from "./schema.ts";

/** What the presenter needs besides the monitor. */
export interface MonitorView {
  readonly baseUrl: string;
  /** The ping URL is a secret: whoever has it can say that all is well. */
  readonly showPingUrl: boolean;
}

/** A monitor as the API shows it. */
export function presentMonitor(shown: ShownMonitor, view: MonitorView): z.input<typeof MonitorAnswer> {
  const { monitor, status, nextProbeAt } = shown;
  const { config, state } = monitor;
  const pinged = config.kind === "heartbeat" && view.showPingUrl;
  return {
    id: monitor.id,
    name: config.name,
    slug: config.slug,
    tags: [...config.tags],
    description: config.description,
    kind: config.kind,
    schedule: config.kind === "alarm" ? null : presentSchedule(config.schedule),
    scheduleText: config.kind === "alarm" ? null : describeSchedule(config.schedule),
    probe: config.probe && presentProbe(config.probe),
    topics: [...config.topics],
    notifyOn: [...config.notifyOn],
    expectFirstBy: instantOrNull(config.expectFirstByAt),
    severity: severityOf(monitor),
    filters: presentFilters(config.filters),
    manualResume: config.manualResume,
    failuresToDown: config.failuresToDown,
    successesToUp: config.successesToUp,
    serviceId: monitor.door === "missme" ? (monitor.doorKey ?? monitor.id) : null,
    status,
    statusSince: instant(state.statusSinceAt),
    started: state.startedAt !== null,
    door: monitor.door,
    pingUrl: pinged ? `${view.baseUrl}/ping/${monitor.id}` : null,
    pingCount: state.pingCount,
    lastPingAt: instantOrNull(state.lastPingAt),
    lastDurationMs: state.lastDurationMs,
    expectedAt: instantOrNull(state.expectedAt),
    deadlineAt: instantOrNull(state.deadlineAt),
    nextProbeAt: instantOrNull(nextProbeAt),
    incident: state.incident && presentIncident(state.incident),
    alarm: state.alarm && presentAlarm(state.alarm),
    createdAt: instant(monitor.createdAt),
  };
}

function presentFilters({ methods, body }: ShownMonitor["monitor"]["config"]["filters"]) {
  return {
    methods,
    body: body && {
      failure: [...body.failure],
      success: [...body.success],
      start: [...body.start],
      otherwise: body.otherwise,
    },
  };
}

function presentIncident(incident: OpenIncident) {
  return {
    n: incident.n,
    openedAt: instant(incident.openedAt),
    acknowledgedAt: instantOrNull(incident.acknowledgedAt),
    acknowledgedBy: incident.acknowledgedBy,
  };
}

function presentAlarm({ source, text, endsAt }: HeardAlarm) {
  const { title, summary, resource, value, url } = text;
  const fields = [...text.fields, ...text.rest].map(({ label, value: said }) => ({ label, value: said }));
  const startsAt = instantOrNull(text.startsAt);
  return { source, title, summary, resource, value, fields, startsAt, url, endsAt: instantOrNull(endsAt) };
}

/** A ping as the API shows it. */
export function presentPing(ping: Ping): z.input<typeof PingList>["pings"][number] {
  return {
    n: ping.n,
    at: instant(ping.at),
    kind: ping.kind,
    exitStatus: ping.exitStatus,
    runId: ping.runId,
    durationMs: ping.durationMs,
    method: ping.method,
    scheme: ping.scheme,
    remoteAddress: ping.remoteAddress,
    userAgent: ping.userAgent,
    bodyBytes: ping.bodyBytes,
    contentType: ping.contentType,
  };
}

/** A transition as the API shows it. */
export function presentTransition(transition: StoredTransition): z.input<typeof TransitionList>["transitions"][number] {
  return {
    id: transition.id,
    at: instant(transition.at),
    from: transition.from,
    to: transition.to,
    severity: transition.severity,
    reason: { code: transition.reason.code, text: transition.reason.text },
    incident: transition.incident,
    gaps: transition.gaps.map(({ fromAt, toAt }) => ({ from: instant(fromAt), to: instant(toAt) })),
  };
}
