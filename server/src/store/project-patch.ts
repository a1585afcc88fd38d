import type { MonitorConfig, Project } from "../model/index.ts";
import type { PeoplePort } from "./ports.ts";

/** What is changed of a project's settings. */
export type ProjectPatch = Parameters<PeoplePort["changeProject"]>[1];

/** The topics that a change names, which must exist. */
export function topicsNamedIn({ defaultTopics, heartbeatBoard }: ProjectPatch): readonly string[] {
  return [...(defaultTopics ?? []), ...(heartbeatBoard?.topic ? [heartbeatBoard.topic] : [])];
}

/** The project as it is after a change. */
export function patchedProject(project: Project, patch: ProjectPatch): Project {
  const { topic, mode, digestEveryMs } = { ...project.heartbeatBoard, ...patch.heartbeatBoard };
  return {
    ...project,
    name: patch.name ?? project.name,
    timezone: patch.timezone ?? project.timezone,
    defaultTopics: patch.defaultTopics ?? project.defaultTopics,
    heartbeatBoard: {
      topic,
      mode: mode ?? project.heartbeatBoard.mode,
      digestEveryMs: digestEveryMs ?? project.heartbeatBoard.digestEveryMs,
    },
  };
}

/** When the next digest of a board is due that was changed; undefined: as before. */
export function nextDigestAt(project: Project, next: Project, now: number): number | null | undefined {
  const { mode, digestEveryMs } = next.heartbeatBoard;
  const same = mode === project.heartbeatBoard.mode && digestEveryMs === project.heartbeatBoard.digestEveryMs;
  // A new rhythm begins now; a change of anything else leaves the one that goes on.
  if (same) return undefined;
  return mode === "digest" ? now + digestEveryMs : null;
}

/** When the digest after the one of that instant is due: digests that fell into a time when nobody sent are left out. */
export function digestAfter(dueAt: number, everyMs: number, now: number): number {
  const missed = Math.max(0, Math.floor((now - dueAt) / everyMs));
  return dueAt + (missed + 1) * everyMs;
}

/** What pulses follow of their project: its zone, and the board's topic; null: it has none. */
export interface Followed {
  readonly topic: string | null;
  readonly timezone: string;
}

/** How a pulse follows its project from one to the other, unless somebody gave it others of its own; null: not at all. */
export function followProject(
  config: Pick<MonitorConfig, "topics" | "schedule">,
  from: Followed,
  to: Followed,
): Partial<MonitorConfig> | null {
  const patch = { ...followTopic(config, from.topic, to.topic), ...followZone(config, from.timezone, to.timezone) };
  return Object.keys(patch).length === 0 ? null : patch;
}

function followTopic(
  { topics }: Pick<MonitorConfig, "topics">,
  from: string | null,
  to: string | null,
): Partial<MonitorConfig> {
  if (from === to) return {};
  const isFollowing = from === null ? topics.length === 0 : topics.length === 1 && topics[0] === from;
  return isFollowing ? { topics: to === null ? [] : [to] } : {};
}

function followZone(
  { schedule }: Pick<MonitorConfig, "schedule">,
  from: string,
  timezone: string,
): Partial<MonitorConfig> {
  const { calendar } = schedule;
  if (from === timezone || calendar?.timezone !== from) return {};
  return { schedule: { ...schedule, calendar: { ...calendar, timezone } } };
}
