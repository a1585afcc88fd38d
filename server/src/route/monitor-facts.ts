import type { AlarmFacts, Gap, Monitor, MonitorFacts, Reason, Schedule, Topic, Transition } from "../model/index.ts";

/** What facts about a monitor are made of. */
export interface MonitorFactsInput {
  readonly project: { readonly name: string; readonly timezone: string };
  /** The monitor before the change, with what was expected of it then. */
  readonly before: Monitor;
  /** The monitor after the change; the one before when it was deleted. */
  readonly monitor: Monitor;
  readonly now: number;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Our own gaps, oldest first. */
  readonly gaps: readonly Gap[];
  readonly describeSchedule: (schedule: Schedule) => string;
}

/** The story that one notification tells: one transition, or a down and the up that ends it. */
export interface Told {
  readonly first: Transition;
  readonly last: Transition;
  readonly reason: Reason;
}

/** Takes the snapshot that a message is rendered from, whatever happens to the monitor afterwards. */
export function monitorFacts(input: MonitorFactsInput, told: Told, topic: Topic): MonitorFacts {
  const { monitor, project, now, baseUrl } = input;
  const { config } = monitor;
  const { first, last } = told;
  const downAt = first.incidentOpenedAt;
  return {
    type: "monitor",
    projectName: project.name,
    topic: topic.name,
    at: now,
    monitorId: monitor.id,
    name: config.name,
    slug: config.slug,
    tags: config.tags,
    description: config.description,
    kind: config.kind,
    severity: last.severity,
    status: last.to,
    previousStatus: first.from,
    schedule: scheduleText(input),
    reason: told.reason,
    ...heardAndExpected(input, told),
    downAt,
    upAt: last.to === "down" ? null : last.at,
    gaps: gapsOf(input, told, downAt),
    ...alarmPart(input, last),
    url: `${baseUrl}/monitors/${encodeURIComponent(monitor.id)}`,
  };
}

/** Nobody expects an alarm at a time, and to a probe grace means nothing. */
function scheduleText({ monitor: { config }, describeSchedule }: MonitorFactsInput): string {
  if (config.kind === "alarm") return "";
  const text = describeSchedule(config.schedule);
  return config.kind === "probe" ? text.replace(/, no grace$/, "") : text;
}

/**
 * A down tells the signal that was missed: the last one before it, and when the next was expected. An end tells what is
 * expected from now on.
 */
function heardAndExpected(
  { before, monitor }: MonitorFactsInput,
  { first, last }: Told,
): Pick<MonitorFacts, "lastPingAt" | "expectedAt"> {
  const heardAt = monitor.state.lastPingAt;
  const lastPingAt = heardAt !== null && heardAt <= first.at ? heardAt : before.state.lastPingAt;
  if (first.to === "down" && first.from !== "down") {
    const missedAt = before.state.expectedAt;
    return { lastPingAt, expectedAt: missedAt !== null && missedAt <= first.at ? missedAt : null };
  }
  return { lastPingAt, expectedAt: last.to === "up" ? monitor.state.expectedAt : null };
}

/** What the alarm said; one that ended by itself, before the report that came now, is told as it was. */
function alarmPart(input: MonitorFactsInput, last: Transition): { readonly alarm?: AlarmFacts } {
  const monitor = last.reason.code === "alarm-ended" ? input.before : input.monitor;
  const { alarm } = monitor.state;
  if (alarm === null) return {};
  const state = last.to === "down" ? "firing" : "resolved";
  const { source, text } = alarm;
  return { alarm: { ...text, source, state, severity: last.severity, timezone: input.project.timezone } };
}

/** The gaps that put the deadline off, and those within the outage: the end may have come while we were away. */
function gapsOf({ gaps }: MonitorFactsInput, { first, last }: Told, downAt: number | null): readonly Gap[] {
  const within = gaps.filter((gap) => downAt !== null && gap.toAt >= downAt && gap.fromAt <= last.at);
  return [...first.gaps, ...within];
}
