import { durationInWords, instantInWords, stretchesInWords } from "../lib/words.ts";
import type { AlarmFacts, MonitorFacts } from "../model/index.ts";
import { alarmFields, alarmHead } from "./describe-alarm.ts";
import type { Description, Field } from "./description.ts";

/** The events that a monitor's facts can tell. */
export type MonitorEvent = "down" | "up" | "changed" | "was-down" | "recovered-late";

/** What people call a monitor: its name, or what else tells it from the others. */
export function monitorLabel(facts: Pick<MonitorFacts, "name" | "slug" | "monitorId">): string {
  return facts.name.trim() || facts.slug || facts.monitorId;
}

/** The text of what happened to a monitor. */
export function describeMonitor(event: MonitorEvent, facts: MonitorFacts): Description {
  if (facts.alarm) return describeAlarm(event, facts, facts.alarm);
  const { title, summary, tone } = headOf(event, facts);
  return { title, summary, tone, fields: fieldsOf(event, facts), url: facts.url };
}

/** An alarm speaks for itself first: the payload's own words, then ours, then what else it brought. */
function describeAlarm(event: MonitorEvent, facts: MonitorFacts, alarm: AlarmFacts): Description {
  const ours = headOf(event, facts);
  // A pause or a deletion is our own doing, not a state of the alarm.
  const isOurs = event === "up" && facts.status !== "up";
  const head = isOurs ? { title: ours.title, tone: ours.tone } : alarmHead(event, alarm);
  const shown = alarmFields({ ...alarm, rest: [] });
  const fields = [...shown, ...fieldsOf(event, facts), ...alarm.rest];
  const summary = [asSentence(alarm.summary), ours.summary].filter((part) => part !== "").join(" ");
  return { ...head, summary, fields, url: facts.url };
}

/** What a source says mostly ends without a full stop, and ours begins anew. */
function asSentence(text: string): string {
  return text === "" || /[\p{P}\p{S}]$/u.test(text) ? text : `${text}.`;
}

type Head = Pick<Description, "title" | "summary" | "tone">;

function headOf(event: MonitorEvent, facts: MonitorFacts): Head {
  const name = monitorLabel(facts);
  const lasted = outageText(facts);
  const reason = facts.reason.text;
  switch (event) {
    case "down":
      return { title: `${name} is DOWN`, summary: `${sinceText(facts)}${reason}`, tone: "bad" };
    case "changed":
      return {
        title: `${name} is still DOWN, now ${facts.severity}`,
        summary: `${sinceText(facts)}${reason}`,
        tone: "bad",
      };
    case "up":
      return upHead(name, facts);
    case "was-down":
      return {
        title: `${name} was down for ${lasted}`,
        summary: `It is up again; this comes late because the outage was over before its message could be sent. ${reason}`,
        tone: "good",
      };
    case "recovered-late":
      return {
        title: `${name} was down for ${lasted}`,
        summary: `It is up again, ${latenessText(facts)}. ${reason}`,
        tone: "good",
      };
  }
}

function upHead(name: string, facts: MonitorFacts): Head {
  const lasted = `It was down for ${outageText(facts)}. ${facts.reason.text}`;
  switch (facts.status) {
    case "paused":
      return { title: `${name} is paused`, summary: lasted, tone: "neutral" };
    case "deleted":
      return { title: `${name} was deleted`, summary: lasted, tone: "neutral" };
    default:
      return { title: `${name} is UP`, summary: lasted, tone: "good" };
  }
}

function sinceText({ downAt }: MonitorFacts): string {
  return downAt === null ? "" : `Down since ${instantInWords(downAt)}. `;
}

function outageText({ downAt, upAt, at }: MonitorFacts): string {
  return downAt === null ? "an unknown time" : durationInWords((upAt ?? at) - downAt);
}

function latenessText({ expectedAt, downAt, upAt, at }: MonitorFacts): string {
  const dueAt = expectedAt ?? downAt;
  if (dueAt === null) return "late";
  const late = durationInWords((upAt ?? at) - dueAt);
  return expectedAt === null ? `${late} after its deadline` : `${late} later than expected`;
}

/** What else helps to understand it, most telling first; what does not apply is left out. */
function fieldsOf(event: MonitorEvent, facts: MonitorFacts): readonly Field[] {
  const missed = event === "down" || event === "recovered-late";
  const ended = facts.upAt !== null && facts.downAt !== null;
  const fields: readonly (readonly [string, string])[] = [
    [
      facts.kind === "probe" ? "Last look" : "Last ping",
      pastInstant(facts.lastPingAt, facts.at) || (facts.kind === "heartbeat" ? "never" : ""),
    ],
    [missed ? "Expected" : "Next expected", facts.expectedAt === null ? "" : instantInWords(facts.expectedAt)],
    ["Down since", ended ? instantInWords(facts.downAt) : ""],
    ["Up since", ended && facts.status === "up" ? instantInWords(facts.upAt) : ""],
    ["Duration", ended ? outageText(facts) : ""],
    ["Schedule", facts.schedule],
    // An alarm's title has it.
    ["Severity", facts.alarm ? "" : facts.severity],
    ["Tags", facts.tags.join(", ")],
    ["Description", facts.description],
    ["Watchbell was away", stretchesInWords(facts.gaps)],
    ["Project", facts.projectName],
  ];
  return fields.filter(([, value]) => value !== "").map(([label, value]) => ({ label, value }));
}

function pastInstant(at: number | null, now: number): string {
  if (at === null) return "";
  const ago = now > at ? ` (${durationInWords(now - at)} before)` : "";
  return `${instantInWords(at)}${ago}`;
}
