import { instantInWords, localInstantInWords } from "../lib/words.ts";
import type { AlarmFacts, Event } from "../model/index.ts";
import type { Description, Field } from "./description.ts";

/** State and severity first, then what it is: the line that must be enough on a phone. */
export function alarmHead(event: Event, alarm: AlarmFacts): Pick<Description, "title" | "tone"> {
  const { severity, title } = alarm;
  switch (event) {
    case "changed":
      return { title: `STILL FIRING, now ${severity}: ${title}`, tone: "bad" };
    case "up":
    case "was-down":
    case "recovered-late":
      return { title: `RESOLVED, was ${severity}: ${title}`, tone: "good" };
    default:
      return publishedHead(alarm);
  }
}

function publishedHead({ state, severity, title }: AlarmFacts): Pick<Description, "title" | "tone"> {
  switch (state) {
    case "firing":
      return { title: `FIRING, ${severity}: ${title}`, tone: "bad" };
    case "resolved":
      return { title: `RESOLVED, was ${severity}: ${title}`, tone: "good" };
    case "info":
      return { title: `REPORT, ${severity}: ${title}`, tone: severity === "info" ? "neutral" : "bad" };
  }
}

/** What an alarm brought, in reading order: what, how much, where, when, its link, and then the rest. */
export function alarmFields(alarm: AlarmFacts): readonly Field[] {
  const facts: readonly (readonly [string, string | null])[] = [
    ["Resource", alarm.resource],
    ["Value", alarm.value],
    ...alarm.fields.map(({ label, value }) => [label, value] as const),
    ["Began", alarm.startsAt === null ? null : beganText(alarm.startsAt, alarm.timezone)],
    ["Link", alarm.url],
    ["Source", alarm.source],
  ];
  const shown = facts.flatMap(([label, value]) => (value === null || value === "" ? [] : [{ label, value }]));
  return [...shown, ...alarm.rest];
}

/** Local time for the reader, UTC for comparing. */
function beganText(at: number, timezone: string): string {
  const utc = instantInWords(at);
  return timezone === "UTC" ? utc : `${localInstantInWords(at, timezone)} (${utc})`;
}
