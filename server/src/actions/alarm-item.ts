import { newId } from "../lib/ids.ts";
import type { AlarmFacts, AlarmReport, Project, Scalar, Topic } from "../model/index.ts";
import { routePublication } from "../route/route-publication.ts";
import type { AlarmItem, ChangeRequest } from "../store/ports.ts";
import { alarmFacts } from "./alarm-facts.ts";
import { completeConfig } from "./monitor-defaults.ts";

/** Where a report goes. */
export interface AlarmContext {
  readonly project: Project;
  readonly topic: Topic;
  readonly source: string;
  readonly now: number;
}

const MAX_NAME_LENGTH = 100;

/** What the store is to do about one report: tell its monitor, or publish it. */
export function alarmItem(context: AlarmContext, report: AlarmReport): AlarmItem {
  const { project, topic, source, now } = context;
  const alarm = alarmFacts(report, { source, timezone: project.timezone });
  // What ends by itself belongs to a system that tells each event once: an end without a beginning is news.
  const toldUnlessItEnds = report.state === "resolved" && report.endsAfterMs !== null;
  return {
    eventId: report.eventId,
    change: report.state === "info" ? null : changeOf(context, report, toldUnlessItEnds),
    publication: routePublication({ project, topic, metadata: metadataOf(alarm), alarm, now }),
    toldUnlessItEnds,
  };
}

/**
 * Its monitor is made on first sight, but not for an end that is told every time. Two topics that hear of one problem have a monitor
 * each.
 */
function changeOf({ topic, source }: AlarmContext, report: AlarmReport, onlyKnown: boolean): ChangeRequest {
  const { projectId } = topic;
  const doorKey = `${source}\n${topic.id}\n${report.key}`;
  const name = Array.from(report.title).slice(0, MAX_NAME_LENGTH).join("");
  const request: ChangeRequest = {
    address: { by: "door", projectId, door: "alarm", doorKey },
    signal: { type: "alarm", source, report },
  };
  if (onlyKnown) return request;
  return {
    ...request,
    createIfMissing: {
      projectId,
      monitorId: newId(),
      door: "alarm",
      doorKey,
      config: completeConfig({ name, topics: [topic.name] }, "alarm"),
    },
  };
}

/** The names by which a model can tell a published alarm. */
function metadataOf(alarm: AlarmFacts): Readonly<Record<string, Scalar>> {
  const { source, state, severity, title, summary, resource, value, url } = alarm;
  return { source, state, severity, title, message: summary, resource, value, url };
}
