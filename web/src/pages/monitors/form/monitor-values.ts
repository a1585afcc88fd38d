import type { Monitor } from "../../../api/monitors.ts";
import { numberOf } from "./duration-value.ts";
import { checkProbe, newProbe, type ProbeType, type ProbeValues, probeBody, probeValues } from "./probe-values.ts";
import { checkSchedule, newSchedule, type ScheduleValues, scheduleBody, scheduleValues } from "./schedule-values.ts";

/** What a monitor watches: pings that come in, what another system reports, or what a probe of this type finds. */
export type Watched = "heartbeat" | "alarm" | ProbeType;
/** What topics are told of. */
export const NOTIFY_ON = ["down", "up", "changed"] as const;
/** How bad it is when a monitor is down. */
export const SEVERITIES = ["critical", "error", "warning", "info"] as const satisfies readonly Monitor["severity"][];

/** A monitor as it is typed. */
export interface MonitorValues {
  readonly watched: Watched;
  readonly name: string;
  readonly slug: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly topics: readonly string[];
  readonly schedule: ScheduleValues;
  readonly probe: ProbeValues;
  readonly filters: FilterValues;
  readonly notifyOn: readonly (typeof NOTIFY_ON)[number][];
  readonly severity: Monitor["severity"];
  readonly failuresToDown: string;
  readonly successesToUp: string;
  readonly manualResume: boolean;
  /** As a datetime-local field has it, by the browser's clock; empty: nobody knows. */
  readonly expectFirstBy: string;
}

/** The rules that turn a ping into another one, as they are typed. Words stand one on a line. */
export interface FilterValues {
  readonly onlyPost: boolean;
  readonly readsBody: boolean;
  readonly failure: string;
  readonly success: string;
  readonly start: string;
  readonly otherwise: "ignore" | "fail";
}

/** What a new monitor needs to know of its project. */
export interface ProjectDefaults {
  readonly timezone: string;
  readonly defaultTopics: readonly string[];
}

const DAY_S = 86_400;
const HOUR_S = 3_600;
const MINUTE_S = 60;

/** A monitor before anything is typed. */
export function newMonitor(watched: Watched, { timezone, defaultTopics }: ProjectDefaults): MonitorValues {
  return {
    watched,
    name: "",
    slug: "",
    description: "",
    tags: [],
    topics: defaultTopics,
    schedule: scheduleOf(watched, timezone),
    probe: newProbe(isProbe(watched) ? watched : "http"),
    filters: { onlyPost: false, readsBody: false, failure: "", success: "", start: "", otherwise: "ignore" },
    notifyOn: NOTIFY_ON,
    severity: "error",
    failuresToDown: "1",
    successesToUp: "1",
    manualResume: false,
    expectFirstBy: "",
  };
}

/** Says whether it looks by itself. */
export function isProbe(watched: Watched): watched is ProbeType {
  return watched !== "heartbeat" && watched !== "alarm";
}

function scheduleOf(watched: Watched, timezone: string): ScheduleValues {
  return watched === "heartbeat" ? newSchedule(timezone, DAY_S, HOUR_S) : newSchedule(timezone, MINUTE_S, 0);
}

/** The same monitor, watching something else: what was typed stays where it still has a meaning. */
export function watchOther(values: MonitorValues, watched: Watched, timezone: string): MonitorValues {
  if (watched === values.watched) return values;
  return {
    ...values,
    watched,
    ...(isProbe(values.watched) !== isProbe(watched) && { schedule: scheduleOf(watched, timezone) }),
    ...(isProbe(watched) && {
      probe: { ...values.probe, type: watched, conditions: [], port: watched === "tls" ? "443" : "" },
    }),
  };
}

/** A monitor of the API as it is typed. */
export function monitorValues(monitor: Monitor, project: ProjectDefaults): MonitorValues {
  const { filters, schedule, probe, expectFirstBy } = monitor;
  const watched = probe?.type ?? (monitor.kind === "alarm" ? "alarm" : "heartbeat");
  const fresh = newMonitor(watched, project);
  return {
    ...fresh,
    name: monitor.name,
    slug: monitor.slug ?? "",
    description: monitor.description,
    tags: monitor.tags,
    topics: monitor.topics,
    schedule: schedule === null ? fresh.schedule : scheduleValues(schedule, project.timezone),
    probe: probe === null ? fresh.probe : probeValues(probe),
    filters: {
      onlyPost: filters.methods === "POST",
      readsBody: filters.body !== null,
      failure: filters.body?.failure.join("\n") ?? "",
      success: filters.body?.success.join("\n") ?? "",
      start: filters.body?.start.join("\n") ?? "",
      otherwise: filters.body?.otherwise ?? "ignore",
    },
    notifyOn: monitor.notifyOn,
    severity: monitor.severity,
    failuresToDown: String(monitor.failuresToDown),
    successesToUp: String(monitor.successesToUp),
    manualResume: monitor.manualResume,
    expectFirstBy: expectFirstBy === null ? "" : localInstant(Date.parse(expectFirstBy)),
  };
}

/** What was typed, as the API takes it. Of an alarm its source says the rest. */
export function monitorBody(values: MonitorValues): Readonly<Record<string, unknown>> {
  const { watched, name, description, tags, topics, notifyOn, slug } = values;
  return {
    name: name.trim(),
    slug: slug.trim() || null,
    description,
    tags,
    topics,
    notifyOn: NOTIFY_ON.filter((side) => notifyOn.includes(side)),
    ...(watched !== "alarm" && judgedBody(values)),
    ...(watched === "heartbeat" && { filters: filtersBody(values.filters) }),
    ...(isProbe(watched) && { probe: probeBody({ ...values.probe, type: watched }) }),
  };
}

function judgedBody(values: MonitorValues): Readonly<Record<string, unknown>> {
  const { schedule, severity, manualResume, expectFirstBy } = values;
  return {
    schedule: scheduleBody(schedule),
    severity,
    failuresToDown: numberOf(values.failuresToDown),
    successesToUp: numberOf(values.successesToUp),
    manualResume,
    expectFirstBy: expectFirstBy === "" ? null : new Date(expectFirstBy).toISOString(),
  };
}

function filtersBody({ onlyPost, readsBody, failure, success, start, otherwise }: FilterValues) {
  const lines = (text: string): readonly string[] =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  const body = { failure: lines(failure), success: lines(success), start: lines(start), otherwise };
  return { methods: onlyPost ? "POST" : "any", body: readsBody ? body : null };
}

/** What can be told to be wrong before the API is asked, by the name of the field. */
export function checkMonitor(values: MonitorValues): Record<string, string> {
  const { watched, name, schedule, probe, failuresToDown, successesToUp } = values;
  const isCount = (typed: string): boolean => Number.isInteger(numberOf(typed)) && numberOf(typed) >= 1;
  return {
    ...(name.trim() === "" && { name: "Give it a name that you will know at night." }),
    ...(watched !== "alarm" && checkSchedule(schedule)),
    ...(isProbe(watched) && checkProbe({ ...probe, type: watched })),
    ...(!isCount(failuresToDown) && { failuresToDown: "Give a number from 1 on." }),
    ...(!isCount(successesToUp) && { successesToUp: "Give a number from 1 on." }),
  };
}

/** An instant as a datetime-local field has it, by the browser's clock. */
function localInstant(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
