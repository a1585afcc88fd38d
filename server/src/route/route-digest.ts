import { truncate } from "../lib/truncate.ts";
import {
  type DigestEntry,
  type DigestFacts,
  type Integration,
  type MonitorFacts,
  type NewNotification,
  SEVERITIES,
  type Topic,
} from "../model/index.ts";
import { monitorLabel } from "./describe-monitor.ts";

/** More monitors than these are counted and not named: no service shows as many. */
const MAX_ENTRIES = 100;
const NAME_LENGTH = 100;
const REASON_LENGTH = 200;

/** The messages of a storm, and whom they were for. */
export interface RouteDigestInput {
  readonly project: { readonly id: string; readonly name: string };
  readonly topic: Pick<Topic, "id" | "name">;
  readonly integration: Pick<Integration, "id" | "name">;
  /** What each of them tells, in commit order. */
  readonly folded: readonly MonitorFacts[];
  readonly now: number;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** Tells in one message what many would have told: each monitor once, as it stands after the last of them. */
export function routeDigest(input: RouteDigestInput): NewNotification {
  const { project, topic, integration, folded } = input;
  return {
    event: "digest",
    projectId: project.id,
    topicId: topic.id,
    monitorId: null,
    alertKey: null,
    facts: digestFacts(input),
    messages: [
      {
        integrationId: integration.id,
        integrationName: integration.name,
        reason: `It stands for ${folded.length} messages that came faster than the integration may be sent to.`,
        waitingDown: "keep",
        onlyIfSuperseding: false,
      },
    ],
  };
}

function digestFacts({ project, topic, integration, folded, now, baseUrl }: RouteDigestInput): DigestFacts {
  const entries = [...Map.groupBy(folded, ({ monitorId }) => monitorId).values()].flatMap(entryOf).toSorted(worstFirst);
  const down = entries.filter(({ status }) => status === "down").length;
  return {
    type: "digest",
    projectName: project.name,
    topic: topic.name,
    at: now,
    integration: integration.name,
    messages: folded.length,
    down,
    recovered: entries.length - down,
    entries: entries.slice(0, MAX_ENTRIES),
    url: `${baseUrl}/monitors`,
  };
}

function entryOf(told: readonly MonitorFacts[]): readonly DigestEntry[] {
  const last = told.at(-1);
  if (last === undefined) return [];
  // That the severity was changed says less than why it went down.
  const why = told.findLast(({ status, previousStatus }) => status !== previousStatus) ?? last;
  const { monitorId, severity, status, downAt, upAt } = last;
  return [
    {
      monitorId,
      name: oneLine(last.alarm?.title ?? monitorLabel(last), NAME_LENGTH),
      severity,
      status,
      messages: told.length,
      reason: oneLine(why.reason.text, REASON_LENGTH),
      downAt,
      upAt,
    },
  ];
}

function oneLine(text: string, length: number): string {
  return truncate(text.replace(/\s+/g, " ").trim(), length);
}

/** What is down before what is up again, then by severity, then the longest first. */
function worstFirst(a: DigestEntry, b: DigestEntry): number {
  const up = Number(a.status !== "down") - Number(b.status !== "down");
  const severity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return up || severity || (a.downAt ?? 0) - (b.downAt ?? 0);
}
